/* The tokenizer and the stemmer; site_builder/text/tokens.py does the same, and a test holds the two together. */

var papershelfText = (function () {
  'use strict';

  const MAX_TERM = 40;
  const STOP_WORDS = new Set(
    ('a an and are as at be by for from in into is it its of on or our that the these this to we with').split(' ')
  );
  const DROPPED = /[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff'\u2019]/g;
  /** @type {Record<string, string>} */
  const LETTERS = {
    'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'ς': 'σ',
    '\u2010': '-',
  };
  const LETTER = new RegExp('[' + Object.keys(LETTERS).join('') + ']', 'g');
  const CAMEL = /[a-z]{2}(?=[A-Z][A-Za-z])|[A-Z]{2}(?=[A-Z][a-z]{2})/g;
  const COMPOUND = /[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*/gu;
  const WORD = /[\p{L}\p{N}]+/gu;
  const PART = /\p{Nd}+|[\p{L}\p{Nl}\p{No}]+/gu;
  const IDEOGRAPHS = '\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const CJK_OR_NOT = new RegExp('[' + IDEOGRAPHS + ']+|[^' + IDEOGRAPHS + ']+', 'gu');
  const CJK = new RegExp('[' + IDEOGRAPHS + ']', 'u');

  /** @param {string} text @returns {string} in lower case, without accents, apostrophes and variants of letters */
  function fold(text) {
    const plain = text.normalize('NFKD').replace(DROPPED, '').normalize('NFC').toLowerCase();
    return plain.replace(LETTER, (letter) => LETTERS[letter]);
  }

  /** @param {string} text @param {number} length in characters, not UTF-16 units */
  const cut = (text, length) => (text.length <= length ? text : Array.from(text).slice(0, length).join(''));

  /** @param {string} word */
  function pieces(word) {
    /** @type {string[]} */
    const found = [];
    for (const run of word.match(CJK_OR_NOT) || []) {
      if (CJK.test(run)) {
        const letters = Array.from(run);
        for (let i = 0; i < Math.max(1, letters.length - 1); i++) found.push(letters.slice(i, i + 2).join(''));
      } else {
        for (const part of run.match(PART) || []) found.push(cut(part, MAX_TERM));
      }
    }
    return found;
  }

  /**
   * `gpt-4` has the parts `gpt` and `4` and the joined form `gpt4`.
   * @param {string} compound folded
   * @returns {{parts: string[], joined: string[]}}
   */
  function analyze(compound) {
    /** @type {string[]} */
    const parts = [];
    /** @type {string[]} */
    const joined = [];
    const words = compound.match(WORD) || [];
    for (const word of words) {
      const found = pieces(word);
      parts.push(...found);
      if (found.length > 1 && !CJK.test(word)) joined.push(cut(word, MAX_TERM));
    }
    if (words.length > 1 && !CJK.test(compound)) joined.push(cut(words.join(''), MAX_TERM));
    return { parts, joined: [...new Set(joined)] };
  }

  /** @param {string} text @returns {string} with a hyphen where the letters' case shows two words: `KVCache` is `KV-Cache` */
  const parted = (text) => text.replace(CAMEL, '$&-');

  /** @param {string} first @param {string} second @returns {boolean} whether they may as well be written as one word */
  const isAbbreviation = (first, second) =>
    (first.length === 2 || second.length === 2) && !STOP_WORDS.has(first) && !STOP_WORDS.has(second);

  /** @param {string} text @returns {string[]} its words, folded; those that `-`, `_` or `.` joins stay together */
  const compounds = (text) => fold(text).match(COMPOUND) || [];

  /** @type {Map<string, string>} */
  const stems = new Map();

  /** @param {string} token @returns {string} */
  function stem(token) {
    let found = stems.get(token);
    if (found === undefined) {
      found = lunr.stemmer(new lunr.Token(token, {})).toString();
      stems.set(token, found);
    }
    return found;
  }

  /** @param {string} text @returns {{token: string, stem: string, position: number}[]} */
  function terms(text) {
    /** @type {{token: string, stem: string, position: number}[]} */
    const found = [];
    let position = 0;
    for (const compound of compounds(text)) {
      const { parts, joined } = analyze(compound);
      for (const form of joined) found.push({ token: form, stem: stem(form), position });
      for (const part of parts) found.push({ token: part, stem: stem(part), position: position++ });
    }
    return found;
  }

  /** @param {string} identifier @returns {string} without marks, as the index has it */
  const identifierTerm = (identifier) => cut((fold(identifier).match(WORD) || []).join(''), 2 * MAX_TERM);

  return { STOP_WORDS, CJK, fold, analyze, parted, isAbbreviation, compounds, stem, terms, identifierTerm };
})();
