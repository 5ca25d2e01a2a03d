/** Ways from page to page: keys that go through a list, any paper of the archive, and pages fetched before the click. */
(function () {
  'use strict';

  const { t, all, make, keys, titleOf } = papershelf;
  const SHOWN = '.list > li:not([hidden])';

  /** @param {number} step how many papers down the list; on a paper's own page, to the one before or after it */
  function move(step) {
    const items = all(SHOWN);
    const beside = document.querySelector(`.paper ~ .pager [rel=${step < 0 ? 'prev' : 'next'}]`);
    if (beside) /** @type {HTMLElement} */ (beside).click();
    const here = items.findIndex((item) => item.contains(document.activeElement));
    const item = items[here < 0 && step < 0 ? 0 : here + step];
    const link = item && titleOf(item);
    if (!link) return;
    link.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  }

  function open() {
    const here = document.activeElement && document.activeElement.closest('.list > li');
    const item = here || document.querySelector(SHOWN);
    const link = item && titleOf(item);
    if (link) link.click();
  }

  /** Opens or closes the abstract of the paper that has the focus. */
  function toggleAbstract() {
    const fold = /** @type {HTMLDetailsElement | null} */ (document.querySelector('.list > li:focus-within details'));
    if (fold) fold.open = !fold.open;
  }

  function goToSearch() {
    const box = /** @type {HTMLInputElement | null} */ (document.getElementById('search-box'));
    if (!box) return;
    box.focus();
    box.select();
  }

  /** Opens any paper: the search index knows them all, and its files can be read from a disk as well. */
  async function surprise() {
    try {
      await papershelf.load('assets/search-engine.js');
      await papershelfIndex.open();
      const any = Math.floor(Math.random() * papershelfIndex.documents());
      location.href = papershelf.root + (await papershelfIndex.card(any)).url;
    } catch {
      // Without the index, take the paper of the day that the home page links to.
      for (const link of all('.daily a')) link.click();
    }
  }

  function addSurprise() {
    for (const line of all('.daily')) {
      const button = make('button', { type: 'button' }, t('Surprise me'));
      button.addEventListener('click', surprise);
      line.append(' ', button);
    }
  }

  /** Over http, fetches a page when the reader points at its link. */
  function prefetchOnIntent() {
    const { connection } = /** @type {{connection?: {saveData: boolean}}} */ (navigator);
    if (!location.protocol.startsWith('http') || (connection && connection.saveData)) return;
    const fetched = new Set([location.pathname]);
    const look = (/** @type {Event} */ event) => {
      const link = /** @type {Element} */ (event.target).closest('a');
      if (!link || link.origin !== location.origin || !link.pathname.endsWith('.html') || fetched.has(link.pathname)) return;
      fetched.add(link.pathname);
      document.head.append(make('link', { rel: 'prefetch', href: link.pathname }));
    };
    document.addEventListener('pointerover', look, { passive: true });
    document.addEventListener('focusin', look);
  }

  keys.add('/', t('Search'), goToSearch);
  keys.add('j', t('Next paper'), () => move(1));
  keys.add('k', t('Previous paper'), () => move(-1));
  keys.add('o', t('Open the paper'), open);
  keys.add('x', t('Abstract'), toggleAbstract);
  keys.add('r', t('Surprise me'), surprise);
  addSurprise();
  addEventListener('load', () => papershelf.visits || papershelf.load('assets/visits.js').catch(() => undefined));
  prefetchOnIntent();
}());
