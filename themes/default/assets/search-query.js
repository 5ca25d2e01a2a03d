/* What a person types, understood: never an error, whatever it is. */

/**
 * @typedef {{text: string, parts: string[], joined: string, ids: string[], pairs: string[], isPrefix: boolean, isOptional: boolean}} QueryWord
 * @typedef {{kind: string, value: string}} QueryFilter
 * @typedef {{words: QueryWord[], excluded: QueryWord[], phrases: string[], filters: QueryFilter[],
 *   excludedFilters: QueryFilter[], years: [string, string] | null}} Query
 */

var papershelfQuery = (function () {
  'use strict';

  const LONGEST = 400;
  const MOST_WORDS = 24;
  const ITEM = /(-?)(?:(author|tag|org|venue|has|year|arxiv|doi|id):)?("[^"]*"?|[^\s"]+)/giu;
  const VERSION = /(\d)v\d+$/;
  const YEARS = /^(\d{4})?(\.\.)?(\d{4})?$/;

  /** @param {string} item @returns {string[]} the identifiers that it may be */
  function identifiers(item) {
    const plain = item.toLowerCase().replace(VERSION, '$1');
    const forms = [plain, plain.replace(/^.*doi\.org\//, ''), plain.replace(/^.*[/:]/, '')];
    return [...new Set(forms.map(papershelfText.identifierTerm))].filter((form) => /\p{Nd}/u.test(form));
  }

  /** @param {string} text @param {boolean} isPrefix @returns {QueryWord[]} */
  function wordsOf(text, isPrefix) {
    const compounds = papershelfText.compounds(papershelfText.parted(text));
    return compounds.map(function (compound, i) {
      const { parts, joined } = papershelfText.analyze(compound);
      const isLast = i === compounds.length - 1;
      return {
        text: compound,
        parts,
        joined: joined.length ? joined[joined.length - 1] : '',
        ids: [],
        pairs: [],
        isPrefix: isPrefix && isLast,
        isOptional: parts.length === 1 && papershelfText.STOP_WORDS.has(parts[0]),
      };
    });
  }

  /** @param {string} value @returns {[string, string] | null} the first and last year */
  function yearsOf(value) {
    const match = YEARS.exec(value);
    if (!match || !(match[1] || match[3])) return null;
    if (!match[2]) return match[1] && !match[3] ? [match[1], match[1]] : null;
    return [match[1] || '0000', match[3] || '9999'];
  }

  /** @param {string} text @returns {Query} */
  function parse(text) {
    /** @type {Query} */
    const query = { words: [], excluded: [], phrases: [], filters: [], excludedFilters: [], years: null };
    const input = text.slice(0, LONGEST);
    for (const match of input.matchAll(ITEM)) {
      const [whole, minus, field, item] = match;
      const kind = (field || '').toLowerCase();
      const value = item.replace(/"/g, '').trim();
      const isLast = match.index + whole.length === input.length;
      const years = kind === 'year' ? yearsOf(value) : null;
      if (years) {
        query.years = years;
      } else if (/^(author|tag|org|venue|has)$/.test(kind)) {
        if (papershelfText.compounds(value).length) (minus ? query.excludedFilters : query.filters).push({ kind, value });
      } else if (minus) {
        query.excluded.push(...wordsOf(value, false));
      } else if (item.startsWith('"')) {
        // A quote that is still open is a phrase to be: until then its words are searched.
        const isClosed = item.length > 1 && item.endsWith('"');
        query.words.push(...wordsOf(value, isLast && !isClosed));
        if (isClosed && papershelfText.compounds(value).length) query.phrases.push(value);
      } else {
        const words = wordsOf(kind === 'year' ? kind + ' ' + value : value, isLast);
        if (words.length) words[0].ids = identifiers(value);
        if (words.length) query.words.push(...words);
      }
    }
    const seen = new Set();
    query.words = query.words.filter((word) => !seen.has(word.text) && seen.add(word.text)).slice(0, MOST_WORDS);
    if (query.words.every((word) => word.isOptional)) for (const word of query.words) word.isOptional = false;
    pair(query.words.filter((word) => !word.isOptional));
    return query;
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

  return { parse };
})();
