/* The panel under the search box: results as one types, with the keyboard. */

(function () {
  'use strict';

  const { make, marked, facts, matchKind, status } = papershelfView;
  const LIMIT = 8;
  const PAUSE = 10;

  const box = /** @type {HTMLInputElement} */ (document.getElementById('search-box'));
  const form = /** @type {HTMLFormElement} */ (box.form);
  const said = make('p', { class: 'search-said', role: 'status' });
  const list = make('ul', { class: 'search-list', id: 'search-list', role: 'listbox', 'aria-label': 'Papers' });
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
    if (!isOpen) choose(-1);
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
    const link = make('a', { href: papershelf.root + result.url, tabindex: '-1' }, ...marked(result.title, words));
    const kind = matchKind(result);
    const line = make('p', { class: 'search-facts' }, ...facts(result, words));
    if (kind) line.append(make('span', { class: 'search-kind' }, kind));
    return make('li', { id: 'search-item-' + i, role: 'option', 'aria-selected': 'false', 'data-id': result.id }, link, line);
  }

  /** @returns {string} the search page's address for what is typed */
  const pageUrl = () => papershelf.root + 'search.html#q=' + encodeURIComponent(box.value.trim());

  async function update() {
    const turn = ++latest;
    const text = box.value;
    if (!text.trim()) return show(false);
    try {
      const answer = await papershelf.search(text, { limit: LIMIT });
      if (turn !== latest) return;
      list.replaceChildren(...answer.results.map((result, i) => item(result, answer.words, i)));
      said.replaceChildren(status(answer) + ' ');
      if (answer.total > LIMIT) said.append(make('a', { href: pageUrl() }, 'Show all'));
    } catch (error) {
      if (turn !== latest) return;
      const again = make('button', { type: 'button' }, 'Try again');
      again.addEventListener('click', update);
      list.replaceChildren();
      said.replaceChildren('A part of the search could not be loaded. ', again);
    }
    choose(-1);
    show(true);
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
    const link = /** @type {HTMLAnchorElement | null} */ (list.querySelector('[aria-selected=true] a'));
    location.href = link ? link.href : pageUrl();
  });
  form.addEventListener('focusout', function (event) {
    if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) show(false);
  });
  panel.addEventListener('mousedown', (event) => event.preventDefault());
  if (box.value.trim()) update();
})();
