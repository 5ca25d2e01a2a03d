/* How many of the papers found have which tag, year, organization, venue, links and terms of the archive's own. */

var papershelfFacets = (function () {
  'use strict';

  /** @typedef {{name: string, count: number}} Facet */

  /** @param {Facet[]} facets @returns {Facet[]} those that are there, the most frequent first */
  const sorted = (facets) =>
    facets.filter(({ count }) => count).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));

  /** @param {SearchAnswer} answer @returns {Promise<Record<string, Facet[]>>} by kind; rejected if the index is newer */
  async function count({ matches, wider, generation }) {
    const index = papershelfIndex;
    if (generation !== index.generation()) throw new Error('The index is another one by now');
    /** @param {string} kind @returns {Uint8Array} 1 for each paper that may be counted */
    function flags(kind) {
      const set = new Uint8Array(index.documents());
      for (const ordinal of Array.from(wider[kind] || matches)) set[ordinal] = 1;
      return set;
    }
    /** @type {Record<string, Facet[]>} */
    const found = {};
    const kinds = ['tag', 'org', 'venue', ...index.filters().map(([own]) => own), 'has'];
    const named = await Promise.all(kinds.map((kind) => index.facet(kind)));
    kinds.forEach(function (kind, i) {
      const isFound = flags(kind);
      found[kind] = sorted(
        named[i].map(({ name, list }) => ({ name, count: index.namePapers(list).reduce((n, i) => n + isFound[i], 0) }))
      );
    });
    const years = index.years();
    const isFound = flags('year');
    found.year = years
      .map(([name, first], i) => {
        const end = i + 1 < years.length ? years[i + 1][1] : isFound.length;
        return { name, count: isFound.subarray(first, end).reduce((n, flag) => n + flag, 0) };
      })
      .filter(({ name, count }) => name && count)
      .reverse();
    return found;
  }

  return { count };
})();
