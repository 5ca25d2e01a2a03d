/** A paper's row in the lists that scripts make: search results, the reading list, a part of the map. */
Object.assign(papershelf, (function () {
  'use strict';

  const { t, make } = papershelf;

  /** @type {Papershelf['dateText']} */
  function dateText(iso) {
    const { lang } = document.documentElement;
    if (iso.length < 10) return iso;
    return new Date(`${iso}T12:00`).toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'medium' });
  }

  /** @param {string} url */
  function makePicture(url) {
    const made = make('img', { src: papershelf.root + url, alt: '', loading: 'lazy', width: '160', height: '100' });
    // A reading list may be older than the site.
    made.addEventListener('error', () => made.remove());
    return made;
  }

  /** @type {Papershelf['row']} */
  function row({ url, title, authors, place = [], date = '', votes, summary, picture, links = [] }) {
    const by = make('p', { class: 'by', dir: 'auto' }, ...authors);
    if (place.length) by.append(make('span', { class: 'org' }, ...place));
    const item = make('li', {},
      make('h2', { dir: 'auto' }, make('a', { href: papershelf.root + url }, ...title)),
      ...(picture ? [makePicture(picture)] : []),
      ...(date ? [make('time', { datetime: date }, dateText(date))] : []), by);
    if (votes) {
      item.prepend(make('p', { class: 'votes' }, make('b', {}, votes.toLocaleString('en')), ' ', make('span', {}, t('upvotes'))));
    }
    if (summary && summary.length) item.append(make('p', { class: 'summary', dir: 'auto' }, ...summary));
    papershelf.visits?.mark(item, url);
    if (links.length) item.append(make('p', { class: 'links' }, ...links));
    return item;
  }

  return { dateText, row };
}()));
