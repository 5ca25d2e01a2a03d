/**
 * The reading lists: the papers that a reader has starred, with notes and read marks, kept by the reader's own browser. A
 * paper is on one list, by its name; the first list has none. Stars go to the list that the reader has chosen.
 * What is kept or imported is checked, and reaches a page only as text.
 */
papershelf.list = (function () {
  'use strict';

  const { t, make, recall, keep } = papershelf;

  const MAX_PAPERS = 5000;

  const home = document.querySelector('body > header a');
  const base = new URL(document.documentElement.dataset.root || './', location.href).pathname;
  // Over http one server may hold several sites; on a disk a newer copy of this site may be in another folder.
  const place = location.protocol === 'file:' ? String(home && home.textContent) : base;
  const key = `list-${place}`;
  const chosen = () => recall(`chosen-${key}`);

  /** @type {ListedPaper[]} As last read; where the browser keeps nothing, all there is. */
  let papers = [];
  let isKept = true;

  /** @type {Map<string, ListedPaper>} What was taken off on this page, so that it can be put back with its note. */
  const gone = new Map();

  /** @type {(() => void)[]} */
  const watchers = [];

  /**
   * @param {unknown} value
   * @param {number} most how many characters of it are taken
   * @param {RegExp} [pattern]
   */
  function text(value, most, pattern) {
    return typeof value === 'string' && (!pattern || pattern.test(value)) ? value.slice(0, most) : '';
  }

  /**
   * @param {any} value
   * @returns {ListedPaper | null} a sound item, or nothing where a part that it needs is missing or of a wrong kind
   */
  function clean(value) {
    const item = value || {};
    const url = text(item.url, 300, /^papers\/[\w.-]{1,250}\.html$/);
    const title = text(item.title, 1000).replace(/\s+/g, ' ').trim();
    if (!url || !title) return null;
    const authors = Array.isArray(item.authors) ? item.authors.slice(0, 200) : [];
    return {
      id: url.slice(7, -5),
      url,
      title,
      authors: authors.map((/** @type {unknown} */ name) => text(name, 200)).filter(Boolean),
      more: item.more === true,
      date: text(item.date, 10, /^\d{4}(-\d\d){0,2}$/),
      doi: text(item.doi, 200, /^10\.[\w.]+\/[^\s"<>{}]+$/),
      arxiv: text(item.arxiv, 40, /^[\w.-]+(\/\d+)?$/),
      picture: text(item.picture, 300, /^(\w[\w.%-]*\/)+[\w.%-]+\.webp$/),
      note: text(item.note, 5000),
      list: text(item.list, 60),
      added: text(item.added, 10, /^\d{4}-\d\d-\d\d$/),
      read: item.read === true,
      changed: text(item.changed, 24, /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
    };
  }

  /** @param {unknown} values @returns {ListedPaper[]} */
  function cleanAll(values) {
    if (!Array.isArray(values)) return [];
    return values.slice(0, MAX_PAPERS).flatMap((value) => clean(value) || []);
  }

  /**
   * @param {ListedPaper} paper
   * @param {ListedPaper | undefined} other the same paper, as another tab or a file has it
   * @returns {ListedPaper} with the note, the mark and the list that were changed last
   */
  function newest(paper, other) {
    if (!other || other.changed <= paper.changed) return paper;
    return { ...paper, note: other.note, read: other.read, list: other.list, changed: other.changed };
  }

  function load() {
    if (!isKept) return papers;
    try {
      papers = cleanAll(JSON.parse(recall(key) || '[]'));
    } catch {
      papers = [];
    }
    return papers;
  }

  function tell() {
    for (const show of watchers) show();
  }

  /** @type {ReadingList['store']} */
  function store(list) {
    papers = list;
    isKept = keep(key, list.length ? JSON.stringify(list) : '');
    if (!isKept) say(t('This browser does not keep the list: it is full or forbids it.'));
    tell();
  }

  /** @type {ReadingList['change']} */
  function change(url, parts) {
    store(load().map((paper) => (paper.url === url && clean({ ...paper, ...parts })) || paper));
  }

  /** @type {ReadingList['toggle']} */
  function toggle(url, describe) {
    const listed = load().find((paper) => paper.url === url);
    const others = papers.filter((paper) => paper !== listed);
    if (listed) {
      gone.set(url, listed);
      store(others);
      return;
    }
    const now = new Date();
    const added = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    const paper = clean({ added, list: chosen(), ...describe(), ...gone.get(url) });
    if (paper) store([paper, ...others]);
  }

  /** @type {ReadingList['rename']} */
  function rename(former, url) {
    const olds = load().filter((paper) => former.includes(paper.url));
    if (!olds.length) return;
    const [first, ...rest] = [...papers.filter((paper) => paper.url === url), ...olds];
    const kept = rest.reduce(newest, { ...first, url });
    store(papers.flatMap((paper) => (paper === first ? clean(kept) || [] : rest.includes(paper) ? [] : paper)));
  }

  const said = make('p', { class: 'said', role: 'status' });

  /** @type {Papershelf['say']} */
  function say(message) {
    said.textContent = message;
    setTimeout(() => { if (said.textContent === message) said.textContent = ''; }, 8000);
  }

  /** Takes over what another tab has stored; a note that was changed here since then is not lost by it. */
  function receive() {
    const ours = new Map(papers.map((paper) => [paper.url, paper]));
    const theirs = load();
    const merged = theirs.map((paper) => newest(paper, ours.get(paper.url)));
    if (merged.some((paper, i) => paper !== theirs[i])) store(merged);
    else tell();
  }

  document.body.append(said);
  load();
  addEventListener('storage', receive);
  // A page that "back" brings up again has missed what happened meanwhile.
  addEventListener('pageshow', (event) => { if (event.persisted) receive(); });
  // The list's own page learns from this whether the browser keeps storage apart for each file.
  if (location.protocol === 'file:' && !document.getElementById('reading-list')) keep('files', '1');

  papershelf.say = say;
  return {
    place,
    urlOf: (place) => place.pathname.slice(base.length).replace(/(\.html)?$/, '.html'),
    items: () => papers,
    chosen,
    load,
    store,
    toggle,
    change,
    rename,
    cleanAll,
    newest,
    watch: (show) => void watchers.push(show),
  };
}());
