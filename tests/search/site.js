/* Loads a built site's search into a bare JavaScript context, as a page would, and counts what it reads. */
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const zlib = require('zlib');

const PARTS = ['search.js', 'lunr.js', 'search-engine.js'];
/** A script that the box needs besides these; it counts as read, but nothing here has a page. */
const BOX = 'search-box.js';
/** What the engine's messages need of site.js. */
const SITE = 'var papershelf = { t: (message) => message, make: () => undefined };';

/** @returns the context's globals; `reads` lists [path, gzip bytes] of every file read */
function openSite(site) {
  const reads = [];
  const read = function (name) {
    const data = fs.readFileSync(path.join(site, name));
    reads.push([name, zlib.gzipSync(data, { level: 9 }).length]);
    return data.toString();
  };
  const document = {
    documentElement: { dataset: { root: '' } },
    readyState: 'complete',
    getElementById: () => null,
    addEventListener: () => undefined,
    createElement: () => ({ dataset: {}, remove: () => undefined }),
    currentScript: null,
    head: {
      append: function (script) {
        const [address] = script.src.split('?');
        if ([...PARTS, BOX].some((part) => address === 'assets/' + part)) return Promise.resolve().then(() => script.onload());
        document.currentScript = script;
        try {
          vm.runInContext(read(address), context);
        } catch (error) {
          return Promise.resolve().then(() => script.onerror());
        }
        Promise.resolve().then(() => script.onload());
      },
    },
  };
  const context = vm.createContext({ document, console, performance, setTimeout, clearTimeout, URLSearchParams });
  vm.runInContext(SITE, context);
  for (const part of PARTS) vm.runInContext(read('assets/' + part), context);
  read('assets/' + BOX);
  return { context, reads, papershelf: vm.runInContext('papershelf', context) };
}

module.exports = { openSite };
