/** The filter of an index of names. */
(function () {
  'use strict';

  const { t, all, make, titleOf } = papershelf;

  /** @param {string} text */
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

  const found = make('p', { class: 'elsewhere' });

  /** An index of many pages: the search knows the names of all. @param {HTMLInputElement} input @param {HTMLFormElement} form */
  async function findElsewhere(input, form) {
    const typed = input.value.trim();
    const names = typed.length < 2 ? [] : await papershelf.complete(`${input.dataset.kind}:${typed}`).catch(() => []);
    if (typed !== input.value.trim()) return;
    found.replaceChildren(...(names.length ? [`${t('In all:')} `] : []), ...names.flatMap(({ text, name, count }) => [
      make('a', { href: `${papershelf.root}search.html#q=${encodeURIComponent(text.trim())}` }, name), ` ${count} `,
    ]));
    form.append(found);
  }

  /** @param {HTMLInputElement} input @param {HTMLFormElement} form */
  function addFilter(input, form) {
    const groups = all('.terms');
    const largest = /** @type {HTMLElement | null} */ (document.querySelector('section:has(> .bars)'));
    // A short index consists of bars; in a long one they only repeat the largest terms, and are hidden by a filter.
    const items = all(groups.length ? '.terms li' : '.bars li')
      .map((item) => ({ item, text: fold(String(titleOf(item)?.textContent)) }));
    const status = form.querySelector('[role=status]');
    const apply = () => {
      const parts = fold(input.value).split(/\s+/).filter(Boolean);
      for (const { item, text } of items) item.hidden = !parts.every((part) => text.includes(part));
      for (const group of groups) group.hidden = !group.querySelector('li:not([hidden])');
      if (groups.length && largest) largest.hidden = parts.length > 0;
      const shown = items.filter(({ item }) => !item.hidden).length;
      if (status) {
        status.textContent = !parts.length ? '' : t('{shown} of {count} shown')
          .replace('{shown}', String(shown)).replace('{count}', String(items.length));
      }
    };
    input.addEventListener('input', apply);
    if (input.dataset.kind) input.addEventListener('input', () => findElsewhere(input, form));
    form.addEventListener('submit', (event) => event.preventDefault());
    apply();
  }

  const input = /** @type {HTMLInputElement | null} */ (document.querySelector('input.filter'));
  if (input && input.form) addFilter(input, input.form);
}());
