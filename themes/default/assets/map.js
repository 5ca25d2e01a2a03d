/**
 * What a person does with the map of the archive, which `map-canvas.js` draws from one file. Titles come from the
 * search's small files when they are needed.
 */
(function () {
  'use strict';

  const { t, make } = papershelf;

  const LISTED = 30;
  const WORDS = 8;

  const place = document.getElementById('map');
  if (!place) return;
  /** @param {string} selector @returns {any} */
  const find = (selector) => place.querySelector(selector);
  const frame = find('.map-frame');
  const canvas = /** @type {HTMLCanvasElement} */ (find('canvas'));
  const tip = find('.map-tip');
  const area = find('.map-area');

  /** @type {MapData} */
  let data;
  let isSelecting = false;
  let isolated = -1;
  let settling = 0;
  /** @type {MapArea | null} */
  let selected = null;
  let pointed = -1;

  /** Shows the colours of the page's look with a legend; a click on a part of it isolates that part. */
  function recolour() {
    const parts = papershelfMap.recolour(find('#map-colour').value, isolated);
    find('.map-legend').replaceChildren(...parts.map(([name, rgb, group]) => {
      const dot = make('i', {});
      dot.style.background = 'rgb(' + rgb + ')';
      const button = make('button', { type: 'button', 'aria-pressed': String(group === isolated) }, dot, name);
      button.addEventListener('click', () => {
        isolated = group === isolated ? -1 : group;
        recolour();
        const again = find('.map-legend').children[parts.findIndex((part) => part[2] === group)];
        again.focus();
      });
      return button;
    }));
  }

  /** @param {number} ordinal @returns {Promise<SearchResult>} */
  async function card(ordinal) {
    await papershelf.load('assets/search-engine.js');
    await papershelfIndex.open();
    return papershelfIndex.card(ordinal);
  }

  /** @param {SearchResult} paper */
  const link = (paper) => make('a', { href: papershelf.root + paper.url, dir: 'auto' }, paper.title);

  /** @param {number} point @param {number} x @param {number} y */
  async function showTip(point, x, y) {
    if (point === pointed) return;
    pointed = point;
    tip.hidden = true;
    if (point < 0) return;
    const paper = await card(point);
    if (point !== pointed) return;
    const ratio = papershelfMap.RATIO();
    tip.replaceChildren(link(paper), ' ', paper.date);
    tip.style.left = Math.min(x / ratio, frame.clientWidth - 260) + 'px';
    tip.style.top = y / ratio + 16 + 'px';
    tip.hidden = false;
  }

  /** Asks for the titles of the points in view once the view is still and they are few. */
  function settle() {
    clearTimeout(settling);
    settling = setTimeout(() => {
      const points = papershelfMap.visible();
      if (points.length > papershelfMap.FEW) return;
      for (const point of points.filter((one) => !papershelfMap.hasTitle(one))) {
        card(point).then((paper) => papershelfMap.setTitle(point, paper.title), () => undefined);
      }
    }, 200);
  }

  /** @param {string} text */
  function say(text) {
    tip.textContent = text;
    tip.style.left = tip.style.top = '8px';
    tip.hidden = false;
    setTimeout(() => { if (tip.textContent === text) tip.hidden = true; }, 2000);
  }

  /** Lists the papers in the selected area, the newest first, and the words that its papers share. */
  async function showArea() {
    if (!selected) return;
    const bounds = selected;
    const points = papershelfMap.inside(...bounds).sort((a, b) => b - a);
    const grid = Math.sqrt(data.squares.length);
    /** @type {Map<string, number>} */
    const shared = new Map();
    const [left, top, right, bottom] = bounds
      .map((n) => Math.max(0, Math.min(grid - 1, Math.floor(n * grid / papershelfMap.SIZE))));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const found = data.squares[row * grid + column];
        for (let i = 0; i < found.length; i += 2) {
          const word = data.words[found[i]];
          shared.set(word, (shared.get(word) || 0) + found[i + 1]);
        }
      }
    }
    const common = [...shared].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, WORDS);
    area.querySelector('h2').textContent = t('{n} papers in this area').replace('{n}', String(points.length));
    area.querySelector('p').textContent = common.map(([word]) => word).join(', ');
    const list = area.querySelector('ol');
    const more = area.querySelector('.map-more');
    const find = (/** @type {number} */ most) => Promise.all(points.slice(0, most).map(card));
    list.replaceChildren();
    area.hidden = false;
    more.onclick = async () => {
      const start = list.children.length;
      const papers = await Promise.all(points.slice(start, start + LISTED).map(card));
      if (bounds !== selected || start !== list.children.length) return;
      list.append(...papers.map((paper) => papershelfView.row(paper)));
      papershelf.stars.refresh();
      more.hidden = list.children.length >= points.length;
    };
    await more.onclick();
    // Failing, a button can be pressed again.
    area.querySelector('.map-save').replaceChildren(...papershelfView.saving(points.length, find, () => undefined));
  }

  /** @param {MapArea} bounds */
  function select(bounds) {
    selected = bounds;
    papershelfMap.mark(bounds);
  }

  function listen() {
    /** @type {Map<number, [number, number]>} */
    const down = new Map();
    let travelled = 0;
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      down.set(event.pointerId, papershelfMap.locate(event));
      travelled = 0;
      if (isSelecting || event.shiftKey) {
        const [x, y] = papershelfMap.toMap(...papershelfMap.locate(event));
        select([x, y, x, y]);
      }
    });
    /** @type {[number, number]} */
    let anchor = [0, 0];
    canvas.addEventListener('pointermove', (event) => {
      const now = papershelfMap.locate(event);
      const before = down.get(event.pointerId);
      if (!before) {
        if (event.pointerType === 'mouse') void showTip(papershelfMap.pointAt(...now), ...now);
        return;
      }
      if (!travelled) anchor = before;
      travelled += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
      const other = [...down].find(([id]) => id !== event.pointerId);
      if (other) {
        const [x, y] = other[1];
        const [gap, last] = [now, before].map((end) => Math.hypot(end[0] - x, end[1] - y));
        papershelfMap.zoom(gap / Math.max(1, last), x, y);
        papershelfMap.move((before[0] - now[0]) / 2, (before[1] - now[1]) / 2);
      } else if (isSelecting || event.shiftKey) {
        const [[x, y], [toX, toY]] = [anchor, now].map((end) => papershelfMap.toMap(...end));
        select([Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)]);
      } else if (event.pointerType !== 'touch') {
        papershelfMap.move(before[0] - now[0], before[1] - now[1]);
      }
      settle();
      down.set(event.pointerId, now);
    });
    canvas.addEventListener('pointerup', async (event) => {
      down.delete(event.pointerId);
      const now = papershelfMap.locate(event);
      if ((isSelecting || event.shiftKey) && travelled > 8) return showArea();
      if (travelled > 8) return;
      const point = papershelfMap.pointAt(...now);
      if (point < 0) return showTip(-1, 0, 0);
      if (event.pointerType !== 'mouse') return showTip(point, ...now);
      location.href = papershelf.root + (await card(point)).url;
    });
    canvas.addEventListener('pointercancel', (event) => down.delete(event.pointerId));
    // The page scrolls over the map: zooming takes Ctrl, as a trackpad's pinch has it, or two fingers.
    canvas.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return say(t('Ctrl and scrolling zoom the map.'));
      event.preventDefault();
      settle();
      papershelfMap.zoom(Math.exp(-event.deltaY / 400), ...papershelfMap.locate(event));
    }, { passive: false });
    canvas.addEventListener('keydown', (event) => {
      const step = canvas.width / 8;
      if (event.key === '+' || event.key === '=') papershelfMap.zoom(1.5);
      else if (event.key === '-') papershelfMap.zoom(1 / 1.5);
      else if (event.key === 'ArrowLeft') papershelfMap.move(-step, 0);
      else if (event.key === 'ArrowRight') papershelfMap.move(step, 0);
      else if (event.key === 'ArrowUp') papershelfMap.move(0, -step);
      else if (event.key === 'ArrowDown') papershelfMap.move(0, step);
      else return;
      settle();
      event.preventDefault();
    });
    find('#map-colour').addEventListener('change', () => {
      isolated = -1;
      recolour();
    });
    /** @type {[string, () => void][]} */
    const actions = [
      ['in', () => papershelfMap.zoom(1.6)], ['out', () => papershelfMap.zoom(1 / 1.6)], ['all', papershelfMap.showAll],
    ];
    for (const [name, act] of actions) {
      find(`[data-do=${name}]`).addEventListener('click', () => {
        act();
        settle();
      });
    }
    papershelf.all('[data-region]').forEach((link, region) => link.addEventListener('click', () => {
      papershelfMap.showRegion(region);
      settle();
    }));
    find('[data-do=select]').addEventListener('click', (/** @type {Event} */ event) => {
      isSelecting = !isSelecting;
      // One finger then draws the area instead of scrolling the page.
      canvas.style.touchAction = isSelecting ? 'none' : '';
      /** @type {HTMLElement} */ (event.currentTarget).setAttribute('aria-pressed', String(isSelecting));
    });
    new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ['data-look'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
  }

  async function start() {
    await papershelf.load('assets/map-canvas.js');
    await papershelf.load('assets/row.js');
    data = await papershelf.load('map/points.js');
    canvas.hidden = false;
    frame.parentElement.classList.add('drawn');
    papershelfMap.open(frame, data);
    recolour();
    listen();
  }

  start().catch(() => undefined); // the still picture stays
})();
