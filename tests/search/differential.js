/* Compares partial indexes, made of shards, with a whole index that lunr.Builder makes of the same papers. */
'use strict';

const FIELDS = ['abstract', 'title', 'summary', 'tags', 'exact', 'authors', 'organizations', 'venue', 'identifiers'];

/** A small generator of numbers, so that a failure can be repeated. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** @returns a whole index of `papers`: terms by field; terms numbered in sorted order, as partial indexes number them */
function wholeIndex(lunr, boosts, papers) {
  const builder = new lunr.Builder();
  builder.b(0);
  builder.ref('ref');
  for (const field of FIELDS) builder.field(field, { boost: boosts[field] });
  papers.forEach((paper, ref) => builder.add({ ...paper, ref }));
  const terms = Object.keys(builder.invertedIndex).sort();
  terms.forEach((term, number) => (builder.invertedIndex[term]._index = number));
  return { index: builder.build(), terms };
}

/** @returns random clauses: plain, wildcards, edit distance, fields, boosts, required, prohibited */
function clauses(lunr, terms, pick) {
  return Array.from({ length: 1 + pick(4) }, function () {
    const term = terms[pick(terms.length)];
    const kind = pick(8);
    const options = { usePipeline: false, boost: 1 + pick(3), presence: lunr.Query.presence.OPTIONAL };
    if (pick(3) === 0) options.fields = FIELDS.filter(() => pick(2));
    if (options.fields && !options.fields.length) delete options.fields;
    if (pick(5) === 0) options.presence = lunr.Query.presence.REQUIRED;
    if (pick(8) === 0) options.presence = lunr.Query.presence.PROHIBITED;
    if (kind === 0) return { term: term.slice(0, 2) + '*', options };
    if (kind === 1) return { term: '*' + term.slice(-3), options };
    if (kind === 2) return { term, options: { ...options, editDistance: 1 + pick(2) } };
    return { term, options };
  });
}

/** @returns {string[]} the terms of all terms that the clauses mean, as the whole vocabulary has them */
function expand(lunr, tokenSet, query) {
  return query.flatMap(function ({ term, options }) {
    return tokenSet.intersect(lunr.TokenSet.fromClause({ ...options, term })).toArray();
  });
}

/** @returns {Promise<{queries: number, differences: object[]}>} */
async function differences(part, { papers, queries, seed }) {
  const lunr = part('lunr');
  const shards = part('papershelfIndex');
  await shards.open();
  const whole = wholeIndex(lunr, shards.LUNR.boosts, papers);
  const pick = random(seed);
  const everyone = new Set(papers.keys());
  const found = [];
  const known = new Set(whole.terms);
  let compared = 0;
  let refused = 0;
  for (let n = 0; n < queries; n++) {
    const query = clauses(lunr, whole.terms, pick);
    const terms = [];
    const expanded = new Set(expand(lunr, whole.index.tokenSet, query));
    // Lunr's token set takes some terms with digits for others that nobody has, and its query then throws.
    if ([...expanded].some((term) => !known.has(term))) {
      refused++;
      continue;
    }
    for (const term of expanded) {
      const isWord = term.startsWith('=');
      const postings = await shards.postings(isWord ? 'w' : 't', isWord ? term.slice(1) : term);
      if (!postings) found.push({ term, missing: true });
      else terms.push({ term, postings, fields: isWord ? shards.WORD_FIELDS : shards.TEXT_FIELDS });
    }
    const isNegative = query.every(({ options }) => options.presence === lunr.Query.presence.PROHIBITED);
    const partial = shards.partialIndex(terms, isNegative ? everyone : null);
    const ask = (index) =>
      index.query((q) => query.forEach(({ term, options }) => q.term(term, { ...options }))).map(({ ref, score }) => [ref, score]);
    const answers = [ask(whole.index), ask(partial)].map((answer) => JSON.stringify(answer));
    if (answers[0] !== answers[1]) found.push({ query, whole: answers[0].slice(0, 200), partial: answers[1].slice(0, 200) });
    if (answers[0] !== '[]') compared++;
  }
  return { compared, refused, differences: found };
}

module.exports = { differences };
