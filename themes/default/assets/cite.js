/**
 * A paper's citation as RIS, CSL-JSON and plain text, made from its page's own metadata: no format needs a file of its
 * own. Loaded when a reader first asks for one of them.
 */
(function () {
  'use strict';

  const { metadata } = papershelf;

  /** @param {string} key the paper's citation key */
  function readCitation(key) {
    const one = (/** @type {string} */ name) => metadata(name)[0] || '';
    const journal = one('journal_title');
    const doi = one('doi');
    const arxiv = one('arxiv_id');
    const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel=canonical]'));
    return {
      id: key,
      title: one('title'),
      authors: metadata('author').map((name) => {
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
      note: [...document.querySelectorAll('.paper > .notice')].map((notice) => String(notice.textContent).trim().replace(/\s+/g, ' ')).join(' '),
      url: doi ? `https://doi.org/${doi}` : arxiv ? `https://arxiv.org/abs/${arxiv}` : canonical ? canonical.href : '',
    };
  }

  /** @typedef {ReturnType<typeof readCitation>} Citation */

  /** @type {Record<string, (paper: Citation) => string>} */
  const formats = {
    ris(paper) {
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
    },

    json(paper) {
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
      const known = Object.entries(item).filter(([, value]) => (Array.isArray(value) ? value.length : value));
      return JSON.stringify([Object.fromEntries(known)], null, 2);
    },

    txt(paper) {
      const names = paper.authors.map(({ family, given }) => (given ? `${given} ${family}` : family));
      const place = [paper.venue, [paper.volume, paper.issue && `(${paper.issue})`].join(''), paper.pages]
        .filter(Boolean).join(', ');
      return [names.join(', '), paper.date[0], paper.title, place, paper.note, paper.url]
        .filter(Boolean).map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(' ').replace(/\.$/, paper.url ? '' : '.');
    },
  };

  papershelf.data('assets/cite.js', (/** @type {string} */ format, /** @type {string} */ key) =>
    formats[format](readCitation(key)));
}());
