/**
 * The map's picture. Points are written straight into its memory, so that even a phone draws 100,000 of them in a few
 * milliseconds.
 */

/**
 * @typedef {{x: string, y: string, tags: string, names: string[], years: [string, number][],
 *   regions: [number, number, string][], words: string[], squares: number[][]}} MapData
 * @typedef {[number, number, number, number]} MapArea in units of the map: left, top, right, bottom
 */

var papershelfMap = (function () {
  'use strict';

  const SIZE = 4096;
  const BUCKETS = 64;
  const NEAR = 12;
  /** Finer pictures than this cost a phone its frames. */
  const RATIO = () => Math.min(2, window.devicePixelRatio || 1);
  // Told apart by people who see few colours, too; the first is for all other tags.
  const LIGHT = ['#b9b6ae', '#0b7a75', '#b3541e', '#4b5fc4', '#a3286f', '#5b7f13', '#8a6d00', '#2a7fb8', '#7a3db8'];
  const DARK = ['#5b5a56', '#4cc9b0', '#f0965a', '#93a4ff', '#f07ab8', '#a7cf52', '#e0c04a', '#6cc0f5', '#c39bff'];
  const YEARS = [['#d9c9a5', '#0b3f6b'], ['#4a4436', '#8fd0ff']];

  /** @type {HTMLElement} */
  let frame;
  /** @type {HTMLCanvasElement} */
  let canvas;
  /** @type {CanvasRenderingContext2D} */
  let context;
  /** @type {MapData} */
  let data;
  let count = 0;
  /** @type {Uint16Array} */
  let xs = new Uint16Array(0);
  /** @type {Uint16Array} */
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
  /** @type {MapArea | null} */
  let marked = null;
  let byYear = false;
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

  /** @param {string} colour as #rrggbb @returns {number[]} */
  const parts = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  /** @param {number[]} rgb */
  const packed = ([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0;

  /**
   * Colours the points by year or by tag, as the page looks now.
   * @param {boolean} isByYear @returns {[string, number[]][]} what the legend says: names and colours
   */
  function recolour(isByYear) {
    byYear = isByYear;
    const tints = (papershelf.isDark() ? DARK : LIGHT).map(parts);
    const [old, young] = YEARS[+papershelf.isDark()].map(parts);
    const tones = Array.from({ length: 64 }, (_, i) => old.map((v, j) => Math.round(v + (young[j] - v) * i / 63)));
    palette = Uint32Array.from(byYear ? tones : tints, packed);
    redraw();
    const years = data.years.map(([year]) => year).filter(Boolean);
    return byYear
      ? [[years[0] || '', old], [years[years.length - 1] || '', young]]
      : data.names.map((name, i) => [name, tints[i + 1]]);
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
    if (marked) {
      const [left, top, right, bottom] = marked;
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
    const ratio = canvas.width / box.width;
    return [(event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio];
  }

  /** @param {number} x @param {number} y of the canvas @returns {[number, number]} in units of the map */
  const toMap = (x, y) => [view.x + x / view.scale, view.y + y / view.scale];

  /** @param {number} x @param {number} y @returns {number} the point at a place of the canvas, or -1 */
  function pointAt(x, y) {
    const reach = NEAR * RATIO() / view.scale;
    const [mapX, mapY] = toMap(x, y);
    let best = -1;
    let least = Infinity;
    for (const i of inside(mapX - reach, mapY - reach, mapX + reach, mapY + reach)) {
      const distance = (xs[i] - mapX) ** 2 + (ys[i] - mapY) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  }

  /** Draws the points in a frame's canvas. @param {HTMLElement} place @param {MapData} points */
  function open(place, points) {
    frame = place;
    canvas = /** @type {HTMLCanvasElement} */ (place.querySelector('canvas'));
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
    data = points;
    xs = decode(data.x, 2);
    ys = decode(data.y, 2);
    classes = Uint8Array.from(decode(data.tags, 1));
    count = xs.length;
    sortIntoBuckets();
    recolour(false);
    resize();
    new ResizeObserver(resize).observe(frame);
  }

  return {
    SIZE, RATIO, open, recolour, inside, pointAt, locate, toMap,
    /** @param {MapArea} area */
    mark: (area) => { marked = area; redraw(); },
    showAll: () => { showAll(); redraw(); },
    /** @param {number} factor @param {number} [x] @param {number} [y] the place that stays, if not the middle */
    zoom: (factor, x = canvas.width / 2, y = canvas.height / 2) => zoom(factor, x, y),
    /** @param {number} x @param {number} y how far, in device pixels */
    move: (x, y) => { view.x += x / view.scale; view.y += y / view.scale; redraw(); },
  };
})();
