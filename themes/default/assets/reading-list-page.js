/** The page of the reading list: the papers on it, saving them to a file, and reading such a file. */
(function () {
  'use strict';

  const { t, all, make, recall, keep, save, say, list, stars, row, dateText, addressOf, bibtex } = papershelf;

  const visits = /** @type {Visits} */ (papershelf.visits);
  const MAX_BYTES = 2e6;

  /** @param {string} id */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const page = find('reading-list');

  /** @param {ListedPaper} item What is taken off stays in sight until the page is left, so that it can be put back. */
  function makeRow(item) {
    const added = item.added && t('Added {date}').replace('{date}', dateText(item.added));
    const made = row({
      ...item,
      title: [item.title],
      authors: [item.authors.join(', ') + (item.more ? ' …' : '')],
      links: added ? [make('span', {}, added)] : [],
    });
    made.append(stars.makeNote(item), stars.make(item.url, item.title, () => item));
    return made;
  }

  function showList() {
    const items = list.load();
    find('reading-items').replaceChildren(...items.map(makeRow));
    stars.refresh();
    find('reading-none').hidden = items.length > 0;
    const followed = visits.follows();
    find('following').hidden = !followed.length;
    find('following-names').replaceChildren(...followed.map((one) =>
      make('li', {}, make('a', { href: visits.addressOf(one), dir: 'auto' }, one.name), ' ', visits.makeButton(one))));
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
    json: ['application/json', (papers) => `${JSON.stringify({ papers, ...visits.saved() }, null, 1)}\n`],
    md: ['text/markdown', (items) => `${items.map(markdown).join('\n')}\n`],
  };

  /** @param {File} file */
  async function readFile(file) {
    try {
      const saved = file.size > MAX_BYTES ? null : JSON.parse(await file.text());
      if (!Array.isArray(saved.papers)) throw new TypeError();
      const added = list.add(saved.papers);
      visits.add(saved);
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
