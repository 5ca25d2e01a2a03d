/** Lists of papers and indexes of names, sorted and filtered by what they show: pages carry no second copy of it. */
(function () {
  'use strict';

  const { t, all, titleOf } = papershelf;

  /** @param {number} shown @param {number} of how many */
  const count = (shown, of) => t('{shown} of {count} shown').replace('{shown}', String(shown)).replace('{count}', String(of));

  /** @param {Element} item */
  function votesOf(item) {
    const count = item.querySelector('b');
    return count ? Number(String(count.textContent).replace(/\D/g, '')) : -1;
  }

  /** @param {Element} item @returns {string} */
  function dateOf(item) {
    const time = item.querySelector('time');
    return time ? time.dateTime : '';
  }

  /** @param {Element} item */
  const textOf = (item) => String(titleOf(item)?.textContent).trim();

  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  /** @type {Record<string, (a: Element, b: Element) => number>} */
  const orders = {
    votes: (a, b) => votesOf(b) - votesOf(a),
    new: (a, b) => collator.compare(dateOf(b), dateOf(a)),
    old: (a, b) => collator.compare(dateOf(a), dateOf(b)),
    title: (a, b) => collator.compare(textOf(a), textOf(b)),
  };

  /** @param {HTMLFormElement} form */
  function addListTools(form) {
    const list = document.querySelector('.list');
    const select = form.querySelector('select');
    const box = form.querySelector('input');
    const status = form.querySelector('[role=status]');
    if (!list || !select || !box || !status) return;
    const items = all('.list > li').filter((item) => item.parentElement === list);
    // A choice that the list cannot answer is not offered.
    if (box.parentElement) box.parentElement.hidden = !list.querySelector('.code');
    for (const option of Array.from(select.options)) {
      if (option.value === 'votes' && !items.some((item) => item.querySelector('b'))) option.remove();
    }

    form.addEventListener('change', () => {
      const order = orders[select.value];
      list.append(...(order ? [...items].sort(order) : items));
      for (const item of items) item.hidden = box.checked && !item.querySelector('.code');
      const shown = items.filter((item) => !item.hidden).length;
      status.textContent = box.checked ? count(shown, items.length) : '';
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    // Browsers bring back a form's state on "back", but not the list's.
    form.dispatchEvent(new Event('change'));
  }

  /** @param {string} text */
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

  /** @param {HTMLInputElement} input @param {HTMLFormElement} form */
  function addTermFilter(input, form) {
    const groups = all('.terms');
    const largest = /** @type {HTMLElement | null} */ (document.querySelector('section:has(> .bars)'));
    // A short index consists of bars; in a long one they only repeat the largest terms, and are hidden by a filter.
    const items = all(groups.length ? '.terms li' : '.bars li').map((item) => ({ item, text: fold(textOf(item)) }));
    const status = form.querySelector('[role=status]');
    const apply = () => {
      const parts = fold(input.value).split(/\s+/).filter(Boolean);
      for (const { item, text } of items) item.hidden = !parts.every((part) => text.includes(part));
      for (const group of groups) group.hidden = !group.querySelector('li:not([hidden])');
      if (groups.length && largest) largest.hidden = parts.length > 0;
      const shown = items.filter(({ item }) => !item.hidden).length;
      if (status) status.textContent = parts.length ? count(shown, items.length) : '';
    };
    input.addEventListener('input', apply);
    form.addEventListener('submit', (event) => event.preventDefault());
    apply();
  }

  for (const form of /** @type {HTMLFormElement[]} */ (all('form.tools'))) {
    const filter = /** @type {HTMLInputElement | null} */ (form.querySelector('input.filter'));
    if (filter) addTermFilter(filter, form);
    else addListTools(form);
  }
}());
