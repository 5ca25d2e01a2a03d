/** The reading lists as files: the chosen list in formats that others read, everything as JSON, and reading that again. */
(function () {
  'use strict';

  const { t, all, save, say, list, load, addressOf, bibtex, markdown, markdownLink } = papershelf;

  const visits = /** @type {Visits} */ (papershelf.visits);
  const MAX_BYTES = 2e6;
  const page = /** @type {HTMLElement} */ (document.getElementById('reading-list'));

  /** @param {Followed} one */
  const followed = (one) => `- ${markdownLink(one.name, new URL(visits.addressOf(one), location.href).href)}\n`;

  /** @param {string} format @returns {(items: ListedPaper[]) => Promise<string>} */
  const cited = (format) => async (items) => {
    const cite = await load('assets/cite.js');
    return cite.write(format, items.map((item) => ({ ...cite.fromList(item, addressOf(item)), note: item.note })));
  };

  /** @type {Record<string, [string, (items: ListedPaper[]) => string | Promise<string>]>} */
  const formats = {
    bib: ['application/x-bibtex', (items) => items.map(bibtex).join('\n')],
    ris: ['application/x-research-info-systems', cited('ris')],
    csv: ['text/csv', cited('csv')],
    md: ['text/markdown', (items) => items.map(markdown).join('')],
    json: ['application/json', () => `${JSON.stringify({ papers: list.items(), ...visits.saved() }, null, 1)}\n`],
    follows: ['text/markdown', () => visits.follows().map(followed).join('')],
  };

  /** @param {string} format */
  async function saveAs(format) {
    const name = list.chosen();
    const [type, write] = formats[format];
    const text = await write(list.load().filter((paper) => paper.list === name));
    if (format === 'follows') save('following.md', text, type);
    else save(`${format !== 'json' && /\w/.test(name) ? name : 'reading-list'}.${format}`, text, type);
  }

  /** @param {File} file */
  async function readFile(file) {
    try {
      const saved = file.size > MAX_BYTES ? null : JSON.parse(await file.text());
      if (!Array.isArray(saved.papers)) throw new TypeError();
      const added = papershelf.addToLists(saved.papers);
      visits.add(saved);
      papershelf.showList();
      say(t('Papers added: {count}').replace('{count}', String(added)));
    } catch {
      say(t('This is not a reading list that was saved here as JSON.'));
    }
  }

  for (const button of all('[data-as]', page)) button.addEventListener('click', () => saveAs(String(button.dataset.as)));
  const input = /** @type {HTMLInputElement} */ (page.querySelector('input[type=file]'));
  input.addEventListener('change', async () => {
    if (input.files && input.files[0]) await readFile(input.files[0]);
    input.value = '';
  });
}());
