/* What each word of a query may mean: its stem, the word itself, longer words, corrections; and who has them. */

/**
 * @typedef {{term: string, postings: Postings, fields: readonly string[]}} Term
 * @typedef {{parts: Term[][], factor: number}} Alternative every part must be found; a part's terms add up
 * @typedef {{word: QueryWord, alternatives: Alternative[], correction: string}} WordMeaning the best alternative counts
 */

var papershelfMeaning = (function () {
  'use strict';

  const index = papershelfIndex;
  const { stem } = papershelfText;

  const PREFIX_FACTOR = 0.65;
  const CORRECTION_FACTOR = 0.8;
  const CORRECTIONS = 3;
  const COMPLETIONS = 5;
  const SHARDS_A_RANGE = 4;
  const RARE = 2;

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
    if (word.parts.length === 1) {
      const [meant, ...pairs] = await Promise.all([meaningOf(word.parts[0], word.isPrefix), ...word.pairs.map(termsOf)]);
      const paired = pairs.flatMap((terms) => alternative(terms));
      return { word, correction: meant.correction, alternatives: [...meant.alternatives, ...paired] };
    }
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

  return { meaning, termsOf, slips };
})();
