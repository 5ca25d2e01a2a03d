/* The home page's list of new papers by whom the reader follows: the search index knows them all, from a disk as well. */
(function () {
  'use strict';

  const { t, make } = papershelf;
  const visits = /** @type {Visits} */ (papershelf.visits);
  /** New papers of one name or search that are looked at; a home page shows some hundred of all. */
  const MOST = 40;

  /** @param {Followed} followed @param {string} day that was seen @returns {Promise<SearchResult[]>} its papers of later days */
  async function newPapers(followed, day) {
    const { results } = await papershelf.search(visits.queryOf(followed), { limit: MOST, sort: 'date' });
    const known = followed.url.startsWith('authors/') && await papershelfNames.papersOf(followed);
    return results.filter(({ date, ordinal }) => date > day && (!known || known.has(ordinal)));
  }

  /** @param {HTMLElement} line of the home page @param {string} day that was seen */
  async function add(line, day) {
    await papershelf.load('assets/row.js');
    /** @type {Map<string, {result: SearchResult, names: string[]}>} */
    const found = new Map();
    for (const followed of visits.follows()) {
      for (const result of await newPapers(followed, day).catch(() => [])) {
        const known = found.get(result.id);
        if (known) known.names.push(followed.name);
        else found.set(result.id, { result, names: [followed.name] });
      }
    }
    if (!found.size) return;
    const rows = [...found.values()].map(({ result, names }) =>
      papershelfView.row({ ...result, summary: '', tags: names, has: [] }));
    const label = t('{count} from what you follow').replace('{count}', String(found.size));
    line.append(make('details', {}, make('summary', {}, label), make('ol', { class: 'list titles' }, ...rows)));
    papershelf.stars.refresh();
  }

  papershelf.data('assets/for-you.js', add);
}());
