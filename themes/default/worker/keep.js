/**
 * The service worker: it keeps pages that were seen, and on request the whole archive, so that both work without a
 * connection. The build puts `const papershelfSite = {…};` in front of it, so another site is another worker.
 *
 * Online, pages come from the network. A page that comes from this device has all its files from there, too. What is
 * kept has an address and a digest; the lists of `offline/` say which digest an address has in this version, and nothing
 * else is stored or shown. So an update fetches what changed, and replaces all of it at once: the new worker starts when
 * no page of the old version is open.
 */
(function () {
  'use strict';

  /**
   * @typedef {{waitUntil(work: Promise<unknown>): void, respondWith(answer: Promise<Response>): void, request: Request,
   *   clientId: string, resultingClientId: string, data: [string, number], ports: MessagePort[]}} WorkerEvent
   */

  const worker = /** @type {any} */ (self);
  const { parts, shell, folders, kept } = papershelfSite;
  const root = new URL('./', location.href).href;

  /** One origin may have several sites, each under its own path. */
  const OWN = `papershelf ${new URL(root).pathname} `;
  const VERSION = `${OWN}version ${papershelfSite.version}`;
  const SEEN = `${OWN}seen`;
  const WHOLE = `${OWN}whole`;
  const MARK = `${root}offline/whole/`;
  const TIDY = `${root}offline/tidy`;
  /** Pages and files that stay when the site is updated: those seen last. */
  const MOST_SEEN = 400;
  const AT_ONCE = 6;
  /** Milliseconds to wait for a page that this device has a copy of. */
  const PATIENCE = 4000;

  /** @param {string} url from the site's root */
  const address = (url) => root + url.split('/').map(encodeURIComponent).join('/');
  /** @param {string} url @param {string} digest */
  const key = (url, digest) => `${address(url)}?${digest}`;

  /** @param {string} href @returns {string} its file, from the site's root */
  function fileOf(href) {
    const path = new URL(href).pathname.slice(new URL(root).pathname.length);
    try {
      return decodeURIComponent(path).replace(/(^|\/)$/, '$1index.html');
    } catch {
      return '';
    }
  }

  /** @param {string} url @returns {number} the list that has it: its CRC-32, as `build/offline.py` divides files */
  function partOf(url) {
    let crc = -1;
    for (const byte of new TextEncoder().encode(url)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ((crc ^ -1) >>> 0) % parts.length;
  }

  /** @param {ArrayBuffer} bytes */
  async function digestOf(bytes) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).slice(0, 6);
    return btoa(String.fromCharCode(...hash)).replace(/\+/g, '-').replace(/\//g, '_');
  }

  /** @param {Response} response @param {string} digest @returns {Promise<Response | null>} a copy, if it is this file */
  async function copyOf(response, digest) {
    const bytes = await response.arrayBuffer();
    const type = response.headers.get('Content-Type') || '';
    return (await digestOf(bytes)) === digest ? new Response(bytes, { headers: { 'Content-Type': type } }) : null;
  }

  /** @param {string} url @param {string} digest @returns {Promise<Response>} rejected unless it is the file of this version */
  async function fetchFile(url, digest) {
    for (const cache of /** @type {RequestCache[]} */ (['default', 'reload'])) {
      const response = await fetch(address(url), { cache });
      const copy = response.ok && await copyOf(response, digest);
      if (copy) return copy;
    }
    throw new Error('changed');
  }

  /** @type {Map<number, Promise<Map<string, string>>>} */
  const lists = new Map();

  /** @param {number} part @returns {Promise<Map<string, string>>} the digests of its files */
  function list(part) {
    const known = lists.get(part) || readList(part);
    lists.set(part, known);
    known.catch(() => lists.delete(part));
    return known;
  }

  /** @param {number} part @returns {Promise<Map<string, string>>} */
  async function readList(part) {
    const url = `offline/${part}.txt`;
    const cache = await caches.open(VERSION);
    let found = await cache.match(address(url));
    if (!found) {
      found = await fetchFile(url, parts[part]);
      await cache.put(address(url), found.clone());
    }
    const lines = (await found.text()).split('\n').filter(Boolean);
    return new Map(lines.map((line) => [line.slice(9), line.slice(0, 8)]));
  }

  /** @param {string} url */
  const wanted = async (url) => (await list(partOf(url))).get(url);

  /** @param {string} url @param {string} digest @returns {Promise<Response | undefined>} what this device has of it */
  const stored = async (url, digest) => (await caches.match(key(url, digest), { cacheName: WHOLE }))
    || caches.match(key(url, digest), { cacheName: SEEN });

  /** @param {string} url @returns {Promise<Response | undefined>} the file of this version, if this device has it */
  async function find(url) {
    const digest = await wanted(url).catch(() => undefined);
    return digest ? stored(url, digest) : undefined;
  }

  /** @param {string} url @param {string} digest @param {string} cacheName @param {Response} [response] */
  async function keep(url, digest, cacheName, response) {
    const file = (await stored(url, digest)) || response || (await fetchFile(url, digest));
    await (await caches.open(cacheName)).put(key(url, digest), file);
  }

  /* What a page is: 'kept' if it came from this device, 'other' if it is not of this version. */

  /** @param {string} client */
  const markOf = async (client) => {
    const found = client && (await caches.match(`${root}offline/client/${client}`, { cacheName: VERSION }));
    return found ? found.text() : '';
  };

  /** @param {string} client @param {string} mark */
  const mark = async (client, mark) => (await caches.open(VERSION)).put(`${root}offline/client/${client}`, new Response(mark));

  /**
   * Lets the worker of a newer version start, once it has what it needs and the page of that version is the only one open.
   * @param {string} client
   */
  async function handOver(client) {
    for (let tries = 0; tries < 40;) {
      const { installing, waiting } = worker.registration;
      const pages = waiting ? await worker.clients.matchAll() : [];
      if (waiting && pages.every((/** @type {{id: string}} */ page) => page.id === client)) {
        waiting.postMessage(['start']);
        return;
      }
      if (!installing) tries += 1;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** @param {string} url @param {Response} response @param {string} client the page that it becomes, if it is one */
  async function remember(url, response, client) {
    // The list of this version may be gone from the server; then the page is of a newer one.
    const digest = await wanted(url).catch(() => undefined);
    const copy = digest && (await copyOf(response, digest));
    if (copy && !(await stored(url, digest))) await keep(url, digest, SEEN, copy);
    if (copy || !client) return;
    await mark(client, 'other');
    await handOver(client);
  }

  /** @param {Request} request @param {Promise<Response | undefined>} copy */
  async function fromNetwork(request, copy) {
    const answer = fetch(request);
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, PATIENCE));
      if (!(await copy)) await answer;
      throw new Error('late');
    };
    return Promise.race([answer, late()]);
  }

  /** @param {WorkerEvent} event */
  async function answer(event) {
    const { request } = event;
    const isPage = request.mode === 'navigate';
    const url = fileOf(request.url);
    const from = isPage ? '' : await markOf(event.clientId);
    const copy = from === 'other' ? Promise.resolve(undefined) : find(url);
    if (from === 'kept') {
      const found = await copy;
      if (found) return found;
    }
    try {
      const response = await (isPage ? fromNetwork(request, copy) : fetch(request));
      if (response.ok) {
        event.waitUntil(remember(url, response.clone(), event.resultingClientId).catch(() => undefined));
      }
      return response;
    } catch {
      const found = await copy;
      if (!isPage) return found || Response.error();
      if (found) await mark(event.resultingClientId, 'kept');
      return found || Response.redirect(`${root}offline.html#${encodeURIComponent(url)}`);
    }
  }

  /**
   * Rejected with the first failure, when nothing is at work any more: what follows may delete what was made.
   * @param {[string, string][]} files @param {(file: [string, string]) => Promise<void>} act
   */
  async function forEach(files, act) {
    const left = files.slice();
    /** @type {unknown} */
    let failure;
    const work = async () => {
      for (let file = left.pop(); file; file = left.pop()) {
        await act(file).catch((error) => {
          failure ??= error;
          left.length = 0;
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failure) throw failure;
  }

  /** @param {number} part @returns {Promise<[string, string][]>} its files that belong to a kept archive */
  const keptOf = async (part) => [...(await list(part))].filter(([url]) => kept.includes(folderOf(url)));

  /** @param {string} url */
  const folderOf = (url) => (url.includes('/') ? url.slice(0, url.indexOf('/')) : '');

  /** @param {number} part @param {string[]} [added] gets the keys that were not there */
  const keepPart = async (part, added = []) => forEach(await keptOf(part), async ([url, digest]) => {
    if (await caches.match(key(url, digest), { cacheName: WHOLE })) return;
    added.push(key(url, digest));
    await keep(url, digest, WHOLE);
  });

  /** @param {string} name @returns {Promise<[string, string][]>} what a cache has: addresses and digests, the oldest first */
  async function content(name) {
    const requests = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
    const found = requests.map(({ url }) => /** @type {[string, string]} */ ([fileOf(url), new URL(url).search.slice(1)]));
    return found.filter(([, digest]) => digest);
  }

  const isWhole = async () => Boolean(await caches.match(MARK + papershelfSite.version, { cacheName: WHOLE }));

  /** @returns {Promise<boolean>} whether this version or an earlier one was kept whole */
  const wasWhole = async () => (await caches.has(WHOLE))
    && (await (await caches.open(WHOLE)).keys()).some(({ url }) => url.startsWith(MARK));

  /** Marks the archive as whole; rejected if a file is missing. */
  async function finish() {
    const have = new Set((await content(WHOLE)).map(([url, digest]) => key(url, digest)));
    for (let part = 0; part < parts.length; part += 1) {
      for (const [url, digest] of await keptOf(part)) if (!have.has(key(url, digest))) throw new Error('missing');
    }
    await (await caches.open(WHOLE)).put(MARK + papershelfSite.version, new Response());
  }

  /** Fetches this version of what the last one kept: what changed. */
  async function update() {
    for (const url of shell) await keep(url, (await wanted(url)) || '', SEEN);
    const seen = (await content(SEEN)).slice(-MOST_SEEN);
    await forEach(seen, async ([url]) => {
      const digest = await wanted(url);
      // A page that cannot be fetched is one that was not seen.
      if (digest && !(await stored(url, digest))) await keep(url, digest, SEEN).catch(() => undefined);
    });
    if (!(await wasWhole())) return;
    /** @type {string[]} */
    const added = [];
    try {
      for (let part = 0; part < parts.length; part += 1) await keepPart(part, added);
      await finish();
    } catch (error) {
      if (/** @type {Error} */ (error).name === 'QuotaExceededError') {
        const cache = await caches.open(WHOLE);
        for (const made of added) await cache.delete(made);
      }
      throw error;
    }
  }

  /** Deletes what other versions kept, once; while an update is fetched, that is still needed. */
  async function tidy() {
    const { installing, waiting } = worker.registration;
    if (installing || waiting || (await caches.match(TIDY, { cacheName: VERSION }))) return;
    for (const name of [SEEN, WHOLE]) {
      const files = await content(name);
      const old = new Set(name === SEEN ? files.slice(0, -MOST_SEEN).map(([url]) => url) : []);
      for (const url of shell) old.delete(url);
      for (const [url, digest] of files) {
        if (old.has(url) || (await wanted(url)) !== digest) await (await caches.open(name)).delete(key(url, digest));
      }
    }
    await (await caches.open(VERSION)).put(TIDY, new Response());
  }

  async function start() {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(`${OWN}version `) && name !== VERSION).map((name) => caches.delete(name)));
    await worker.clients.claim();
    // Pages that were open before there was a worker have been seen, too.
    for (const { url } of await worker.clients.matchAll({ type: 'window' })) {
      const file = fileOf(url);
      const digest = url.startsWith(root) && (await wanted(file).catch(() => undefined));
      if (digest) await keep(file, digest, SEEN).catch(() => undefined);
    }
  }

  /** @param {[string, number]} message @returns {Promise<unknown>} what a page learns */
  async function answerPage([what, part]) {
    if (what === 'keep') await keepPart(part);
    if (what === 'finish') await finish();
    if (what === 'forget') await caches.delete(WHOLE);
    const totals = kept.map((name) => folders[name] || [0, 0]);
    return {
      kept,
      folders: Object.keys(folders),
      parts: parts.length,
      files: totals.reduce((sum, [files]) => sum + files, 0),
      bytes: totals.reduce((sum, [, bytes]) => sum + bytes, 0),
      have: what === 'state' ? (await content(WHOLE)).length : 0,
      isWhole: await isWhole(),
    };
  }

  let isTidy = false;
  /** @param {string} type @param {(event: WorkerEvent) => void} act */
  const on = (type, act) => worker.addEventListener(type, act);

  on('install', (event) => event.waitUntil(update()));
  on('activate', (event) => event.waitUntil(start()));
  on('fetch', (event) => {
    const { request } = event;
    if (request.method !== 'GET' || !request.url.startsWith(root) || request.headers.has('Range')) return;
    event.respondWith(answer(event));
    if (isTidy) return;
    isTidy = true;
    event.waitUntil(tidy().catch(() => undefined));
  });
  on('message', (event) => {
    const [what] = event.data;
    if (what === 'start') {
      worker.skipWaiting();
      return;
    }
    const send = (/** @type {unknown} */ message) => event.ports[0].postMessage(message);
    event.waitUntil(answerPage(event.data).then(send, (error) => send({ error: error.name === 'Error' ? error.message : error.name })));
  });
}());
