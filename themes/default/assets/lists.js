/** Lists of papers: how much of each paper is shown, with its picture or without, sorting and filtering by what the page says of it. */
(function () {
  'use strict';

  const { t, all, titleOf, keep } = papershelf;
  const html = document.documentElement;

  /** @param {Element} item */
  function votesOf(item) {
    const count = item.querySelector('.votes b');
    return count ? Number(String(count.textContent).replace(/\D/g, '')) : -1;
  }

  /** @param {Element} item @returns {string} */
  function dateOf(item) {
    const time = item.querySelector('time');
    return time ? time.dateTime : '';
  }

  /** @param {Element} item */
  const textOf = (item) => String(titleOf(item)?.textContent).trim();

  const collator = new Intl.Collator(html.lang, { numeric: true });

  /** @type {Record<string, (a: Element, b: Element) => number>} */
  const orders = {
    votes: (a, b) => votesOf(b) - votesOf(a),
    new: (a, b) => collator.compare(dateOf(b), dateOf(a)),
    old: (a, b) => collator.compare(dateOf(a), dateOf(b)),
    title: (a, b) => collator.compare(textOf(a), textOf(b)),
  };

  /** @param {HTMLFormElement} form */
  function addSorting(form) {
    const list = document.querySelector('.list');
    const select = form.querySelector('select');
    const box = form.querySelector('input');
    const status = form.querySelector('[role=status]');
    if (!list || !select || !box || !status) return;
    const items = all('.list > li').filter((item) => item.parentElement === list);
    // A choice that the list cannot answer is not offered.
    if (box.parentElement) box.parentElement.hidden = !list.querySelector('.code');
    for (const option of Array.from(select.options)) {
      const needed = /** @type {Record<string, string>} */ ({ votes: '.votes', new: 'time', old: 'time' })[option.value];
      if (needed && !list.querySelector(`li > ${needed}`)) option.remove();
    }

    form.addEventListener('change', () => {
      const order = orders[select.value];
      list.append(...(order ? [...items].sort(order) : items));
      for (const item of items) item.hidden = box.checked && !item.querySelector('.code');
      const shown = items.filter((item) => !item.hidden).length;
      status.textContent = !box.checked ? '' : t('{shown} of {count} shown')
        .replace('{shown}', String(shown)).replace('{count}', String(items.length));
    });
    // Browsers bring back a form's state on "back", but not the list's.
    form.dispatchEvent(new Event('change'));
  }

  /** @param {HTMLElement[]} buttons whose values are how much they show; `site.js` applies what was chosen last */
  function addDensity(buttons) {
    const show = () => {
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.getAttribute('value') === (html.dataset.density || '')));
      }
    };
    for (const button of buttons) {
      button.addEventListener('click', () => {
        const density = button.getAttribute('value') || '';
        if (density) html.dataset.density = density;
        else delete html.dataset.density;
        keep('density', density);
        show();
      });
    }
    show();
  }

  /** @param {HTMLElement} button which hides pictures; `site.js` applies what was chosen last */
  function addPictures(button) {
    const show = () => button.setAttribute('aria-pressed', String(!html.dataset.pictures));
    button.addEventListener('click', () => {
      if (html.dataset.pictures) delete html.dataset.pictures;
      else html.dataset.pictures = 'none';
      keep('pictures', html.dataset.pictures || '');
      show();
    });
    show();
  }

  for (const form of /** @type {HTMLFormElement[]} */ (all('form.tools'))) {
    form.addEventListener('submit', (event) => event.preventDefault());
    addSorting(form);
    addDensity(all('.density [value]', form));
    all('.pictures', form).forEach(addPictures);
  }
}());
