/**
 * What every page needs before it is drawn: the chosen look and density, and the few functions that the other scripts share.
 * All scripts are classic ones that request nothing themselves, so that they run from a disk; pages work without them.
 */
var papershelf = (function () {
  'use strict';

  const html = document.documentElement;
  const words = window.papershelfWords || {};
  const systemDark = matchMedia('(prefers-color-scheme: dark)');

  /** @type {Papershelf['t']} */
  const t = (message) => words[message] || message;

  /* Storage may be forbidden, full, or kept apart for each file that is opened from a disk: never rely on it. */

  /** @type {Papershelf['recall']} */
  function recall(name) {
    try {
      return localStorage.getItem(`papershelf-${name}`) || '';
    } catch {
      return '';
    }
  }

  /** @type {Papershelf['keep']} */
  function keep(name, value) {
    try {
      if (value) localStorage.setItem(`papershelf-${name}`, value);
      else localStorage.removeItem(`papershelf-${name}`);
      return true;
    } catch {
      return false;
    }
  }

  /** @type {Papershelf['all']} */
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  /** @type {Papershelf['make']} */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** @type {Papershelf['metadata']} */
  const metadata = (name, page) =>
    all(`meta[name="citation_${name}"]`, page).map((meta) => /** @type {HTMLMetaElement} */ (meta).content);

  /** @type {Papershelf['titleOf']} */
  const titleOf = (item) => item.querySelector('a');

  /** @type {Papershelf['save']} */
  function save(name, text, type) {
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    make('a', { href: address, download: name.replace(/[^\w.-]+/g, '-') }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  /* The look is the system's, until the reader wants the other one. */

  /** @type {Papershelf['isDark']} */
  const isDark = () => (html.dataset.look ? html.dataset.look === 'dark' : systemDark.matches);

  function addLookSwitch() {
    const header = document.querySelector('body > header');
    if (!header) return;
    const button = make('button', { class: 'look', type: 'button', title: t('Dark'), 'aria-label': t('Dark') });
    const show = () => button.setAttribute('aria-pressed', String(isDark()));
    button.addEventListener('click', () => {
      const dark = !isDark();
      // A choice that equals the system's look is forgotten, so that the page follows the system again.
      if (dark === systemDark.matches) delete html.dataset.look;
      else html.dataset.look = dark ? 'dark' : 'light';
      keep('look', html.dataset.look || '');
      show();
    });
    systemDark.addEventListener('change', show);
    show();
    header.append(button);
  }

  // `back` says what room the home page keeps for visits.js.
  for (const choice of ['look', 'density', 'pictures', 'back']) {
    const chosen = recall(choice);
    if (chosen) html.dataset[choice] = chosen;
  }
  html.classList.add('js');
  document.addEventListener('DOMContentLoaded', addLookSwitch);

  return /** @type {Papershelf} */ ({ t, all, make, recall, keep, isDark, metadata, titleOf, save });
}());
