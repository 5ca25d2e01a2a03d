/* The search box's first part, small enough for every page: the rest is loaded when the box is first used. */

/**
 * @typedef {{id: string, url: string, score: number, title: string, authors: string[], authorCount: number,
 *   date: string, tags: string[], organizations: string[], venue: string, has: string[], summary: string,
 *   fields: string[], terms: string[]}} SearchResult
 * @typedef {{total: number, complete: number, results: SearchResult[], corrections: [string, string][],
 *   words: string[], matches: ArrayLike<number>}} SearchAnswer
 * @typedef {{limit?: number, offset?: number, sort?: string, filters?: string[]}} SearchOptions
 */

var papershelf = /** @type {Papershelf} */ (Object.assign(papershelf || {}, (function () {
  'use strict';

  const root = document.documentElement.dataset.root || '';
  const ENGINE = ['lunr.js', 'search-text.js', 'search-query.js', 'search-index.js', 'search-meaning.js',
    'search-rank.js', 'search-view.js'];

  /** @type {Map<string, Promise<unknown>>} */
  const loading = new Map();
  /** @type {Map<string, unknown>} */
  const arrived = new Map();

  /**
   * Runs a script of the site once and resolves to what it handed over; after a failure the next call tries again.
   * @param {string} path relative to the site's root
   * @returns {Promise<any>}
   */
  function load(path) {
    const known = loading.get(path);
    if (known) return known;
    const promise = new Promise(function (resolve, reject) {
      const script = document.createElement('script');
      script.src = root + path;
      script.dataset.path = path;
      script.async = false;
      script.onload = function () {
        script.remove();
        resolve(arrived.get(path));
        arrived.delete(path);
      };
      script.onerror = function () {
        script.remove();
        loading.delete(path);
        reject(new Error('Could not load ' + path));
      };
      document.head.append(script);
    });
    loading.set(path, promise);
    return promise;
  }

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

  /** @returns {Promise<unknown>} when everything that a search needs beside its shards is there */
  function loadEngine() {
    return Promise.all([...ENGINE.map((name) => load('assets/' + name)), load('search/manifest.js')]);
  }

  /**
   * Finds papers; `total` counts them all, `complete` those with every word of the query.
   * @param {string} text what a person typed
   * @param {SearchOptions} [options] `filters` are parts of a query such as `tag:agents`; `sort` is `date` or nothing
   * @returns {Promise<SearchAnswer>} rejected where a file of the index cannot be loaded; a later call tries again
   */
  async function search(text, options) {
    await loadEngine();
    return papershelfRank.search(text, options || {});
  }

  /**
   * Says what a filter at the end of the text may become.
   * @param {string} text what a person typed
   * @returns {Promise<Completion[]>}
   */
  async function complete(text) {
    if (!text.includes(':')) return [];
    await loadEngine();
    await loadPart('search-complete.js');
    return papershelfComplete.complete(text);
  }

  /** @param {string} name of a script beside this one */
  const loadPart = (name) => load('assets/' + name);

  /** Loads the search page's scripts; where one fails, says so and offers to try again. */
  async function openPage() {
    try {
      await loadEngine();
      await loadPart('search-facets.js');
      await loadPart('search-page.js');
    } catch (error) {
      const { t, make } = papershelf;
      const status = document.getElementById('search-status');
      const again = make('button', { type: 'button', class: 'search-again' }, t('Try again'));
      again.addEventListener('click', openPage);
      if (status) status.replaceChildren(t('A part of the search could not be loaded.'), ' ', again);
    }
  }

  function start() {
    const box = /** @type {HTMLInputElement | null} */ (document.getElementById('search-box'));
    const page = document.getElementById('search-page');
    if (page) {
      openPage();
    } else if (box) {
      const wake = () => Promise.all([loadStyle(), loadEngine()])
        .then(() => loadPart('search-box.js')).catch(() => undefined);
      box.addEventListener('focus', wake);
      if (document.activeElement === box) wake();
    }
  }

  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();

  return {
    root,
    load,
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
