/**
 * The map of the archive, drawn from one file. Points go straight into a picture's memory, so that 100,000 of them are
 * drawn in a few milliseconds, on a phone as well. Titles come from the search's small files when they are asked for.
 */
(function () {
  'use strict';

  /** @type {Record<string, string>} */
  const words = /** @type {any} */ (window).papershelfWords || {};
  /** @param {string} message */
  const t = (message) => words[message] || message;

  const SIZE = 4096;
  const BUCKETS = 64;
  const LISTED = 30;
  const NEAR = 12;
  const WORDS = 8;
  /** Finer pictures than this cost a phone its frames. */
  const RATIO = () => Math.min(2, window.devicePixelRatio || 1);
  // Told apart by people who see few colours, too; the first is for all other tags.
  const LIGHT = ['#b9b6ae', '#0b7a75', '#b3541e', '#4b5fc4', '#a3286f', '#5b7f13', '#8a6d00', '#2a7fb8', '#7a3db8'];
  const DARK = ['#5b5a56', '#4cc9b0', '#f0965a', '#93a4ff', '#f07ab8', '#a7cf52', '#e0c04a', '#6cc0f5', '#c39bff'];
  const YEARS = [['#d9c9a5', '#0b3f6b'], ['#4a4436', '#8fd0ff']];

  const place = document.getElementById('map');
  if (!place) return;
  /** @param {string} selector @returns {any} */
  const find = (selector) => place.querySelector(selector);
  const frame = find('.map-frame');
  const canvas = /** @type {HTMLCanvasElement} */ (find('canvas'));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
  const tip = find('.map-tip');
  const area = find('.map-area');

  /** @type {{x: string, y: string, tags: string, names: string[], years: [string, number][],
   *   regions: [number, number, string][], words: string[], squares: number[][]}} */
  let data;
  let count = 0;
  let xs = new Uint16Array(0);
  let ys = new Uint16Array(0);
  let classes = new Uint8Array(0);
  let starts = new Int32Array(0);
  let ordered = new Int32Array(0);
  /** What is seen: the map's point in the upper left corner, and device pixels a unit. */
  const view = { x: 0, y: 0, scale: 1 };
  let fit = 1;
  /** @type {ImageData | null} */
  let picture = null;
  let pixels = new Uint32Array(0);
  let isWaiting = false;
  let isSelecting = false;
  /** @type {number[] | null} the selected area in units of the map: left, top, right, bottom */
  let selected = null;
  /** @type {Uint32Array} */
  let palette = new Uint32Array(0);

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  /** @param {string} text @param {number} width @returns {Uint16Array} numbers of `width` letters each */
  function decode(text, width) {
    const values = new Uint8Array(128);
    for (let i = 0; i < 64; i++) values[DIGITS.charCodeAt(i)] = i;
    const found = new Uint16Array(text.length / width);
    for (let i = 0; i < found.length; i++) {
      for (let j = 0; j < width; j++) found[i] = found[i] * 64 + values[text.charCodeAt(i * width + j)];
    }
    return found;
  }

  /** Sorts the points by square, so that those near a pointer are found without looking at all. */
  function sortIntoBuckets() {
    const square = (/** @type {number} */ i) => (ys[i] >> 6) * BUCKETS + (xs[i] >> 6);
    starts = new Int32Array(BUCKETS * BUCKETS + 1);
    for (let i = 0; i < count; i++) starts[square(i) + 1]++;
    for (let i = 0; i < BUCKETS * BUCKETS; i++) starts[i + 1] += starts[i];
    const next = starts.slice();
    ordered = new Int32Array(count);
    for (let i = 0; i < count; i++) ordered[next[square(i)]++] = i;
  }

  /** @param {number} left @param {number} top @param {number} right @param {number} bottom @returns {number[]} */
  function inside(left, top, right, bottom) {
    const found = [];
    const clamp = (/** @type {number} */ n) => Math.max(0, Math.min(BUCKETS - 1, n >> 6));
    for (let row = clamp(top); row <= clamp(bottom); row++) {
      for (let i = starts[row * BUCKETS + clamp(left)]; i < starts[row * BUCKETS + clamp(right) + 1]; i++) {
        const point = ordered[i];
        if (xs[point] >= left && xs[point] <= right && ys[point] >= top && ys[point] <= bottom) found.push(point);
      }
    }
    return found;
  }

  const isDark = () => {
    const look = document.documentElement.dataset.look;
    return look ? look === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  };

  /** @param {string} colour as #rrggbb @returns {number[]} */
  const parts = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  /** @param {number[]} rgb */
  const packed = ([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0;

  function choosePalette() {
    const [old, young] = YEARS[+isDark()].map(parts);
    const byYear = find('#map-colour').value === 'year';
    const steps = byYear ? 64 : 9;
    palette = Uint32Array.from({ length: steps }, (_, i) =>
      packed(byYear ? old.map((v, j) => Math.round(v + (young[j] - v) * i / 63)) : parts((isDark() ? DARK : LIGHT)[i])));
    showLegend(byYear, old, young);
  }

  /** @param {boolean} byYear @param {number[]} old @param {number[]} young */
  function showLegend(byYear, old, young) {
    const years = data.years.filter(([year]) => year);
    const entries = byYear
      ? [[years[0], old], [years[years.length - 1], young]].map(([year, rgb]) => [year ? year[0] : '', rgb])
      : data.names.map((name, i) => [name, parts((isDark() ? DARK : LIGHT)[i + 1])]);
    const legend = find('.map-legend');
    legend.replaceChildren(...entries.map(([name, rgb]) => {
      const item = document.createElement('span');
      const dot = document.createElement('i');
      dot.style.background = 'rgb(' + rgb + ')';
      item.append(dot, String(name));
      return item;
    }));
    legend.hidden = false;
  }

  function resize() {
    const ratio = RATIO();
    const width = Math.round(frame.clientWidth * ratio);
    const height = Math.round(frame.clientHeight * ratio);
    if (!width || (width === canvas.width && height === canvas.height && picture)) return;
    const wasWhole = !picture || view.scale === fit;
    canvas.width = width;
    canvas.height = height;
    picture = context.createImageData(width, height);
    pixels = new Uint32Array(picture.data.buffer);
    fit = Math.min(width, height) / SIZE * 0.96;
    if (wasWhole) showAll();
    redraw();
  }

  function showAll() {
    view.scale = fit;
    view.x = SIZE / 2 - canvas.width / 2 / fit;
    view.y = SIZE / 2 - canvas.height / 2 / fit;
  }

  function redraw() {
    if (isWaiting || !picture) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      draw();
    });
  }

  /** @param {string} name of a property of the frame @returns {string} */
  const style = (name) => getComputedStyle(frame).getPropertyValue(name);

  function draw() {
    const { width, height } = canvas;
    const ratio = RATIO();
    const background = (style('background-color').match(/[\d.]+/g) || ['255', '255', '255']).map(Number);
    pixels.fill(packed(background));
    const base = count > 30_000 ? 1 : count > 3_000 ? 2 : 4;
    const size = Math.max(1, Math.round(Math.min(9, base * Math.sqrt(view.scale / fit)) * ratio));
    const half = size >> 1;
    const byYear = palette.length > 9;
    for (let i = 0; i < count; i++) {
      const x = ((xs[i] - view.x) * view.scale | 0) - half;
      const y = ((ys[i] - view.y) * view.scale | 0) - half;
      if (x < 0 || y < 0 || x + size > width || y + size > height) continue;
      const colour = palette[byYear ? (i * 64 / count) | 0 : classes[i]];
      for (let row = y * width + x, end = row + size * width; row < end; row += width) {
        for (let at = row; at < row + size; at++) pixels[at] = colour;
      }
    }
    context.putImageData(/** @type {ImageData} */ (picture), 0, 0);
    drawNames(ratio);
    if (selected) {
      const [left, top, right, bottom] = selected;
      context.strokeStyle = style('color');
      context.lineWidth = ratio;
      context.strokeRect((left - view.x) * view.scale, (top - view.y) * view.scale,
        (right - left) * view.scale, (bottom - top) * view.scale);
    }
  }

  /** @param {number} ratio */
  function drawNames(ratio) {
    context.font = '600 ' + 12 * ratio + 'px system-ui, sans-serif';
    context.textAlign = 'center';
    context.lineJoin = 'round';
    context.lineWidth = 4 * ratio;
    context.strokeStyle = style('background-color');
    context.fillStyle = style('color');
    /** @type {number[][]} */
    const taken = [];
    for (const [x, y, name] of data.regions) {
      const half = context.measureText(name).width / 2 + 4 * ratio;
      const [left, top] = [(x - view.x) * view.scale, (y - view.y) * view.scale];
      const isFree = taken.every(([a, b, c]) => Math.abs(a - left) > half + c || Math.abs(b - top) > 18 * ratio);
      if (!isFree) continue;
      taken.push([left, top, half]);
      context.strokeText(name, left, top);
      context.fillText(name, left, top);
    }
  }

  /** @param {number} factor @param {number} x @param {number} y the place that stays where it is, in device pixels */
  function zoom(factor, x, y) {
    const scale = Math.max(fit / 2, Math.min(fit * 200, view.scale * factor));
    view.x += x / view.scale - x / scale;
    view.y += y / view.scale - y / scale;
    view.scale = scale;
    redraw();
  }

  /** @param {{clientX: number, clientY: number}} event @returns {[number, number]} in device pixels of the canvas */
  function locate(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  /** @param {number} x @param {number} y @returns {number} the point at a place of the canvas, or -1 */
  function pointAt(x, y) {
    const reach = NEAR * (RATIO()) / view.scale;
    const [mapX, mapY] = [view.x + x / view.scale, view.y + y / view.scale];
    let best = -1;
    let least = Infinity;
    for (const i of inside(mapX - reach, mapY - reach, mapX + reach, mapY + reach)) {
      const distance = (xs[i] - mapX) ** 2 + (ys[i] - mapY) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  }

  /** @param {number} ordinal @returns {Promise<SearchResult>} */
  async function card(ordinal) {
    await papershelf.load('assets/search-index.js');
    await papershelfIndex.open();
    return papershelfIndex.card(ordinal);
  }

  /** @param {SearchResult} paper */
  function link(paper) {
    const found = document.createElement('a');
    found.href = papershelf.root + paper.url;
    found.textContent = paper.title;
    return found;
  }

  let pointed = -1;

  /** @param {number} point @param {number} x @param {number} y */
  async function showTip(point, x, y) {
    if (point === pointed) return;
    pointed = point;
    tip.hidden = true;
    if (point < 0) return;
    const paper = await card(point);
    if (point !== pointed) return;
    const ratio = RATIO();
    tip.replaceChildren(link(paper), ' ', paper.date);
    tip.style.left = Math.min(x / ratio, frame.clientWidth - 260) + 'px';
    tip.style.top = y / ratio + 16 + 'px';
    tip.hidden = false;
  }

  /** Lists what lies in the selected area, the newest first, and the words that its papers share. */
  async function showArea() {
    if (!selected) return;
    const bounds = selected;
    const points = inside(bounds[0], bounds[1], bounds[2], bounds[3]).sort((a, b) => b - a);
    const grid = Math.sqrt(data.squares.length);
    /** @type {Map<string, number>} */
    const shared = new Map();
    const [left, top, right, bottom] = bounds.map((n) => Math.max(0, Math.min(grid - 1, Math.floor(n * grid / SIZE))));
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const square = data.squares[row * grid + column];
        for (let i = 0; i < square.length; i += 2) {
          const word = data.words[square[i]];
          shared.set(word, (shared.get(word) || 0) + square[i + 1]);
        }
      }
    }
    const common = [...shared].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, WORDS);
    area.querySelector('h2').textContent = t('{n} papers in this area').replace('{n}', String(points.length));
    area.querySelector('p').textContent = common.map(([word]) => word).join(', ');
    const papers = await Promise.all(points.slice(0, LISTED).map(card));
    if (bounds !== selected) return;
    area.querySelector('ol').replaceChildren(...papers.map((paper) => {
      const item = document.createElement('li');
      const time = document.createElement('time');
      const heading = document.createElement('h3');
      time.textContent = paper.date;
      heading.append(link(paper));
      item.append(time, heading);
      return item;
    }));
    area.hidden = false;
  }

  function listen() {
    /** @type {Map<number, [number, number]>} */
    const down = new Map();
    let travelled = 0;
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      down.set(event.pointerId, locate(event));
      travelled = 0;
      if (isSelecting || event.shiftKey) {
        const [x, y] = locate(event).map((n, i) => (i ? view.y : view.x) + n / view.scale);
        selected = [x, y, x, y];
      }
    });
    /** @type {[number, number]} */
    let anchor = [0, 0];
    canvas.addEventListener('pointermove', (event) => {
      const now = locate(event);
      const before = down.get(event.pointerId);
      if (!before) {
        if (event.pointerType === 'mouse') void showTip(pointAt(...now), ...now);
        return;
      }
      if (!travelled) anchor = before;
      travelled += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
      const other = [...down].find(([id]) => id !== event.pointerId);
      if (other) {
        const [x, y] = other[1];
        zoom(Math.hypot(now[0] - x, now[1] - y) / Math.max(1, Math.hypot(before[0] - x, before[1] - y)), x, y);
      } else if (isSelecting || event.shiftKey) {
        const ends = [anchor, now].map(([x, y]) => [view.x + x / view.scale, view.y + y / view.scale]);
        selected = [0, 1].map((i) => Math.min(ends[0][i], ends[1][i]))
          .concat([0, 1].map((i) => Math.max(ends[0][i], ends[1][i])));
      } else {
        view.x -= (now[0] - before[0]) / view.scale;
        view.y -= (now[1] - before[1]) / view.scale;
      }
      down.set(event.pointerId, now);
      redraw();
    });
    canvas.addEventListener('pointerup', async (event) => {
      down.delete(event.pointerId);
      const now = locate(event);
      if ((isSelecting || event.shiftKey) && travelled > 8) return showArea();
      if (travelled > 8) return;
      const point = pointAt(...now);
      if (point < 0) return showTip(-1, 0, 0);
      if (event.pointerType !== 'mouse') return showTip(point, ...now);
      location.href = papershelf.root + (await card(point)).url;
    });
    canvas.addEventListener('pointercancel', (event) => down.delete(event.pointerId));
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), ...locate(event));
    }, { passive: false });
    canvas.addEventListener('keydown', (event) => {
      const step = canvas.width / 8 / view.scale;
      const middle = /** @type {[number, number]} */ ([canvas.width / 2, canvas.height / 2]);
      if (event.key === '+' || event.key === '=') zoom(1.5, ...middle);
      else if (event.key === '-') zoom(1 / 1.5, ...middle);
      else if (event.key === 'ArrowLeft') view.x -= step;
      else if (event.key === 'ArrowRight') view.x += step;
      else if (event.key === 'ArrowUp') view.y -= step;
      else if (event.key === 'ArrowDown') view.y += step;
      else return;
      event.preventDefault();
      redraw();
    });
    find('#map-colour').addEventListener('change', () => { choosePalette(); redraw(); });
    find('[data-do=in]').addEventListener('click', () => zoom(1.6, canvas.width / 2, canvas.height / 2));
    find('[data-do=out]').addEventListener('click', () => zoom(1 / 1.6, canvas.width / 2, canvas.height / 2));
    find('[data-do=all]').addEventListener('click', () => { showAll(); redraw(); });
    find('[data-do=select]').addEventListener('click', (/** @type {Event} */ event) => {
      isSelecting = !isSelecting;
      /** @type {HTMLElement} */ (event.currentTarget).setAttribute('aria-pressed', String(isSelecting));
    });
    const recolour = () => { choosePalette(); redraw(); };
    new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ['data-look'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
    new ResizeObserver(resize).observe(frame);
  }

  async function start() {
    data = await papershelf.load('map/points.js');
    xs = decode(data.x, 2);
    ys = decode(data.y, 2);
    classes = Uint8Array.from(decode(data.tags, 1));
    count = xs.length;
    sortIntoBuckets();
    find('svg').remove();
    canvas.hidden = false;
    find('.map-bar').hidden = false;
    choosePalette();
    resize();
    listen();
  }

  start().catch(() => undefined); // the still picture stays
})();
