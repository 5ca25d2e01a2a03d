/** The page of the reading list: the papers on it, saving them to a file, and reading such a file. */
(function () {
  'use strict';

  const { t, all, make, recall, keep, save, say, list, stars, root } = papershelf;

  const MAX_BYTES = 2e6;

  /** @param {string} id */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const page = find('reading-list');

  /** @param {string} iso */
  function dayText(iso) {
    const { lang } = document.documentElement;
    if (iso.length < 10) return iso;
    return new Date(`${iso}T12:00`).toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'medium' });
  }

  /** @param {ListedPaper} item What is taken off stays in sight until the page is left, so that it can be put back. */
  function makeRow(item) {
    const facts = [item.authors.join(', ') + (item.more ? ' …' : ''), dayText(item.date)].filter(Boolean).join(' · ');
    return make('li', {},
      make('time', { datetime: item.added, title: t('Added') }, dayText(item.added)),
      make('h2', { dir: 'auto' }, make('a', { href: root + item.url }, item.title)),
      make('p', { dir: 'auto' }, facts),
      stars.makeNote(item),
      stars.make(item.url, item.title, () => item));
  }

  function showList() {
    const items = list.load();
    find('reading-items').replaceChildren(...items.map(makeRow));
    stars.refresh();
    find('reading-none').hidden = items.length > 0;
  }

  /** @param {ListedPaper} item */
  function addressOf({ doi, arxiv, url }) {
    if (doi) return `https://doi.org/${doi}`;
    if (arxiv) return `https://arxiv.org/abs/${arxiv}`;
    return location.protocol === 'file:' ? '' : new URL(root + url, location.href).href;
  }

  /** @type {Record<string, string>} */
  const texNames = {
    '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '\\': '\\textbackslash{}',
    // BibTeX counts braces even behind a backslash.
    '{': '\\textbraceleft{}', '}': '\\textbraceright{}',
  };

  // A formula is kept as typed if its braces pair and it holds nothing but mathematics.
  const unsound = /%|\^\^|\\(?:begin|input|include|open|close|read|write|immediate|special|\w*code|csname|\w*def|\w*let|new|renew|provide|expandafter|every|href|url)/;

  /** @param {string} formula */
  function isSound(formula) {
    let depth = 0;
    for (const sign of formula) {
      depth += Number(sign === '{') - Number(sign === '}');
      if (depth < 0) return false;
    }
    return depth === 0 && !unsound.test(formula);
  }

  /** @param {string} plain */
  function tex(plain) {
    return plain.split(/(\$[^$]+\$)/).map((part, i) => (i % 2 && isSound(part) ? part
      : part.replace(/[$&%#_{}~^\\]/g, (sign) => texNames[sign] || `\\${sign}`))).join('');
  }

  /** @param {ListedPaper} item */
  function bibtex(item) {
    const names = item.authors.map((name) => (name.includes(' and ') ? `{${tex(name)}}` : tex(name)));
    const fields = Object.entries({
      title: `{${tex(item.title)}}`,
      author: [...names, ...(item.more ? ['others'] : [])].join(' and '),
      year: item.date.slice(0, 4),
      doi: item.doi,
      eprint: item.arxiv,
      archiveprefix: item.arxiv && 'arXiv',
      url: addressOf(item),
      annote: tex(item.note),
    });
    const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},`);
    return [`@misc{${item.id},`, ...lines, '}', ''].join('\n');
  }

  /** @param {ListedPaper} item */
  function markdown(item) {
    const safe = (/** @type {string} */ plain) => plain.replace(/[\\`*_[\]<>]/g, '\\$&').trim();
    const address = addressOf(item);
    const title = address ? `[${safe(item.title)}](<${address}>)` : `**${safe(item.title)}**`;
    const facts = [safe(item.authors.join(', ')) + (item.more ? ' …' : ''), item.date].filter(Boolean).join(', ');
    const note = item.note.trim() && `\n${safe(item.note).replace(/^/gm, '  > ')}`;
    return `- [${item.read ? 'x' : ' '}] ${title}${facts && `: ${facts}`}${note}`;
  }

  /** @type {Record<string, [string, (items: ListedPaper[]) => string]>} */
  const formats = {
    bib: ['application/x-bibtex', (items) => items.map(bibtex).join('\n')],
    json: ['application/json', (papers) => `${JSON.stringify({ papers }, null, 1)}\n`],
    md: ['text/markdown', (items) => `${items.map(markdown).join('\n')}\n`],
  };

  /** @param {File} file */
  async function readFile(file) {
    try {
      const { papers } = file.size > MAX_BYTES ? null : JSON.parse(await file.text());
      if (!Array.isArray(papers)) throw new TypeError();
      const added = list.add(papers);
      showList();
      say(t('Papers added: {count}').replace('{count}', String(added)));
    } catch {
      say(t('This is not a reading list that was saved here as JSON.'));
    }
  }

  for (const notice of all('[data-when]', page)) {
    notice.hidden = notice.dataset.when === 'refused' ? keep('probe', '1') && keep('probe', '')
      : location.protocol !== 'file:' || Boolean(recall('files'));
  }
  for (const button of all('[data-as]', page)) {
    const ending = button.dataset.as || '';
    const [type, write] = formats[ending];
    button.addEventListener('click', () => save(`reading-list.${ending}`, write(list.load()), type));
  }
  const input = /** @type {HTMLInputElement} */ (page.querySelector('input[type=file]'));
  input.addEventListener('change', async () => {
    if (input.files && input.files[0]) await readFile(input.files[0]);
    input.value = '';
  });
  page.hidden = false;
  showList();
}());
