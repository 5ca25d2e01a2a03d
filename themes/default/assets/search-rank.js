/* From a query to ranked papers: which terms each word may mean, which papers have them, and in what order. */

/**
 * @typedef {{term: string, postings: Postings, fields: readonly string[]}} Term
 * @typedef {{parts: Term[][], factor: number}} Alternative every part must be found; a part's terms add up
 * @typedef {{word: QueryWord, alternatives: Alternative[], correction: string}} WordMeaning the best alternative counts
 * @typedef {(term: Term, visit: (ordinal: number, weight: number) => void) => void} Scorer
 */

var papershelfRank = (function () {
  'use strict';

  const index = papershelfIndex;
  const { stem } = papershelfText;

  const PREFIX_FACTOR = 0.65;
  const CORRECTION_FACTOR = 0.8;
  const CORRECTIONS = 3;
  const COMPLETIONS = 5;
  const SHARDS_A_RANGE = 4;
  const RARE = 2;
  const ENOUGH = 10;
  const WINDOW = 8;
  const FINALISTS = 50;
  const ADJACENT_BONUS = 0.3;
  const FIRST_BONUS = 0.2;
  /** Milliseconds of work after which the page gets a turn. */
  const LONGEST_TASK = 25;

  /** @param {string} token @returns {Promise<Term[]>} its stem in the text and itself among title words and names */
  async function termsOf(token) {
    const [text, word] = await Promise.all([index.postings('t', stem(token)), index.postings('w', token)]);
    /** @type {Term[]} */
    const found = [];
    if (text) found.push({ term: stem(token), postings: text, fields: index.TEXT_FIELDS });
    if (word) found.push({ term: '=' + token, postings: word, fields: index.WORD_FIELDS });
    return found;
  }

  /** @param {Term[]} terms @param {number} [factor] @returns {Alternative[]} */
  const alternative = (terms, factor) => (terms.length ? [{ parts: [terms], factor: factor || 1 }] : []);

  /** @param {string} prefix @returns {Promise<Alternative[]>} the title words and names that begin so */
  async function prefixed(prefix) {
    if (prefix.length < 2 && !papershelfText.CJK.test(prefix)) return [];
    const range = await index.postingsRange('w', prefix, prefix.length < 3 ? 1 : SHARDS_A_RANGE);
    return range
      .filter(({ term }) => term !== prefix)
      .map(({ term, postings, fields }) => ({ parts: [[{ term: '=' + term, postings, fields }]], factor: PREFIX_FACTOR }));
  }

  /** @param {string} a @param {string} b @param {number} most @returns {number} slips between them; more than `most` if far */
  function slips(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    /** @type {number[][]} */
    const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, rows[i - 2][j - 2] + 1);
        row.push(cost);
      }
      if (Math.min(...row) > most) return most + 1;
      rows.push(row);
    }
    return rows[a.length][b.length];
  }

  /** @param {string} token @returns {Promise<string[]>} the words that it may be a misspelling of, the likeliest first */
  async function corrections(token) {
    if (token.length < 4 || /\p{Nd}/u.test(token)) return [];
    const most = token.length < 8 ? 1 : 2;
    const known = token.length < 6 ? 2 : 3;
    // One slip leaves the beginning or the end of a word as it is.
    const [starts, ends] = await Promise.all([
      index.vocabulary(token.slice(0, known), false, SHARDS_A_RANGE),
      index.vocabulary(token.slice(-known), true, SHARDS_A_RANGE),
    ]);
    const sizes = new Map([...starts, ...ends].map(({ term, size }) => [term, size]));
    sizes.delete(token);
    const near = [...sizes].map(([term, size]) => ({ term, size, distance: slips(token, term, most) }));
    return near
      .filter(({ distance }) => distance <= most)
      .sort((a, b) => a.distance - b.distance || b.size - a.size || (a.term < b.term ? -1 : 1))
      .slice(0, CORRECTIONS)
      .map(({ term }) => term);
  }

  /** @param {string} prefix @returns {Promise<Alternative[]>} the most frequent words of any text that begin so */
  async function completed(prefix) {
    if (prefix.length < 3) return [];
    const words = await index.vocabulary(prefix, false, 2);
    words.sort((a, b) => b.size - a.size || (a.term < b.term ? -1 : 1));
    const stems = [...new Set(words.slice(0, COMPLETIONS).map(({ term }) => term))];
    const found = await Promise.all(stems.map(termsOf));
    return found.flatMap((terms) => alternative(terms, PREFIX_FACTOR));
  }

  /** @param {string} token @param {boolean} isPrefix
   *  @returns {Promise<{alternatives: Alternative[], correction: string}>} */
  async function meaningOf(token, isPrefix) {
    const [terms, longer] = await Promise.all([termsOf(token), isPrefix ? prefixed(token) : []]);
    let alternatives = [...alternative(terms), ...longer];
    if (!alternatives.length && isPrefix) alternatives = await completed(token);
    const isRare = terms.length === 1 && terms[0].term === stem(token) && terms[0].postings.ordinals.length <= RARE;
    let correction = '';
    if (!alternatives.length || (isRare && !longer.length && token.length > 4)) {
      const words = await corrections(token);
      if (!alternatives.length && words.length) correction = words[0];
      const found = await Promise.all(words.map(termsOf));
      alternatives.push(...found.flatMap((other) => alternative(other, CORRECTION_FACTOR)));
    }
    return { alternatives, correction };
  }

  /** @param {QueryWord} word @returns {Promise<WordMeaning>} */
  async function meaning(word) {
    const identified = (await Promise.all(word.ids.map((id) => index.postings('w', id)))).flatMap((postings, i) =>
      postings && postings.counts[4].some((count) => count > 0)
        ? alternative([{ term: '=' + word.ids[i], postings, fields: index.WORD_FIELDS }])
        : []
    );
    if (identified.length) return { word, alternatives: identified, correction: '' };
    if (word.parts.length === 1) return { word, ...(await meaningOf(word.parts[0], word.isPrefix)) };
    const [joined, longer, ...parts] = await Promise.all([
      word.joined ? termsOf(word.joined) : [],
      word.isPrefix && word.joined ? prefixed(word.joined) : [],
      ...word.parts.map((part, i) => meaningOf(part, word.isPrefix && i === word.parts.length - 1)),
    ]);
    const nearJoined = word.joined && !joined.length ? await corrections(word.joined) : [];
    const near = (await Promise.all(nearJoined.map(termsOf))).flatMap((terms) => alternative(terms, CORRECTION_FACTOR));
    const alternatives = [...alternative(joined), ...longer, ...near];
    if (parts.every((part) => part.alternatives.length)) {
      const last = parts[parts.length - 1].alternatives.slice(0, COMPLETIONS);
      const first = parts.slice(0, -1).map((part) => part.alternatives[0].parts[0]);
      for (const end of last) alternatives.push({ parts: [...first, end.parts[0]], factor: end.factor });
    }
    const isCorrected = !joined.length && parts.some((part) => part.correction);
    const correction = isCorrected ? parts.map((part, i) => part.correction || word.parts[i]).join('-') : '';
    return { word, alternatives, correction };
  }

  /** @type {Scorer} Lunr's weights, straight from the lists: to choose the papers that Lunr then ranks. */
  function fromPostings({ postings, fields }, visit) {
    const rarity = index.idf(postings);
    const tables = fields.map((field) => [0, 1, 2, 3, 4, 5, 6, 7].map((n) => (n ? index.weight(rarity, n, field) : 0)));
    const { ordinals, counts } = postings;
    for (let i = 0; i < ordinals.length; i++) {
      let score = 0;
      for (let f = 0; f < fields.length; f++) {
        const count = counts[f][i];
        if (count) score += count < 8 ? tables[f][count] : index.weight(rarity, count, fields[f]);
      }
      visit(ordinals[i], score);
    }
  }

  /** @param {lunr.Index} lunrIndex @param {Map<number, lunr.Index.Result[]>} matches filled with what each paper matches
   *  @returns {Scorer} */
  function fromLunr(lunrIndex, matches) {
    return function ({ term, fields }, visit) {
      const results = lunrIndex.query((query) => query.term(term, { fields: [...fields], usePipeline: false }));
      for (const result of results) {
        const ordinal = Number(result.ref);
        matches.set(ordinal, [...(matches.get(ordinal) || []), result]);
        visit(ordinal, result.score);
      }
    };
  }

  /** @param {Alternative[]} alternatives @param {Scorer} each @returns {Float64Array} by paper, 0 where not found */
  function scores(alternatives, each) {
    const best = new Float64Array(index.documents());
    const sum = new Float64Array(best.length);
    const stage = new Uint8Array(best.length);
    for (const { parts, factor } of alternatives) {
      /** @type {number[]} */
      const touched = [];
      parts.forEach(function (terms, part) {
        for (const term of terms) {
          each(term, function (ordinal, weight) {
            if (stage[ordinal] < part) return;
            if (!part && !stage[ordinal]) touched.push(ordinal);
            stage[ordinal] = part + 1;
            sum[ordinal] += weight;
          });
        }
      });
      for (const ordinal of touched) {
        if (stage[ordinal] === parts.length) best[ordinal] = Math.max(best[ordinal], factor * sum[ordinal]);
        stage[ordinal] = 0;
        sum[ordinal] = 0;
      }
    }
    return best;
  }

  let resumed = 0;

  /** Lets the page answer its reader where this has been at work for a while. */
  async function breathe() {
    if (performance.now() - resumed < LONGEST_TASK) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    resumed = performance.now();
  }

  /** @typedef {{found: Uint8Array, score: Float64Array}} Ranked by paper: how many words it has, and its score */

  /** @param {WordMeaning[]} meanings @param {Scorer} each @returns {Promise<Ranked>} */
  async function rank(meanings, each) {
    const found = new Uint8Array(index.documents());
    const score = new Float64Array(found.length);
    for (const { alternatives } of meanings) {
      await breathe();
      scores(alternatives, each).forEach(function (value, ordinal) {
        if (!value) return;
        found[ordinal]++;
        score[ordinal] += value;
      });
    }
    return { found, score };
  }

  /** @param {Uint8Array} found @param {number} wanted @param {Uint8Array | null} allowed
   *  @returns {{matches: number[], complete: number}} papers with all words, or with fewer until there are enough */
  function choose(found, wanted, allowed) {
    const sizes = new Array(wanted + 1).fill(0);
    for (let ordinal = 0; ordinal < found.length; ordinal++) if (!allowed || allowed[ordinal]) sizes[found[ordinal]]++;
    let least = wanted;
    for (let total = sizes[wanted]; total < ENOUGH && least > 1; total += sizes[least]) least--;
    const matches = [];
    for (let ordinal = found.length - 1; ordinal >= 0; ordinal--) {
      if (found[ordinal] >= least && (!allowed || allowed[ordinal])) matches.push(ordinal);
    }
    return { matches, complete: sizes[wanted] };
  }

  /** @param {number[]} ordinals @param {Ranked} ranked
   *  @returns {number[]} the best first; among equals the newest */
  const inOrder = (ordinals, { found, score }) =>
    [...ordinals].sort((a, b) => found[b] - found[a] || Math.round((score[b] - score[a]) * 1e6) || b - a);

  /** @param {number[]} matches the newest first @param {Ranked} ranked
   *  @param {number} count @returns {number[]} the best `count` of them, in no order */
  function finalists(matches, { found, score }, count) {
    if (matches.length <= count) return matches;
    const keys = Float64Array.from(matches, (ordinal) => found[ordinal] * 1e6 + score[ordinal]);
    const least = keys.slice().sort()[keys.length - count];
    const better = matches.filter((_, i) => keys[i] > least + 1e-6);
    const equals = matches.filter((_, i) => Math.abs(keys[i] - least) <= 1e-6);
    return [...better, ...equals.slice(0, count - better.length)];
  }

  /** @param {string} title @param {string[]} stems of the query
   *  @returns {number} how much more a paper counts whose title has the words side by side, or begins with them */
  function titleBonus(title, stems) {
    const own = papershelfText.terms(title).map((term) => term.stem);
    const pairs = new Set(own.slice(1).map((term, i) => own[i] + ' ' + term));
    const adjacent = stems.slice(1).filter((term, i) => pairs.has(stems[i] + ' ' + term)).length;
    const share = adjacent / Math.max(1, stems.length - 1);
    return ADJACENT_BONUS * share + (own[0] === stems[0] ? FIRST_BONUS : 0);
  }

  /**
   * @param {string} text
   * @param {SearchOptions} options
   * @returns {Promise<SearchAnswer>}
   */
  async function search(text, options) {
    await index.open();
    const { limit = 10, offset = 0, sort = '', filters = [] } = options;
    const query = papershelfQuery.parse([...filters, text].join(' '));
    const words = query.words.filter((word) => !word.isOptional);
    const [meanings, allowed] = await Promise.all([
      Promise.all(words.map(meaning)),
      papershelfFilter.allowed(query, termsOf),
    ]);
    const ranked = await rank(meanings, fromPostings);
    const { matches, complete } =
      words.length || allowed ? choose(ranked.found, words.length, allowed) : { matches: [], complete: 0 };
    const ordinals = sort === 'date' || !words.length
      ? matches.slice(offset, offset + limit)
      : finalists(matches, ranked, Math.max(FINALISTS, offset + limit));
    const { order, details } = await rerank(ordinals, meanings);
    const stems = papershelfText.terms(text).map((term) => term.stem);
    const page = sort === 'date' || !words.length ? ordinals : await window(order, details, stems, offset, limit);
    const results = await Promise.all(page.map((ordinal) => result(ordinal, details)));
    return {
      total: matches.length,
      complete,
      results,
      corrections: meanings.filter((m) => m.correction).map((m) => [m.word.text, m.correction]),
      words: [...new Set([...stems, ...meanings.map((m) => stem(m.correction)).filter(Boolean)])],
      matches,
    };
  }

  /** @typedef {{found: Uint8Array, score: Float64Array, matched: Map<number, lunr.Index.Result[]>}} Details */

  /** @param {number[]} ordinals @param {WordMeaning[]} meanings @returns {Promise<{order: number[], details: Details}>}
   *  the papers as Lunr ranks them */
  async function rerank(ordinals, meanings) {
    const terms = new Map(meanings.flatMap((m) => m.alternatives).flatMap((a) => a.parts.flat()).map((t) => [t.term, t]));
    const lunrIndex = index.partialIndex([...terms.values()], new Set(ordinals));
    /** @type {Map<number, lunr.Index.Result[]>} */
    const matched = new Map();
    const ranked = await rank(meanings, fromLunr(lunrIndex, matched));
    return { order: inOrder(ordinals, ranked), details: { ...ranked, matched } };
  }

  /** @param {number[]} order @param {Details} details @param {string[]} stems @param {number} offset @param {number} limit
   *  @returns {Promise<number[]>} one page of papers; the first few are put in order with a look at their titles */
  async function window(order, details, stems, offset, limit) {
    if (offset >= WINDOW) return order.slice(offset, offset + limit);
    const first = order.slice(0, WINDOW);
    const cards = await Promise.all(first.map(index.card));
    const score = details.score.slice();
    first.forEach((ordinal, i) => (score[ordinal] *= 1 + titleBonus(cards[i].title, stems)));
    details.score = score;
    const reordered = inOrder(first, details);
    return [...reordered, ...order.slice(WINDOW)].slice(offset, offset + limit);
  }

  /** @param {number} ordinal @param {Details} details @returns {Promise<SearchResult>} */
  async function result(ordinal, details) {
    const found = details.matched.get(ordinal) || [];
    const metadata = found.flatMap(({ matchData }) => Object.entries(matchData.metadata));
    const fields = [...new Set(metadata.flatMap(([, byField]) => Object.keys(byField)))];
    const score = Math.round(details.score[ordinal] * 1000) / 1000;
    return { ...(await index.card(ordinal)), score, fields, terms: [...new Set(metadata.map(([term]) => term))] };
  }

  return { search, slips };
})();
