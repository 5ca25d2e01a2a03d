/* What the search box and the search page share: results as elements. User text only ever becomes text nodes. */

var papershelfView = (function () {
  'use strict';

  /** @type {Record<string, string>} */
  const FIELD_NAMES = {
    authors: 'author', tags: 'tag', organizations: 'organization', venue: 'venue', identifiers: 'identifier',
  };
  /** Fields whose match explains itself: the words stand in the title or the text. */
  const PLAIN = ['title', 'exact', 'abstract', 'summary'];

  /**
   * @param {string} name
   * @param {Record<string, string>} [attributes]
   * @param {...(Node | string)} children
   */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

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
    const names = result.authors.join(', ') + (rest > 0 ? ' and ' + rest + ' more' : '');
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

  /** @param {number} count @param {string} one @param {string} [many] */
  const counted = (count, one, many) => count.toLocaleString() + ' ' + (count === 1 ? one : many || one + 's');

  /** @param {SearchAnswer} answer @returns {string} what was found, in a sentence */
  function status({ total, complete, corrections }) {
    const said = [];
    if (corrections.length) said.push('Showing results for ' + corrections.map(([, to]) => '“' + to + '”').join(', ') + '.');
    if (!total) said.push('No paper found.');
    else if (!complete) said.push('No paper has all the words; ' + counted(total, 'has', 'have') + ' some of them.');
    else if (complete < total) said.push(counted(complete, 'paper has', 'papers have') + ' all the words, ' + (total - complete).toLocaleString() + ' more some of them.');
    else said.push(counted(total, 'paper') + '.');
    return said.join(' ');
  }

  return { make, marked, facts, matchKind, status, counted };
})();
