/* A query's answer: what its words find, and then what it is about. */

/**
 * @typedef {{query: Query, narrowed: Query, meanings: WordMeaning[], wanted: number, identifiers: string[], unknown: string[],
 *   admitted: Uint8Array | null, widened: Record<string, Uint8Array | null>, style: Style, ranked: Ranked, complete: number}} Found
 *   what a query finds by its words
 */

var papershelfAnswer = (function () {
  'use strict';

  const index = papershelfIndex;
  const { stem } = papershelfText;
  const { ENOUGH, FINALISTS, KEYWORDS, sentence, fromPostings, rank, choose, known, isSentence, finalists, titleBonus, termsOf, rerank, window } =
    papershelfRank;

  /** How much meaning counts in a sentence: more, the fewer its words are and the less of them any paper has. */
  const MEANING = 12;
  /** Papers without any of the words that are added for their meaning. */
  const MOST_ADDED = 20;

  /** @param {QueryWord[]} words @returns {string} what a query asks about: the words of a question without idle ones */
  function subjectOf(words) {
    /** @param {QueryWord} word */
    const isIdle = ({ text, isOptional }) => isOptional && !papershelfText.STOP_WORDS.has(text);
    const first = words.some(isIdle) ? words.findIndex(({ isOptional }) => !isOptional) : 0;
    return words.slice(first).filter((word) => !isIdle(word)).map(({ text }) => text).join(' ');
  }

  /** @param {Query[]} queries that all hold @returns {Promise<Uint8Array | null>} 1 for each paper that may show; `null` where all may */
  async function allowed(queries) {
    const clauses = queries.flatMap((query) => [query, query.excluded]);
    const isFiltered = clauses.some(({ phrases, filters, years }) => phrases.length || filters.length || years.length) ||
      queries.some(({ excluded }) => excluded.words.length || excluded.ids.length);
    if (!isFiltered) return null;
    await papershelf.load('assets/search-filter.js');
    return papershelfFilter.allowed(queries);
  }

  /** @param {Query} query @returns {Promise<{meanings: WordMeaning[], wanted: number, identifiers: string[], unknown: string[]}>}
   *  what to look for, and how many of the meanings a paper should have; the identifiers that papers have, and those
   *  that none has. The papers of identifiers are shown alone, whatever else is typed. */
  async function meant(query) {
    const named = await Promise.all(query.ids.map(papershelfMeaning.named));
    const known = named.filter(({ alternatives }) => alternatives.length);
    const unknown = named.filter(({ alternatives }) => !alternatives.length).map(({ text }) => text);
    if (known.length) {
      const all = { ...known[0], alternatives: known.flatMap(({ alternatives }) => alternatives) };
      return { meanings: [all], wanted: 1, identifiers: known.map(({ text }) => text), unknown };
    }
    const words = query.words.filter((word) => !word.isOptional);
    const meanings = (await Promise.all(words.map(papershelfMeaning.meanings))).flat();
    return { meanings, wanted: meanings.length || query.ids.length, identifiers: [], unknown };
  }

  /** @param {string} text @returns {Query} */
  const parse = (text) => papershelfQuery.parse(text, index.filters().map(([kind]) => kind));

  /** @param {Query} query @returns {Promise<Query>} the same; what begins like a question may be a title until its last word is typed */
  async function asked(query) {
    const last = query.words[query.words.length - 1];
    const isQuestion = query.words.some(({ text, isOptional }) => isOptional && !papershelfText.STOP_WORDS.has(text));
    return isQuestion && (await papershelfMeaning.isUnfinished(last)) ? papershelfQuery.withIdle(query) : query;
  }

  /**
   * @param {string} text
   * @param {SearchOptions} options
   * @returns {Promise<SearchAnswer>}
   */
  async function search(text, options) {
    const query = await asked(parse(text));
    const answer = await answerTo(query, options);
    const unwanted = query.excluded.words.filter((word) => !word.isExact);
    if (answer.complete || !unwanted.length) return answer;
    // Nothing is without the unwanted words: a pasted title may have a hyphen before one of its words.
    const pasted = papershelfQuery.withUnwanted(query);
    const other = await answerTo(pasted, options);
    return other.complete ? { ...other, included: unwanted.map((word) => word.text) } : answer;
  }

  /** @param {Query} query @param {SearchOptions} options @returns {Promise<SearchAnswer>} */
  async function answerTo(query, options) {
    const found = await byWords(query, options);
    const words = () => present(found, null, options);
    if (options.by === 'words' || (options.sort && options.sort !== 'relevance') || !hasSubject(found)) return words();
    const finding = index.optional(papershelfVectors.subject(counted(found).map(spelled)), null);
    if (options.early) options.early(await words());
    const subject = await finding;
    return subject ? present(found, subject, options) : words();
  }

  /** @param {WordMeaning} meaning @returns {string} the word that is searched */
  const spelled = ({ text, correction, isReplaced }) => (isReplaced && correction ? correction : text);

  /** @param {Found} found @returns {WordMeaning[]} the words that it is about */
  const counted = ({ meanings, style }) => meanings.filter(({ isIdle }) => !(isIdle && style.isSentence));

  /** @param {Found} found @returns {boolean} whether its meaning may help: words that ten papers have are enough */
  function hasSubject({ ranked, wanted, identifiers, admitted, complete, style }) {
    if (!index.meaning() || !wanted || identifiers.length || complete >= ENOUGH) return false;
    return style.isSentence || choose(ranked.found, wanted, admitted).matches.length < MOST_ADDED;
  }

  /** @returns {Promise<Float64Array>} those of abstracts; equal ones where they cannot be read */
  const lengths = () => index.optional(index.lengths(), new Float64Array(index.documents()).fill(1));

  /** @param {Query} query @param {SearchOptions} options @returns {Promise<Found>} */
  async function byWords(query, { filters = [] }) {
    const narrowed = parse(filters.join(' '));
    const [{ meanings, wanted, identifiers, unknown }, admitted, widened] = await Promise.all([
      meant(query), allowed([query, narrowed]), allowedBut(query, narrowed),
    ]);
    const byKeywords = await rank(meanings, KEYWORDS, fromPostings(KEYWORDS));
    const isEmpty = !wanted && !admitted;
    const { complete } = isEmpty ? { complete: 0 } : choose(byKeywords.found, wanted, admitted);
    const count = known(meanings);
    const whole = choose(byKeywords.found, count, admitted).complete;
    const style = isSentence(query, count, whole) ? sentence(await lengths()) : KEYWORDS;
    const ranked = style === KEYWORDS ? byKeywords : await rank(meanings, style, fromPostings(style));
    return { query, narrowed, meanings, wanted, identifiers, unknown, admitted, widened, style, ranked, complete };
  }

  /** @param {Found} query @param {Subject} subject @returns {Float64Array} by paper, what its meaning adds to its score: nothing
   *  if it has all words, so these keep their order */
  function lifts(query, { nearness }) {
    const { ranked, style } = query;
    const { found, tier, score, greatest } = ranked;
    if (style === KEYWORDS) return nearness.map((value, ordinal) => (found[ordinal] ? 0 : value));
    const average = score.reduce((total, value) => total + value, 0) / score.length;
    const spread = Math.sqrt(score.reduce((total, value) => total + (value - average) ** 2, 0) / score.length);
    const best = score.reduce((most, value) => Math.max(most, value), 0);
    const factor = greatest ? (MEANING * (1 - best / greatest) ** 3) / counted(query).length : 0;
    return nearness.map((value, ordinal) => (tier[ordinal] ? 0 : value * factor * spread));
  }

  /** @param {number[]} matches @param {Ranked} ranked @param {Float64Array} nearness @param {Uint8Array | null} flags
   *  @returns {number[]} the matches and the papers that have none of the words but are about the same, the newest first */
  function extend(matches, { found }, nearness, flags) {
    /** @type {number[]} */
    const near = [];
    nearness.forEach(function (value, ordinal) {
      if (value && !found[ordinal] && (!flags || flags[ordinal])) near.push(ordinal);
    });
    near.sort((a, b) => nearness[b] - nearness[a] || b - a);
    return [...matches, ...near.slice(0, MOST_ADDED)].sort((a, b) => b - a);
  }

  /** @param {Found} found @param {Subject | null} subject @param {SearchOptions} options @returns {Promise<SearchAnswer>} */
  async function present(found, subject, { limit = 10, offset = 0, sort = '' }) {
    const { query, narrowed, meanings, wanted, identifiers, unknown, admitted, widened, style, complete } = found;
    const isEmpty = !wanted && !admitted;
    const lift = subject ? lifts(found, subject) : null;
    const ranked = lift ? { ...found.ranked, score: found.ranked.score.map((value, ordinal) => value + lift[ordinal]) } : found.ranked;
    /** @param {Uint8Array | null} flags */
    const matching = (flags) => (isEmpty ? [] : choose(ranked.found, wanted, flags).matches);
    /** @param {Uint8Array | null} flags */
    const chosen = (flags) => (subject ? extend(matching(flags), ranked, subject.nearness, flags) : matching(flags));
    const matches = chosen(admitted);
    const votes = sort === 'votes' ? await index.votes() : null;
    const isListed = Boolean(votes) || sort === 'date' || !meanings.length;
    const listed = votes ? [...matches].sort((a, b) => votes[b] - votes[a] || b - a) : matches;
    const ordinals = isListed
      ? listed.slice(offset, offset + limit)
      : finalists(matches, ranked, Math.max(FINALISTS, offset + limit));
    const { order, details } = await rerank(ordinals, meanings, style, lift);
    const stems = papershelfText.terms(subjectOf(query.words)).map((term) => term.stem);
    const meantStems = new Set(termsOf(meanings).map(({ term }) => (term[0] === '=' ? stem(term.slice(1)) : term)));
    /** @param {SearchResult} card */
    const bonus = ({ title }) => titleBonus(title, stems, meantStems);
    const page = isListed ? ordinals : await window(order, details, bonus, offset, limit);
    const results = await Promise.all(page.map((ordinal) => result(ordinal, details, subject, lift)));
    for (const found of votes ? results : []) found.votes = votes ? votes[found.ordinal] : 0;
    const corrected = meanings.filter(({ correction }) => correction);
    const marked = [...query.filters, ...narrowed.filters].map(({ value }) => value).join(' ');
    const others = [...meanings.map(({ correction }) => correction), ...query.words.flatMap((word) => word.pairs)];
    return {
      total: matches.length,
      complete,
      results: results.filter(({ id }) => id),
      corrections: corrected.filter(({ isReplaced }) => isReplaced).map(({ text, correction }) => [text, correction]),
      added: corrected.filter(({ isReplaced }) => !isReplaced).map(({ text, correction }) => [text, correction]),
      missing: meanings.filter(({ alternatives }) => !alternatives.length).map(({ text }) => text),
      identifiers,
      unknown,
      included: [],
      isPartial: false,
      isByMeaning: Boolean(subject) && style.isSentence,
      byMeaning: matches.filter((ordinal) => !ranked.found[ordinal] && meanings.length).length,
      generation: index.generation(),
      query,
      words: [...new Set([...stems, ...papershelfText.terms(marked).map((term) => term.stem), ...others.filter(Boolean).map(stem)])],
      matches,
      wider: Object.fromEntries(Object.entries(widened).map(([kind, flags]) => [kind, chosen(flags)])),
    };
  }

  /** @param {Query} query @param {Query} narrowed @returns {Promise<Record<string, Uint8Array | null>>}
   *  for each kind that allows several choices on the search page, the papers that match apart from its own choice */
  async function allowedBut(query, narrowed) {
    /** @type {Record<string, Uint8Array | null>} */
    const found = {};
    if (narrowed.years.length) found.year = await allowed([query, { ...narrowed, years: [] }]);
    const others = narrowed.filters.filter(({ kind }) => kind !== 'venue');
    if (others.length < narrowed.filters.length) found.venue = await allowed([query, { ...narrowed, filters: others }]);
    return found;
  }

  /** @param {number} ordinal @param {Details} details @param {Subject | null} subject @param {Float64Array | null} lift
   *  @returns {Promise<SearchResult>} with the words that it is about, if it owes most of its score to its meaning */
  async function result(ordinal, details, subject, lift) {
    const found = details.matched.get(ordinal) || [];
    const metadata = found.flatMap(({ matchData }) => Object.entries(matchData.metadata));
    const fields = [...new Set(metadata.flatMap(([, byField]) => Object.keys(byField)))];
    const score = Math.round(details.score[ordinal] * 1000) / 1000;
    const card = await index.card(ordinal);
    const authorWords = metadata.filter(([, byField]) => byField.authors).map(([term]) => term.slice(1));
    const isNear = subject && lift && (!found.length || lift[ordinal] > details.score[ordinal] / 2);
    const about = isNear ? await index.optional(papershelfVectors.about(card, subject.similarity), []) : [];
    return { ...card, score, fields: found.length ? fields : ['meaning'], terms: [...new Set(metadata.map(([term]) => term))], authorWords, about };
  }

  return { search };
})();
