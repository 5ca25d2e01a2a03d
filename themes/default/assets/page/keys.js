/**
 * The one owner of the page's keyboard shortcuts: other scripts add theirs here, and a reader can switch all of them
 * off, as people who speak to their computer type whole words by accident (WCAG 2.1.4).
 */
papershelf.keys = (function () {
  'use strict';

  const { t, make, recall, keep } = papershelf;

  /** @type {Map<string, {name: string, act: () => void}>} */
  const shortcuts = new Map();

  /** @type {Keys['add']} */
  const add = (key, name, act) => void shortcuts.set(key, { name, act });

  function showShortcuts() {
    const box = /** @type {HTMLInputElement} */ (make('input', { type: 'checkbox' }));
    box.checked = recall('keys') !== 'off';
    box.addEventListener('change', () => keep('keys', box.checked ? '' : 'off'));
    const rows = [...shortcuts].flatMap(([key, { name }]) => [make('dt', {}, key), make('dd', {}, name)]);
    const dialog = /** @type {HTMLDialogElement} */ (make('dialog', { 'aria-labelledby': 'keys-title' },
      make('h2', { id: 'keys-title' }, t('Keyboard shortcuts')),
      make('dl', {}, ...rows),
      make('label', {}, box, t('Use these keys')),
      make('form', { method: 'dialog' }, make('button', {}, t('Close')))));
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName)) return;
    const shortcut = shortcuts.get(event.key);
    if (!shortcut || recall('keys') === 'off' || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    shortcut.act();
  }

  /** Without a key, this button is the way back to the switch. */
  function addButton() {
    const button = make('button', { type: 'button', class: 'shortcuts' }, t('Keyboard shortcuts'));
    const footer = document.querySelector('body > footer') || make('footer', {});
    button.addEventListener('click', showShortcuts);
    footer.append(button);
    document.body.append(footer);
  }

  add('?', t('Show these keys'), showShortcuts);
  document.addEventListener('keydown', press);
  addButton();

  return { add };
}());
