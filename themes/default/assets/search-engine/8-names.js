/* People, topics, organizations and venues that have pages, found by any of their words, whichever comes first. */

/**
 * @typedef {{kind: string, isAuthor: boolean, name: string, url: string, count: number}} FoundName
 *   `kind`: what such a name is called; `count`: how many papers it has
 * @typedef {FoundName & {key: string, papers: Set<number>}} ListedName
 *   `key`: its words, folded, as it is listed; `papers`: an author's by ordinal, where the name is listed as it is written
 */

var papershelfNames = (function () {
  'use strict';

  const index = papershelfIndex;
  const SHARDS = 4;
  const SHORTEST = 2;
  /** More words than any name has are a sentence. */
  const MOST_WORDS = 8;

  /** @param {string} text @returns {string} its words, folded, as `site_builder/search/names.py` has them */
  const keyOf = (text) => papershelfText.compounds(text).join(' ').replace(/[-.]/g, ' ');

  /** @type {WeakMap<any[], ListedName[]>} */
  const known = new WeakMap();

  /** @param {any[]} shard @returns {ListedName[]} */
  function read(shard) {
    const found = known.get(shard);
    if (found) return found;
    const [names, lists] = /** @type {[string, string]} */ (/** @type {unknown} */ (shard));
    const symbols = lists.split(' ');
    const listed = index.frontCoded(names.split('\t'), false).map(({ term }, i) => readName(term, index.numbers(symbols[i])));
    known.set(shard, listed);
    return listed;
  }

  /** @param {string} text @param {Int32Array} list @returns {ListedName} */
  function readName(text, [kind, moved, count, ...gaps]) {
    const [listed, page = '', usual = ''] = text.split('\x1f');
    const words = listed.split(' ');
    const start = words.length - moved;
    const name = usual || [...words.slice(start), ...words.slice(0, start)].join(' ');
    const [folder, label] = index.kinds()[kind];
    let paper = -1;
    return {
      kind: label, isAuthor: folder === 'authors', name, count, key: keyOf(listed),
      url: folder + '/' + (page || keyOf(name).replace(/ /g, '-')) + '.html',
      papers: new Set(gaps.map((gap) => (paper += gap + 1))),
    };
  }

  /** @param {string} prefix folded @returns {Promise<ListedName[]>} */
  async function starting(prefix) {
    const shards = await index.loadRange('d', prefix, SHARDS);
    return shards.flatMap(read).filter(({ key }) => key.startsWith(prefix));
  }

  /** @param {string[]} words the last may be half typed @returns {Promise<ListedName[]>} the names that have them all */
  async function having(words) {
    const [first, last] = [words[0], words[words.length - 1]];
    const orders = new Set([words.join(' '), [last, ...words.slice(0, -1)].join(' ')]);
    const found = (await Promise.all([...orders].map(starting))).flat();
    if (found.length || words.length < 2) return found;
    const others = await starting(first + ' ');
    return others.filter(({ key }) => words.every((word) => (' ' + key).includes(' ' + word)));
  }

  /** @param {FoundName[]} names @returns {FoundName[]} each once */
  const unique = (names) => [...new Map(names.map((name) => [name.url, name])).values()];

  /** @param {string} text @returns {boolean} whether it may be a name: no filter, phrase or exclusion, not one letter, not a sentence */
  function isName(text) {
    const key = keyOf(text);
    return (key.length >= SHORTEST || papershelfText.isUnspaced(key)) && key.split(' ').length <= MOST_WORDS && !/[:"\uff1a]|(^|\s)-/.test(text);
  }

  /**
   * @param {string} text what a person typed
   * @param {number} most
   * @returns {Promise<FoundName[]>} the name that was typed first, then those of the most papers
   */
  async function find(text, most) {
    const typed = keyOf(text);
    const words = typed.split(' ');
    if (!isName(text)) return [];
    await index.open();
    let found = await having(words);
    // Schoelkopf may be Schölkopf, which is listed as scholkopf.
    const respelled = words.map((word) => word.replace(/([aou])e/g, '$1'));
    if (found.length < most && respelled.join(' ') !== typed) found = [...found, ...(await having(respelled))];
    const isTyped = (/** @type {FoundName} */ { name }) => Number(keyOf(name) === typed);
    found.sort((a, b) => isTyped(b) - isTyped(a) || b.count - a.count || (a.name < b.name ? -1 : 1));
    return unique(found).slice(0, most);
  }

  /** @param {string} text @param {number} most @returns {Promise<FoundName[]>} the names that are a few slips away, the nearest first */
  async function near(text, most) {
    const words = keyOf(text).split(' ');
    const slips = Math.max(1, Math.min(3, Math.floor(words.join('').length / 4)));
    const orders = words.map((_, i) => [...words.slice(i), ...words.slice(0, i)].join(' '));
    const listed = await Promise.all(orders.map(async function (typed) {
      if (typed.length < 4) return [];
      const names = await starting(typed.slice(0, 3));
      return names.map((name) => ({ name, distance: papershelfMeaning.slips(name.key, typed, slips) }));
    }));
    const found = listed.flat().filter(({ distance }) => distance <= slips);
    found.sort((a, b) => a.distance - b.distance || b.name.count - a.name.count);
    return unique(found.map(({ name }) => name)).slice(0, most);
  }

  /**
   * Finds the names that a person may mean; where none is as typed, those of the corrected words, or near ones.
   * @param {string} text what a person typed
   * @param {number} most
   * @param {Promise<SearchAnswer>} answering what the search makes of it
   * @returns {Promise<FoundName[]>} none if they cannot be loaded
   */
  async function suggest(text, most, answering) {
    try {
      const found = await find(text, most);
      if (found.length) return found;
      const { corrections, added, complete } = await answering;
      const meant = new Map([...corrections, ...added]);
      const corrected = keyOf(text).split(' ').map((word) => meant.get(word) || word).join(' ');
      const others = meant.size ? await find(corrected, most) : [];
      return others.length || complete || !isName(text) ? others : await near(text, most);
    } catch {
      return [];
    }
  }

  /** @param {{name: string, url: string}} author @returns {Promise<Set<number> | null>} the author's papers by ordinal, if they are listed */
  async function papersOf({ name, url }) {
    await index.open();
    const listed = await starting(keyOf(name));
    return listed.find((one) => one.url === url && one.papers.size)?.papers || null;
  }

  /** @param {SearchResult} result @returns {boolean} whether one of the authors that it names has all the words that match */
  const showsAuthor = ({ authors, authorWords }) =>
    authors.some((name) => authorWords.every((word) => keyOf(name).split(' ').includes(word)));

  /** @param {SearchResult} result @returns {Promise<string>} the author by whose name it was found, empty if that is not certain */
  async function matchedAuthor({ ordinal, authorWords }) {
    const words = [...new Set(authorWords)];
    if (words.length < 2) return '';
    const found = (await having(words)).filter(({ isAuthor }) => isAuthor).map(({ name }) => name);
    for (const name of new Set(found)) {
      const listed = await starting(keyOf(name));
      if (listed.some((one) => one.name === name && one.papers.has(ordinal))) return name;
    }
    return '';
  }

  return { suggest, papersOf, showsAuthor, matchedAuthor };
})();
