/* What the search box and the search page share: results as elements. User text only ever becomes text nodes. */

var papershelfView = (function () {
  'use strict';

  const { t, make } = papershelf;

  /** @type {Record<string, string>} */
  const FIELD_NAMES = {
    authors: t('author'), tags: t('tag'), organizations: t('organization'), venue: t('venue'), identifiers: t('identifier'),
  };
  /** Fields whose match explains itself: the words stand in the title or the text. */
  const PLAIN = ['title', 'exact', 'abstract', 'summary'];

  /** @param {number} count */
  const number = (count) => count.toLocaleString(document.documentElement.lang || 'en');

  /** @param {string} message with `{names}` @param {Record<string, string | number>} values @returns {string} */
  const fill = (message, values) =>
    message.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === 'number' ? number(Number(values[name])) : String(values[name])));

  /** @param {string} token folded @param {string[]} words stems of the query @returns {boolean} */
  const isMatch = (token, words) =>
    words.includes(papershelfText.stem(token)) || words.some((word) => word.length > 2 && token.startsWith(word));

  /** @param {string} text @param {string[]} words stems of the query @returns {(Node | string)[]} with matches marked */
  function marked(text, words) {
    return text.split(/([\p{L}\p{N}]+)/u).map(function (piece, i) {
      const tokens = i % 2 ? papershelfText.compounds(piece) : [];
      const found = tokens.flatMap((compound) => [compound, ...papershelfText.analyze(compound).parts]);
      return found.some((token) => isMatch(token, words)) ? make('mark', {}, piece) : piece;
    });
  }

  /** @param {SearchResult} result @param {string[]} words @returns {HTMLElement[]} its authors, date and names */
  function facts(result, words) {
    const rest = result.authorCount - result.authors.length;
    const names = result.authors.join(', ') + (rest > 0 ? ' ' + fill(t('and {count} more'), { count: rest }) : '');
    const place = [result.organizations[0], result.venue].filter(Boolean).join(' · ');
    const found = [];
    if (names) found.push(make('span', { class: 'search-authors' }, ...marked(names, words)));
    if (place) found.push(make('span', { class: 'search-place' }, ...marked(place, words)));
    if (result.date) found.push(make('time', { datetime: result.date }, result.date));
    return found;
  }

  /** @param {SearchResult} result @returns {string} the kind of match, where the title does not show it */
  function matchKind(result) {
    if (result.fields.includes('title') || result.fields.includes('exact')) return '';
    const kinds = result.fields.filter((field) => !PLAIN.includes(field)).map((field) => FIELD_NAMES[field]);
    return kinds.join(', ');
  }

  /** @param {SearchAnswer} answer @returns {string} what was found, in a sentence */
  function status({ total, complete, corrections }) {
    const said = [];
    const words = corrections.map(([, to]) => '“' + to + '”').join(', ');
    if (words) said.push(fill(t('Showing results for {words}.'), { words }));
    if (!total) said.push(t('No paper found.'));
    else if (!complete) said.push(fill(t('No paper has all the words; papers with some of them: {count}.'), { count: total }));
    else if (complete < total) said.push(fill(t('Papers with all the words: {count}; with some of them: {more}.'), { count: complete, more: total - complete }));
    else said.push(total === 1 ? t('1 paper.') : fill(t('{count} papers.'), { count: total }));
    return said.join(' ');
  }

  /** @param {() => void} retry @returns {(Node | string)[]} that something is missing, and a way to try again */
  function failure(retry) {
    const again = make('button', { type: 'button', class: 'search-again' }, t('Try again'));
    again.addEventListener('click', retry);
    return [t('A part of the search could not be loaded.'), ' ', again];
  }

  return { t, make, fill, number, marked, facts, matchKind, status, failure };
})();
