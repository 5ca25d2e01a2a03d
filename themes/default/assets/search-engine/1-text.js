/* The tokenizer and the stemmer; site_builder/text/tokens.py does the same, and tests compare the two. */

var papershelfText = (function () {
  'use strict';

  const MAX_TERM = 40;
  const STOP_WORDS = new Set(
    ('a an and are as at be by for from in into is it its of on or our that the these this to we with').split(' ')
  );
  const DROPPED_RANGES =
    '\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670' +
    '\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u093c\\u09bc\\u0a3c\\u0abc\\u0b3c\\u00ad\\u200b-\\u200f' +
    '\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufe00-\\ufe0f\\ufeff';
  const DROPPED = new RegExp('[' + DROPPED_RANGES + ']', 'g');
  const MARKS =
    '\\u0483-\\u0489\\u0900-\\u0903\\u093a-\\u094f\\u0951-\\u0957\\u0962\\u0963\\u0981-\\u0983\\u09be-\\u09cd\\u09d7' +
    '\\u09e2\\u09e3\\u0a01-\\u0a03\\u0a3e-\\u0a51\\u0a70\\u0a71\\u0a75\\u0a81-\\u0a83\\u0abe-\\u0acd\\u0ae2\\u0ae3' +
    '\\u0b01-\\u0b03\\u0b3e-\\u0b57\\u0b62\\u0b63\\u0b82\\u0bbe-\\u0bcd\\u0bd7\\u0c00-\\u0c04\\u0c3c\\u0c3e-\\u0c56' +
    '\\u0c62\\u0c63\\u0c81-\\u0c83\\u0cbc\\u0cbe-\\u0cd6\\u0ce2\\u0ce3\\u0d00-\\u0d03\\u0d3b\\u0d3c\\u0d3e-\\u0d4d\\u0d57' +
    '\\u0d62\\u0d63\\u0d81-\\u0d83\\u0dca-\\u0df3\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u0eb1\\u0eb4-\\u0ebc' +
    '\\u0ec8-\\u0ece\\u0f18\\u0f19\\u0f35\\u0f37\\u0f39\\u0f3e\\u0f3f\\u0f71-\\u0f84\\u0f86\\u0f87\\u0f8d-\\u0fbc' +
    '\\u102b-\\u103e\\u1056-\\u1059\\u105e-\\u1064\\u1067-\\u106d\\u1071-\\u1074\\u1082-\\u108d\\u108f\\u109a-\\u109d' +
    '\\u17b4-\\u17d3\\u17dd\\u18a9\\u1920-\\u193b\\u3099\\u309a';
  /** @type {Record<string, string>} */
  const LETTERS = {
    'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'ς': 'σ',
    '\u2010': '-', _: '-',
  };
  const LETTER = new RegExp('[' + Object.keys(LETTERS).join('') + ']', 'g');
  const CAMEL = /[a-z]{2}(?=[A-Z][A-Za-z])|[A-Z]{2}(?=[A-Z][a-z]{2})/g;
  const GREEK_NAMES = ('alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma' +
    ' tau upsilon phi chi psi omega').split(' ');
  const GREEK = new Map(Array.from('αβγδεζηθικλμνξοπρστυφχψω', (letter, i) => [letter, GREEK_NAMES[i]]));
  const ELISION = new RegExp("(^|[^\\p{L}\\p{N}])(l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|un|dell|nell|sull|dall|all|coll|quell)['\u2019]" +
    '(?=[\\p{L}\\p{Nl}\\p{No}])(?!(?:s|t|d|m|re|ve|ll)(?![\\p{L}\\p{N}]))', 'gu');
  const PLUSES = /(^|[^\p{L}\p{N}])([a-z])\+\+/gu;
  const SHARP = /(^|[^\p{L}\p{N}])([a-z])#(?![\p{L}\p{N}])/gu;
  const DOT_NET = /(^|[^\p{L}\p{N}])\.net(?![\p{L}\p{N}])/gu;
  const SIGNED = /^(?:([a-z])(?:(plusplus)|sharp)|dotnet)$/;
  const VIRAMA_NASAL = /[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])/g;
  const COMPOUND = new RegExp('[\\p{L}\\p{N}' + MARKS + ']+(?:[-.][\\p{L}\\p{N}' + MARKS + ']+)*', 'gu');
  const WORD = new RegExp('[\\p{L}\\p{N}' + MARKS + ']+', 'gu');
  const PART = /\p{Nd}+|\P{Nd}+/gu;
  const UNSPACED = '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff' +
    '\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const UNSPACED_OR_NOT = new RegExp('[' + UNSPACED + ']+|[^' + UNSPACED + ']+', 'gu');
  const UNSPACED_LETTER = new RegExp('[' + UNSPACED + ']', 'u');
  const UNIT = new RegExp('[^' + MARKS + '][' + MARKS + ']*|[' + MARKS + ']+', 'gu');

  /**
   * Single Greek letters become their names, `C++` `cplusplus`, `C#` `csharp`, `.NET` `dotnet`.
   * @param {string} text
   * @returns {string} in lower case, without accents, apostrophes and variants of letters
   */
  function fold(text) {
    let plain = text.normalize('NFKD').replace(DROPPED, '').normalize('NFC').toLowerCase();
    plain = plain.replace(LETTER, (letter) => LETTERS[letter]).replace(VIRAMA_NASAL, '\u0902').replace(/\u0901/g, '\u0902');
    if (/[α-ω]/.test(plain)) plain = plain.replace(WORD, (word) => word.replace(PART, (part) => GREEK.get(part) || part));
    plain = plain.replace(ELISION, '$1$2-').replace(/['\u2019]/g, '');
    return plain.replace(PLUSES, '$1$2plusplus').replace(SHARP, '$1$2sharp').replace(DOT_NET, '$1dotnet');
  }

  /** @param {string} token @returns {string} with its signs: `C++`, `C#` and `.NET` are words of their own */
  const written = (token) =>
    token.replace(SIGNED, (_, letter, pluses) => (letter ? letter.toUpperCase() + (pluses ? '++' : '#') : '.NET'));

  /** @param {string} text @param {number} length in characters, not UTF-16 units */
  const cut = (text, length) => (text.length <= length ? text : Array.from(text).slice(0, length).join(''));

  /** @param {string} word @returns {{parts: string[], last: string[]}} and the last letters of runs without spaces */
  function pieces(word) {
    /** @type {string[]} */
    const parts = [];
    /** @type {string[]} */
    const last = [];
    for (const run of word.match(UNSPACED_OR_NOT) || []) {
      if (UNSPACED_LETTER.test(run)) {
        const letters = run.match(UNIT) || [];
        if (letters.length > 1) last.push(letters[letters.length - 1]);
        for (let i = 0; i < Math.max(1, letters.length - 1); i++) parts.push(letters.slice(i, i + 2).join(''));
      } else {
        for (const part of run.match(PART) || []) parts.push(cut(part, MAX_TERM));
      }
    }
    return { parts, last };
  }

  /**
   * `gpt-4` has the parts `gpt` and `4` and the joined form `gpt4`; `深度学习` the parts `深度`, `度学` and `学习`, and as if
   * joined its last letter.
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
      parts.push(...found.parts);
      joined.push(...found.last);
      if (found.parts.length > 1 && !isUnspaced(word)) joined.push(cut(word, MAX_TERM));
    }
    if (words.length > 1 && !isUnspaced(compound)) joined.push(cut(words.join(''), MAX_TERM));
    return { parts, joined: [...new Set(joined)] };
  }

  /** @param {string} text @returns {boolean} whether it has letters of a script without spaces between words */
  const isUnspaced = (text) => UNSPACED_LETTER.test(text);

  /** @param {string} text @returns {string} with a hyphen where the letters' case shows two words: `KVCache` is `KV-Cache` */
  const parted = (text) => text.replace(CAMEL, '$&-');

  /** @param {string} text */
  const lengthOf = (text) => Array.from(text).length;

  /** @param {string} first @param {string} second @returns {boolean} whether they may also be written as one word */
  const isAbbreviation = (first, second) =>
    (lengthOf(first) === 2 || lengthOf(second) === 2) && !STOP_WORDS.has(first) && !STOP_WORDS.has(second) &&
    !isUnspaced(first + second);

  /** @param {string} text @returns {string[]} its words, folded; those joined by `-`, `_` or `.` stay together */
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
  const identifierTerm = (identifier) => cut((fold(identifier).match(/[\p{L}\p{N}]/gu) || []).join(''), 2 * MAX_TERM);

  /** @param {string} run of a script without spaces @returns {string[]} its letters, each with its marks */
  const lettersOf = (run) => run.match(UNIT) || [];

  return { STOP_WORDS, isUnspaced, lettersOf, fold, written, analyze, parted, isAbbreviation, compounds, stem, terms, identifierTerm };
})();
