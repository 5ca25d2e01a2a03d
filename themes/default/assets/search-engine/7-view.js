/* What the search box and the search page share: results as elements. User text only ever becomes text nodes. */

var papershelfView = (function () {
  'use strict';

  const { t, make } = papershelf;

  /** @type {Record<string, string>} */
  const FIELD_NAMES = {
    authors: t('author'), tags: t('tag'), organizations: t('organization'), venue: t('venue'), identifiers: t('identifier'),
    meaning: t('meaning'),
  };
  /** @type {Record<string, string>} */
  const LINK_NAMES = {
    pdf: 'PDF', code: t('Code'), project: t('Project'), data: t('Data'), model: t('Model'), demo: t('Demo'), video: t('Video'),
    slides: t('Slides'), poster: t('Poster'), page: t('Page'), blog: t('Blog'), review: t('Reviews'),
  };
  /** @param {string} kind of link */
  const linkName = (kind) => LINK_NAMES[kind] || kind;
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

  /** @param {SearchResult} result @returns {CitedPaper} what its row says */
  function cited(result) {
    const { id, url, title, authors, authorCount, date, venue, picture } = result;
    return { id, url, title, authors, more: authorCount > authors.length, date, doi: '', arxiv: arxivOf(result), venue, picture };
  }

  /** @param {SearchResult} result @param {string[]} [words] @returns {HTMLElement} its row in a list, with a star */
  function row(result, words = []) {
    const { id, url, title, date, summary, tags, has } = result;
    /** @param {string} text */
    const mark = (text) => (words.length ? marked(text, words) : [text]);
    const links = [];
    if (has.length) links.push(make('span', {}, has.map(linkName).join(', ')));
    if (words.length) links.push(...matched(result));
    if (tags.length) links.push(make('span', { class: 'tags' }, ...mark(tags.join(', '))));
    const item = papershelf.row({
      url, date, links, votes: result.votes,
      title: mark(title),
      authors: mark(names(result)),
      place: place(result) ? mark(place(result)) : [],
      picture: result.picture,
      summary: summary ? mark(summary) : [],
    });
    item.dataset.id = id;
    item.append(papershelf.stars.make(url, title, () => cited(result)));
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
    const { about } = result;
    if (about.length) return [make('span', { class: 'search-kind' }, fill(t('about: {words}'), { words: about.join(', ') }))];
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
  const quoted = (words) => words.map((word) => '“' + papershelfText.written(word) + '”').join(', ');

  /** @param {Clauses} clauses @returns {string} its filters, phrases and years, as they may be typed */
  function described({ words, phrases, filters, years }) {
    return [
      ...words.filter((word) => !word.isExact).map((word) => papershelfText.written(word.text)),
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

  /** @param {SearchAnswer} answer @returns {string} how many papers have the words, in a sentence */
  function counted({ total: all, byMeaning, complete, unknown }) {
    const total = all - byMeaning;
    if (!total && byMeaning) return '';
    if (!total) return unknown.length ? '' : t('No paper found.');
    if (!complete) return fill(t('No paper has all the words; papers with some of them: {count}.'), { count: total });
    if (complete < total) return fill(t('With all words: {count}; with some: {more}'), { count: complete, more: total - complete });
    return total === 1 ? t('1 paper') : fill(t('{count} papers'), { count: total });
  }

  /** @param {string} label @param {() => void} act */
  function button(label, act) {
    const made = make('button', { type: 'button', class: 'search-again' }, label);
    made.addEventListener('click', () => act());
    return made;
  }

  /** @param {SearchAnswer} answer @param {string} text that was typed @param {(text: string) => void} replace searches for another
   *  @param {() => void} retry @param {() => void} byWords searches by words only
   *  @returns {(Node | string)[]} what was found and how the text was understood */
  function status(answer, text, replace, retry, byWords) {
    const { corrections, added, missing, identifiers, unknown, included, isPartial, isByMeaning, byMeaning, query } = answer;
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
    if (byMeaning) said.push(fill(t('Found by meaning: {count}.'), { count: byMeaning }), ' ');
    if (isByMeaning) said.push(t('Ranked by words and meaning.'), ' ');
    if (!identifiers.length) say(t('Only {words}.'), described({ ...query, words: [] }));
    if (!included.length) say(t('Without {words}.'), described(query.excluded));
    for (const [from] of [...corrections, ...added]) {
      said.push(button(fill(t('Search only for {words}'), { words: quoted([from]) }), () => replace(verbatim(text, from))), ' ');
    }
    if (isByMeaning || byMeaning) said.push(button(t('Search by words only'), byWords), ' ');
    if (isPartial) said.push(...failure(retry), ' ');
    return said;
  }

  /** The most papers that are saved as a file. */
  const MOST_SAVED = 500;
  const FORMATS = [['bib', 'BibTeX'], ['ris', 'RIS'], ['csv', 'CSV'], ['md', 'Markdown']];

  /**
   * @param {number} total papers that were found @param {(most: number) => Promise<SearchResult[]>} find
   * @param {(again: () => void) => void} fail says that a file could not be made
   * @returns {(Node | string)[]} a button for each format in which they can be saved
   */
  function saving(total, find, fail) {
    /** @param {HTMLElement} made @param {string} format @param {string} name */
    async function save(made, format, name) {
      made.setAttribute('disabled', '');
      try {
        const [write, found] = await Promise.all([papershelf.load('assets/search-export.js'), find(MOST_SAVED)]);
        await write(format, found, (/** @type {number} */ done) => (made.textContent = name + ' ' + number(done) + ' / ' + number(found.length)));
      } catch (error) {
        fail(() => save(made, format, name));
      }
      made.textContent = name;
      made.removeAttribute('disabled');
    }
    const buttons = FORMATS.map(function ([format, name]) {
      const made = make('button', { type: 'button', 'data-as': format }, name);
      made.addEventListener('click', () => save(made, format, name));
      return made;
    });
    return [total > MOST_SAVED ? fill(t('Save the first {count} as'), { count: MOST_SAVED }) : t('Save as'), ...buttons];
  }

  /** @param {() => void} retry @returns {(Node | string)[]} that something is missing, and a way to try again */
  const failure = (retry) => [t('A part of the search could not be loaded.'), ' ', button(t('Try again'), retry)];

  /** Milliseconds after which a reader has begun to read a list. */
  const READING = 1000;

  /**
   * Shows the rows of a better answer without moving what the reader points at: that row and those above it stay, and
   * after a second all that are on the screen.
   * @param {Element} list @param {HTMLElement[]} rows @param {number} shown when the list was, as `performance.now()`
   */
  function join(list, rows, shown) {
    const old = /** @type {HTMLElement[]} */ (Array.from(list.children));
    const isRead = performance.now() - shown > READING;
    const stays = old.map((row) => row.matches(':hover, :focus-within, [aria-selected=true]') || (isRead && row.getBoundingClientRect().top < innerHeight));
    const kept = old.slice(0, stays.lastIndexOf(true) + 1);
    const known = new Set(kept.map((row) => row.dataset.id));
    old.slice(kept.length).forEach((row) => row.remove());
    list.append(...rows.filter((row) => !kept.includes(row) && !(row.dataset.id && known.has(row.dataset.id))));
  }

  /** @param {string} text @param {SearchOptions} options
   *  @returns {{first: Promise<SearchAnswer>, last: Promise<SearchAnswer>}} what the words find, and the same or a better answer */
  function ask(text, options) {
    /** @type {any} */
    let last;
    const first = new Promise(function (resolve, reject) {
      last = papershelf.search(text, { ...options, early: resolve });
      last.then(resolve, reject);
    });
    // What comes later never costs what is there.
    const better = last.catch(() => first);
    better.catch(() => undefined);
    return { first, last: better };
  }

  return { t, make, fill, number, marked, facts, row, cited, matched, nameLink, linkName, status, saving, failure, join, ask };
})();
