/* What a person types, understood: never an error, whatever it is. docs/search.md states the rules. */

/**
 * @typedef {{text: string, parts: string[], joined: string, id: string, pairs: string[], umlauts: string[],
 *   isPrefix: boolean, isOptional: boolean, isIdle: boolean, isExact: boolean}} QueryWord
 *   `id`: the identifier that it may be; `pairs`: it and a neighbour as one word; `umlauts`: its tokens in the other
 *   spelling of ä, ö, ü; an exact word is neither corrected nor completed
 * @typedef {{kind: string, value: string}} QueryFilter
 * @typedef {[string, string]} Years the first and the last one
 * @typedef {{words: QueryWord[], ids: Identifier[], phrases: string[], filters: QueryFilter[], years: Years[]}} Clauses
 * @typedef {Clauses & {excluded: Clauses}} Query
 */

var papershelfQuery = (function () {
  'use strict';

  const { analyze, compounds, fold, isUnspaced } = papershelfText;
  const LONGEST = 400;
  const MOST_WORDS = 24;
  /** How questions begin. In one, idle words are needed no more than small words are. */
  const QUESTION = new RegExp('^\\s*(?:(?:any|find|give|me|recent|show|some)\\s+)*(?:(?:are|can|could|do|does|how|is|should|what|when|where' +
    '|which|who|why)|(?:articles|papers?|research|studies|works?)\\s+(?:about|for|on|that|which))\\s+\\S', 'i');
  const IDLE_WORDS = new Set(
    ('about any anything being best better can could difficult did do does done each easy every find get give good had hard has have having how i if' +
    ' me more most much my no not only or other others people recent should show so some something such than their them then there they thing' +
    ' things up used using was way ways were what when where whether which while who whose why will work works would you your').split(' ')
  );
  /** Idle before one of the others, as in `papers about` and `research on`. */
  const SOURCES = new Set('articles paper papers research studies work works'.split(' '));
  const LINKS = new Set('about are for on that which'.split(' '));
  const FILTERS = ['author', 'tag', 'org', 'venue', 'has', 'year'];
  const QUOTES = /[\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02]/g;
  const DASH = /^[-\u2010-\u2015\u2212\uff0d]/;
  const RANGE = /^(\d{4})?(?:\.\.|[-\u2010-\u2013\u2212])(\d{4})?$/;
  const COMPARISON = /^(>=|<=|[<>=\u2264\u2265])(\d{4})$/;

  /** @param {string} value @returns {Years[]} of one such as `2024`, `2024-2026`, `2024..`, `>2024` or several, with commas */
  function yearsOf(value) {
    const found = value.split(',').map(yearRange);
    return found.every(Boolean) ? /** @type {Years[]} */ (found) : [];
  }

  /** @param {string} value @returns {Years | null} */
  function yearRange(value) {
    if (/^\d{4}$/.test(value)) return [value, value];
    const range = RANGE.exec(value);
    if (range && (range[1] || range[2])) {
      const [first, last] = [range[1] || '0000', range[2] || '9999'];
      return first <= last ? [first, last] : [last, first];
    }
    const comparison = COMPARISON.exec(value);
    if (!comparison) return null;
    const year = Number(comparison[2]);
    /** @param {number} other */
    const text = (other) => String(Math.min(9999, Math.max(0, other))).padStart(4, '0');
    switch (comparison[1]) {
      case '>': return [text(year + 1), '9999'];
      case '<': return ['0000', text(year - 1)];
      case '=': return [text(year), text(year)];
      default: return /[>\u2265]/.test(comparison[1]) ? [text(year), '9999'] : ['0000', text(year)];
    }
  }

  /** @param {string} compound @param {string[]} parts @returns {string[]} the parts in the other spelling of umlauts */
  function umlautsOf(compound, parts) {
    const typed = compound.normalize('NFC').toLowerCase();
    const spelled = fold(typed.replace(/[äöü]/g, (letter) => fold(letter) + 'e'));
    return /[äöü]/.test(typed) ? analyze(spelled).parts : parts.map((part) => part.replace(/([aou])e/g, '$1'));
  }

  /** @param {string} text @param {boolean} isPrefix @param {boolean} isExact @returns {QueryWord[]} of a phrase, each part of a
   *  compound, as its places are looked up so */
  function wordsOf(text, isPrefix, isExact) {
    const found = text.split(/\s+/).flatMap(function (word) {
      const parted = isExact ? word : papershelfText.parted(word);
      const all = isExact ? compounds(word).flatMap((compound) => analyze(compound).parts) : compounds(parted);
      return all.map((compound) => ({ compound, typed: all.length === 1 ? parted : compound }));
    });
    return found.map(function ({ compound, typed }, i) {
      const { parts, joined } = analyze(compound);
      const umlauts = umlautsOf(typed, parts);
      return {
        text: compound,
        parts,
        joined: joined.length && !isUnspaced(compound) ? joined[joined.length - 1] : '',
        id: '',
        pairs: [],
        umlauts: umlauts.length === parts.length ? umlauts : parts,
        isPrefix: isPrefix && i === found.length - 1,
        isOptional: false,
        isIdle: false,
        isExact,
      };
    });
  }

  /** @param {QueryWord[]} words @returns {QueryWord[]} each once */
  function distinct(words) {
    const seen = new Set();
    return words.filter(({ text }) => !seen.has(text) && seen.add(text));
  }

  /** @returns {Clauses} */
  const nothing = () => ({ words: [], ids: [], phrases: [], filters: [], years: [] });

  /** @param {string[]} own filters of the archive's own taxonomies @returns {RegExp} an item of a query */
  const itemOf = (own) =>
    new RegExp('([-\u2010\u2011\u2013\u2212\uff0d]?)(?:(' + [...FILTERS, ...own].join('|') + ')[:\uff1a])?("[^"]*"?|[^\\s"]+)', 'giu');

  /** @param {string} text @param {string[]} [own] filters of the archive's own taxonomies @returns {Query} */
  function parse(text, own = []) {
    const query = { ...nothing(), excluded: nothing() };
    const input = text.slice(0, LONGEST).replace(QUOTES, '"');
    for (const match of input.matchAll(itemOf(own))) {
      let [whole, minus, kind, item] = match;
      // `--help` and `a "b"-c` exclude nothing.
      const isExcluded = Boolean(minus) && !DASH.test(item) && (!match.index || /\s/.test(input[match.index - 1]));
      const isLast = match.index + whole.length === input.length;
      read(isExcluded ? query.excluded : query, (kind || '').toLowerCase(), item, isLast && !isExcluded);
    }
    query.words = distinct(query.words).slice(0, MOST_WORDS);
    excuse(query.words, QUESTION.test(input));
    pair(query.words.filter((word) => !word.isOptional));
    return query;
  }

  /** Small words are not needed unless there are no others; in a question, idle ones are not needed either. In a sentence
   *  they say nothing about its subject.
   *  @param {QueryWord[]} words @param {boolean} isQuestion */
  function excuse(words, isQuestion) {
    /** @param {string} word @param {number} i */
    const isIdle = (word, i) => IDLE_WORDS.has(word) || (SOURCES.has(word) && i + 1 < words.length && LINKS.has(words[i + 1].text));
    const isEmpty = words.map(({ text, isExact }, i) => !isExact && isIdle(text, i));
    const isSmall = words.map(({ text }, i) => papershelfText.STOP_WORDS.has(text) || (isQuestion && isEmpty[i]));
    const hasSubject = words.some((_, i) => !isSmall[i] && !isEmpty[i]);
    words.forEach(function (word, i) {
      word.isOptional = isSmall[i] && isSmall.includes(false);
      word.isIdle = isEmpty[i] && hasSubject;
    });
  }

  /** Adds to `clauses` what an item of a query asks for.
   *  @param {Clauses} clauses @param {string} kind @param {string} item @param {boolean} isLast */
  function read(clauses, kind, item, isLast) {
    const value = item.replace(/"/g, '').trim();
    const years = kind === 'year' ? yearsOf(value) : [];
    const identifier = kind || /\s/.test(value) ? null : papershelfIdentifiers.read(value);
    if (years.length) {
      clauses.years.push(...years);
    } else if (kind && kind !== 'year') {
      if (compounds(value).length) clauses.filters.push({ kind, value });
    } else if (identifier && identifier.isCertain) {
      clauses.ids.push(identifier);
    } else if (item.startsWith('"')) {
      // A quote that is still open is a phrase to be: until then its words are searched.
      const isClosed = item.length > 1 && item.endsWith('"');
      clauses.words.push(...wordsOf(value, isLast && !isClosed, isClosed));
      if (isClosed && compounds(value).length) clauses.phrases.push(value);
    } else {
      const words = wordsOf(kind ? kind + ' ' + value : value, isLast, false);
      if (identifier && words.length) words[0].id = identifier.forms[0];
      clauses.words.push(...words);
    }
  }

  /** Of these words, `kv` and `cache` may be `kvcache` as well. @param {QueryWord[]} words */
  function pair(words) {
    words.slice(1).forEach(function (second, i) {
      const first = words[i];
      const arePlain = [first, second].every(({ text, parts }) => parts.length === 1 && /^\p{L}+$/u.test(text));
      if (!arePlain || !papershelfText.isAbbreviation(first.text, second.text)) return;
      first.pairs.push(first.text + second.text);
      second.pairs.push(first.text + second.text);
    });
  }

  /** @param {Query} query @returns {Query} that wants the words it excludes; phrases stay excluded */
  function withUnwanted(query) {
    const words = distinct([...query.words, ...query.excluded.words.filter((word) => !word.isExact)]);
    excuse(words, false);
    return { ...query, words, excluded: { ...query.excluded, words: [] } };
  }

  /** @param {Query} query @returns {Query} that needs its idle words, as one that does not ask does */
  function withIdle(query) {
    const words = query.words.map((word) => ({ ...word, pairs: [] }));
    excuse(words, false);
    pair(words.filter((word) => !word.isOptional));
    return { ...query, words };
  }

  return { FILTERS, parse, withIdle, withUnwanted, umlautsOf };
})();
