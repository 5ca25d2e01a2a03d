/** The star of each paper that a page shows, and on the paper's own page its read mark and the reader's note. */
papershelf.stars = (function () {
  'use strict';

  const { t, all, make, metadata, titleOf, root, keys, list, say } = papershelf;
  const { urlOf } = list;

  /** @type {Map<string, HTMLElement[]>} What shows whether a paper is on the list, by the paper's address. */
  const shown = new Map();

  /** @param {Element | null} image */
  const pictureOf = (image) => image?.getAttribute('src')?.slice(root.length);

  function describePage() {
    return {
      url: urlOf(location),
      title: metadata('title')[0],
      authors: metadata('author').map((name) => name.split(', ').reverse().join(' ')),
      more: false,
      date: (metadata('publication_date')[0] || '').replaceAll('/', '-'),
      doi: metadata('doi')[0],
      arxiv: metadata('arxiv_id')[0],
      picture: pictureOf(document.querySelector('.picture')),
    };
  }

  /** @param {Element} item of a list of papers @param {HTMLAnchorElement} link to its paper */
  function describeItem(item, link) {
    const names = /** @type {Element} */ ((item.querySelector('.by') || item).cloneNode(true));
    for (const other of all('.org', names)) other.remove();
    const more = new RegExp(`\\s*${t('and {count} more').replace('{count}', '[\\d.,\\s]+')}\\s*$`);
    const authors = String(names.textContent).trim();
    // Rows under a day's heading have no date of their own.
    const section = item.closest('section') || document;
    const time = item.querySelector('time')
      || /** @type {HTMLTimeElement | null} */ (section.querySelector(':is(h1, h2) time:not([datetime*=W])'));
    const arxiv = /arxiv\.org\/(?:abs|pdf)\/([^?#"]+)/.exec(item.innerHTML);
    return {
      url: urlOf(link),
      title: String(link.textContent).trim(),
      // "4 authors" names none.
      authors: /^\d/.test(authors) ? [] : authors.replace(more, '').split(/,\s+/),
      more: more.test(authors),
      date: time ? time.dateTime : '',
      arxiv: arxiv ? arxiv[1] : '',
      picture: pictureOf(item.querySelector('img')),
    };
  }

  /** @param {string} url @param {HTMLElement} element */
  function remember(url, element) {
    shown.set(url, [...(shown.get(url) || []), element]);
    return element;
  }

  /** @type {Stars['make']} */
  function makeStar(url, title, describe) {
    const button = make('button', { type: 'button', class: 'star', 'aria-label': `${t('Star')}: ${title}` });
    button.addEventListener('click', () => list.toggle(url, describe));
    return remember(url, button);
  }

  /** @type {Stars['makeNote']} */
  function makeNote({ url }) {
    const box = /** @type {HTMLInputElement} */ (make('input', { type: 'checkbox' }));
    const note = /** @type {HTMLTextAreaElement} */ (make('textarea', { rows: '1', maxlength: '5000' }));
    const change = (/** @type {Partial<ListedPaper>} */ parts) =>
      list.change(url, { ...parts, changed: new Date().toISOString() });
    box.addEventListener('change', () => change({ read: box.checked }));
    note.addEventListener('input', () => change({ note: note.value }));
    // Another tab may have changed the note without an event.
    note.addEventListener('focus', () => {
      list.load();
      refresh();
    });
    return remember(url, make('div', { class: 'mine' },
      make('label', {}, box, ` ${t('Read')}`), make('label', {}, `${t('Note')} `, note)));
  }

  /** @param {HTMLElement} element @param {ListedPaper | undefined} paper */
  function show(element, paper) {
    if (element.matches('.star')) {
      element.setAttribute('aria-pressed', String(Boolean(paper)));
    } else {
      element.hidden = !paper;
      const box = element.querySelector('input');
      const note = element.querySelector('textarea');
      if (paper && box) box.checked = paper.read;
      if (paper && note && note.value !== paper.note) note.value = paper.note;
    }
    const row = element.closest('.list > li');
    if (row) row.classList.toggle('read', Boolean(paper && paper.read));
  }

  const counter = make('a', { class: 'kept', href: `${root}reading-list.html`, title: t('Reading list') });

  function refresh() {
    const listed = new Map(list.items().map((paper) => [paper.url, paper]));
    for (const [url, made] of shown) {
      // Lists that are made again, such as search results, leave stars behind that nobody sees.
      const elements = made.filter((element) => element.isConnected);
      if (elements.length) shown.set(url, elements);
      else shown.delete(url);
      for (const element of elements) show(element, listed.get(url));
    }
    counter.textContent = String(listed.size || '');
    counter.setAttribute('aria-label', `${t('Reading list')} ${listed.size}`);
  }

  /** A paper's own page knows its former addresses, and often more of it than the list that it was starred on. */
  function addToPage() {
    const actions = document.querySelector('.actions');
    if (!actions || !metadata('title').length) return;
    const page = describePage();
    const former = all('meta[name="papershelf:former"]')
      .flatMap((meta) => (meta.getAttribute('content') || '').split(' ').map((id) => `papers/${id}.html`));
    list.rename(former, page.url);
    actions.append(makeStar(page.url, page.title, describePage));
    actions.after(makeNote(page));
    if (list.items().some(({ url }) => url === page.url)) list.change(page.url, page);
  }

  function addToLists() {
    for (const item of all('.list > li')) {
      const link = titleOf(item);
      if (link) item.append(makeStar(urlOf(link), String(link.textContent).trim(), () => describeItem(item, link)));
    }
  }

  function press() {
    const here = document.activeElement && document.activeElement.closest('.list > li');
    const row = here || document.querySelector('.actions, .list > li:not([hidden])');
    const star = row && /** @type {HTMLElement | null} */ (row.querySelector('.star'));
    if (!star) return;
    star.click();
    say(star.getAttribute('aria-pressed') === 'true' ? t('Added to your reading list') : t('Removed from your reading list'));
  }

  const header = document.querySelector('body > header');
  if (header) header.append(counter);
  keys.add('s', t('Star the paper'), press);
  addToLists();
  addToPage();
  refresh();
  list.watch(refresh);

  return { make: makeStar, makeNote, refresh };
}());
