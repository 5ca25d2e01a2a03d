/* What a query is about, apart from its words: the vectors of the archive's words and papers. docs/search.md says how. */

/**
 * @typedef {{numbers: number, levels: number, packed: number, read: number, cells: string, centroids: string}} MeaningFiles
 *   how vectors are written, how many cells a query reads, and the names of their files
 * @typedef {(text: string, start: number) => number} Similarity of the query to a vector that begins there
 * @typedef {{nearness: Float64Array, similarity: Similarity}} Subject
 *   `nearness`: by paper, how much nearer it is than the archive's average; 0 for papers that are not, or were not read
 */

var papershelfVectors = (function () {
  'use strict';

  const index = papershelfIndex;
  const { analyze, isUnspaced, stem, STOP_WORDS } = papershelfText;
  const SYMBOLS = 92;
  const EMPTY = '-------';
  /** Words of a paper that are compared with the query, and those of them that are shown. */
  const COMPARED = 8;
  const SHOWN = 2;

  const width = () => Math.ceil(index.meaning().numbers / index.meaning().packed);

  /** @param {number} symbol @param {number} place of a number in it @returns {number} from -(levels - 1) / 2 on */
  function numberIn(symbol, place) {
    const { levels } = index.meaning();
    return (Math.floor(symbol / levels ** place) % levels) - (levels - 1) / 2;
  }

  /** @param {string} text @param {number} start @returns {number[]} the vector that begins there */
  function unpack(text, start) {
    const { packed } = index.meaning();
    return Array.from({ length: width() * packed }, (_, i) =>
      numberIn(index.VALUES[text.charCodeAt(start + Math.floor(i / packed))], i % packed));
  }

  /** @param {string} word @returns {Promise<[string, string][]>} its stems that have a row, with the row: as one word, or its parts */
  async function rowsOf(word) {
    const { parts, joined } = analyze(word);
    const whole = joined.length && !isUnspaced(word) ? stem(joined[joined.length - 1]) : '';
    const row = whole && (await index.row(whole));
    if (row) return [[whole, row]];
    const rows = await Promise.all(parts.map(async (part) => /** @type {[string, string]} */ ([stem(part), await index.row(stem(part))])));
    return rows.filter(([, found]) => found);
  }

  /** @param {string[]} words @returns {Promise<number[]>} the sum of their vectors, each by its weight; all are whole numbers */
  async function sum(words) {
    const rows = new Map((await Promise.all(words.map(rowsOf))).flat());
    const total = new Array(width() * index.meaning().packed).fill(0);
    for (const row of rows.values()) {
      const start = row.length - width();
      const [weight] = index.numbers(row.slice(0, start));
      unpack(row, start).forEach((value, i) => (total[i] += weight * value));
    }
    return total;
  }

  /** @param {number[]} query @returns {Similarity} the cosine; its sums are whole numbers, so every browser finds the same */
  function similarityTo(query) {
    const { levels, packed } = index.meaning();
    const symbols = width();
    const products = new Float64Array(symbols * SYMBOLS);
    const squares = new Float64Array(SYMBOLS);
    for (let symbol = 0; symbol < levels ** packed; symbol++) {
      for (let i = 0; i < packed; i++) {
        const value = numberIn(symbol, i);
        squares[symbol] += value * value;
        for (let place = 0; place < symbols; place++) products[place * SYMBOLS + symbol] += query[place * packed + i] * value;
      }
    }
    const length = query.reduce((total, value) => total + value * value, 0);
    return function (text, start) {
      let product = 0;
      let square = 0;
      for (let place = 0; place < symbols; place++) {
        const symbol = index.VALUES[text.charCodeAt(start + place)];
        product += products[place * SYMBOLS + symbol];
        square += squares[symbol];
      }
      return square ? product / Math.sqrt(length * square) : 0;
    };
  }

  /** @param {string[]} words folded @returns {Promise<Subject | null>} what they are about, if the archive knows any of them */
  async function subject(words) {
    const { cells, centroids, read } = index.meaning();
    const [query, [vectors]] = await Promise.all([sum(words), index.loadShard('e', centroids)]);
    if (!query.some(Boolean)) return null;
    const similarity = similarityTo(query);
    const near = Array.from({ length: cells.length / EMPTY.length }, (_, cell) => ({
      name: cells.substr(cell * EMPTY.length, EMPTY.length), value: similarity(vectors, cell * width()),
    })).filter(({ name }) => name !== EMPTY);
    const average = near.reduce((total, { value }) => total + value, 0) / near.length;
    const spread = Math.sqrt(near.reduce((total, { value }) => total + (value - average) ** 2, 0) / near.length);
    near.sort((a, b) => b.value - a.value);
    const nearness = new Float64Array(index.documents());
    const loaded = await Promise.all(near.slice(0, read).map(({ name }) => index.loadShard('e', name)));
    for (const [gaps, papers] of loaded) {
      let ordinal = -1;
      index.numbers(gaps).forEach(function (gap, i) {
        ordinal += gap + 1;
        nearness[ordinal] = spread && Math.max(0, (similarity(papers, i * width()) - average) / spread);
      });
    }
    return { nearness, similarity };
  }

  /** @param {SearchResult} card @param {Similarity} similarity
   *  @returns {Promise<string[]>} the words of its title and tags that are nearest to the query */
  async function about({ title, tags }, similarity) {
    const tokens = papershelfText.terms([title, ...tags].join(' ')).filter(({ token }) => token.length > 2 && !STOP_WORDS.has(token));
    const byStem = [...new Map(tokens.map((term) => [term.stem, term.token]))].slice(0, COMPARED);
    const compared = await Promise.all(byStem.map(async function ([term, token]) {
      const row = await index.row(term);
      return { token, value: row ? similarity(row, row.length - width()) : 0 };
    }));
    return compared.filter(({ value }) => value > 0).sort((a, b) => b.value - a.value).slice(0, SHOWN).map(({ token }) => token);
  }

  return { subject, about };
})();
