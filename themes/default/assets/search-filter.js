/* The parts of a query that only let papers in or keep them out: names, years, phrases, unwanted words.
   Loaded for a query that has one. */

var papershelfFilter = (function () {
  'use strict';

  const index = papershelfIndex;
  const { termsOf } = papershelfMeaning;
  /** @type {Record<string, string>} */
  const FIELD = { author: 'authors', tag: 'tags', org: 'organizations', venue: 'venue' };

  /** @param {Iterable<number>} ordinals @returns {Uint8Array} */
  function flags(ordinals) {
    const set = new Uint8Array(index.documents());
    for (const ordinal of ordinals) set[ordinal] = 1;
    return set;
  }

  /** @param {TermPostings} term @param {string} field @returns {number[]} the papers that have the term in the field */
  function papersWith({ postings, fields }, field) {
    const counts = postings.counts[fields.indexOf(field)];
    return counts ? Array.from(postings.ordinals).filter((_, i) => counts[i]) : [];
  }

  /** @param {QueryFilter} filter @returns {Promise<Uint8Array>} */
  async function named({ kind, value }) {
    const folded = papershelfText.fold(value).split(/\s+/).join(' ');
    if (kind !== 'author') {
      const names = kind === 'has' ? await index.facet(kind) : await index.names(kind, folded);
      const whole = names.filter(({ name }) => papershelfText.fold(name).split(/\s+/).join(' ') === folded);
      if (whole.length) return flags(whole.flatMap(({ list }) => Array.from(index.namePapers(list))));
    }
    const tokens = papershelfText.compounds(value).flatMap((compound) => papershelfText.analyze(compound).parts);
    const sets = await Promise.all(
      tokens.map(async (token) => flags((await termsOf(token)).flatMap((term) => papersWith(term, FIELD[kind]))))
    );
    return sets.reduce((all, set) => all.map((flag, i) => flag & set[i]));
  }

  /** @param {QueryWord} word @returns {Promise<Uint8Array>} the papers that have all its parts */
  async function containing(word) {
    const tokens = word.joined ? [word.joined] : word.parts;
    const sets = await Promise.all(
      tokens.map(async (token) => flags((await termsOf(token)).flatMap((term) => Array.from(term.postings.ordinals))))
    );
    return sets.reduce((all, set) => all.map((flag, i) => flag & set[i]));
  }

  /** @param {string} phrase @returns {Promise<Uint8Array>} the papers that have it in title or abstract */
  async function phrased(phrase) {
    const parts = papershelfText.compounds(phrase).flatMap((compound) => papershelfText.analyze(compound).parts);
    const wanted = parts
      .map((part, offset) => ({ part, offset }))
      .filter(({ part }) => !papershelfText.STOP_WORDS.has(part));
    const places = await Promise.all(wanted.map(({ part }) => index.positions(papershelfText.stem(part))));
    if (!places.length) return flags([]);
    const rest = places.slice(1).map((byPaper, i) => ({ byPaper, distance: wanted[i + 1].offset - wanted[0].offset }));
    const found = [...places[0]].filter(([ordinal, positions]) =>
      positions.some((start) =>
        rest.every(({ byPaper, distance }) => (byPaper.get(ordinal) || []).includes(start + distance))
      )
    );
    return flags(found.map(([ordinal]) => ordinal));
  }

  /** @param {[string, string]} years @returns {Uint8Array} */
  function within([first, last]) {
    const starts = index.years();
    const set = new Uint8Array(index.documents());
    starts.forEach(function ([year, start], i) {
      const end = i + 1 < starts.length ? starts[i + 1][1] : set.length;
      if (year && year >= first && year <= last) set.fill(1, start, end);
    });
    return set;
  }

  /** @param {Query} query @returns {Promise<Uint8Array>} 1 for each paper that may show */
  async function allowed(query) {
    const [inside, outside] = await Promise.all([
      Promise.all([...query.filters.map((filter) => named(filter)), ...query.phrases.map(phrased)]),
      Promise.all([
        ...query.excludedFilters.map((filter) => named(filter)),
        ...query.excluded.map((word) => containing(word)),
      ]),
    ]);
    if (query.years) inside.push(within(query.years));
    const set = new Uint8Array(index.documents()).fill(1);
    for (const other of inside) other.forEach((flag, i) => (set[i] &= flag));
    for (const other of outside) other.forEach((flag, i) => (set[i] &= 1 - flag));
    return set;
  }

  return { allowed };
})();
