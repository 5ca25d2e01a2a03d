/**
 * Citations as RIS, CSL-JSON, CSV and plain text, made from the metadata of papers' own pages: no format needs a file of
 * its own. Loaded when a reader first asks for one of them.
 */
(function () {
  'use strict';

  const { metadata } = papershelf;

  /** @param {string} name as people write it @returns {{family: string, given: string}} split as most names are */
  function split(name) {
    const words = name.split(' ');
    const particle = words.findIndex((word, i) => i > 0 && /^\p{Ll}/u.test(word));
    const start = particle > 0 ? particle : words.length - 1;
    return { family: words.slice(start).join(' '), given: words.slice(0, start).join(' ') };
  }

  /** @param {Document} page of a paper @param {string} key that cites it */
  function read(page, key) {
    const one = (/** @type {string} */ name) => metadata(name, page)[0] || '';
    const journal = one('journal_title');
    const doi = one('doi');
    const arxiv = one('arxiv_id');
    const canonical = /** @type {HTMLLinkElement | null} */ (page.querySelector('link[rel=canonical]'));
    return {
      id: key,
      title: one('title'),
      authors: metadata('author', page).map((name) => {
        const [family, given = ''] = name.split(', ');
        return { family, given };
      }),
      date: one('publication_date').split('/'),
      journal,
      venue: journal || one('conference_title'),
      volume: one('volume'),
      issue: one('issue'),
      first: one('firstpage'),
      pages: [one('firstpage'), one('lastpage')].filter(Boolean).join('-'),
      last: one('lastpage'),
      publisher: one('publisher'),
      doi,
      arxiv,
      // That it was withdrawn, retracted or corrected.
      note: [...page.querySelectorAll('.paper > .notice')].map((notice) => String(notice.textContent).trim().replace(/\s+/g, ' ')).join(' '),
      url: doi ? `https://doi.org/${doi}` : arxiv ? `https://arxiv.org/abs/${arxiv}` : canonical ? canonical.href : '',
    };
  }

  /** @typedef {ReturnType<typeof read>} Citation */

  /** @param {CitedPaper} paper @param {string} url its address @returns {Citation} from what a list knows of it */
  function fromList({ id, title, authors, date, venue = '', doi, arxiv }, url) {
    return {
      id, title, authors: authors.map(split), date: date.split('-'), journal: '', venue, volume: '', issue: '',
      first: '', pages: '', last: '', publisher: '', doi, arxiv, note: '', url,
    };
  }

  /** @param {Citation} paper */
  function ris(paper) {
    const type = paper.journal ? 'JOUR' : paper.venue ? 'CPAPER' : 'UNPB';
    const lines = [
      ['TY', type],
      ['ID', paper.id],
      ['TI', paper.title],
      ...paper.authors.map(({ family, given }) => ['AU', given ? `${family}, ${given}` : family]),
      ['PY', paper.date[0]],
      ['DA', paper.date[0] && [...paper.date, '', '', ''].slice(0, 4).join('/')],
      [paper.journal ? 'JO' : 'T2', paper.venue],
      ['VL', paper.volume],
      ['IS', paper.issue],
      ['SP', paper.first],
      ['EP', paper.last],
      ['PB', paper.publisher],
      ['DO', paper.doi],
      ['AN', paper.arxiv && `arXiv:${paper.arxiv}`],
      ['UR', paper.url],
      ['N1', paper.note],
    ];
    return [...lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}`), 'ER  - ', ''].join('\r\n');
  }

  /** @param {Citation} paper */
  function csl(paper) {
    const date = paper.date.filter(Boolean).map(Number);
    const item = {
      id: paper.id,
      type: paper.journal ? 'article-journal' : paper.venue ? 'paper-conference' : 'article',
      title: paper.title,
      author: paper.authors.map(({ family, given }) => (given ? { family, given } : { literal: family })),
      issued: date.length ? { 'date-parts': [date] } : '',
      'container-title': paper.venue,
      volume: paper.volume,
      issue: paper.issue,
      page: paper.pages,
      publisher: paper.publisher || (paper.venue || !paper.arxiv ? '' : 'arXiv'),
      number: paper.venue || !paper.arxiv ? '' : `arXiv:${paper.arxiv}`,
      DOI: paper.doi,
      URL: paper.url,
      note: paper.note,
    };
    return Object.fromEntries(Object.entries(item).filter(([, value]) => (Array.isArray(value) ? value.length : value)));
  }

  /** @param {{family: string, given: string}} author */
  const fullName = ({ family, given }) => (given ? `${given} ${family}` : family);

  /** @param {Citation} paper */
  function plain(paper) {
    const place = [paper.venue, [paper.volume, paper.issue && `(${paper.issue})`].join(''), paper.pages]
      .filter(Boolean).join(', ');
    return [paper.authors.map(fullName).join(', '), paper.date[0], paper.title, place, paper.note, paper.url]
      .filter(Boolean).map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(' ').replace(/\.$/, paper.url ? '' : '.');
  }

  /** @param {string} text @returns {string} one that a spreadsheet does not take for a formula */
  const cell = (text) => `"${text.replace(/^[=+@\t\r-]/, "'$&").replace(/"/g, '""')}"`;

  /** @param {Citation} paper */
  const row = (paper) => [
    paper.id, paper.title, paper.authors.map(fullName).join('; '), paper.date.filter(Boolean).join('-'), paper.venue, paper.doi, paper.arxiv, paper.url, paper.note,
  ];

  /** @type {Record<string, (papers: Citation[]) => string>} */
  const formats = {
    ris: (papers) => papers.map(ris).join(''),
    json: (papers) => JSON.stringify(papers.map(csl), null, 2),
    txt: (papers) => papers.map(plain).join('\n'),
    // Excel takes a file for UTF-8 only if it begins with this mark.
    csv: (papers) => `\ufeff${[['id', 'title', 'authors', 'date', 'venue', 'doi', 'arxiv', 'url', 'note'], ...papers.map(row)]
      .map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`,
  };

  papershelf.data('assets/cite.js', {
    read,
    fromList,
    /** @param {string} format @param {Citation[]} papers */
    write: (format, papers) => formats[format](papers),
  });
}());
