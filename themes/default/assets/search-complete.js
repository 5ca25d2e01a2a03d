/* What a filter that is being typed may become: `tag:kv` to `tag:"kv cache"`, from the names that the index has. */

/** @typedef {{text: string, name: string, count: number}} Completion `text` is all that was typed, completed */

var papershelfComplete = (function () {
  'use strict';

  const index = papershelfIndex;
  const { fold } = papershelfText;
  const MOST = 6;
  const AUTHORS = index.WORD_FIELDS.indexOf('authors');

  /** @typedef {{name: string, count: number}} Named */

  /** @param {Named[]} names @returns {Named[]} the most frequent first */
  const sorted = (names) => names.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));

  /** @param {string} start @returns {Promise<Named[]>} words of authors' names */
  async function authors(start) {
    if (start.length < 2 && !papershelfText.isUnspaced(start)) return [];
    const words = await index.postingsRange('w', start, 2);
    return words
      .map(({ term, postings }) => ({ name: term, count: postings.counts[AUTHORS].reduce((n, c) => n + Number(c > 0), 0) }))
      .filter(({ count }) => count);
  }

  /** @returns {Named[]} the years that have papers, the latest first */
  function years() {
    const starts = index.years();
    return starts
      .map(([name, first], i) => ({ name, count: (i + 1 < starts.length ? starts[i + 1][1] : index.documents()) - first }))
      .filter(({ name }) => name)
      .reverse();
  }

  /** @param {string} kind @param {string} start folded @returns {Promise<Named[]>} */
  async function values(kind, start) {
    if (kind === 'author') return sorted(await authors(start));
    if (kind === 'year') return years();
    const names = start && kind !== 'has' ? await index.names(kind, start) : await index.facet(kind);
    return sorted(names.map(({ name, list }) => ({ name, count: index.namePapers(list).length })));
  }

  /** @param {string} text what is in the box @returns {Promise<Completion[]>} the likeliest first; none outside a filter */
  async function complete(text) {
    if (!text.includes(':')) return [];
    await index.open();
    const kinds = [...papershelfQuery.FILTERS, ...index.filters().map(([kind]) => kind)];
    const open = new RegExp('(^|\\s)(-?)(' + kinds.join('|') + '):("[^"]*|[^\\s"]*)$', 'iu').exec(text);
    if (!open) return [];
    const [tail, space, minus, kind, typed] = open;
    const start = fold(typed.replace('"', '')).split(/\s+/).join(' ');
    const found = await values(kind.toLowerCase(), start);
    const before = text.slice(0, text.length - tail.length) + space + minus + kind + ':';
    return found
      .filter(({ name }) => fold(name).startsWith(start) && !name.includes('"'))
      .slice(0, MOST)
      .map(({ name, count }) => ({ text: before + (/^[\p{L}\p{N}]+$/u.test(name) ? name : '"' + name + '"') + ' ', name, count }));
  }

  return { complete };
})();
