/* What to try where nothing is found: the same search without one of its conditions, each with what it would find. */

var papershelfAdvice = (function () {
  'use strict';

  const { t, fill } = papershelfView;
  const ITEM = /\S*"[^"]*"?|\S+/g;
  const MOST = 8;

  /** @typedef {{text: string, filters: string[], name: string}} Way a search to try, and what its button says */

  /** @param {string} text @param {string[]} filters @returns {Way[]} the searches that ask for one thing less */
  function wider(text, filters) {
    const items = text.match(ITEM) || [];
    const found = filters.map((filter) => ({ text, filters: filters.filter((other) => other !== filter), name: fill(t('Without {filter}'), { filter }) }));
    items.slice(0, MOST).forEach(function (item, i) {
      const others = [...items.slice(0, i), ...items.slice(i + 1)].join(' ');
      if (items.length + filters.length > 1) found.push({ text: others, filters, name: fill(t('Without {filter}'), { filter: item }) });
      const plain = item.replace(/"/g, '');
      if (/^"/.test(item)) found.push({ text: [...items.slice(0, i), plain, ...items.slice(i + 1)].join(' '), filters, name: plain });
    });
    return found;
  }

  /** @param {string} text @param {string[]} filters @returns {Promise<Way[]>} those that find papers, the fewest first, with their number */
  async function ways(text, filters) {
    const tried = await Promise.all(wider(text, filters).map(async function (way) {
      const { total } = await papershelf.search(way.text, { limit: 1, filters: way.filters });
      return { ...way, total };
    }));
    return tried
      .filter(({ total }) => total)
      .sort((a, b) => a.total - b.total)
      .map(({ total, name, ...way }) => ({ ...way, name: name + ' · ' + fill(t('{count} papers'), { count: total }) }));
  }

  return { ways };
})();
