/* The index as the site serves it: finds the shards of terms, reads them, and makes partial Lunr indexes of them. */

/**
 * @typedef {{ordinals: Int32Array, counts: Uint8Array[], size: number}} Postings
 *   the papers of a term, its frequencies by field, and how many (paper, field) pairs have it
 * @typedef {{term: string, list: string, place: number}} Entry
 * @typedef {{term: string, postings: Postings, fields: readonly string[]}} TermPostings
 * @typedef {{boosts: Record<string, number>, rarity: (list: Postings) => number, count: (term: TermPostings, field: number, i: number) => number,
 *   saturation: (field: string, ordinal: number) => number}} Weights
 *   what a term counts: by field, by how rare it is, by how often the paper at a place of its list has it in a field, and how
 *   soon further occurrences in that field count less
 */

var papershelfIndex = (function () {
  'use strict';

  const TEXT_FIELDS = ['abstract', 'title', 'summary', 'tags'];
  const WORD_FIELDS = ['exact', 'authors', 'organizations', 'venue', 'identifiers'];
  const FIELDS = [...TEXT_FIELDS, ...WORD_FIELDS];
  /** @type {Record<string, number[]>} */
  const RADICES = { t: [7, 3, 3, 2], w: [3, 3, 2, 2, 2], n: [2] };
  /** @type {Record<string, readonly string[]>} */
  const FAMILY_FIELDS = { t: TEXT_FIELDS, w: WORD_FIELDS };
  /** @type {Record<string, number>} */
  const BOOSTS = {
    abstract: 1.5, title: 7, summary: 0.7, tags: 0.5,
    exact: 3, authors: 2, organizations: 1, venue: 1, identifiers: 10,
  };
  const K1 = 1.2;
  /** The fourth roots of 1, 2, 4 and 8: four steps double a length. Browsers may round powers differently. */
  const STEPS = [1, 1.189207, 1.414214, 1.681793];
  const NAME_SIZE = 7;
  /** Milliseconds of work after which the page gets a turn. */
  const LONGEST_TASK = 20;

  /** The format of an index that these scripts read; site_builder/search/index.py writes it. */
  const FORMAT = 15;

  /** @typedef {{format: number, documents: number, years: [string, number][], facets: Record<string, string>,
   *   kinds: [string, string][], filters: [string, string][], votes: string, lengths: string, starts: Record<string, string>,
   *   cards: {block: number, group: number}, names: string, meaning?: MeaningFiles}} Manifest */

  /** @type {Manifest} */
  let manifest;
  /** @type {Record<string, {firsts: string[], name: number}>} where its shards begin, and the first one's name among all */
  let tables = {};
  /** Names that stand before those of cards. */
  let cardName = 0;

  /** A value that is replaced with the manifest, so that an answer can tell whether its index is still the current one. */
  let generation = {};
  /** How many files could not be read. */
  let failures = 0;

  /** Reads the manifest; everything else here needs it.
   *  @returns {Promise<number>} the format of the index if it is not the one that is read here, else 0 */
  async function open() {
    if (manifest) return 0;
    /** @type {Manifest} */
    const found = await papershelf.load('search/manifest.js');
    if (found.format !== FORMAT) return found.format;
    read(found);
    return 0;
  }

  /** @param {Manifest} found */
  function read(found) {
    manifest = found;
    generation = {};
    shards.clear();
    decoded.clear();
    let name = 0;
    for (const [family, starts] of Object.entries(manifest.starts)) {
      const firsts = frontCoded(starts ? starts.split('\n') : [], false).map(({ term }) => term);
      tables[family] = { firsts, name };
      name += firsts.length;
    }
    cardName = name;
  }

  /**
   * Reads the manifest again, past all caches: a site that was published since has other shards. Several queries may ask
   * for this at once; each must compare generations, since only the first of them sees the manifest change.
   */
  async function refresh() {
    const found = await papershelf.loadAgain('search/manifest.js').catch(() => null);
    if (!found || (manifest && found.names === manifest.names)) return;
    if (found.format === FORMAT) return read(found);
    manifest = /** @type {any} */ (undefined);
    generation = {};
  }

  /** @template T @param {Promise<T>} loading @param {T} otherwise
   *  @returns {Promise<T>} what is useful but not needed: if it cannot be loaded, the answer is partial */
  const optional = (loading, otherwise) => loading.catch(function () {
    failures++;
    return otherwise;
  });

  let resumed = 0;

  /** Lets the page answer its reader where the search has been at work for a while. */
  async function breathe() {
    if (performance.now() - resumed < LONGEST_TASK) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    resumed = performance.now();
  }

  const VALUES = new Uint8Array(128);
  for (let code = 35, value = 1; code < 127; code++) if (code !== 92) VALUES[code] = value++;
  const LAST = 76;

  /** @param {string} text @returns {Int32Array} the numbers that site_builder/search/codes.py wrote */
  function numbers(text) {
    const found = new Int32Array(text.length);
    let length = 0;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < text.length; i++) {
      const symbol = VALUES[text.charCodeAt(i)];
      value += symbol * scale;
      if (symbol < LAST) {
        found[length++] = value;
        value = 0;
        scale = 1;
      } else {
        scale *= 92 - LAST;
      }
    }
    return found.subarray(0, length);
  }

  /** @param {string} list @param {number[]} radices @returns {Postings} */
  function decode(list, radices) {
    const values = numbers(list);
    const escape = radices.reduce((product, radix) => product * radix, 1) - 1;
    const ordinals = new Int32Array(values.length);
    const counts = radices.map(() => new Uint8Array(values.length));
    let size = 0;
    let length = 0;
    let ordinal = -1;
    for (let i = 0; i < values.length; length++) {
      const gap = values[i++];
      ordinal += (gap >> 1) + 1;
      ordinals[length] = ordinal;
      let packed = gap & 1 ? values[i++] + 1 : 1;
      for (let field = 0; field < radices.length; field++) {
        const count = packed > escape ? values[i + field] : packed % radices[field];
        counts[field][length] = count;
        if (count) size++;
        if (packed <= escape) packed = Math.floor(packed / radices[field]);
      }
      if (packed > escape) i += radices.length;
    }
    return { ordinals: ordinals.subarray(0, length), counts: counts.map((field) => field.subarray(0, length)), size };
  }

  /** @param {string[]} items @param {boolean} hasSizes @returns {{term: string, size: number}[]} */
  function frontCoded(items, hasSizes) {
    let previous = '';
    return items.map(function (item) {
      const shared = VALUES[item.charCodeAt(0)];
      previous = previous.slice(0, shared) + item.slice(hasSizes ? 2 : 1);
      return { term: previous, size: hasSizes ? VALUES[item.charCodeAt(1)] : 0 };
    });
  }

  /** @param {string} family @param {string} term @returns {number} the number of the shard where the term would be */
  function shardNumber(family, term) {
    const firsts = tables[family].firsts;
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= term) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** @param {number} place */
  const nameAt = (place) => manifest.names.substr(place * NAME_SIZE, NAME_SIZE);

  /** @param {string} family @param {number} shard */
  const shardName = (family, shard) => nameAt(tables[family].name + shard);

  /** @param {string} folder @param {string} name @returns {Promise<any[]>} */
  const loadShard = (folder, name) => papershelf.load('search/' + folder + '/' + name + '.js');

  /** @type {Map<string, Map<string, Entry>>} */
  const shards = new Map();

  /** @param {string} family @param {number} number @returns {Promise<Map<string, Entry>>} the lists of one shard */
  async function shardEntries(family, number) {
    const key = family + number;
    const known = shards.get(key);
    if (known) return known;
    const [terms, lists] = await loadShard(family, shardName(family, number));
    const parts = lists.split(' ');
    /** @type {Map<string, Entry>} */
    const entries = new Map();
    frontCoded(terms.split(' '), false).forEach(({ term }, place) => entries.set(term, { term, list: parts[place], place }));
    shards.set(key, entries);
    return entries;
  }

  /** @type {Map<string, Postings>} */
  const decoded = new Map();

  /** @param {string} family @param {Entry} entry @returns {Postings} */
  function postingsOf(family, entry) {
    const key = family + entry.term;
    let found = decoded.get(key);
    if (!found) decoded.set(key, (found = decode(entry.list, RADICES[family])));
    return found;
  }

  /** @param {string} family `t` for stems, `w` for words as they stand @param {string} term
   *  @returns {Promise<Postings | null>} */
  async function postings(family, term) {
    const number = shardNumber(family, term);
    if (number < 0) return null;
    const entry = (await shardEntries(family, number)).get(term);
    return entry ? postingsOf(family, entry) : null;
  }

  /** @param {string} term a stem @returns {Promise<string>} its weight and its vector, if it has one */
  async function row(term) {
    const number = shardNumber('m', term);
    const entry = number < 0 ? undefined : (await shardEntries('m', number)).get(term);
    return entry ? entry.list : '';
  }

  /** @param {string} family @param {string} prefix @param {number} most shards to read
   *  @returns {number[]} the shards that hold terms with the prefix */
  function shardRange(family, prefix, most) {
    const first = Math.max(0, shardNumber(family, prefix));
    const last = Math.min(shardNumber(family, prefix + '\uffff'), first + most - 1);
    const found = [];
    for (let number = first; number <= last; number++) found.push(number);
    return found;
  }

  /** @param {string} family @param {string} prefix @param {number} most shards to read
   *  @returns {Promise<TermPostings[]>} the lists of the terms with the prefix */
  async function postingsRange(family, prefix, most) {
    const found = [];
    const numbers = shardRange(family, prefix, most);
    const maps = await Promise.all(numbers.map((number) => optional(shardEntries(family, number), new Map())));
    for (const entries of maps) {
      await breathe();
      for (const entry of entries.values()) {
        if (!entry.term.startsWith(prefix)) continue;
        found.push({ term: entry.term, postings: postingsOf(family, entry), fields: FAMILY_FIELDS[family] });
      }
    }
    return found;
  }

  /** @param {string} text @returns {string} */
  const reversed = (text) => Array.from(text).reverse().join('');

  /** @param {string} prefix @param {boolean} isSuffix @param {number} most shards to read
   *  @returns {Promise<{term: string, size: number}[]>} the words that begin, or end, so, and the size of their counts */
  async function vocabulary(prefix, isSuffix, most) {
    const family = isSuffix ? 'r' : 'v';
    const start = isSuffix ? reversed(prefix) : prefix;
    const numbers = shardRange(family, start, most);
    const loaded = await Promise.all(numbers.map((number) => optional(loadShard(family, shardName(family, number)), [])));
    const words = loaded.flatMap(([terms]) => (terms ? frontCoded(terms.split(' '), true) : [])).filter(({ term }) => term.startsWith(start));
    return isSuffix ? words.map(({ term, size }) => ({ term: reversed(term), size })) : words;
  }

  /** @param {string} family @param {string} prefix @param {number} most shards to read
   *  @returns {Promise<any[][]>} what the shards hold that have terms with the prefix */
  const loadRange = (family, prefix, most) =>
    Promise.all(shardRange(family, prefix, most).map((number) => loadShard(family, shardName(family, number))));

  /** @param {string} kind @param {string} prefix folded @returns {Promise<{name: string, list: string}[]>} */
  async function names(kind, prefix) {
    const loaded = await loadRange('n', kind + '=' + prefix, 2);
    return loaded
      .flatMap(([kinds]) => /** @type {string[]} */ (kinds[kind] || []))
      .flatMap((name, i, all) => (i % 2 ? [] : [{ name, list: all[i + 1] }]))
      .filter(({ name }) => papershelfText.fold(name).startsWith(prefix));
  }

  /** @param {string} kind @returns {Promise<{name: string, list: string}[]>} its most frequent names */
  async function facet(kind) {
    if (!manifest.facets[kind]) return [];
    const entries = /** @type {[string, string][]} */ (await papershelf.load(manifest.facets[kind]));
    return entries.map(([name, list]) => ({ name, list }));
  }

  /** @returns {Promise<Int32Array>} the upvotes of each paper */
  const votes = async () => numbers(await papershelf.load(manifest.votes));

  /** @param {string} list of a name @returns {Int32Array} */
  const namePapers = (list) => decode(list, RADICES.n).ordinals;

  /** @param {string} term a stem @returns {Promise<Map<number, number[]>>} its positions, by paper */
  async function positions(term) {
    const number = shardNumber('t', term);
    const entry = number < 0 ? undefined : (await shardEntries('t', number)).get(term);
    /** @type {Map<number, number[]>} */
    const found = new Map();
    if (!entry) return found;
    const [lists] = await loadShard('p', shardName('t', number));
    const gaps = numbers(lists.split(' ')[entry.place]);
    const { ordinals, counts } = postingsOf('t', entry);
    let next = 0;
    ordinals.forEach(function (ordinal, i) {
      let position = 0;
      const places = [];
      for (let n = counts[0][i] + counts[1][i]; n > 0; n--) places.push((position += gaps[next++]));
      found.set(ordinal, places);
    });
    return found;
  }

  /** @returns {Promise<Float64Array>} how long each paper's abstract is, of the average */
  async function lengths() {
    const symbols = /** @type {string} */ (await papershelf.load(manifest.lengths));
    const found = new Float64Array(symbols.length);
    for (let i = 0; i < found.length; i++) {
      const step = VALUES[symbols.charCodeAt(i)];
      found[i] = STEPS[step % 4] * (1 << (step >> 2));
    }
    const average = found.reduce((total, length) => total + length, 0) / found.length;
    return found.map((length) => length / average);
  }

  /** @param {number} size in how many of the archive's papers, or pairs of a paper and a field, a term is */
  const rarity = (size) => Math.log(1 + Math.abs((manifest.documents - size + 0.5) / (size + 0.5)));

  /** @param {Postings} list @returns {number} Lunr's inverse document frequency, which counts (paper, field) pairs */
  const idf = (list) => rarity(list.size);

  /** @param {number} rarity @param {number} count @param {number} boost of the field @param {number} saturation
   *  @returns {number} Lunr's weight of a term in a field, with `b` = 0 where the saturation is `K1` */
  function weight(rarity, count, boost, saturation) {
    const score = ((rarity * ((K1 + 1) * count)) / (saturation + count)) * boost;
    return Math.round(score * 1000) / 1000;
  }

  /** @type {Weights} those of the index of everything */
  const LUNR = { boosts: BOOSTS, rarity: idf, count: ({ postings }, field, i) => postings.counts[field][i], saturation: () => K1 };

  /** @param {Int32Array} ordinals ascending @param {Int32Array | null} papers ascending; or all
   *  @returns {Iterable<number>} where in `ordinals` the papers stand; few papers are looked up in a long list */
  function* places(ordinals, papers) {
    if (!papers) return yield* ordinals.keys();
    let low = 0;
    for (const paper of papers) {
      let high = ordinals.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ordinals[middle] < paper) low = middle + 1;
        else high = middle;
      }
      if (ordinals[low] === paper) yield low;
    }
  }

  /**
   * Makes a Lunr index that knows these terms only; for them it scores as the index of everything does.
   * @param {TermPostings[]} terms whose names are unique
   * @param {Set<number> | null} papers to know, with or without a term; or all that have one
   * @param {Weights} [weights]
   */
  function partialIndex(terms, papers, weights = LUNR) {
    /** @type {Record<string, any>} */
    const invertedIndex = Object.create(null);
    /** @type {Record<string, any>} */
    const fieldVectors = Object.create(null);
    for (const ordinal of papers || []) fieldVectors[FIELDS[0] + '/' + ordinal] = new lunr.Vector();
    const known = papers && Int32Array.from(papers).sort();
    const sorted = [...terms].sort((a, b) => (a.term < b.term ? -1 : 1));
    sorted.forEach(function (sought, number) {
      const { term, postings, fields } = sought;
      const rarity = weights.rarity(postings);
      const posting = (invertedIndex[term] = Object.create(null));
      posting._index = number;
      for (const field of FIELDS) posting[field] = Object.create(null);
      for (const i of places(postings.ordinals, known)) {
        const ordinal = postings.ordinals[i];
        fields.forEach(function (field, f) {
          if (!postings.counts[f][i]) return;
          posting[field][ordinal] = Object.create(null);
          const reference = field + '/' + ordinal;
          const vector = (fieldVectors[reference] = fieldVectors[reference] || new lunr.Vector());
          vector.insert(number, weight(rarity, weights.count(sought, f, i), weights.boosts[field], weights.saturation(field, ordinal)));
        });
      }
    });
    const tokenSet = lunr.TokenSet.fromArray(sorted.map(({ term }) => term));
    return new lunr.Index({ invertedIndex, fieldVectors, tokenSet, fields: FIELDS, pipeline: new lunr.Pipeline() });
  }

  /** @param {number} ordinal @returns {string} the file that holds the paper's card */
  function cardPath(ordinal) {
    const { block, group } = manifest.cards;
    const folder = Math.floor(ordinal / (block * group));
    const file = Math.floor(ordinal / block) % group;
    return 'search/c/' + nameAt(cardName + folder) + '/' + file + '.js';
  }

  /** @param {string} field of a card @returns {string[]} */
  const items = (field) => (field ? field.split('\x1f') : []);

  /** @param {number} ordinal @returns {Promise<SearchResult>} what lists show of a paper, its score not yet set;
   *  without an identifier if it could not be loaded */
  async function card(ordinal) {
    const block = /** @type {string[]} */ (await optional(papershelf.load(cardPath(ordinal)), []));
    const [id, title = '', authors = '', authorCount = '', date = '', tags = '', summary = '', has = '', organizations = '',
      venue = '', url = '', picture = ''] = (block[ordinal % manifest.cards.block] || '').split('\t');
    return {
      ordinal, id, url: url || 'papers/' + id + '.html', score: 0, title, authors: items(authors), authorCount: Number(authorCount),
      date, tags: items(tags), organizations: items(organizations), venue, has: items(has), summary, fields: [], terms: [], authorWords: [],
      about: [], votes: 0, picture,
    };
  }

  return {
    open, refresh, breathe, optional, postings, postingsRange, vocabulary, names, namePapers, positions, lengths, rarity, weight, partialIndex, card, decode,
    numbers, frontCoded, loadRange, loadShard, row,
    VALUES, K1, LUNR, FIELDS, TEXT_FIELDS, WORD_FIELDS,
    generation: () => generation,
    failures: () => failures,
    documents: () => manifest.documents,
    meaning: () => /** @type {MeaningFiles} */ (manifest.meaning),
    years: () => manifest.years,
    kinds: () => manifest.kinds,
    filters: () => manifest.filters,
    hasVotes: () => Boolean(manifest.votes),
    votes,
    facet,
  };
})();
