/* The search box's first part, small enough for every page: the rest is loaded when the box is first used. */

/**
 * @typedef {{ordinal: number, id: string, url: string, score: number, title: string, authors: string[], authorCount: number,
 *   date: string, tags: string[], organizations: string[], venue: string, has: string[], summary: string,
 *   fields: string[], terms: string[], authorWords: string[], about: string[], votes: number, picture: string}} SearchResult
 *   `authorWords`: words of authors' names that match; `about`: for a paper that is found by its meaning alone, the words of it
 *   that are nearest to the query; `votes`: 0 unless papers are sorted by them
 * @typedef {{total: number, complete: number, results: SearchResult[], corrections: [string, string][],
 *   added: [string, string][], missing: string[], identifiers: string[], unknown: string[], included: string[],
 *   isPartial: boolean, isByMeaning: boolean, byMeaning: number, generation: object, query: Query, words: string[], matches: ArrayLike<number>,
 *   wider: Record<string, ArrayLike<number>>}} SearchAnswer
 *   `corrections`: words and what was searched instead; `added`: rare words and what was searched as well; `missing`:
 *   words that no paper has; `identifiers`: those of the papers found; `unknown`: those that no paper has; `included`:
 *   unwanted words that were searched, as nothing was without them; `wider`: the matches but for the years or venues
 *   that `filters` choose
 *   `isByMeaning`: whether meaning has a part in the order; `byMeaning`: how many of the papers have none of the words
 * @typedef {{limit?: number, offset?: number, sort?: string, filters?: string[], by?: string, early?: (answer: SearchAnswer) => void}} SearchOptions
 */

