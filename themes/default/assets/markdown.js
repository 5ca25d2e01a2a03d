/** Papers and other links as lines of a list in Markdown. */
Object.assign(papershelf, (function () {
  'use strict';

  /** @param {string} plain */
  const safe = (plain) => plain.replace(/[\\`*_[\]<>]/g, '\\$&').trim();

  /** @type {Papershelf['markdownLink']} */
  const markdownLink = (text, address) => (address ? `[${safe(text)}](<${address}>)` : `**${safe(text)}**`);

  /** @type {Papershelf['markdown']} */
  function markdown(paper) {
    const { title, authors, more, date, note = '', read } = paper;
    const box = read === undefined ? '' : `[${read ? 'x' : ' '}] `;
    const facts = [safe(authors.join(', ')) + (more ? ' …' : ''), date].filter(Boolean).join(', ');
    const quoted = note.trim() && `\n${safe(note).replace(/^/gm, '  > ')}`;
    // The minifier takes spaces out of a template within a template.
    return `- ${box}${markdownLink(title, papershelf.addressOf(paper))}${facts && ': '}${facts}${quoted}\n`;
  }

  return { markdown, markdownLink };
}()));
