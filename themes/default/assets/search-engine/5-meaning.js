/* What each word of a query may mean: its stem, the word itself, longer words, corrections; and who has them. */

/**
 * @typedef {{term: string, postings: Postings, fields: readonly string[]}} Term
 * @typedef {{parts: Term[][], factor: number}} Alternative every part must be found; a part's terms add up
 * @typedef {{text: string, alternatives: Alternative[], correction: string, isReplaced: boolean, isIdle?: boolean}} WordMeaning
 *   the best alternative counts; `correction` is searched too, or instead of the word; a sentence is not about idle words
 */

var papershelfMeaning = (function () {
  'use strict';

  const index = papershelfIndex;
  const { stem, isUnspaced, written } = papershelfText;

  const PREFIX_FACTOR = 0.65;
  const CORRECTION_FACTOR = 0.8;
  /** The paper of that name comes before papers whose titles have it. */
  const IDENTIFIER_FACTOR = 20;
  const CORRECTIONS = 3;
  const COMPLETIONS = 5;
  const SHARDS_A_RANGE = 4;
  const SHARDS_A_PREFIX = 8;
  const SHARDS_A_VOCABULARY = 10;
  const RARE = 2;
  const ENOUGH = 10;
  const AUTHORS = index.WORD_FIELDS.indexOf('authors');
  const IDENTIFIERS = index.WORD_FIELDS.indexOf('identifiers');
  /** English endings that stemming removes: a word typed up to a part of one may be the word of a stem. */
  const ENDINGS = ('abilities ables ably alism alities alizations alized alizers alizes alizing ally alness ances ancies anted ants' +
    ' ateness ately atedly ates ating ationally ativeness atively atives ators edly ements encies ences entatives ented enting' +
    ' ently ents eously erative ers es fully fulness ibilities ibly icalities ically icated icates icating ications icative icities' +
    ' ies iness ingly ionals ioned ioning isations ised ising isms ists ities ity ively iveness ivities ivity izations ized izers izes' +
    ' izing ly mentations mented menting ments nesses ors ously ousness').split(' ');

  /** @param {string} term @param {Postings} postings @returns {Term} */
  const textTerm = (term, postings) => ({ term, postings, fields: index.TEXT_FIELDS });

  /** @param {string} token @param {Postings} postings @returns {Term} */
  const wordTerm = (token, postings) => ({ term: '=' + token, postings, fields: index.WORD_FIELDS });

  /** @param {Term[]} terms @param {number} [factor] @returns {Alternative[]} */
  const alternative = (terms, factor) => (terms.length ? [{ parts: [terms], factor: factor || 1 }] : []);

  /** @param {Alternative[]} alternatives @returns {number} papers, at least so many as the longest list has */
  const size = (alternatives) => Math.max(0, ...alternatives.flatMap(({ parts }) => parts[0].map((t) => t.postings.ordinals.length)));

  /** @param {string} token @returns {Promise<Term[]>} its stem in the text and itself among title words and names */
  async function termsOf(token) {
    const [text, word] = await Promise.all([index.postings('t', stem(token)), index.postings('w', token)]);
    return [...(text ? [textTerm(stem(token), text)] : []), ...(word ? [wordTerm(token, word)] : [])];
  }

  /** @param {string} letter of a script without spaces @returns {Promise<Term[]>} whatever begins with it, or ends a run */
  async function letterTerms(letter) {
    const [texts, words] = await Promise.all(['t', 'w'].map((family) => index.postingsRange(family, letter, SHARDS_A_RANGE)));
    return [...texts.map(({ term, postings }) => textTerm(term, postings)), ...words.map(({ term, postings }) => wordTerm(term, postings))];
  }

  /** @param {string} token @returns {boolean} */
  const isLetter = (token) => isUnspaced(token) && papershelfText.lettersOf(token).length === 1;

  /** @param {string} prefix @returns {Promise<Alternative[]>} the title words and names that begin so */
  async function prefixed(prefix) {
    if (prefix.length < 2 || isUnspaced(prefix)) return [];
    const range = await index.postingsRange('w', prefix, prefix.length < 3 ? 1 : SHARDS_A_PREFIX);
    return range
      .filter(({ term }) => term !== prefix)
      .map(({ term, postings }) => ({ parts: [[wordTerm(term, postings)]], factor: PREFIX_FACTOR }));
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

  /** @param {string} token @param {{term: string, size: number}[]} words @param {number} most
   *  @returns {string[]} those at most so many slips away, the likeliest first */
  function nearest(token, words, most) {
    const sizes = new Map(words.map(({ term, size }) => [term, size]));
    sizes.delete(token);
    return [...sizes]
      .map(([term, size]) => ({ term, size, distance: slips(token, term, most) }))
      .filter(({ distance }) => distance <= most)
      .sort((a, b) => a.distance - b.distance || b.size - a.size || (a.term < b.term ? -1 : 1))
      .slice(0, CORRECTIONS)
      .map(({ term }) => term);
  }

  /** @param {string} token @param {boolean} isUnknown @returns {Promise<{words: string[], found: Alternative[][]}>}
   *  the words that it may be a misspelling of, the likeliest first, and who has them */
  async function corrections(token, isUnknown) {
    // `C#` is a name, not a slip of a word such as "sharp".
    if (token.length < 4 || /\p{Nd}/u.test(token) || isUnspaced(token) || written(token) !== token) return { words: [], found: [] };
    const most = token.length < 8 ? 1 : 2;
    // One slip leaves the beginning or the end of a word as it is, except in the middle of four letters.
    const start = token.length < 8 ? 2 : 3;
    const end = token.length < 6 ? 2 : token.length < 8 ? 3 : 4;
    const near = await Promise.all([
      index.vocabulary(token.slice(0, start), false, SHARDS_A_VOCABULARY),
      index.vocabulary(token.slice(-end), true, SHARDS_A_VOCABULARY),
      token.length > 4 ? [] : index.vocabulary(token[0] + token[2], false, SHARDS_A_VOCABULARY),
    ]);
    const words = nearest(token, near.flat(), most);
    if (words.length || !isUnknown) return { words, found: (await Promise.all(words.map(termsOf))).map((terms) => alternative(terms)) };
    // Words of a single paper are not in the vocabulary, but their stems are in the text's lists.
    const stems = await index.postingsRange('t', token.slice(0, 3), SHARDS_A_RANGE);
    const close = nearest(stem(token), stems.map(({ term }) => ({ term, size: 1 })), 1);
    const lists = new Map(stems.map(({ term, postings }) => [term, postings]));
    return { words: close, found: close.map((term) => alternative([textTerm(term, /** @type {Postings} */ (lists.get(term)))])) };
  }

  /** @param {string} prefix @returns {Promise<Alternative[]>} the most frequent words of any text that begin so */
  async function completed(prefix) {
    if (prefix.length < 3 || isUnspaced(prefix)) return [];
    const words = await index.vocabulary(prefix, false, 2);
    words.sort((a, b) => b.size - a.size || (a.term < b.term ? -1 : 1));
    const found = await Promise.all(words.slice(0, COMPLETIONS).map(({ term }) => termsOf(term)));
    return found.flatMap((terms) => alternative(terms, PREFIX_FACTOR));
  }

  /** @param {string} prefix @returns {Promise<Alternative[]>} the stems of a text that the word may become */
  async function completedStem(prefix) {
    if (prefix.length < 4 || isUnspaced(prefix)) return [];
    const longer = await index.postingsRange('t', prefix, 1);
    if (longer.length) return longer.slice(0, COMPLETIONS).flatMap(({ term, postings }) => alternative([textTerm(term, postings)], PREFIX_FACTOR));
    for (let length = prefix.length - 1; length >= 4; length--) {
      // `mapping` has the stem `map`.
      const rest = prefix.slice(prefix[length] === prefix[length - 1] ? length + 1 : length);
      if (!ENDINGS.some((ending) => ending.startsWith(rest))) continue;
      const postings = await index.postings('t', prefix.slice(0, length));
      if (postings) return alternative([textTerm(prefix.slice(0, length), postings)], PREFIX_FACTOR);
    }
    return [];
  }

  /** @param {string} token @param {string} umlaut the token with its umlauts spelled otherwise
   *  @returns {Promise<Alternative[]>} the authors of that name */
  async function namesakes(token, umlaut) {
    const postings = umlaut === token ? null : await index.postings('w', umlaut);
    const isName = postings && postings.counts[AUTHORS].some((count) => count > 0);
    return isName ? alternative([wordTerm(umlaut, postings)], CORRECTION_FACTOR) : [];
  }

  /** @param {QueryWord} word @param {number} part @returns {Promise<Alternative[]>} what a part means as it is typed */
  async function literal({ parts, isPrefix, isExact }, part) {
    const token = parts[part];
    if (isLetter(token)) return alternative(await letterTerms(token));
    if (isExact) return alternative(await termsOf(token));
    const [terms, longer] = await Promise.all([
      termsOf(token),
      isPrefix && part === parts.length - 1 ? prefixed(token) : [],
    ]);
    return [...alternative(terms), ...longer];
  }

  /** @param {QueryWord} word @param {number} part @param {Alternative[]} found what it means as it is typed
   *  @returns {Promise<WordMeaning>} with completions and corrections, where it means little */
  async function extended(word, part, found) {
    const token = word.parts[part];
    const meant = { text: token, alternatives: found, correction: '', isReplaced: false };
    const isTyped = word.isPrefix && part === word.parts.length - 1;
    if (word.isExact || isLetter(token)) return meant;
    meant.alternatives = [...found, ...(await namesakes(token, word.umlauts[part]))];
    if (!meant.alternatives.length && isTyped) meant.alternatives = await completed(token);
    const isRespelled = !meant.alternatives.length && word.umlauts[part] !== token;
    if (isRespelled) meant.alternatives = alternative(await termsOf(word.umlauts[part]));
    if (!meant.alternatives.length && isTyped) meant.alternatives = await completedStem(token);
    const isRare = meant.alternatives.length === 1 && size(meant.alternatives) <= RARE && token.length > 4 &&
      (isRespelled || meant.alternatives[0].parts[0].every(({ fields }) => fields === index.TEXT_FIELDS));
    if (meant.alternatives.length && !isRare) return meant;
    meant.isReplaced = !meant.alternatives.length;
    const { words: [best], found: [first, ...others] } = await corrections(token, meant.isReplaced);
    if (!best || !first.length) return { ...meant, isReplaced: false };
    meant.correction = best;
    const factor = meant.isReplaced ? 1 : CORRECTION_FACTOR;
    const more = meant.isReplaced && size(first) < ENOUGH ? others.flat() : [];
    meant.alternatives = [
      ...meant.alternatives,
      ...first.map((other) => ({ ...other, factor })),
      ...more.map((other) => ({ ...other, factor: CORRECTION_FACTOR })),
    ];
    return meant;
  }

  /** @param {Alternative} alternative @returns {boolean} whether a paper has all its parts */
  function isFound({ parts }) {
    const [first, ...rest] = parts.map((terms) => new Set(terms.flatMap(({ postings }) => Array.from(postings.ordinals))));
    return [...first].some((ordinal) => rest.every((papers) => papers.has(ordinal)));
  }

  /** @param {Alternative[][]} parts what each part means @returns {Alternative[]} all of them, the last one as a whole word and as a prefix */
  function together(parts) {
    if (!parts.every((alternatives) => alternatives.length)) return [];
    const first = parts.slice(0, -1).map(([best]) => best.parts[0]);
    const last = parts[parts.length - 1];
    const ends = [1, PREFIX_FACTOR].map((factor) => ({ factor, terms: last.filter((a) => a.factor === factor).flatMap((a) => a.parts[0]) }));
    return ends.filter(({ terms }) => terms.length).map(({ factor, terms }) => ({ parts: [...first, terms], factor }));
  }

  /** @param {QueryWord} word of several parts @returns {Promise<WordMeaning[]>} as one word, or where no paper has it so, by part */
  async function compound(word) {
    const [joined, longer, ...parts] = await Promise.all([
      word.joined ? termsOf(word.joined) : [],
      word.isPrefix && word.joined && !word.isExact ? prefixed(word.joined) : [],
      ...word.parts.map((_, part) => literal(word, part)),
    ]);
    const alternatives = [...alternative(joined), ...longer, ...together(parts).filter(isFound)];
    const meant = { text: word.text, alternatives, correction: '', isReplaced: !alternatives.length };
    if (word.joined && !joined.length && !word.isExact) {
      const { words: [best], found: [first] } = await corrections(word.joined, false);
      const factor = meant.isReplaced ? 1 : CORRECTION_FACTOR;
      if (best) Object.assign(meant, { correction: best, alternatives: [...alternatives, ...first.map((other) => ({ ...other, factor }))] });
    }
    if (!meant.isReplaced) return [meant];
    const extendedParts = await Promise.all(parts.map((found, part) => extended(word, part, found)));
    const terms = extendedParts.map(({ alternatives: of }) => [...new Map(of.flatMap((a) => a.parts[0]).map((term) => [term.term, term])).values()]);
    const corrected = terms.every((part) => part.length) ? [{ parts: terms, factor: CORRECTION_FACTOR }].filter(isFound) : [];
    if (!meant.correction && !corrected.length) return extendedParts;
    const spelled = extendedParts.map((part) => part.correction || part.text).join('-');
    meant.correction = meant.correction || spelled;
    meant.alternatives.push(...corrected);
    return [meant];
  }

  /** @param {QueryWord} word @returns {Promise<WordMeaning[]>} usually one */
  async function meanings(word) {
    const [identified, pairs] = await Promise.all([word.id ? papersOf(word.id) : [], Promise.all(word.pairs.map(termsOf))]);
    const found = word.parts.length > 1 ? await compound(word) : [await extended(word, 0, await literal(word, 0))];
    found[0].alternatives.push(...identified, ...pairs.flatMap((terms) => alternative(terms)));
    return found.map((meant) => ({ ...meant, isIdle: word.isIdle }));
  }

  /** @param {QueryWord} word the last one @returns {Promise<boolean>} whether it is only the beginning of a word */
  async function isUnfinished({ isPrefix, joined, parts }) {
    const token = joined || parts[parts.length - 1];
    return isPrefix && !(await termsOf(token)).length && (await prefixed(token)).length > 0;
  }

  /** @param {string} identifier @returns {Promise<Alternative[]>} the papers that have it */
  async function papersOf(identifier) {
    const postings = await index.postings('w', identifier);
    const isKnown = postings && postings.counts[IDENTIFIERS].some((count) => count > 0);
    return isKnown ? alternative([wordTerm(identifier, postings)], IDENTIFIER_FACTOR) : [];
  }

  /** @param {Identifier} identifier @returns {Promise<WordMeaning>} the papers that it names */
  async function named({ forms, text }) {
    const alternatives = (await Promise.all(forms.map(papersOf))).flat();
    return { text, alternatives, correction: '', isReplaced: false };
  }

  return { meanings, named, isUnfinished, termsOf, letterTerms, isLetter, slips };
})();
