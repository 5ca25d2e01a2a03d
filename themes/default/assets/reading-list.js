/**
 * The reading list: stars, read marks and notes that the reader's own browser keeps. After site.js, and like it
 * without any request. What is kept or imported is checked, and reaches a page only as text.
 */
(function () {
  'use strict';

  const shared = /** @type {any} */ (window).papershelfSite;
  const { t, all, make, recall, keep, titleOf, keys } = shared;

  /**
   * @typedef {{id: string, url: string, title: string, authors: string[], more: boolean, date: string, doi: string,
   *   arxiv: string, note: string, added: string, read: boolean}} Item
   */

  const MAX_ITEMS = 5000;

  const root = document.documentElement.dataset.root || '';
  const base = new URL(root || './', location.href).pathname;
  const home = document.querySelector('body > header a');
  // Over http one server may hold several sites; on a disk a newer copy of this site may lie elsewhere.
  const key = `list-${location.protocol === 'file:' ? home && home.textContent : base}`;
  const said = make('p', { class: 'said', role: 'status' });

  /** @type {Item[]} As last read; where the browser keeps nothing, all there is. */
  let items = [];
  let isKept = true;

  /**
   * What was taken off on this page, so that it can be put back with its note.
   * @type {Map<string, Item>}
   */
  const gone = new Map();

  /**
   * What shows whether a paper is kept, by its address.
   * @type {Map<string, HTMLElement[]>}
   */
  const shown = new Map();

  /* What is kept */

  /**
   * @param {unknown} value
   * @param {number} most How many characters of it are taken.
   * @param {RegExp} [pattern]
   */
  function text(value, most, pattern) {
    return typeof value === 'string' && (!pattern || pattern.test(value)) ? value.slice(0, most) : '';
  }

  /**
   * @param {any} value
   * @returns {Item | null} A sound item, or nothing where a part that it needs is missing or of a wrong kind.
   */
  function clean(value) {
    const item = value || {};
    const url = text(item.url, 300, /^papers\/[\w.-]{1,250}\.html$/);
    const title = text(item.title, 1000).replace(/\s+/g, ' ').trim();
    if (!url || !title) return null;
    return {
      id: url.slice(7, -5),
      url,
      title,
      authors: Array.isArray(item.authors) ? item.authors.slice(0, 200).map((name) => text(name, 200)).filter(Boolean) : [],
      more: item.more === true,
      date: text(item.date, 10, /^\d{4}(-\d\d){0,2}$/),
      doi: text(item.doi, 200, /^10\.[\w.]+\/[^\s"<>{}]+$/),
      arxiv: text(item.arxiv, 40, /^[\w.-]+(\/\d+)?$/),
      note: text(item.note, 5000),
      added: text(item.added, 10, /^\d{4}-\d\d-\d\d$/),
      read: item.read === true,
    };
  }

  /**
   * @param {unknown} values
   * @returns {Item[]}
   */
  function cleanAll(values) {
    return Array.isArray(values) ? values.slice(0, MAX_ITEMS).map(clean).filter(Boolean) : [];
  }

  /** Reads the list anew, as another tab may have changed it. */
  function load() {
    if (!isKept) return items;
    try {
      items = cleanAll(JSON.parse(recall(key) || '[]'));
    } catch {
      items = [];
    }
    return items;
  }

  /** @param {Item[]} list */
  function store(list) {
    items = list;
    isKept = keep(key, list.length ? JSON.stringify(list) : '');
    if (!isKept) say(t('This browser does not keep the list: it is full or forbids it.'));
    refresh();
  }

  /**
   * @param {string} url
   * @param {Partial<Item>} parts
   */
  function change(url, parts) {
    store(load().map((item) => (item.url === url ? { ...item, ...parts } : item)));
  }

  /**
   * Puts a paper on the list, or takes it off.
   * @param {string} url
   * @param {() => any} describe
   */
  function toggle(url, describe) {
    const listed = load().find((item) => item.url === url);
    const others = items.filter((item) => item !== listed);
    if (listed) {
      gone.set(url, listed);
      store(others);
      return;
    }
    const now = new Date();
    const added = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    const item = clean({ added, ...describe(), ...gone.get(url) });
    if (item) store([item, ...others]);
  }

  /** @param {string} message */
  function say(message) {
    said.textContent = message;
    setTimeout(() => { if (said.textContent === message) said.textContent = ''; }, 8000);
  }

  /* What a page says of a paper */

  /** @param {{pathname: string}} place */
  function urlOf(place) {
    return place.pathname.slice(base.length).replace(/(\.html)?$/, '.html');
  }

  /** @param {string} name */
  function metadata(name) {
    return all(`meta[name="citation_${name}"]`).map((/** @type {HTMLMetaElement} */ meta) => meta.content);
  }

  function describePage() {
    return {
      url: urlOf(location),
      title: metadata('title')[0],
      authors: metadata('author').map((/** @type {string} */ name) => name.split(', ').reverse().join(' ')),
      more: false,
      date: (metadata('publication_date')[0] || '').replaceAll('/', '-'),
      doi: metadata('doi')[0],
      arxiv: metadata('arxiv_id')[0],
    };
  }

  /** @param {Element} item Of a list of papers. */
  function describeItem(item) {
    const link = titleOf(item);
    const names = /** @type {Element} */ ((item.querySelector('.by') || item.querySelector('p') || item).cloneNode(true));
    for (const other of all('i, .org', names)) other.remove();
    const more = new RegExp(`\\s*${t('and {count} more').replace('{count}', '[\\d,]+')}\\s*$`);
    const authors = names.textContent.trim();
    const time = item.querySelector('time');
    const arxiv = /arxiv\.org\/(?:abs|pdf)\/([^?#"]+)/.exec(item.innerHTML);
    return {
      url: urlOf(link),
      title: link.textContent.trim(),
      // "4 authors" names none.
      authors: /^\d/.test(authors) ? [] : authors.replace(more, '').split(/,\s+/),
      more: more.test(authors),
      date: time ? time.dateTime : '',
      arxiv: arxiv ? arxiv[1] : '',
    };
  }

  /* What a page shows of the list */

  /**
   * @param {string} url
   * @param {string} title
   * @param {() => any} describe
   */
  function makeStar(url, title, describe) {
    const button = make('button', { type: 'button', class: 'star', 'aria-label': `${t('Star')}: ${title}` });
    button.addEventListener('click', () => toggle(url, describe));
    shown.set(url, [...(shown.get(url) || []), button]);
    return button;
  }

  /**
   * @param {string} url
   * @param {Item} [item]
   * @returns {HTMLElement} A paper's read mark and the reader's note.
   */
  function makeMine(url, item) {
    const box = make('input', { type: 'checkbox' });
    const note = make('textarea', { rows: '1', maxlength: '5000' });
    box.checked = Boolean(item && item.read);
    note.value = item ? item.note : '';
    box.addEventListener('change', () => change(url, { read: box.checked }));
    note.addEventListener('input', () => change(url, { note: note.value }));
    const mine = make('div', { class: 'mine' },
      make('label', {}, box, ` ${t('Read')}`), make('label', {}, `${t('Note')} `, note));
    shown.set(url, [...(shown.get(url) || []), mine]);
    return mine;
  }

  /** A list's items have their paper's link first; a paper's page has its actions. */
  function addStars() {
    for (const item of all('.list > li')) {
      const link = titleOf(item);
      if (link) item.append(makeStar(urlOf(link), link.textContent.trim(), () => describeItem(item)));
    }
    const actions = document.querySelector('.actions');
    if (!actions || !metadata('title').length) return;
    const { url, title } = describePage();
    const item = load().find((other) => other.url === url);
    actions.append(makeStar(url, title, describePage));
    actions.after(makeMine(url, item));
    // A list may have shown less of the paper than its own page does.
    if (item) change(url, clean({ ...item, ...describePage() }) || {});
  }

  const link = make('a', { class: 'kept', href: `${root}reading-list.html`, title: t('Reading list') });

  function refresh() {
    const kept = new Map(items.map((item) => [item.url, item]));
    for (const [url, made] of shown) {
      const item = kept.get(url);
      // Lists that are made anew, such as search results, leave stars behind that nobody sees.
      const elements = made.filter((element) => element.isConnected);
      if (elements.length) shown.set(url, elements);
      else shown.delete(url);
      for (const element of elements) {
        if (element.tagName === 'BUTTON') element.setAttribute('aria-pressed', String(Boolean(item)));
        else element.hidden = !item;
        const row = element.closest('.list > li');
        if (row) row.classList.toggle('read', Boolean(item && item.read));
      }
    }
    link.textContent = String(kept.size || '');
    link.setAttribute('aria-label', `${t('Reading list')} ${kept.size}`);
  }

  keys.s = () => {
    const row = document.activeElement.closest('.list > li') || document.querySelector('.actions, .list > li:not([hidden])');
    const star = row && /** @type {HTMLElement | null} */ (row.querySelector('.star'));
    if (!star) return;
    star.click();
    say(star.getAttribute('aria-pressed') === 'true' ? t('On the reading list') : t('Off the reading list'));
  };

  const header = document.querySelector('body > header');
  if (header) header.append(link);
  document.body.append(said);
  load();
  addStars();
  refresh();
  // The list's own page tells from it whether this browser keeps storage apart for each file.
  if (location.protocol === 'file:' && !document.getElementById('reading-list')) keep('files', '1');
  addEventListener('storage', () => {
    load();
    refresh();
  });

  shared.list = { root, load, store, cleanAll, refresh, say, makeStar, makeMine };
}());
