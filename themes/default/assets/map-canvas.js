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
  /** Titles are drawn next to points if no more than this are in view. */
  const FEW = 40;
  /** Finer pictures than this cost a phone its frames. */
  const RATIO = () => Math.min(2, window.devicePixelRatio || 1);
  /** Zoomed in this far, squares of the map are named as well as its regions. */
  const CLOSE = 2.5;
  // Told apart by people who see few colours, too; the first is for all other tags and for what is not isolated.
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
  /** By the way of colouring, the group of each point: its region, its tag or its year. */
  /** @type {Record<string, Uint8Array>} */
  let groups = {};
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
  let colouring = 'region';
  /** The only group in colour, or -1 for all. */
  let isolated = -1;
  /** Titles of points, once they are known. @type {Map<number, string>} */
  const titles = new Map();
  /** @type {SVGSVGElement} */
  let still;
  let squares = 0;
  /** @type {Uint32Array} */
  let palette = new Uint32Array(0);
  let pale = 0;

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
   * Colours the points as the page looks now.
   * @param {string} way `region`, `tag` or `year` @param {number} only the group to isolate, or -1
   * @returns {[string, number[], number][]} what the legend says: names, colours and groups
   */
  function recolour(way, only) {
    colouring = way;
    isolated = only;
    const tints = (papershelf.isDark() ? DARK : LIGHT).map(parts);
    const [old, young] = YEARS[+papershelf.isDark()].map(parts);
    const years = data.years.map(([year]) => year);
    const tones = years.map((_, i) => old.map((v, j) => Math.round(v + (young[j] - v) * i / Math.max(1, years.length - 1))));
    const hues = data.regions.map((_, i) => tints[1 + i % (tints.length - 1)]);
    const colours = way === 'year' ? tones : way === 'tag' ? tints : hues.length ? hues : tints;
    palette = Uint32Array.from(colours, packed);
    pale = packed(tints[0]);
    redraw();
    if (way === 'tag') return data.names.map((name, i) => [name, tints[i + 1], i + 1]);
    if (way === 'year') return years.flatMap((year, i) => (year ? [[year, tones[i], i]] : []));
    return data.regions.map(([, , name], i) => [name, hues[i], i]);
  }

  /** @returns {Uint8Array} the region nearest to each point */
  function nearestRegions() {
    const found = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      let least = Infinity;
      data.regions.forEach(([x, y], region) => {
        const distance = (xs[i] - x) ** 2 + (ys[i] - y) ** 2;
        if (distance < least) [found[i], least] = [region, distance];
      });
    }
    return found;
  }

  /** @returns {Uint8Array} the place of each point's year in `data.years`; points are in the order of their dates */
  function yearsOfPoints() {
    const found = new Uint8Array(count);
    let start = 0;
    data.years.forEach(([, papers], i) => {
      found.fill(i, start, start + papers);
      start += papers;
    });
    return found;
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
    fit = Math.min(width, height) / SIZE * 0.94;
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

  /** @param {number} x @param {number} y @returns {[number, number]} where a point of the map is on the canvas */
  const toCanvas = (x, y) => [(x - view.x) * view.scale, (y - view.y) * view.scale];

  function draw() {
    const { width, height } = canvas;
    const ratio = RATIO();
    pixels.fill(0);
    const base = count > 30_000 ? 1 : count > 3_000 ? 2 : 4;
    const size = Math.max(1, Math.round(Math.min(9, base * Math.sqrt(view.scale / fit)) * ratio));
    const half = size >> 1;
    const group = groups[colouring];
    for (let i = 0; i < count; i++) {
      const x = ((xs[i] - view.x) * view.scale | 0) - half;
      const y = ((ys[i] - view.y) * view.scale | 0) - half;
      if (x < 0 || y < 0 || x + size > width || y + size > height) continue;
      const colour = isolated < 0 || group[i] === isolated ? palette[group[i]] : pale;
      for (let row = y * width + x, end = row + size * width; row < end; row += width) {
        for (let at = row; at < row + size; at++) pixels[at] = colour;
      }
    }
    context.putImageData(/** @type {ImageData} */ (picture), 0, 0);
    drawStill();
    drawNames(ratio);
    if (marked) {
      const [left, top] = toCanvas(marked[0], marked[1]);
      const [right, bottom] = toCanvas(marked[2], marked[3]);
      context.strokeStyle = style('color');
      context.lineWidth = ratio;
      context.strokeRect(left, top, right - left, bottom - top);
    }
  }

  /** Moves the density below the points, and fades it where they say more. */
  function drawStill() {
    const unit = squares / SIZE;
    const [width, height] = [canvas.width, canvas.height].map((pixel) => pixel / view.scale * unit);
    still.setAttribute('viewBox', [view.x * unit, view.y * unit, width, height].join(' '));
    still.setAttribute('opacity', String(Math.max(0.15, Math.min(0.5, fit / view.scale / 2))));
  }

  /** Names what is in view: regions, closer up squares too, and titles next to points. @param {number} ratio */
  function drawNames(ratio) {
    const { width, height } = canvas;
    context.lineJoin = 'round';
    context.lineWidth = 4 * ratio;
    context.strokeStyle = style('background-color');
    context.fillStyle = style('color');
    /** @type {number[][]} */
    const taken = [];
    /** @param {string} text @param {number} left @param {number} top @returns {boolean} whether there was room for it */
    function place(text, left, top) {
      const end = left + context.measureText(text).width;
      const isFree = taken.every(([a, b, c]) => left > b || end < a || Math.abs(c - top) > 16 * ratio);
      if (!isFree) return false;
      taken.push([left, end, top]);
      context.strokeText(text, left, top);
      context.fillText(text, left, top);
      return true;
    }
    /** @param {string} name @param {number} x @param {number} y of the map, the name's middle */
    function name(name, x, y) {
      const [left, top] = toCanvas(x, y);
      if (left < 0 || top < 0 || left > width || top > height) return;
      const wide = context.measureText(name).width;
      // A name at the edge is whole.
      place(name, Math.max(4 * ratio, Math.min(width - wide - 4 * ratio, left - wide / 2)), Math.max(14 * ratio, top));
    }
    context.font = `${11 * ratio}px system-ui, sans-serif`;
    const near = visible();
    for (const point of near.length <= FEW ? near : []) {
      const [left, top] = toCanvas(xs[point], ys[point]);
      const title = titles.get(point);
      if (!title) continue;
      const text = title.length > 60 ? `${title.slice(0, 58)}…` : title;
      const end = left + 8 * ratio + context.measureText(text).width;
      place(text, end > width ? left + left - end : left + 8 * ratio, top + 4 * ratio);
    }
    context.font = `600 ${13 * ratio}px system-ui, sans-serif`;
    const named = new Set();
    for (const [x, y, region] of data.regions) {
      name(region, x, y);
      named.add(region);
    }
    if (view.scale < CLOSE * fit || near.length <= FEW) return;
    context.font = `${11 * ratio}px system-ui, sans-serif`;
    const grid = Math.sqrt(data.squares.length);
    data.squares.forEach((words, square) => {
      const word = data.words[words[0]];
      if (!word || named.has(word)) return;
      name(word, (square % grid + 0.5) * SIZE / grid, (Math.floor(square / grid) + 0.5) * SIZE / grid);
      named.add(word);
    });
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

  /** @returns {number[]} the points in view */
  const visible = () => inside(...toMap(0, 0), ...toMap(canvas.width, canvas.height));

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
    context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    still = /** @type {SVGSVGElement} */ (place.querySelector('svg'));
    squares = still.viewBox.baseVal.width;
    data = points;
    xs = decode(data.x, 2);
    ys = decode(data.y, 2);
    count = xs.length;
    groups = { tag: Uint8Array.from(decode(data.tags, 1)), region: nearestRegions(), year: yearsOfPoints() };
    sortIntoBuckets();
    recolour('region', -1);
    resize();
    new ResizeObserver(resize).observe(frame);
  }

  return {
    SIZE, RATIO, FEW, open, recolour, inside, visible, pointAt, locate, toMap,
    /** @param {number} point @param {string} title */
    setTitle: (point, title) => { titles.set(point, title); redraw(); },
    /** @param {number} point */
    hasTitle: (point) => titles.has(point),
    /** Shows a region in the middle. @param {number} index */
    showRegion: (index) => {
      const [x, y] = data.regions[index];
      view.scale = fit * 3;
      view.x = x - canvas.width / 2 / view.scale;
      view.y = y - canvas.height / 2 / view.scale;
      redraw();
    },
    /** @param {MapArea} area */
    mark: (area) => { marked = area; redraw(); },
    showAll: () => { showAll(); redraw(); },
    /** @param {number} factor @param {number} [x] @param {number} [y] the place that stays, if not the middle */
    zoom: (factor, x = canvas.width / 2, y = canvas.height / 2) => zoom(factor, x, y),
    /** @param {number} x @param {number} y how far, in device pixels */
    move: (x, y) => { view.x += x / view.scale; view.y += y / view.scale; redraw(); },
  };
})();
