/* The search page: cards, facets with counts, sorting, more on demand; its address says it all. */

(function () {
  'use strict';

  const { make, marked, facts, matchKind, status, counted } = papershelfView;
  const STEP = 20;
  const SHOWN = 10;
  const EXAMPLES = ['"chain of thought"', 'author:bengio', 'year:2024..2026', 'has:code', 'agents -web'];
  const FACETS = [['tag', 'Tags'], ['org', 'Organizations'], ['venue', 'Venues'], ['has', 'With']];

  /** @template {HTMLElement} T @param {string} id @returns {T} */
  const element = (id) => /** @type {T} */ (document.getElementById(id));
  const page = element('search-page');
  const results = element('search-results');
  const said = element('search-status');
  const facetBox = element('search-facets');
  const sort = /** @type {HTMLSelectElement} */ (element('search-sort'));
  const more = element('search-more');
  const headerBox = /** @type {HTMLInputElement | null} */ (document.getElementById('search-box'));
  const box = /** @type {HTMLInputElement} */ (
    make('input', { type: 'search', class: 'search-input', 'aria-label': 'Search', autocomplete: 'off' })
  );
  const form = make('form', { class: 'search-form', role: 'search' }, box);
  const chips = make('p', { class: 'search-chips' });
  const hints = make('ul', { class: 'search-hints', hidden: '' });
  let latest = 0;
  let timer = 0;
  /** @type {string[]} */
  let filters = [];

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    remember(true);
    run();
  });
  (page.querySelector('h1') || said).after(form, hints, chips);

  /** Reads the address: `#q=…&f=…&sort=…`, or `?q=…` where a form without JavaScript sent it. */
  function restore() {
    const hash = new URLSearchParams(location.hash.slice(1));
    const query = new URLSearchParams(location.search);
    box.value = hash.get('q') || query.get('q') || '';
    filters = hash.getAll('f');
    sort.value = hash.get('sort') === 'date' ? 'date' : 'relevance';
  }

  /** @param {boolean} isNew whether the back button should lead here */
  function remember(isNew) {
    const hash = new URLSearchParams();
    if (box.value.trim()) hash.set('q', box.value.trim());
    for (const filter of filters) hash.append('f', filter);
    if (sort.value === 'date') hash.set('sort', 'date');
    const url = location.pathname + '#' + hash;
    // An address on disk cannot always be replaced; the search works all the same.
    try {
      if (isNew) history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    } catch (error) {
      location.hash = String(hash);
    }
  }

  /** @param {SearchResult} result @param {string[]} words */
  function card(result, words) {
    const title = make('a', { href: papershelf.root + result.url }, ...marked(result.title, words));
    const item = make('li', { class: 'search-card', 'data-id': result.id }, make('h3', {}, title));
    item.append(make('p', { class: 'search-facts' }, ...facts(result, words)));
    if (result.summary) item.append(make('p', { class: 'search-summary' }, ...marked(result.summary, words)));
    const foot = [...result.tags.map((tag) => make('span', {}, ...marked(tag, words)))];
    if (result.has.length) foot.push(make('span', { class: 'search-has' }, result.has.join(', ')));
    if (matchKind(result)) foot.push(make('span', { class: 'search-kind' }, 'matched: ' + matchKind(result)));
    if (foot.length) item.append(make('p', { class: 'search-foot' }, ...foot));
    return item;
  }

  /** @param {string} filter @param {boolean} isOn */
  function setFilter(filter, isOn) {
    filters = filters.filter((other) => other !== filter);
    if (isOn) filters.push(filter);
    remember(true);
    run();
  }

  function showChips() {
    chips.replaceChildren(
      ...filters.map(function (filter) {
        const button = make('button', { type: 'button', class: 'search-chip', 'aria-label': 'Remove ' + filter }, filter + ' ×');
        button.addEventListener('click', () => setFilter(filter, false));
        return button;
      })
    );
  }

  /** @param {string} title @param {{name: string, filter: string, count: number}[]} entries */
  function facetGroup(title, entries) {
    const items = entries.slice(0, SHOWN).map(function ({ name, filter, count }) {
      const button = make('button', { type: 'button', 'aria-pressed': String(filters.includes(filter)) }, name + ' ');
      button.append(make('span', { class: 'search-count' }, count.toLocaleString()));
      button.addEventListener('click', () => setFilter(filter, !filters.includes(filter)));
      return make('li', {}, button);
    });
    return make('section', {}, make('h2', {}, title), make('ul', {}, ...items));
  }

  /** @param {SearchAnswer} answer @param {number} turn */
  async function showFacets(answer, turn) {
    const found = await papershelfFacets.count(answer.matches);
    if (turn !== latest) return;
    const groups = FACETS.map(([kind, title]) => facetGroup(title, found[kind].map(({ name, count }) => ({
      name, count, filter: kind + ':"' + name + '"',
    }))));
    const years = found.year.map(({ name, count }) => ({ name, count, filter: 'year:' + name }));
    groups.splice(1, 0, facetGroup('Years', years));
    facetBox.replaceChildren(...groups.filter((group) => group.querySelector('li')));
  }

  function showHints() {
    hints.hidden = Boolean(box.value.trim() || filters.length);
    hints.replaceChildren(
      ...EXAMPLES.map(function (example) {
        const button = make('button', { type: 'button' }, example);
        button.addEventListener('click', function () {
          box.value = example;
          remember(true);
          run();
        });
        return make('li', {}, button);
      })
    );
  }

  /** @param {SearchAnswer} answer */
  function advise(answer) {
    if (answer.total || !(box.value.trim() || filters.length)) return;
    const advice = filters.length ? 'Remove a filter, or try fewer words.' : 'Try fewer or other words.';
    results.replaceChildren(make('li', { class: 'search-empty' }, advice));
  }

  /** @param {number} [offset] results that are shown already */
  async function run(offset) {
    const turn = ++latest;
    const start = offset || 0;
    showChips();
    showHints();
    results.setAttribute('aria-busy', 'true');
    try {
      const answer = await papershelf.search(box.value, { limit: STEP, offset: start, sort: sort.value, filters });
      if (turn !== latest) return;
      const items = answer.results.map((result) => card(result, answer.words));
      if (start) results.append(...items);
      else results.replaceChildren(...items);
      said.textContent = box.value.trim() || filters.length ? status(answer) : 'Type words, names, or an identifier.';
      more.hidden = start + items.length >= answer.total;
      more.onclick = () => run(start + items.length);
      advise(answer);
      if (start && items[0]) /** @type {HTMLElement} */ (items[0].querySelector('a')).focus();
      if (!start) await showFacets(answer, turn);
    } catch (error) {
      if (turn === latest) fail(start);
    }
    if (turn === latest) results.setAttribute('aria-busy', 'false');
  }

  /** @param {number} start */
  function fail(start) {
    const again = make('button', { type: 'button' }, 'Try again');
    again.addEventListener('click', () => run(start));
    said.replaceChildren('A part of the search could not be loaded. ', again);
  }

  box.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(function () {
      remember(false);
      run();
    }, 60);
  });
  sort.addEventListener('change', function () {
    remember(true);
    run();
  });
  window.addEventListener('hashchange', start);
  window.addEventListener('popstate', start);
  if (headerBox && headerBox.form) {
    headerBox.form.addEventListener('submit', function (event) {
      event.preventDefault();
      box.value = headerBox.value;
      remember(true);
      run();
      box.focus();
    });
  }

  function start() {
    restore();
    run();
  }
  start();
})();
