/** A reading list as a link, and opening such a link: the search index knows the papers that it names. */
(function () {
  'use strict';

  const { t, make, say, list, load } = papershelf;

  /** Papers that a link names: more would make it longer than mail programs take. */
  const MOST = 200;
  /** Papers that are looked up at a time: a query has at most 24 parts. */
  const AT_ONCE = 20;

  /** @param {string} id */
  const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const link = /** @type {HTMLAnchorElement} */ (find('list-link'));

  function showLink() {
    const name = list.chosen();
    const items = list.items().filter((paper) => paper.list === name);
    const asked = new URLSearchParams({ list: name, papers: items.slice(0, MOST).map(({ id }) => id).join(' ') });
    link.href = `#${asked}`;
    link.hidden = !items.length;
    link.onclick = async (event) => {
      event.preventDefault();
      if (items.length > MOST) say(t('The link names the first {count} papers.').replace('{count}', String(MOST)));
      (await load('assets/copy-link.js'))(link);
    };
  }

  /** @param {string[]} ids @returns {Promise<CitedPaper[]>} those that the site has, in their order */
  async function look(ids) {
    /** @type {Map<string, CitedPaper>} */
    const found = new Map();
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const query = ids.slice(start, start + AT_ONCE).map((id) => `id:${id}`).join(' ');
      const { results } = await papershelf.search(query, { limit: 5 * AT_ONCE });
      for (const result of results) found.set(result.id, papershelfView.cited(result));
    }
    return ids.flatMap((id) => found.get(id) || []);
  }

  /** @param {string} name @param {CitedPaper[]} papers */
  function keepList(name, papers) {
    const added = papershelf.addToLists(papers.map((paper) => ({ ...paper, list: name, added: new Date().toISOString().slice(0, 10) })));
    history.replaceState(null, '', location.pathname);
    find('shared').hidden = true;
    papershelf.showList(name);
    find('list-chooser').focus();
    say(t('Papers added: {count}').replace('{count}', String(added)));
  }

  /** Shows the list that the address names; nothing of it is kept until the reader says so. */
  async function open() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const ids = (asked.get('papers') || '').split(' ').filter((id) => /^[\w.-]{1,250}$/.test(id)).slice(0, MOST);
    find('shared').hidden = !ids.length;
    if (!ids.length) return;
    const name = (asked.get('list') || '').slice(0, 60).trim();
    find('shared-name').textContent = name || t('Shared list');
    const status = find('shared-status');
    status.textContent = t('Searching…');
    const papers = await look(ids).catch(() => null);
    status.textContent = !papers ? t('A part of the search could not be loaded.')
      : papers.length < ids.length ? t('Papers of the link that are not on this site: {count}').replace('{count}', String(ids.length - papers.length)) : '';
    if (!papers) return;
    find('shared-items').replaceChildren(...papers.map((paper) => papershelf.row({
      ...paper, title: [paper.title], authors: [paper.authors.join(', ') + (paper.more ? ' …' : '')],
    })));
    const button = make('button', { type: 'button' }, t('Keep this list'));
    button.addEventListener('click', () => keepList(name, papers));
    find('shared-keep').replaceChildren(...(papers.length ? [button] : []));
  }

  addEventListener('papershelf-list', showLink);
  list.watch(showLink);
  addEventListener('hashchange', open);
  showLink();
  open();
}());
