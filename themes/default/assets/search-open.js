/* Opens the search page: loads what only that page needs, and says so where it cannot be loaded. */
(function () {
  'use strict';

  /** In the order in which they need each other, and the engine. */
  const PARTS = ['assets/search-facets.js', 'assets/row.js', 'assets/search-page.js'];

  /** Loads the search page's scripts; where one fails, says so and offers to try again. */
  async function openPage() {
    try {
      await papershelf.loadEngine();
      for (const path of PARTS) await papershelf.load(path);
    } catch (error) {
      const { t, make } = papershelf;
      const status = document.getElementById('search-status');
      const again = make('button', { type: 'button', class: 'search-again' }, t('Try again'));
      again.addEventListener('click', openPage);
      if (status) status.replaceChildren(t('A part of the search could not be loaded.'), ' ', again);
    }
  }

  // One can only run after the other, but they can arrive together.
  for (const path of PARTS) document.head.append(papershelf.make('link', { rel: 'preload', as: 'script', href: papershelf.root + path }));
  openPage();
}());
