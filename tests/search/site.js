/* Loads a built site's search into a bare JavaScript context, as a page would, and counts what it reads. */
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const zlib = require('zlib');

const ENGINE = ['text', 'identifiers', 'query', 'index', 'meaning', 'rank'];
const PARTS = ['lunr.js', 'search.js', ...ENGINE.map((part) => `search-${part}.js`)];
/** Scripts that a page needs beside these; they count as read, but nothing here has a page. */
const SHOWN_BY = ['search-view.js', 'search-box.js'];

/** @returns the context's globals; `reads` lists [path, gzip bytes] of every file read */
function openSite(site, assets, lunrPath) {
  const reads = [];
  const read = function (file, name) {
    const data = fs.readFileSync(file);
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
        const part = address.startsWith('assets/') ? address.slice('assets/'.length) : '';
        if (PARTS.includes(part) || SHOWN_BY.includes(part)) return Promise.resolve().then(() => script.onload());
        document.currentScript = script;
        try {
          vm.runInContext(read(part ? path.join(assets, part) : path.join(site, address), address), context);
        } catch (error) {
          return Promise.resolve().then(() => script.onerror());
        }
        Promise.resolve().then(() => script.onload());
      },
    },
  };
  const context = vm.createContext({ document, console, performance, setTimeout, clearTimeout, URLSearchParams });
  for (const part of PARTS) vm.runInContext(read(part === 'lunr.js' ? lunrPath : path.join(assets, part), part), context);
  for (const part of SHOWN_BY) read(path.join(assets, part), part);
  return { context, reads, papershelf: vm.runInContext('papershelf', context) };
}

module.exports = { openSite };