var papershelf = /** @type {Papershelf} */ (Object.assign(papershelf || {}, (function () {
  'use strict';

  const root = document.documentElement.dataset.root || '';
  const ENGINE = ['lunr.js', 'search-engine.js'];

  /** @type {Map<string, Promise<unknown>>} */
  const loading = new Map();
  /** @type {Map<string, unknown>} */
  const arrived = new Map();

  /** Milliseconds after which a file is requested once more, and then given up. */
  const PATIENCE = 8000;
  /** Scripts that read the index, which may have to be newer than the browser's cache has them. */
  const PART = /^assets\/(?:lunr|search-(?!page|box))/;
  let version = '';

  /**
   * Runs a script of the site once and resolves to what it handed over; after a failure the next call tries again.
   * @param {string} path relative to the site's root
   * @returns {Promise<any>}
   */
  function load(path) {
    const known = loading.get(path);
    if (known) return known;
    // At another address the second time: a browser may have cached that an earlier version of the site lacked the file.
    const promise = run(path, PART.test(path) ? version : '').catch(() => run(path, '?' + Date.now()));
    loading.set(path, promise);
    promise.catch(() => loading.delete(path));
    return promise;
  }

  /** @param {string} path @returns {Promise<any>} what the script hands over now, whatever caches have */
  function loadAgain(path) {
    // Other pages, and this one without a network, shall find it in the browser's cache.
    if (location.protocol !== 'file:') fetch(root + path, { cache: 'reload' }).catch(() => undefined);
    const promise = run(path, '?' + Date.now());
    promise.then(() => loading.set(path, promise), () => undefined);
    return promise;
  }

  /** @param {string} path @param {string} suffix of its address @returns {Promise<any>} */
  const run = (path, suffix) => new Promise(function (resolve, reject) {
    const script = document.createElement('script');
    script.src = root + path + suffix;
    script.dataset.path = path;
    // Only the engine's scripts need each other: no shard waits for one that is slow.
    script.async = !path.startsWith('assets/');
    /** @param {() => void} settle */
    function end(settle) {
      clearTimeout(timer);
      script.remove();
      settle();
    }
    const timer = setTimeout(() => end(() => reject(new Error(path + ' did not arrive in time'))), PATIENCE);
    script.onload = () => end(function () {
      resolve(arrived.get(path));
      arrived.delete(path);
    });
    script.onerror = () => end(() => reject(new Error('Could not load ' + path)));
    document.head.append(script);
  });

  /** @type {Promise<void> | undefined} */
  let styled;

  /**
   * Adds the panel's style, behind the theme's: no page but the search page carries it.
   * @returns {Promise<void>}
   */
  function loadStyle() {
    return styled ??= new Promise(function (resolve) {
      const sheet = document.createElement('link');
      sheet.rel = 'stylesheet';
      sheet.href = root + 'assets/search.css';
      sheet.onload = sheet.onerror = () => resolve();
      /** @type {Element} */ (document.querySelector('link[rel=stylesheet]')).after(sheet);
    });
  }

  /** @returns {Promise<unknown>} when all that a search needs apart from shards is loaded */
  function loadEngine() {
    return Promise.all([...ENGINE.map((name) => load('assets/' + name)), load('search/manifest.js')]);
  }

  /** Loads the scripts that read another format of the index. @param {number} format @returns {Promise<unknown>} */
  function replaceEngine(format) {
    if (version === '?' + format) return loadEngine();
    version = '?' + format;
    for (const path of loading.keys()) if (PART.test(path)) loading.delete(path);
    return loadEngine();
  }

  /**
   * Asks the index; if a file is gone because the site was published again since, asks the new index.
   * @template T
   * @param {() => Promise<T>} ask
   * @returns {Promise<{answer: T, isPartial: boolean}>} partial if a file that is useful but not needed is missing
   */
  async function fromCurrent(ask) {
    await loadEngine();
    const format = await papershelfIndex.open();
    if (format) {
      await replaceEngine(format);
      if (await papershelfIndex.open()) throw new Error('The search cannot read this index');
    }
    const [generation, failures] = [papershelfIndex.generation(), papershelfIndex.failures()];
    const isReplaced = () => papershelfIndex.generation() !== generation;
    try {
      const answer = await ask();
      const isWhole = papershelfIndex.failures() === failures;
      const isOutdated = isReplaced() || (!isWhole && (await refreshed(generation)));
      return isOutdated ? fromCurrent(ask) : { answer, isPartial: !isWhole };
    } catch (error) {
      if (isReplaced() || (await refreshed(generation))) return fromCurrent(ask);
      throw error;
    }
  }

  /** @param {object} generation of an answer @returns {Promise<boolean>} whether the site has another index by now */
  async function refreshed(generation) {
    await papershelfIndex.refresh();
    return papershelfIndex.generation() !== generation;
  }

  /**
   * Finds papers; `total` counts them all, `complete` those with every word of the query.
   * @param {string} text what a person typed
   * @param {SearchOptions} [options] `filters` are parts of a query such as `tag:agents`; `sort` is `date` or nothing; `by` is
   *   `words` or nothing; `early` is called with what the words find, if meaning may find more
   * @returns {Promise<SearchAnswer>} rejected where a file of the index cannot be loaded; a later call tries again
   */
  async function search(text, options) {
    const { answer, isPartial } = await fromCurrent(() => papershelfAnswer.search(text, options || {}));
    return { ...answer, isPartial };
  }

  /**
   * Says what a filter at the end of the text may become.
   * @param {string} text what a person typed
   * @returns {Promise<Completion[]>}
   */
  async function complete(text) {
    if (!/[:\uff1a]/.test(text)) return [];
    await loadEngine();
    await loadPart('search-complete.js');
    return (await fromCurrent(() => papershelfComplete.complete(text))).answer;
  }

  /** @param {string} name of a script in the same folder */
  const loadPart = (name) => load('assets/' + name);

  function start() {
    const box = /** @type {HTMLInputElement | null} */ (document.getElementById('search-box'));
    if (box && !document.getElementById('search-page')) {
      const wake = () => Promise.all([loadStyle(), loadEngine()])
        .then(() => loadPart('row.js')).then(() => loadPart('search-box.js')).catch(() => undefined);
      box.addEventListener('focus', wake);
      if (document.activeElement === box) wake();
    }
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();

  return {
    root,
    load,
    loadEngine,
    loadAgain,
    isOutdated: refreshed,
    search,
    complete,
    /** @param {unknown[]} parts what the running script, a shard, holds */
    take: (parts) => arrived.set(/** @type {HTMLElement} */ (document.currentScript).dataset.path || '', parts),
    /** @param {string} path @param {unknown} data */
    data: (path, data) => arrived.set(path, data),
  };
})()));

/** What every shard calls; its name is short, for there are thousands. @param {...unknown} parts */
function shard(...parts) {
  papershelf.take(parts);
}
