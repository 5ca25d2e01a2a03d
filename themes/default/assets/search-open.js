/* Opens the search page: loads what only that page needs, and says so where it cannot be loaded. */
(function () {
  'use strict';

  /** Loads the search page's scripts; where one fails, says so and offers to try again. */
  async function openPage() {
    try {
      await papershelf.loadEngine();
      await papershelf.load('assets/search-facets.js');
      await papershelf.load('assets/row.js');
      await papershelf.load('assets/search-page.js');
    } catch (error) {
      const { t, make } = papershelf;
      const status = document.getElementById('search-status');
      const again = make('button', { type: 'button', class: 'search-again' }, t('Try again'));
      again.addEventListener('click', openPage);
      if (status) status.replaceChildren(t('A part of the search could not be loaded.'), ' ', again);
    }
  }

  openPage();
}());
