/* The panel under the search box: results as one types, with the keyboard. */

(function () {
  'use strict';

  const { t, make, number, marked, facts, matched, nameLink, status, failure, join, ask } = papershelfView;
  const LIMIT = 8;
  const NAMES = 3;
  const PAUSE = 10;
  /** Milliseconds after which results of another query give way to a word. */
  const PATIENCE = 500;
  const MARGIN = 8;

  const box = /** @type {HTMLInputElement} */ (document.getElementById('search-box'));
  const form = /** @type {HTMLFormElement} */ (box.form);
  const said = make('p', { class: 'search-said', role: 'status' });
  const list = make('ul', { class: 'search-list', id: 'search-list', role: 'listbox', 'aria-label': t('Results') });
  const panel = make('div', { class: 'search-panel', hidden: '' }, said, list);
  let chosen = -1;
  let latest = 0;
  let timer = 0;

  form.append(panel);
  for (const [key, value] of Object.entries({
    role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false',
  })) box.setAttribute(key, value);

  /** @param {boolean} isOpen */
  function show(isOpen) {
    panel.hidden = !isOpen;
    box.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) fit();
    else choose(-1);
  }

  /** Moves the panel into the page, wherever the theme has the box. */
  function fit() {
    panel.style.translate = '';
    const { left, right } = panel.getBoundingClientRect();
    const outside = Math.min(0, left) + Math.max(0, right - document.documentElement.clientWidth);
    if (outside) panel.style.translate = -outside + Math.sign(-outside) * MARGIN + 'px';
  }

  /** @param {number} place in the list, or -1 for the box itself */
  function choose(place) {
    const items = list.querySelectorAll('li');
    chosen = items.length ? (place + 1 + items.length + 1) % (items.length + 1) - 1 : -1;
    items.forEach((item, i) => item.setAttribute('aria-selected', String(i === chosen)));
    if (chosen < 0) {
      box.removeAttribute('aria-activedescendant');
    } else {
      box.setAttribute('aria-activedescendant', items[chosen].id);
      items[chosen].scrollIntoView({ block: 'nearest' });
    }
  }

  /** @param {SearchResult} result @param {string[]} words @param {number} i */
  function item(result, words, i) {
    const link = make('a', { href: papershelf.root + result.url, tabindex: '-1', dir: 'auto' }, ...marked(result.title, words));
    const line = make('p', { class: 'search-facts' }, ...facts(result, words), ...matched(result));
    return make('li', { id: 'search-item-' + i, role: 'option', 'aria-selected': 'false', 'data-id': result.id }, link, line);
  }

  /** @param {FoundName} name @param {number} i */
  function nameItem(name, i) {
    const parts = nameLink(name);
    parts[0].setAttribute('tabindex', '-1');
    return make('li', { id: 'search-name-' + i, role: 'option', 'aria-selected': 'false', class: 'search-name' }, ...parts);
  }

  /** @param {Completion} completion @param {number} i */
  function completionItem({ text, name, count }, i) {
    const made = make('li', { id: 'search-completion-' + i, role: 'option', 'aria-selected': 'false', class: 'search-completion' }, name);
    made.append(make('span', { class: 'search-count' }, number(count)));
    made.addEventListener('click', () => complete(text));
    return made;
  }

  /** @param {string} text */
  function complete(text) {
    box.value = text;
    box.focus();
    update();
  }

  /** @returns {string} the search page's address for what is typed */
  const pageUrl = () => papershelf.root + 'search.html#q=' + encodeURIComponent(box.value.trim());

  /** @param {string} [by] `words` if meaning has no part */
  async function update(by) {
    const turn = ++latest;
    const text = box.value;
    if (!text.trim()) return show(false);
    const late = setTimeout(function () {
      if (turn !== latest) return;
      list.replaceChildren();
      said.replaceChildren(t('Searching…'));
      show(true);
    }, PATIENCE);
    /** When a list was shown. */
    let shown = 0;
    /** @param {SearchAnswer} answer @param {HTMLElement[]} others rows above the papers @param {number} names of them */
    function present(answer, others, names) {
      const papers = answer.results.slice(0, LIMIT - names).map((result, i) => item(result, answer.words, i));
      if (shown) join(list, [...others, ...papers], shown);
      else list.replaceChildren(...others, ...papers);
      said.replaceChildren(...status(answer, text, complete, () => update(by), () => update('words')));
      if (answer.total > LIMIT) said.append(make('a', { href: pageUrl() }, t('Show all')));
      if (!shown) choose(-1);
      shown = performance.now();
      show(true);
    }
    try {
      const { first, last } = ask(text, { limit: LIMIT, by });
      const [answer, completions, names] = await Promise.all([
        first,
        papershelf.complete(text).catch(() => []),
        papershelfNames.suggest(text, NAMES, first),
      ]);
      clearTimeout(late);
      if (turn !== latest) return;
      const others = [...completions.map(completionItem), ...names.map(nameItem)];
      present(answer, others, names.length);
      const better = await last;
      if (turn === latest && better !== answer) present(better, others, names.length);
    } catch (error) {
      if (turn !== latest) return;
      list.replaceChildren();
      said.replaceChildren(...failure(update));
      choose(-1);
      show(true);
    } finally {
      clearTimeout(late);
    }
  }

  box.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE);
  });
  box.addEventListener('focus', () => { if (box.value.trim() && panel.hidden) update(); });
  box.addEventListener('keydown', function (event) {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (panel.hidden) update();
      else choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Escape' && !panel.hidden) {
      event.preventDefault();
      show(false);
    }
  });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    const selected = /** @type {HTMLElement | null} */ (list.querySelector('[aria-selected=true]'));
    const link = selected && selected.querySelector('a');
    if (selected && !link) selected.click();
    else location.href = link ? link.href : pageUrl();
  });
  form.addEventListener('focusout', function (event) {
    if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) show(false);
  });
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  if (box.value.trim()) update();
})();
