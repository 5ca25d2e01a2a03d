/** Copies the address of a link, or shows it where the browser does not allow that. */
papershelf.data('assets/copy-link.js', /** @param {HTMLAnchorElement} link */ async function (link) {
  'use strict';

  const name = link.textContent;
  try {
    await navigator.clipboard.writeText(link.href);
    link.textContent = papershelf.t('Copied');
  } catch (error) {
    prompt(String(name), link.href);
  }
  setTimeout(() => (link.textContent = name), 2000);
});
