/* The search page: cards, facets with counts, sorting, more on demand; its address says it all. */

(function () {
  'use strict';

  const { t, make, fill, number, row, nameLink, linkName, status, saving, failure, join, ask } = papershelfView;
  const NAMES = 5;
  const STEP = 20;
  const SHOWN = 10;
  const PAUSE = 10;
  /** Milliseconds after which results of another query give way to a word. */
  const PATIENCE = 500;
  const FACETS = [['tag', t('Tags')], ['org', t('Organizations')], ['venue', t('Venues')], ['has', t('Links')]];
  /** What people can type, each with what it means. */
  const HELP = [
    ['sparse attention', t('Papers with all the words; where they are few, papers with fewer of them follow.')],
    ['"chain of thought"', t('The words side by side, in title or abstract.')],
    ['agents -web', t('Without a word; -"…" and -tag:… likewise.')],
    ['author:bengio', t('By an author.')],
    ['tag:reasoning', t('With a tag. Also org: and venue:')],
    ['year:2024..2026', t('Listed in these years; also year:2024 and year:>2024.')],
    ['has:code', t('With a link of that kind.')],
    ['arxiv:2405.12345', t('A paper by its identifier or its address on the web.')],
  ];

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
    make('input', { type: 'search', class: 'search-input', 'aria-label': t('Search'), autocomplete: 'off' })
  );
  const form = make('form', { class: 'search-form', role: 'search' }, box);
  const chips = make('p', { class: 'search-chips' });
  const completions = make('p', { class: 'search-chips' });
  const names = make('ul', { class: 'search-names', 'aria-label': t('People, topics and places') });
  const help = /** @type {HTMLDetailsElement} */ (make('details', { class: 'search-help' }, make('summary', {}, t('Search tips')), make('dl', {})));
  const saved = make('p', { class: 'search-save' });
  const following = make('button', { type: 'button', class: 'follow' }, t('Follow this search'));
  const fold = /** @type {HTMLDetailsElement} */ (make('details', { class: 'search-filters' }, make('summary', {}, t('Filters'))));
  const isWide = matchMedia('(min-width: 52rem)');
  let wasEmpty = false;
  let latest = 0;
  let timer = 0;
  /** @type {string[]} */
  let filters = [];
  /** `words` if meaning has no part. */
  let by = '';

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    remember(true);
    run();
  });
  (page.querySelector('h1') || said).after(make('div', { class: 'search-top' }, form, help, chips));
  // Names come with the papers: above the status, which is there before, they would move it.
  /** @type {Element} */ (said.parentElement).append(completions, names, saved);
  // Before the results where the page is narrow, beside them and always open where it is wide.
  said.closest('.search-bar')?.before(fold);
  fold.append(facetBox);
  const unfold = () => { fold.open = isWide.matches; };
  isWide.addEventListener('change', unfold);
  unfold();

  /** Reads the address: `#q=…&f=…&sort=…`, or `?q=…` where a form without JavaScript sent it. */
  function restore() {
    const hash = new URLSearchParams(location.hash.slice(1));
    const query = new URLSearchParams(location.search);
    box.value = hash.get('q') || query.get('q') || '';
    filters = hash.getAll('f');
    sort.value = hash.get('sort') || '';
    if (!sort.value) sort.value = 'relevance';
    by = hash.get('by') === 'words' ? 'words' : '';
  }

  /** @returns {URLSearchParams} what is asked, in any order */
  function asked() {
    const hash = new URLSearchParams();
    if (box.value.trim()) hash.set('q', box.value.trim());
    for (const filter of filters) hash.append('f', filter);
    return hash;
  }

  /** @param {boolean} isNew whether the back button should lead here */
  function remember(isNew) {
    const hash = asked();
    if (sort.value !== 'relevance') hash.set('sort', sort.value);
    if (by) hash.set('by', by);
    const url = location.pathname + '#' + hash;
    // An address on disk cannot always be replaced; the search works all the same.
    try {
      if (isNew) history.pushState(null, '', url);
      else history.replaceState(null, '', url);
    } catch (error) {
      location.hash = String(hash);
    }
  }

  /** @param {string} filter @param {boolean} isOn */
  function setFilter(filter, isOn) {
    filters = filters.filter((other) => other !== filter);
    if (isOn) filters.push(filter);
    remember(true);
    run();
  }

  function byWords() {
    by = 'words';
    remember(true);
    run();
  }

  /** @param {string} filter as people type it @returns {string} as the facets say it */
  function described(filter) {
    const [, kind, value] = /** @type {RegExpExecArray} */ (/^([^:]*):?(.*)$/.exec(filter));
    const known = [...FACETS, ['year', t('Years')], ...papershelfIndex.filters()].find(([one]) => one === kind);
    const name = value.replace(/^"|"$/g, '');
    return known ? known[1] + ': ' + (kind === 'has' ? linkName(name) : name) : filter;
  }

  function showChips() {
    chips.replaceChildren(
      ...filters.map(function (filter) {
        const shown = described(filter);
        const button = make('button', { type: 'button', class: 'search-chip', 'aria-label': fill(t('Remove {filter}'), { filter: shown }) }, make('bdi', {}, shown), ' ×');
        button.addEventListener('click', () => setFilter(filter, false));
        return button;
      })
    );
  }

  /** @param {string} title @param {{name: string, filter: string, count: number}[]} entries */
  function facetGroup(title, entries) {
    const items = entries.slice(0, SHOWN).map(function ({ name, filter, count }) {
      const button = make('button', { type: 'button', 'aria-pressed': String(filters.includes(filter)) }, make('bdi', {}, name), ' ');
      button.append(make('span', { class: 'search-count' }, number(count)));
      button.addEventListener('click', () => setFilter(filter, !filters.includes(filter)));
      return make('li', {}, button);
    });
    return make('section', {}, make('h2', {}, title), make('ul', {}, ...items));
  }

  /** @param {SearchAnswer} answer @param {number} turn */
  async function showFacets(answer, turn) {
    const found = await papershelfFacets.count(answer);
    if (turn !== latest) return;
    const groups = [...FACETS, ...papershelfIndex.filters()].map(([kind, title]) => facetGroup(title, found[kind].map(({ name, count }) => ({
      name: kind === 'has' ? linkName(name) : name, count, filter: kind + ':"' + name + '"',
    }))));
    const years = found.year.map(({ name, count }) => ({ name, count, filter: 'year:' + name }));
    groups.splice(1, 0, facetGroup(t('Years'), years));
    facetBox.replaceChildren(...groups.filter((group) => group.querySelector('li')));
  }

  /** @param {string} text to search for instead of what was typed */
  function replace(text) {
    box.value = text;
    box.focus();
    remember(true);
    run();
  }

  function fillHelp() {
    const rows = HELP.flatMap(function ([example, meaning]) {
      const button = make('button', { type: 'button' }, example);
      button.addEventListener('click', () => replace(example));
      return [make('dt', {}, button), make('dd', {}, meaning)];
    });
    /** @type {Element} */ (help.querySelector('dl')).append(...rows);
  }

  /** @param {Completion[]} found */
  function showCompletions(found) {
    completions.replaceChildren(
      ...found.map(function ({ text, name, count }) {
        const button = make('button', { type: 'button', class: 'search-chip' }, name + ' ');
        button.append(make('span', { class: 'search-count' }, number(count)));
        button.addEventListener('click', () => replace(text));
        return button;
      })
    );
  }

  /** Where nothing is found, says what would be. @param {SearchAnswer} answer @param {number} turn */
  async function advise(answer, turn) {
    if (answer.total || !(box.value.trim() || filters.length)) return;
    const advice = filters.length ? t('Remove a filter, or try fewer words.') : t('Try fewer or different words.');
    results.replaceChildren(make('li', { class: 'search-empty' }, advice));
    await papershelf.load('assets/search-advice.js');
    const ways = await papershelfAdvice.ways(box.value, filters);
    if (turn !== latest) return;
    const buttons = ways.map(function ({ text, filters: kept, name }) {
      const button = make('button', { type: 'button', class: 'search-chip' }, name);
      button.addEventListener('click', function () {
        filters = kept;
        replace(text);
      });
      return make('li', {}, button);
    });
    results.replaceChildren(make('li', { class: 'search-empty' }, make('p', {}, advice), make('ul', { class: 'search-ways' }, ...buttons)));
  }

  /** Offers to save what was found. @param {number} total */
  function showSaving(total) {
    const find = async (/** @type {number} */ limit) => (await papershelf.search(box.value, { limit, sort: sort.value, filters, by })).results;
    const buttons = saving(total, find, (again) => said.replaceChildren(...failure(again)));
    const link = /** @type {HTMLAnchorElement} */ (make('a', { href: location.href }, t('Link to this search')));
    link.addEventListener('click', async function (event) {
      event.preventDefault();
      link.href = location.href;
      (await papershelf.load('assets/copy-link.js'))(link);
    });
    papershelf.visits?.connect(following, { url: 'search.html#' + asked(), name: [box.value.trim(), ...filters].filter(Boolean).join(' ') });
    saved.replaceChildren(...(total ? [...buttons, link, following] : []));
  }

  /** Takes away what belongs to another query. */
  function clear() {
    saved.replaceChildren();
    results.replaceChildren();
    facetBox.replaceChildren();
    more.hidden = true;
  }

  /** @param {number} [offset] results that are shown already */
  async function run(offset) {
    const turn = ++latest;
    const start = offset || 0;
    const isEmpty = !box.value.trim() && !filters.length;
    if (isEmpty !== wasEmpty) help.open = wasEmpty = isEmpty;
    showChips();
    results.setAttribute('aria-busy', 'true');
    const late = setTimeout(function () {
      if (turn !== latest) return;
      if (!start) clear();
      said.replaceChildren(t('Searching…'));
    }, PATIENCE);
    let generation;
    /** When what the words find was shown. */
    let shown = 0;
    /** @param {SearchAnswer} answer */
    function present(answer) {
      const known = new Set(start ? Array.from(results.children, (item) => /** @type {HTMLElement} */ (item).dataset.id) : []);
      const items = answer.results.filter(({ id }) => !known.has(id)).map((result) => row(result, answer.words));
      if (start) results.append(...items);
      else if (shown) join(results, items, shown);
      else results.replaceChildren(...items);
      papershelf.stars.refresh();
      if (isEmpty) said.textContent = t('Type words, names, or an identifier.');
      else said.replaceChildren(...status(answer, box.value, replace, () => run(start), byWords));
      more.hidden = start + STEP >= answer.total;
      more.onclick = () => run(start + STEP);
      advise(answer, turn).catch(() => undefined);
      showSaving(isEmpty ? 0 : answer.total);
      if (start && items[0]) /** @type {HTMLElement} */ (items[0].querySelector('a')).focus();
      shown = performance.now();
    }
    try {
      const { first, last } = ask(box.value, { limit: STEP, offset: start, sort: sort.value, filters, by });
      const naming = papershelfNames.suggest(box.value, NAMES, first);
      const [words, found, named] = await Promise.all([first, papershelf.complete(box.value).catch(() => []), naming]);
      clearTimeout(late);
      if (turn !== latest) return;
      showCompletions(found);
      names.replaceChildren(...named.map((name) => make('li', { class: 'search-name' }, ...nameLink(name))));
      if (!start) present(words);
      const answer = await last;
      if (turn !== latest) return;
      if (start || answer !== words) present(answer);
      generation = answer.generation;
      if (!start) await showFacets(answer, turn);
    } catch (error) {
      clearTimeout(late);
      if (turn !== latest) return;
      if (generation && (await papershelf.isOutdated(generation))) return run(start);
      if (!start) clear();
      said.replaceChildren(...failure(() => run(start)));
    }
    if (turn === latest) results.setAttribute('aria-busy', 'false');
  }

  box.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(function () {
      by = '';
      remember(false);
      run();
    }, PAUSE);
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

  /** What the archive does not know cannot be sorted by. */
  async function offerVotes() {
    await papershelfIndex.open();
    const option = sort.querySelector('[value=votes]');
    if (option && !papershelfIndex.hasVotes()) option.remove();
  }
  fillHelp();
  offerVotes().then(start, start);
})();
