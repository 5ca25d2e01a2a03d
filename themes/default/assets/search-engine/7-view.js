/* What the search box and the search page share: results as elements. User text only ever becomes text nodes. */

var papershelfView = (function () {
  'use strict';

  const { t, make } = papershelf;

  /** @type {Record<string, string>} */
  const FIELD_NAMES = {
    authors: t('author'), tags: t('tag'), organizations: t('organization'), venue: t('venue'), identifiers: t('identifier'),
  };
  /** @type {Record<string, string>} */
  const LINK_NAMES = {
    code: t('Code'), project: t('Project'), data: t('Data'), model: t('Model'), demo: t('Demo'), video: t('Video'),
    slides: t('Slides'), poster: t('Poster'), page: t('Page'), blog: t('Blog'), review: t('Reviews'),
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

  /** @param {SearchResult} result @returns {string} its first authors, and how many more */
  function names({ authors, authorCount }) {
    const rest = authorCount - authors.length;
    return authors.join(', ') + (rest > 0 ? ' ' + fill(t('and {count} more'), { count: rest }) : '');
  }

  /** @param {SearchResult} result @returns {string} its organization and venue */
  const place = ({ organizations, venue }) => [organizations[0], venue].filter(Boolean).join(' · ');

  /** @param {SearchResult} result @param {string[]} words @returns {HTMLElement[]} its authors, date and names */
  function facts(result, words) {
    const found = [names(result), place(result)].filter(Boolean).map((text) => make('span', {}, ...marked(text, words)));
    if (result.date) found.push(make('time', { datetime: result.date }, papershelf.dateText(result.date)));
    return found;
  }

  /** @param {SearchResult} result @returns {string} its identifier, if that is one of arXiv */
  const arxivOf = ({ id }) => (/^(\d{4}\.\d{4,5}|[a-z-]+\d{7})$/.test(id) ? id : '');

  /** @param {SearchResult} result @param {string[]} [words] @returns {HTMLElement} its row in a list, with a star */
  function row(result, words = []) {
    const { id, url, title, date, summary, tags, has, authors, authorCount } = result;
    /** @param {string} text */
    const mark = (text) => (words.length ? marked(text, words) : [text]);
    const links = [];
    if (has.length) links.push(make('span', {}, has.map((kind) => LINK_NAMES[kind] || kind).join(', ')));
    if (words.length) links.push(...matched(result));
    if (tags.length) links.push(make('span', { class: 'tags' }, ...mark(tags.join(', '))));
    const item = papershelf.row({
      url, date, links, votes: result.votes,
      title: mark(title),
      authors: mark(names(result)),
      place: place(result) ? mark(place(result)) : [],
      summary: summary ? mark(summary) : [],
    });
    item.dataset.id = id;
    const described = () => ({ url, title, authors, more: authorCount > authors.length, date, arxiv: arxivOf(result) });
    item.append(papershelf.stars.make(url, title, described));
    return item;
  }

  /** @param {SearchResult} result @returns {string} the kind of match, where the title does not show it */
  function matchKind(result) {
    if (result.fields.includes('title') || result.fields.includes('exact')) return '';
    const isHidden = (/** @type {string} */ field) => !PLAIN.includes(field) && !(field === 'authors' && papershelfNames.showsAuthor(result));
    const kinds = result.fields.filter(isHidden).map((field) => FIELD_NAMES[field]);
    return kinds.join(', ');
  }

  /** @param {SearchResult} result @returns {HTMLElement[]} what of the paper matched, where that is not in sight; an author by name */
  function matched(result) {
    const kinds = matchKind(result);
    if (!kinds) return [];
    const shown = make('span', { class: 'search-kind' }, fill(t('matched: {kinds}'), { kinds }));
    papershelfNames.matchedAuthor(result).then((name) => { if (name) shown.textContent = fill(t('by {name}'), { name }); }, () => undefined);
    return [shown];
  }

  /** @param {FoundName} found @returns {HTMLElement[]} a link to the page of a name, and what it is */
  function nameLink({ name, url, kind, count }) {
    const papers = count === 1 ? t('1 paper') : fill(t('{count} papers'), { count });
    return [make('a', { href: papershelf.root + url, dir: 'auto' }, name), make('span', { class: 'search-count' }, kind + ' · ' + papers)];
  }

  /** @param {string[]} words @returns {string} */
  const quoted = (words) => words.map((word) => '“' + word + '”').join(', ');

  /** @param {Clauses} clauses @returns {string} its filters, phrases and years, as they may be typed */
  function described({ words, phrases, filters, years }) {
    return [
      ...words.filter((word) => !word.isExact).map((word) => word.text),
      ...phrases.map((phrase) => '"' + phrase + '"'),
      ...filters.map(({ kind, value }) => kind + ':' + (/^[\p{L}\p{N}]+$/u.test(value) ? value : '"' + value + '"')),
      ...years.map(([first, last]) =>
        'year:' + (first === last ? first : (first === '0000' ? '' : first) + '..' + (last === '9999' ? '' : last))),
    ].join(', ');
  }

  /** @param {string} text a query @param {string} word of it, folded @returns {string} the query with the word in quotes */
  function verbatim(text, word) {
    const { compounds, parted, analyze } = papershelfText;
    return text.split(/(\s+)/).map(function (item) {
      const found = compounds(parted(item));
      const isIt = found.some((compound) => compound === word || analyze(compound).parts.includes(word));
      return isIt ? '"' + item.replace(/"/g, '') + '"' : item;
    }).join('');
  }

  /** @param {SearchAnswer} answer @returns {string} how many papers there are, in a sentence */
  function counted({ total, complete, unknown }) {
    if (!total) return unknown.length ? '' : t('No paper found.');
    if (!complete) return fill(t('No paper has all the words; papers with some of them: {count}.'), { count: total });
    if (complete < total) return fill(t('With all words: {count}; with some: {more}'), { count: complete, more: total - complete });
    return total === 1 ? t('1 paper') : fill(t('{count} papers'), { count: total });
  }

  /** @param {SearchAnswer} answer @param {string} text that was typed @param {(text: string) => void} replace searches for another
   *  @param {() => void} retry @returns {(Node | string)[]} what was found and how the text was understood */
  function status(answer, text, replace, retry) {
    const { corrections, added, missing, identifiers, unknown, included, isPartial, query } = answer;
    /** @type {(Node | string)[]} */
    const said = [];
    /** @param {string} message @param {string} words */
    const say = (message, words) => words && said.push(fill(message, { words }), ' ');
    say(t('Found by identifier: {words}.'), identifiers.join(', '));
    say(t('No paper here has the identifier {words}.'), unknown.join(', '));
    say(t('Showing results for {words}.'), quoted(corrections.map(([, to]) => to)));
    say(t('Also searched: {words}.'), quoted(added.map(([, to]) => to)));
    say(t('No paper has {words}.'), quoted(missing));
    say(t('Searched with {words}: nothing was found without.'), quoted(included));
    said.push(counted(answer), ' ');
    if (!identifiers.length) say(t('Only {words}.'), described({ ...query, words: [] }));
    if (!included.length) say(t('Without {words}.'), described(query.excluded));
    for (const [from] of [...corrections, ...added]) {
      const button = make('button', { type: 'button', class: 'search-again' }, fill(t('Search only for {words}'), { words: quoted([from]) }));
      button.addEventListener('click', () => replace(verbatim(text, from)));
      said.push(button, ' ');
    }
    if (isPartial) said.push(...failure(retry), ' ');
    return said;
  }

  /** @param {() => void} retry @returns {(Node | string)[]} that something is missing, and a way to try again */
  function failure(retry) {
    const again = make('button', { type: 'button', class: 'search-again' }, t('Try again'));
    again.addEventListener('click', retry);
    return [t('A part of the search could not be loaded.'), ' ', again];
  }

  return { t, make, fill, number, marked, facts, row, arxivOf, matched, nameLink, status, failure };
})();
