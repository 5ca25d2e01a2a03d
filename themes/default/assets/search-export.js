/** What a search found, as a file: loaded when a reader first asks for one. */
(function () {
  'use strict';

  const { root, save, load } = papershelf;

  /** Papers' pages that are read at a time. */
  const AT_ONCE = 20;
  /** @type {Record<string, string>} */
  const TYPES = { bib: 'application/x-bibtex', ris: 'application/x-research-info-systems', csv: 'text/csv', md: 'text/markdown' };

  /** @param {SearchResult} result @param {any} cite `cite.js`
   *  @returns {Promise<{citation: object, bibtex: string}>} as its page has it, or as its card does where pages cannot be read */
  async function citationOf(result, cite) {
    const known = papershelfView.cited(result);
    try {
      // Pages that are opened from a disk may not read each other.
      if (location.protocol === 'file:') throw new Error();
      const response = await fetch(root + result.url);
      const page = new DOMParser().parseFromString(response.ok ? await response.text() : '', 'text/html');
      const bibtex = /** @type {Element} */ (page.querySelector('#cite pre')).textContent || '';
      const [, key] = /** @type {RegExpExecArray} */ (/^@\w+\{([^,\s]+)/.exec(bibtex));
      return { citation: cite.read(page, key), bibtex: bibtex + '\n' };
    } catch {
      return { citation: cite.fromList(known, papershelf.addressOf(known)), bibtex: papershelf.bibtex(known) };
    }
  }

  /** @param {string} format @param {SearchResult[]} results @param {(done: number) => void} progress @returns {Promise<string>} */
  async function written(format, results, progress) {
    const [cite] = await Promise.all(['cite', 'bibtex', 'markdown'].map((name) => load(`assets/${name}.js`)));
    if (format === 'md') return results.map((result) => papershelf.markdown(papershelfView.cited(result))).join('');
    const papers = [];
    for (let start = 0; start < results.length; start += AT_ONCE) {
      progress(start);
      papers.push(...await Promise.all(results.slice(start, start + AT_ONCE).map((result) => citationOf(result, cite))));
    }
    return format === 'bib' ? papers.map(({ bibtex }) => bibtex).join('\n') : cite.write(format, papers.map(({ citation }) => citation));
  }

  /** @param {string} format @param {SearchResult[]} results @param {(done: number) => void} progress */
  async function saveAs(format, results, progress) {
    save(`papers.${format}`, await written(format, results, progress), TYPES[format]);
  }

  papershelf.data('assets/search-export.js', saveAs);
})();
