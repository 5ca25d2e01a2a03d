/** The page of the reading lists: choosing one, naming lists, the papers on it. `reading-list-files.js` saves and reads files. */
(function () {
  'use strict';

  const { t, all, make, recall, keep, say, list, stars, row, dateText } = papershelf;

  const visits = /** @type {Visits} */ (papershelf.visits);

  /** @param {string} id */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const page = find('reading-list');
  const chooser = /** @type {HTMLSelectElement} */ (find('list-chooser'));
  const naming = /** @type {HTMLFormElement} */ (find('list-naming'));
  const name = /** @type {HTMLInputElement} */ (naming.querySelector('input'));
  const collator = new Intl.Collator(document.documentElement.lang);
  const now = () => new Date().toISOString();

  const namesKey = `lists-${list.place}`;

  /** Whether the name that is typed is for a new list, or for the chosen one. */
  let isNew = true;

  /** @returns {string[]} the names that the reader has given, those of empty lists among them */
  function given() {
    try {
      return JSON.parse(recall(namesKey) || '[]').filter((/** @type {unknown} */ one) => typeof one === 'string').slice(0, 200);
    } catch {
      return [];
    }
  }

  /** @param {string} former @param {string} [name] that replaces it */
  function keepName(former, name = '') {
    const names = new Set([...given(), name].filter((one) => one && (one === name || one !== former)));
    keep(namesKey, names.size ? JSON.stringify([...names]) : '');
  }

  /** @returns {Map<string, number>} the names of the lists in their order, each with how many papers it has */
  function counts() {
    /** @type {Map<string, number>} */
    const found = new Map(['', ...given(), list.chosen()].map((one) => [one, 0]));
    for (const paper of list.items()) found.set(paper.list, (found.get(paper.list) || 0) + 1);
    return new Map([...found].sort(([one], [other]) => collator.compare(one, other)));
  }

  /** @param {string} one */
  const title = (one) => one || t('Reading list');

  /** @param {ListedPaper} item @param {string[]} names @returns {HTMLElement} what moves it to another list */
  function makeMover(item, names) {
    const options = names.map((one) => make('option', { value: one }, title(one)));
    const select = /** @type {HTMLSelectElement} */ (make('select', { 'aria-label': `${t('List')}: ${item.title}` }, ...options));
    select.value = item.list;
    select.addEventListener('change', () => {
      list.change(item.url, { list: select.value, changed: now() });
      showList();
      chooser.focus();
      say(t('Moved to {list}').replace('{list}', title(select.value)));
    });
    return select;
  }

  /** @param {ListedPaper} item What is taken off stays in sight until the page is left, so that it can be put back. */
  function makeRow(item) {
    const added = item.added && t('Added {date}').replace('{date}', dateText(item.added));
    const made = row({
      ...item,
      title: [item.title],
      authors: [item.authors.join(', ') + (item.more ? ' …' : '')],
      links: added ? [make('span', {}, added)] : [],
    });
    const mine = stars.makeNote(item);
    const names = [...counts().keys()];
    if (names.length > 1) mine.prepend(makeMover(item, names));
    made.append(mine, stars.make(item.url, item.title, () => item));
    return made;
  }

  function showLists() {
    const found = counts();
    const chosen = list.chosen();
    chooser.replaceChildren(...[...found].map(([one, count]) => make('option', { value: one }, `${title(one)} (${count})`)));
    chooser.value = chosen;
    find('list-rename').hidden = find('list-delete').hidden = !chosen && !found.get('');
  }

  /** @type {Papershelf['showList']} */
  function showList(chosen = list.chosen()) {
    keep(`chosen-list-${list.place}`, chosen);
    const items = list.load().filter((paper) => paper.list === chosen);
    showLists();
    find('reading-items').replaceChildren(...items.map(makeRow));
    stars.refresh();
    find('reading-none').hidden = items.length > 0;
    const followed = visits.follows();
    find('following').hidden = !followed.length;
    find('following-names').replaceChildren(...followed.map((one) =>
      make('li', {}, make('a', { href: visits.addressOf(one), dir: 'auto' }, one.name), ' ', visits.makeButton(one))));
    dispatchEvent(new Event('papershelf-list'));
  }

  /** @type {Papershelf['addToLists']} */
  function addToLists(values) {
    /** @type {Map<string, ListedPaper>} */
    const added = new Map();
    for (const paper of list.cleanAll(values)) if (!added.has(paper.url)) added.set(paper.url, paper);
    const known = list.load().map((paper) => list.newest(paper, added.get(paper.url)));
    for (const paper of known) added.delete(paper.url);
    list.store(list.cleanAll([...known, ...added.values()]));
    return added.size;
  }

  /** @param {string} one of the lists */
  function choose(one) {
    naming.hidden = true;
    showList(one);
    chooser.focus();
  }

  /** @param {boolean} forNew */
  function askName(forNew) {
    isNew = forNew;
    name.value = forNew ? '' : list.chosen();
    naming.hidden = false;
    name.select();
    name.focus();
  }

  /** @param {Event} event */
  function takeName(event) {
    event.preventDefault();
    const chosen = list.chosen();
    const typed = name.value.replace(/\s+/g, ' ').trim();
    if (!typed) return;
    keepName(isNew ? typed : chosen, typed);
    if (!isNew) list.store(list.load().map((paper) => (paper.list === chosen ? { ...paper, list: typed, changed: now() } : paper)));
    choose(typed);
  }

  function deleteList() {
    const chosen = list.chosen();
    const others = list.load().filter((paper) => paper.list !== chosen);
    if (others.length < list.items().length) {
      if (!confirm(t('Delete this list with its papers and notes?'))) return;
      list.store(others);
    }
    keepName(chosen);
    choose('');
  }

  for (const notice of all('[data-when]', page)) {
    notice.hidden = notice.dataset.when === 'refused' ? keep('probe', '1') && keep('probe', '')
      : location.protocol !== 'file:' || Boolean(recall('files'));
  }
  chooser.addEventListener('change', () => choose(chooser.value));
  find('list-new').addEventListener('click', () => askName(true));
  find('list-rename').addEventListener('click', () => askName(false));
  find('list-delete').addEventListener('click', deleteList);
  naming.addEventListener('submit', takeName);
  naming.addEventListener('keydown', (event) => { if (event.key === 'Escape') choose(list.chosen()); });
  naming.addEventListener('reset', () => choose(list.chosen()));
  list.watch(showLists);
  page.hidden = false;
  Object.assign(papershelf, { showList, addToLists });
  showList();
}());
