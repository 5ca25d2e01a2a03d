/* From what the words may mean to ranked papers: which papers have them, and in what order. `7-answer.js` asks for it. */

/**
 * @typedef {(term: Term, visit: (ordinal: number, weight: number) => void) => void} Scorer
 * @typedef {Weights & {constant: number, isSentence: boolean}} Style
 *   `constant`: what a word counts in addition to its rarity, or the rarest word alone would decide
 * @typedef {{found: Uint8Array, tier: Uint8Array, score: Float64Array, greatest: number}} Ranked
 *   by paper: how many words it has; what counts before its score, which is that or, for a sentence, whether it has all; its
 *   score; `greatest`: the score of a paper that would have every word as often as any paper has it
 * @typedef {Ranked & {matched: Map<number, lunr.Index.Result[]>}} Details
 */

var papershelfRank = (function () {
  'use strict';

  const index = papershelfIndex;

  const ENOUGH = 10;
  const LEAST_RARITY = 0.001;
  const WINDOW = 16;
  const FINALISTS = 50;
  const ADJACENT_BONUS = 0.3;
  const FIRST_BONUS = 0.2;
  const COVERED_BONUS = 1.5;
  /** Papers that have any of more words are found, if few have all of them. */
  const MOST_KEYWORDS = 3;
  /** How much a long abstract's words count less in a sentence: Lunr's `b`. */
  const LENGTHS = 0.75;

  /** @type {Style} for keywords, which people remember of a title */
  const KEYWORDS = { ...index.LUNR, constant: 1, isSentence: false };

  /** @param {Float64Array} lengths of abstracts @returns {Style} for sentences, which are about what a paper says: title and
   *  abstract count as one text */
  const sentence = (lengths) => ({
    boosts: { ...index.LUNR.boosts, title: index.LUNR.boosts.abstract, exact: 0.3 },
    rarity: ({ ordinals }) => index.rarity(ordinals.length),
    count: inOneText,
    saturation: (field, ordinal) => index.K1 * (isText(field) ? 1 - LENGTHS + LENGTHS * lengths[ordinal] : 1),
    constant: 0,
    isSentence: true,
  });

  /** @param {string} field */
  const isText = (field) => field === 'abstract' || field === 'title';

  /** @type {Weights['count']} all in the abstract, if that has the term */
  function inOneText({ postings: { counts }, fields }, field, i) {
    const [inAbstract, inTitle] = counts;
    if (!isText(fields[field])) return counts[field][i];
    if (fields[field] === 'abstract') return inAbstract[i] && inAbstract[i] + inTitle[i];
    return inAbstract[i] ? 0 : inTitle[i];
  }

  /** @param {Style} style @returns {Scorer} weights straight from the lists: to choose the papers that Lunr then ranks. */
  const fromPostings = ({ boosts, rarity, count, saturation }) => function (term, visit) {
    const { postings: { ordinals, counts }, fields } = term;
    const rare = rarity(term.postings);
    for (let i = 0; i < ordinals.length; i++) {
      let score = 0;
      for (let f = 0; f < fields.length; f++) {
        if (counts[f][i]) score += index.weight(rare, count(term, f, i), boosts[fields[f]], saturation(fields[f], ordinals[i]));
      }
      visit(ordinals[i], score);
    }
  };

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

  /** @type {{best: Float64Array, sum: Float64Array, stage: Uint8Array, isFound: Uint8Array} | undefined} by paper; zeros between
   *  two words. A paper can be found with a score of 0: Lunr's weight of a word that nearly all papers have. */
  let scratch;

  /** @param {Alternative[]} alternatives of one word @param {Scorer} each @param {Style} style
   *  @param {(ordinal: number, score: number) => void} visit called for each paper that has the word */
  function scores(alternatives, each, { constant, rarity }, visit) {
    const size = index.documents();
    if (!scratch || scratch.best.length !== size) scratch = { best: new Float64Array(size), sum: new Float64Array(size), stage: new Uint8Array(size),
      isFound: new Uint8Array(size) };
    const { best, sum, stage, isFound } = scratch;
    /** @type {number[]} */
    const found = [];
    for (const { parts, factor } of alternatives) {
      /** @type {number[]} */
      const touched = [];
      parts.forEach(function (terms, part) {
        for (const term of terms) {
          const lift = factor * (1 + constant / Math.max(LEAST_RARITY, rarity(term.postings)));
          each(term, function (ordinal, weight) {
            if (stage[ordinal] < part) return;
            if (!part && !stage[ordinal]) touched.push(ordinal);
            stage[ordinal] = part + 1;
            sum[ordinal] += lift * weight;
          });
        }
      });
      for (const ordinal of touched) {
        if (stage[ordinal] === parts.length) {
          if (!isFound[ordinal]) found.push(ordinal);
          isFound[ordinal] = 1;
          best[ordinal] = Math.max(best[ordinal], sum[ordinal]);
        }
        stage[ordinal] = 0;
        sum[ordinal] = 0;
      }
    }
    for (const ordinal of found) {
      visit(ordinal, best[ordinal]);
      best[ordinal] = 0;
      isFound[ordinal] = 0;
    }
  }

  /** @param {WordMeaning[]} meanings @param {Style} style @param {Scorer} each @returns {Promise<Ranked>} */
  async function rank(meanings, style, each) {
    const found = new Uint8Array(index.documents());
    const score = new Float64Array(found.length);
    let greatest = 0;
    for (const { alternatives, isIdle } of meanings) {
      await index.breathe();
      let most = 0;
      scores(alternatives, each, style, function (ordinal, value) {
        found[ordinal]++;
        if (isIdle && style.isSentence) return;
        score[ordinal] += value;
        most = Math.max(most, value);
      });
      greatest += most;
    }
    const tier = style.isSentence ? found.map((count) => Number(count === known(meanings))) : found;
    return { found, tier, score, greatest };
  }

  /** @param {Uint8Array} found @param {number} wanted @param {Uint8Array | null} allowed
   *  @returns {{matches: number[], complete: number}} papers with all words, or with fewer until there are enough; with any
   *  word if the query is long */
  function choose(found, wanted, allowed) {
    const sizes = new Array(wanted + 1).fill(0);
    for (let ordinal = 0; ordinal < found.length; ordinal++) if (!allowed || allowed[ordinal]) sizes[found[ordinal]]++;
    let least = wanted;
    for (let total = sizes[wanted]; total < ENOUGH && least > 1; total += sizes[least]) least--;
    if (wanted > MOST_KEYWORDS && sizes[wanted] < ENOUGH) least = 1;
    const matches = [];
    for (let ordinal = found.length - 1; ordinal >= 0; ordinal--) {
      if (found[ordinal] >= least && (!allowed || allowed[ordinal])) matches.push(ordinal);
    }
    return { matches, complete: sizes[wanted] };
  }

  /** @param {WordMeaning[]} meanings @returns {number} how many of them any paper has */
  const known = (meanings) => meanings.filter(({ alternatives }) => alternatives.length).length;

  /** @param {Query} query @param {number} count of its words that papers have @param {number} complete papers with all of those
   *  @returns {boolean} whether it is ranked as a sentence: without a small word, one word more may still be keywords */
  const isSentence = ({ words }, count, complete) =>
    count > MOST_KEYWORDS + Number(!words.some(({ isOptional }) => isOptional)) && complete < ENOUGH;

  /** @param {number[]} ordinals @param {Ranked} ranked
   *  @returns {number[]} the best first; among equals the newest */
  const inOrder = (ordinals, { tier, score }) =>
    [...ordinals].sort((a, b) => tier[b] - tier[a] || Math.round((score[b] - score[a]) * 1e6) || b - a);

  /** @param {number[]} matches the newest first @param {Ranked} ranked
   *  @param {number} count @returns {number[]} the best `count` of them, in no order */
  function finalists(matches, { tier, score }, count) {
    if (matches.length <= count) return matches;
    const keys = Float64Array.from(matches, (ordinal) => tier[ordinal] * 1e6 + score[ordinal]);
    const least = keys.slice().sort()[keys.length - count];
    const better = matches.filter((_, i) => keys[i] > least + 1e-6);
    const equals = matches.filter((_, i) => Math.abs(keys[i] - least) <= 1e-6);
    return [...better, ...equals.slice(0, count - better.length)];
  }

  /** @param {string} title @param {string[]} stems of the query @param {Set<string>} meant stems of all that it may mean
   *  @returns {number} how much more a paper counts whose title has the words side by side, begins with them, or has
   *  few others: those who look for a paper remember much of a short title */
  function titleBonus(title, stems, meant) {
    const terms = papershelfText.terms(title);
    const own = terms.map((term) => term.stem);
    const pairs = new Set(own.slice(1).map((term, i) => own[i] + ' ' + term));
    const adjacent = stems.slice(1).filter((term, i) => pairs.has(stems[i] + ' ' + term)).length;
    const content = new Set(terms.filter(({ token }) => !papershelfText.STOP_WORDS.has(token)).map((term) => term.stem));
    const covered = [...content].filter((term) => meant.has(term)).length;
    return (
      (ADJACENT_BONUS * adjacent) / Math.max(1, stems.length - 1) +
      (COVERED_BONUS * covered) / Math.max(1, content.size) +
      (own[0] === stems[0] ? FIRST_BONUS : 0)
    );
  }

  /** @param {WordMeaning[]} meanings @returns {Term[]} all that they may mean, each once */
  function termsOf(meanings) {
    const terms = meanings.flatMap((m) => m.alternatives).flatMap((a) => a.parts.flat());
    return [...new Map(terms.map((term) => [term.term, term])).values()];
  }

  /** @param {number[]} ordinals @param {WordMeaning[]} meanings @param {Style} style @param {Float64Array | null} lift
   *  @returns {Promise<{order: number[], details: Details}>} the papers as Lunr ranks them, and as their meaning lifts them */
  async function rerank(ordinals, meanings, style, lift) {
    await index.breathe();
    const lunrIndex = index.partialIndex(termsOf(meanings), new Set(ordinals), style);
    /** @type {Map<number, lunr.Index.Result[]>} */
    const matched = new Map();
    const ranked = await rank(meanings, style, fromLunr(lunrIndex, matched));
    // Words that a paper has all of may have been typed to find that paper.
    const whole = style.isSentence ? ordinals.filter((ordinal) => ranked.tier[ordinal]) : [];
    if (whole.length) {
      const keywordIndex = index.partialIndex(termsOf(meanings), new Set(whole), KEYWORDS);
      const { score } = await rank(meanings, KEYWORDS, fromLunr(keywordIndex, new Map()));
      for (const ordinal of whole) ranked.score[ordinal] = score[ordinal];
    }
    if (lift) for (const ordinal of ordinals) ranked.score[ordinal] += lift[ordinal];
    return { order: inOrder(ordinals, ranked), details: { ...ranked, matched } };
  }

  /** @param {number[]} order @param {Details} details @param {(card: SearchResult) => number} bonus
   *  @param {number} offset @param {number} limit
   *  @returns {Promise<number[]>} one page of papers; the first few are put in order with a look at their titles */
  async function window(order, details, bonus, offset, limit) {
    if (offset >= WINDOW) return order.slice(offset, offset + limit);
    // A title that has some words of a sentence has them by chance.
    const isWhole = details.tier === details.found;
    const first = order.slice(0, WINDOW).filter((ordinal) => isWhole || details.tier[ordinal]);
    const cards = await Promise.all(first.map((ordinal) => index.card(ordinal)));
    first.forEach((ordinal, i) => (details.score[ordinal] *= 1 + bonus(cards[i])));
    const reordered = inOrder(first, details);
    return [...reordered, ...order.slice(first.length)].slice(offset, offset + limit);
  }

  return { ENOUGH, FINALISTS, KEYWORDS, sentence, fromPostings, rank, choose, known, isSentence, finalists, titleBonus, termsOf, rerank, window };
})();
