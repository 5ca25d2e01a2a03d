/* The parts of a query that only let papers in or keep them out: names, years, phrases, unwanted words.
   Loaded for a query that has one. */

var papershelfFilter = (function () {
  'use strict';

  const index = papershelfIndex;
  const { termsOf, letterTerms, isLetter } = papershelfMeaning;
  const { fold, analyze, compounds, stem, STOP_WORDS } = papershelfText;
  /** @type {Record<string, string>} */
  const FIELD = { author: 'authors', tag: 'tags', org: 'organizations', venue: 'venue' };
  /** A paper has at most one of these, so it matches if it has any of those asked for. */
  const SINGLE = ['venue'];

  /** @typedef {Uint8Array} Flags 1 for each paper that is in a set */

  /** @param {Iterable<number>} ordinals @returns {Flags} */
  function flags(ordinals) {
    const set = new Uint8Array(index.documents());
    for (const ordinal of ordinals) set[ordinal] = 1;
    return set;
  }

  /** @param {Flags[]} sets @returns {Flags} */
  const either = (sets) => sets.reduce((all, set) => all.map((flag, i) => flag | set[i]), flags([]));

  /** @param {Flags[]} sets at least one @returns {Flags} */
  const both = (sets) => sets.reduce((all, set) => all.map((flag, i) => flag & set[i]));

  /** @param {string} token @param {string} [field] @returns {Promise<Flags>} the papers that have it, in the field if one is given */
  async function withToken(token, field) {
    const terms = await (isLetter(token) ? letterTerms(token) : termsOf(token));
    return flags(terms.flatMap(function ({ postings, fields }) {
      const counts = field ? postings.counts[fields.indexOf(field)] : null;
      if (field && !counts) return [];
      return Array.from(postings.ordinals).filter((_, i) => !counts || counts[i]);
    }));
  }

  /** @param {string} text @returns {string[]} */
  const partsOf = (text) => compounds(text).flatMap((compound) => analyze(compound).parts);

  /** @param {string} kind @param {string} value @returns {string[][]} its parts; those of authors with ä, ö, ü in either spelling */
  const spellings = (kind, value) => value.split(/\s+/).flatMap(function (word) {
    const parts = partsOf(word);
    const others = kind === 'author' ? papershelfQuery.umlautsOf(word, parts) : parts;
    return parts.map((part, i) => (others.length === parts.length ? [...new Set([part, others[i]])] : [part]));
  });

  /** @param {string} name @returns {string} */
  const folded = (name) => fold(name).trim().split(/\s+/).join(' ');

  /** Papers with the whole name; if none has it, those with its words in a field that is searched.
   *  @param {QueryFilter} filter @returns {Promise<Flags>} */
  async function named({ kind, value }) {
    if (kind !== 'author') {
      const names = kind === 'has' ? await index.facet(kind) : await index.names(kind, folded(value));
      const whole = names.filter(({ name }) => folded(name) === folded(value));
      if (whole.length) return flags(whole.flatMap(({ list }) => Array.from(index.namePapers(list))));
      if (!FIELD[kind]) return flags([]);
    }
    return both(await Promise.all(spellings(kind, value).map(async (tokens) =>
      either(await Promise.all(tokens.map((token) => withToken(token, FIELD[kind])))))));
  }

  /** @param {QueryWord} word @returns {Promise<Flags>} the papers that have it, however its parts are joined */
  async function containing(word) {
    if (word.id) {
      const found = await withToken(word.id, 'identifiers');
      if (found.includes(1)) return found;
    }
    const tokens = word.joined ? [word.joined] : word.parts;
    return both(await Promise.all(tokens.map((token) => withToken(token))));
  }

  /** @param {Identifier} identifier @returns {Promise<Flags>} */
  const identified = async ({ forms }) => either(await Promise.all(forms.map((form) => withToken(form, 'identifiers'))));

  /** @param {string} phrase @returns {Promise<Flags>} the papers that have it in title or abstract */
  async function phrased(phrase) {
    const parts = partsOf(phrase).map((part, offset) => ({ part, offset }));
    const content = parts.filter(({ part }) => !STOP_WORDS.has(part));
    // Small words are known in titles only. Elsewhere they keep their place, in which any word may be.
    const wanted = content.length ? content : parts;
    if (wanted.length === 1 && isLetter(wanted[0].part)) return withToken(wanted[0].part);
    const places = await Promise.all(wanted.map(({ part }) => index.positions(stem(part))));
    const rest = places.slice(1).map((byPaper, i) => ({ byPaper, distance: wanted[i + 1].offset - wanted[0].offset }));
    const found = [...places[0]].filter(([ordinal, positions]) =>
      positions.some((start) =>
        rest.every(({ byPaper, distance }) => (byPaper.get(ordinal) || []).includes(start + distance))
      )
    );
    return flags(found.map(([ordinal]) => ordinal));
  }

  /** @param {Years} years @returns {Flags} */
  function within([first, last]) {
    const starts = index.years();
    const set = flags([]);
    starts.forEach(function ([year, start], i) {
      const end = i + 1 < starts.length ? starts[i + 1][1] : set.length;
      if (year && year >= first && year <= last) set.fill(1, start, end);
    });
    return set;
  }

  /** @param {Clauses} clauses @returns {Promise<Flags[]>} what papers must be in */
  async function required({ phrases, filters, years }) {
    const single = filters.filter(({ kind }) => SINGLE.includes(kind));
    const sets = await Promise.all([
      ...phrases.map(phrased),
      ...filters.filter((filter) => !single.includes(filter)).map(named),
    ]);
    if (single.length) sets.push(either(await Promise.all(single.map(named))));
    if (years.length) sets.push(either(years.map(within)));
    return sets;
  }

  /** @param {Clauses} clauses @returns {Promise<Flags[]>} what papers must not be in */
  const unwanted = async ({ words, ids, phrases, filters, years }) => [
    ...(await Promise.all([
      ...phrases.map(phrased),
      ...filters.map(named),
      ...words.filter((word) => !word.isExact).map(containing),
      ...ids.map(identified),
    ])),
    ...years.map(within),
  ];

  /** @param {Query[]} queries that all hold @returns {Promise<Flags>} the papers that may show */
  async function allowed(queries) {
    const inside = await Promise.all(queries.map(required));
    const outside = await Promise.all(queries.map(({ excluded }) => unwanted(excluded)));
    const unwantedPapers = either(outside.flat());
    return both([unwantedPapers.map((flag) => 1 - flag), ...inside.flat()]);
  }

  return { allowed };
})();
