/**
 * What the reader's own browser remembers: until when the home page was seen, which papers were read, and whom the reader
 * follows. This script owns these stored values. Nothing of them leaves the browser.
 */
papershelf.visits = (function () {
  'use strict';

  const { t, all, make, metadata, titleOf, recall, keep, root, list, say } = papershelf;

  const MAX_READ = 3000;
  const MAX_FOLLOWED = 200;
  /** Milliseconds after which the reader comes back: before that, a page is part of the same visit. */
  const PAUSE = 4 * 3600 * 1000;
  /** Folders of pages whose names can be followed, with the filter that finds their papers. */
  const FILTERS = /** @type {Record<string, string>} */ ({ authors: 'author', tags: 'tag', organizations: 'org', venues: 'venue' });
  const [visitKey, readKey, followKey] = ['visits', 'read', 'follows'].map((name) => `${name}-${list.place}`);

  /** @param {string} name @returns {any} */
  function stored(name) {
    try {
      return JSON.parse(recall(name) || 'null');
    } catch {
      return null;
    }
  }

  /** @param {unknown} value @returns {string[]} */
  const texts = (value) => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

  /* What was read. */

  const read = new Set(texts(stored(readKey)));

  /** @type {Visits['mark']} */
  function mark(item, url) {
    item.classList.toggle('seen', read.has(url.slice(7, -5)));
  }

  /** @param {string[]} ids that are new */
  function addRead(ids) {
    for (const id of texts(stored(readKey)).concat(ids)) {
      if (!/^[\w.-]{1,250}$/.test(id)) continue;
      read.delete(id);
      read.add(id);
    }
    const kept = [...read].slice(-MAX_READ);
    keep(readKey, kept.length ? JSON.stringify(kept) : '');
  }

  /* Whom the reader follows. */

  /** @param {any} value @returns {Followed | null} */
  function clean(value) {
    const { url, name } = value || {};
    const isSound = typeof url === 'string' && /^(?:(?:authors|tags|organizations|venues)\/[\w.-]{1,250}\.html|search\.html#[^"<>\s]{1,1000})$/.test(url);
    return isSound && typeof name === 'string' && name.trim() ? { url, name: name.slice(0, 300) } : null;
  }

  /** @returns {Followed[]} */
  function follows() {
    const found = stored(followKey);
    return (Array.isArray(found) ? found : []).slice(0, MAX_FOLLOWED).flatMap((item) => clean(item) || []);
  }

  /** The home page of a reader who comes back keeps room for what this script writes there. */
  const keepRoom = () => keep('back', follows().length ? 'follows' : 'seen');

  /** @param {Followed[]} items */
  function store(items) {
    if (!keep(followKey, items.length ? JSON.stringify(items) : '')) say(t('This browser does not keep the list: it is full or forbids it.'));
    if (recall('back')) keepRoom();
    refresh();
  }

  /** @type {Map<HTMLElement, Followed>} The buttons of this page, with what each of them follows. */
  const buttons = new Map();

  function refresh() {
    const followed = new Set(follows().map(({ url }) => url));
    for (const [button, { url }] of buttons) button.setAttribute('aria-pressed', String(followed.has(url)));
  }

  /** @param {HTMLElement} button that was pressed */
  function toggle(button) {
    const item = clean(buttons.get(button));
    if (!item) return;
    const others = follows().filter(({ url }) => url !== item.url);
    store(button.getAttribute('aria-pressed') === 'true' ? others : [...others, item]);
  }

  /** @type {Visits['connect']} */
  function connect(button, followed) {
    if (!buttons.has(button)) button.addEventListener('click', () => toggle(button));
    buttons.set(button, followed);
    refresh();
    return button;
  }

  /** @type {Visits['queryOf']} */
  function queryOf({ url, name }) {
    const [folder] = url.split('/');
    if (FILTERS[folder]) return `${FILTERS[folder]}:"${name.replace(/"/g, '')}"`;
    const hash = new URLSearchParams(url.split('#')[1]);
    return [hash.get('q') || '', ...hash.getAll('f')].join(' ').trim();
  }

  /* Since the reader was here. */

  /** @param {string} days of the home page, the newest first, each with the number of its papers: `2026-08-21 17 …` */
  function look(days) {
    const counts = new Map(days.split(' ').flatMap((part, i, parts) => (i % 2 ? [] : [[part, Number(parts[i + 1])]])));
    const [newest] = counts.keys();
    const now = { at: Date.now(), day: newest, count: counts.get(newest) || 0 };
    const { last, base } = stored(visitKey) || { last: null, base: null };
    const isSound = last && typeof last.at === 'number' && /^\d{4}-\d\d-\d\d$/.test(last.day);
    const since = isSound && now.at - last.at > PAUSE ? last : base;
    keep(visitKey, JSON.stringify({ last: now, base: since }));
    keepRoom();
    if (!since || typeof since.day !== 'string') return null;
    let added = 0;
    for (const [day, count] of counts) {
      if (day > since.day) added += count;
      // Papers may be added to a day that was seen.
      if (day === since.day) added += Math.max(0, count - Number(since.count));
    }
    return { at: Number(since.at), day: since.day, added, isMore: ![...counts.keys()].some((day) => day <= since.day) };
  }

  /** @param {HTMLElement} line of the home page; its room is kept if there was a visit before */
  function showSince(line) {
    const since = look(line.dataset.days || '');
    if (!since) return;
    const { lang } = document.documentElement;
    const date = new Date(since.at).toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: 'numeric', month: 'long' });
    const count = since.added.toLocaleString(lang || 'en');
    const said = since.added === 0 ? t('You were here on {date}: nothing new since') : since.isMore
      ? t('You were here on {date}: more than {count} new papers') : since.added === 1
        ? t('You were here on {date}: 1 new paper') : t('You were here on {date}: {count} new papers');
    line.append(make('span', {}, said.replace('{date}', date).replace('{count}', count)));
    if (!since.added || !follows().length) return;
    const show = () => papershelf.load('assets/for-you.js').then((add) => add(line, since.day), () => undefined);
    if (document.readyState === 'complete') show();
    else addEventListener('load', show);
  }

  const page = list.urlOf(location);
  if (metadata('title').length) addRead([page.slice(7, -5)]);
  for (const item of all('.list > li')) {
    const link = titleOf(item);
    if (link) mark(item, list.urlOf(link));
  }
  for (const button of all('button.follow')) connect(button, { url: page, name: String(document.querySelector('h1')?.textContent).trim() });
  for (const line of all('.since')) showSince(line);
  addEventListener('storage', refresh);

  return {
    mark,
    connect,
    follows,
    queryOf,
    saved: () => ({ follows: follows(), read: [...read] }),
    add(saved) {
      const known = new Map(follows().map((item) => [item.url, item]));
      for (const item of Array.isArray(saved.follows) ? saved.follows.slice(0, MAX_FOLLOWED).map(clean) : []) if (item) known.set(item.url, item);
      if (known.size) store([...known.values()].slice(-MAX_FOLLOWED));
      addRead(texts(saved.read).slice(-MAX_READ));
    },
    makeButton: (followed) => connect(make('button', { type: 'button', class: 'follow' }, t('Follow')), followed),
    addressOf: ({ url }) => root + url,
  };
}());
