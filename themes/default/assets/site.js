/**
 * What the pages do beyond being read: the look, sorting and filtering of lists, citations, keys.
 * A classic script without any request, so that it runs from a disk as well. Every page works without it.
 */
(function () {
  'use strict';

  /** @type {Record<string, string>} */
  const words = /** @type {any} */ (window).papershelfWords || {};

  /**
   * Says an English message in the site's language; `words.js`, where there is one, has the translations.
   * @param {string} message
   */
  function t(message) {
    return words[message] || message;
  }

  const html = document.documentElement;

  /* Storage may be forbidden, full, or (from a disk, in some browsers) kept apart for each file: never rely on it. */

  /** @param {string} key */
  function recall(key) {
    try {
      return localStorage.getItem(`papershelf-${key}`) || '';
    } catch {
      return '';
    }
  }

  /**
   * @param {string} key
   * @param {string} value An empty one forgets the key.
   * @returns {boolean} Whether it is kept; otherwise it holds for this page only.
   */
  function keep(key, value) {
    try {
      if (value) localStorage.setItem(`papershelf-${key}`, value);
      else localStorage.removeItem(`papershelf-${key}`);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} selector
   * @param {ParentNode} [within]
   * @returns {HTMLElement[]}
   */
  function all(selector, within = document) {
    return Array.from(within.querySelectorAll(selector));
  }

  /**
   * @param {string} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node|string)} children
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /* The look: the system's, until the reader wants the other one. */

  const systemDark = matchMedia('(prefers-color-scheme: dark)');

  function isDark() {
    return html.dataset.look ? html.dataset.look === 'dark' : systemDark.matches;
  }

  function addLookSwitch() {
    const header = document.querySelector('body > header');
    if (!header) return;
    const button = make('button', { class: 'look', type: 'button', title: t('Dark'), 'aria-label': t('Dark') });
    const show = () => button.setAttribute('aria-pressed', String(isDark()));
    button.addEventListener('click', () => {
      const dark = !isDark();
      // Back at the system's look, the reader's choice is forgotten, so that the page follows the system again.
      if (dark === systemDark.matches) delete html.dataset.look;
      else html.dataset.look = dark ? 'dark' : 'light';
      keep('look', html.dataset.look || '');
      show();
    });
    systemDark.addEventListener('change', show);
    show();
    header.append(button);
  }

  /* Lists: sorted and filtered by what they show, so that pages carry no second copy of it. */

  /** @type {Record<string, (item: Element) => number | string>} */
  const sortKeys = {
    votes: (item) => {
      const count = item.querySelector('b');
      return count ? -Number(count.textContent.replace(/\D/g, '')) : 1;
    },
    new: (item) => dateOf(item),
    old: (item) => dateOf(item),
    title: (item) => titleOf(item).textContent.trim(),
  };

  /** @param {Element} item */
  function dateOf(item) {
    return (item.querySelector('time') || { dateTime: '' }).dateTime;
  }

  /**
   * A list item's first link is its paper's.
   * @param {Element} item
   * @returns {HTMLAnchorElement}
   */
  function titleOf(item) {
    return /** @type {HTMLAnchorElement} */ (item.querySelector('a'));
  }

  /** @param {HTMLElement} form */
  function addListTools(form) {
    const list = document.querySelector('.list');
    const select = form.querySelector('select');
    const box = form.querySelector('input');
    const status = form.querySelector('[role=status]');
    if (!list || !select || !box || !status) return;
    const items = Array.from(list.children, (item) => /** @type {HTMLElement} */ (item));
    const collator = new Intl.Collator(html.lang, { numeric: true });
    // A choice that the list cannot answer is not offered.
    box.parentElement.hidden = !list.querySelector('.code');
    for (const option of Array.from(select.options)) {
      if (option.value === 'votes' && !items.some((item) => item.querySelector('b'))) option.remove();
    }

    form.addEventListener('change', () => {
      const key = sortKeys[select.value];
      const rows = items.map((item) => ({ item, key: key ? key(item) : 0 }));
      const direction = select.value === 'new' ? -1 : 1;
      rows.sort((a, b) => direction * (typeof a.key === 'string'
        ? collator.compare(a.key, String(b.key)) : a.key - Number(b.key)));
      list.append(...rows.map((row) => row.item));
      for (const item of items) item.hidden = box.checked && !item.querySelector('.code');
      const shown = items.filter((item) => !item.hidden).length;
      status.textContent = box.checked ? `${shown} / ${items.length}` : '';
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    // Browsers bring back a form's state on "back", but not the list's.
    form.dispatchEvent(new Event('change'));
  }

  /** @param {string} text */
  function fold(text) {
    return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  }

  /** @param {HTMLInputElement} input */
  function addTermFilter(input) {
    const groups = all('.terms');
    const bars = /** @type {HTMLElement} */ (document.querySelector('.bars'));
    // A short index is its bars; in a long one they only repeat the largest terms, and make way.
    const listed = groups.length ? all('.terms li') : all('li', bars);
    const items = listed.map((item) => ({ item, text: fold(titleOf(item).textContent) }));
    const status = input.form.querySelector('[role=status]');
    const apply = () => {
      const parts = fold(input.value).split(/\s+/).filter(Boolean);
      for (const { item, text } of items) item.hidden = !parts.every((part) => text.includes(part));
      for (const group of groups) group.hidden = !group.querySelector('li:not([hidden])');
      if (groups.length && bars) bars.parentElement.hidden = parts.length > 0;
      const shown = items.filter(({ item }) => !item.hidden).length;
      status.textContent = parts.length ? `${shown} / ${items.length}` : '';
    };
    input.addEventListener('input', apply);
    input.form.addEventListener('submit', (event) => event.preventDefault());
    apply();
  }

  /* Citations: BibTeX stands in the page, other formats come with a script of their own when somebody wants one. */

  const mediaTypes = {
    bib: 'application/x-bibtex',
    ris: 'application/x-research-info-systems',
    json: 'application/vnd.citationstyles.csl+json',
    txt: 'text/plain',
  };

  /** @param {HTMLElement} section */
  function addCitations(section) {
    const block = section.querySelector('pre');
    const choices = [['bib', 'BibTeX'], ['ris', 'RIS'], ['json', 'CSL-JSON'], ['txt', t('Text')]];
    block.before(make('p', { class: 'bar' },
      ...choices.map(([name, word]) => make('button', { type: 'button', 'data-format': name, 'aria-pressed': String(name === 'bib') }, word)),
      make('span', {}, make('button', { type: 'button', 'data-do': 'copy' }, t('Copy')), ' ',
        make('button', { type: 'button', 'data-do': 'save' }, t('Download')))));
    const bibtex = block.textContent;
    const name = (/^@\w+\{([^,\s]+)/.exec(bibtex) || ['', 'paper'])[1];
    /** @type {keyof typeof mediaTypes} */
    let format = 'bib';
    section.addEventListener('click', async (event) => {
      const button = /** @type {Element} */ (event.target).closest('button');
      if (!button) return;
      if (button.dataset.format) {
        format = /** @type {keyof typeof mediaTypes} */ (button.dataset.format);
        block.textContent = format === 'bib' ? bibtex
          : (await /** @type {any} */ (window).papershelf.load('assets/cite.js'))(format, bibtex);
        for (const other of all('[data-format]', section)) other.setAttribute('aria-pressed', String(other === button));
      } else if (button.dataset.do === 'copy') {
        copy(block, button);
      } else {
        save(`${name}.${format}`, block.textContent, mediaTypes[format]);
      }
    });
  }

  /**
   * @param {HTMLElement} block
   * @param {HTMLElement} button Says for two seconds how it went.
   */
  async function copy(block, button) {
    const word = button.textContent;
    try {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = t('Copied');
    } catch {
      getSelection().selectAllChildren(block);
      button.textContent = t('Selected; press Ctrl+C');
    }
    setTimeout(() => { button.textContent = word; }, 2000);
  }

  /**
   * @param {string} name
   * @param {string} text
   * @param {string} type
   */
  function save(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    make('a', { href: address, download: name.replace(/[^\w.-]+/g, '-') }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  /* Any paper of the archive: the search index knows them all, and its small files are read from a disk as well. */

  async function surprise() {
    const shelf = /** @type {any} */ (window).papershelf;
    try {
      await shelf.load('assets/search-index.js');
      const index = /** @type {any} */ (window).papershelfIndex;
      await index.open();
      location.href = shelf.root + (await index.card(Math.floor(Math.random() * index.documents()))).url;
    } catch {
      // Without the index, the paper of the day is where the page links to.
      const daily = /** @type {HTMLElement | null} */ (document.querySelector('.daily a'));
      if (daily) daily.click();
    }
  }

  /** @param {HTMLElement} line */
  function addSurprise(line) {
    const button = make('button', { type: 'button' }, t('Surprise me'));
    button.addEventListener('click', surprise);
    line.append(' ', button);
  }

  /* Keys. They can be turned off: people who speak to their computer type whole words by accident. */

  /** @param {number} step */
  function move(step) {
    const links = all('.list > li:not([hidden])').map(titleOf);
    const here = links.findIndex((link) => link.closest('li').contains(document.activeElement));
    const next = links[here < 0 && step < 0 ? 0 : here + step];
    if (next) {
      next.focus({ preventScroll: true });
      next.closest('li').scrollIntoView({ block: 'nearest' });
    }
  }

  /** @type {Record<string, () => void>} */
  const keys = {
    '/': () => document.getElementById('search-box').focus(),
    j: () => move(1),
    k: () => move(-1),
    o: () => {
      const item = document.activeElement.closest('.list > li') || document.querySelector('.list > li:not([hidden])');
      if (item) titleOf(item).click();
    },
    r: surprise,
    '?': showKeys,
  };

  function showKeys() {
    const explained = [['/', t('Search')], ['j', t('Next paper')], ['k', t('Previous paper')], ['o', t('Open the paper')],
      ['s', t('Star the paper')], ['r', t('Surprise me')], ['?', t('Show these keys')]];
    const box = /** @type {HTMLInputElement} */ (make('input', { type: 'checkbox' }));
    box.checked = recall('keys') !== 'off';
    box.addEventListener('change', () => keep('keys', box.checked ? '' : 'off'));
    const dialog = /** @type {HTMLDialogElement} */ (make('dialog', { 'aria-labelledby': 'keys-title' },
      make('h2', { id: 'keys-title' }, t('Keys')),
      make('dl', {}, ...explained.flatMap(([key, word]) => [make('dt', {}, key), make('dd', {}, word)])),
      make('label', {}, box, t('Use these keys')),
      make('form', { method: 'dialog' }, make('button', {}, t('Close')))));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName)) return;
    const act = keys[event.key];
    // "?" always works: it is the way back to the switch.
    if (!act || (recall('keys') === 'off' && event.key !== '?')) return;
    event.preventDefault();
    act();
  }

  /* Over http, a page that the reader points at is fetched before the click. */

  function prefetchOnIntent() {
    const connection = /** @type {any} */ (navigator).connection;
    if (!location.protocol.startsWith('http') || (connection && connection.saveData)) return;
    /** @type {Set<string>} */
    const fetched = new Set([location.pathname]);
    const look = (/** @type {Event} */ event) => {
      const link = /** @type {Element} */ (event.target).closest('a');
      if (!link || link.origin !== location.origin || !link.pathname.endsWith('.html') || fetched.has(link.pathname)) return;
      fetched.add(link.pathname);
      document.head.append(make('link', { rel: 'prefetch', href: link.pathname }));
    };
    document.addEventListener('pointerover', look, { passive: true });
    document.addEventListener('focusin', look);
  }

  // What the reading list, a script of its own, shares with this one.
  /** @type {any} */ (window).papershelfSite = { t, all, make, recall, keep, save, titleOf, keys };

  const chosen = recall('look');
  if (chosen) html.dataset.look = chosen;
  html.classList.add('js');

  document.addEventListener('DOMContentLoaded', () => {
    addLookSwitch();
    for (const input of all('input.filter')) addTermFilter(/** @type {HTMLInputElement} */ (input));
    for (const form of all('form.tools')) if (form.querySelector('select')) addListTools(form);
    for (const line of all('.daily')) addSurprise(line);
    const cite = document.getElementById('cite');
    if (cite) addCitations(cite);
    document.addEventListener('keydown', pressed);
    prefetchOnIntent();
  });
}());
