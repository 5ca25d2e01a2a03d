/** A paper's citation: its page has BibTeX; other formats are made by `cite.js`, which is loaded when a reader asks for one. */
(function () {
  'use strict';

  const { t, all, make, save } = papershelf;

  /** @type {[string, string, string][]} Each format's file ending, its name and its media type. */
  const formats = [
    ['bib', 'BibTeX', 'application/x-bibtex'],
    ['ris', 'RIS', 'application/x-research-info-systems'],
    ['json', 'CSL-JSON', 'application/vnd.citationstyles.csl+json'],
    ['txt', t('Text'), 'text/plain'],
  ];

  /** @param {HTMLElement} block @param {HTMLElement} button says for two seconds how it went */
  async function copy(block, button) {
    const word = button.textContent;
    try {
      await navigator.clipboard.writeText(String(block.textContent));
      button.textContent = t('Copied');
    } catch {
      const selection = getSelection();
      if (selection) selection.selectAllChildren(block);
      button.textContent = t('Selected; press Ctrl+C');
    }
    setTimeout(() => { button.textContent = word; }, 2000);
  }

  /** @param {string} format @param {string} key */
  async function converted(format, key) {
    const { read, write } = await papershelf.load('assets/cite.js');
    return write(format, [read(document, key)]);
  }

  /** @param {HTMLElement} block what shows the citation */
  function addFormats(block) {
    const bibtex = String(block.textContent);
    const [, key] = /^@\w+\{([^,\s]+)/.exec(bibtex) || ['', 'paper'];
    let [chosen] = formats;

    const choices = formats.map((format) => {
      const [ending, name] = format;
      const button = make('button', { type: 'button', 'data-format': ending, 'aria-pressed': String(format === chosen) }, name);
      button.addEventListener('click', async () => {
        chosen = format;
        block.textContent = ending === 'bib' ? bibtex : await converted(ending, key);
        for (const other of choices) other.setAttribute('aria-pressed', String(other === button));
      });
      return button;
    });
    const copied = make('button', { type: 'button', 'data-do': 'copy' }, t('Copy'));
    const saved = make('button', { type: 'button', 'data-do': 'save' }, t('Download'));
    copied.addEventListener('click', () => copy(block, copied));
    saved.addEventListener('click', () => save(`${key}.${chosen[0]}`, String(block.textContent), chosen[2]));
    block.before(make('p', { class: 'bar' }, ...choices, make('span', {}, copied, ' ', saved)));
  }

  for (const block of all('#cite pre')) addFormats(block);
}());
