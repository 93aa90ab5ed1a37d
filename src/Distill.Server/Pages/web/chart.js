// Line charts in SVG. Zoom and pointer belong to the reader: new points move neither. Lines differ by dash and name, not by colour alone.

import { h, fill, plain, percent, isKnown, together } from '/assets/dom.js';

const height = 190, left = 46, right = 12, top = 10, bottom = 24;

/** Charts of a page that share their horizontal range and their pointer. */
export class Board {
  constructor() { this.charts = []; this.range = null; this.pointer = null; this.paused = false; }

  add(options) {
    const chart = new Chart(this, options);
    this.charts.push(chart);
    return chart;
  }

  zoom(range) { this.range = range; this.draw(); }

  point(x) { this.pointer = x; for (const chart of this.charts) chart.drawPointer(); }

  draw = together(() => { for (const chart of this.charts) chart.draw(); });

  /** Draws the charts that have changed. */
  renew = together(() => { for (const chart of this.charts) if (chart.isStale) chart.draw(); });
}

export class Chart {
  constructor(board, { title, isPercent = false, isLog = false, xName = 'epoch' }) {
    Object.assign(this, { board, title, isPercent, isLog, xName, lines: [], levels: [] });
    this.svg = h('svg', { tabindex: 0, role: 'img', height });
    this.reset = h('button.plain', { type: 'button', hidden: true, onclick: () => board.zoom(null) }, 'Show all');
    this.legend = h('div.legend');
    this.readout = h('output', { 'aria-live': 'off' });
    this.element = h('figure.chart', null, h('figcaption', null, h('b', null, title), this.readout, this.reset), this.svg, this.legend);
    this.listen();
    // The browser tells the width: to ask for it while charts are drawn would have it lay out the page for each.
    new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width === this.room) return;
      this.room = contentRect.width;
      this.isStale = true;
      board.renew();
    }).observe(this.element);
  }

  /** lines: [{ name, kind, points: [[x, y]] }], levels: [{ name, kind, y }] */
  set(lines, levels = []) {
    const [shown, known] = [lines.filter(line => line.points.length > 0), levels.filter(level => isKnown(level.y))];
    if (isSame(shown, this.lines) && isSame(known, this.levels)) return;
    [this.lines, this.levels, this.isStale] = [shown, known, true];
    this.element.hidden = shown.length === 0;
    if (!this.board.paused) this.board.renew();
  }

  draw() {
    if (this.lines.length === 0 || !this.room) return;
    [this.width, this.isStale] = [Math.max(220, this.room), false];
    this.fit();
    const [x0, x1] = this.xs, [y0, y1] = this.ys;
    this.toX = x => left + (x - x0) / (x1 - x0 || 1) * (this.width - left - right);
    this.toY = y => top + (1 - (this.scale(y) - y0) / (y1 - y0 || 1)) * (height - top - bottom);
    const clip = `clip-${this.title.replace(/\W+/g, '-')}`;
    this.svg.setAttribute('viewBox', `0 0 ${this.width} ${height}`);
    fill(this.svg,
      h('defs', null, h('clipPath', { id: clip }, h('rect', { x: left, y: 0, width: this.width - left - right, height }))),
      ticks(this.isLog ? 10 ** y0 : y0, this.isLog ? 10 ** y1 : y1, 4, this.isLog).map(y => [
        h('line.grid', { x1: left, x2: this.width - right, y1: this.toY(y), y2: this.toY(y) }),
        h('text', { x: left - 6, y: this.toY(y) + 4, 'text-anchor': 'end' }, this.word(y, true))]),
      ticks(x0, x1, Math.max(2, Math.floor(this.width / 110)), false).map(x =>
        h('text', { x: this.toX(x), y: height - 6, 'text-anchor': 'middle' }, plain(x))),
      h('g', { 'clip-path': `url(#${clip})` },
        this.levels.map(level => h('line.level', { 'data-kind': level.kind, x1: left, x2: this.width - right, y1: this.toY(level.y), y2: this.toY(level.y) })),
        this.lines.map(line => h('path.line', { 'data-kind': line.kind, d: this.path(line) })),
        this.lines.filter(line => line.points.length === 1).map(line => h('circle.dot', { 'data-kind': line.kind, cx: this.toX(line.points[0][0]), cy: this.toY(line.points[0][1]), r: 3 }))),
      this.mark = h('g'));
    fill(this.legend, [...this.lines.filter(line => line.kind !== 'raw'), ...this.levels].map(entry => h('span', null,
      h('svg', { viewBox: '0 0 22 8', 'aria-hidden': 'true' }, h('path.line', { 'data-kind': entry.kind, d: 'M1 4H21' })), entry.name,
      h('b', null, this.word(entry.y ?? entry.points.at(-1)[1])))));
    this.svg.setAttribute('aria-label', `${this.title}. ${this.lines.filter(line => line.kind !== 'raw').map(line => `${line.name}: now ${this.word(line.points.at(-1)[1])}`).join(', ')}. Arrow keys read values, plus and minus zoom, 0 shows all.`);
    this.reset.hidden = !this.board.range;
    this.drawPointer();
  }

  fit() {
    const all = this.board.range ?? [Math.min(...this.lines.map(line => line.points[0][0])), Math.max(...this.lines.map(line => line.points.at(-1)[0]))];
    this.xs = all[0] < all[1] ? all : [all[0] - 0.5, all[1] + 0.5];
    let low = Infinity, high = -Infinity;
    for (const line of this.lines) {
      for (const [x, y] of line.points) {
        if (x >= this.xs[0] && x <= this.xs[1] && isKnown(y) && (!this.isLog || y > 0)) { low = Math.min(low, y); high = Math.max(high, y); }
      }
    }
    for (const { y } of this.levels) { low = Math.min(low, y); high = Math.max(high, y); }
    if (low > high) [low, high] = [0, 1];
    if (this.isLog) [low, high] = [Math.log10(low), Math.log10(high)];
    const room = (high - low) * 0.06 || Math.abs(high) * 0.05 || 0.5;
    this.ys = [low - room, high + room];
    if (this.isPercent) this.ys = [Math.max(-1, this.ys[0]), Math.min(1.002, this.ys[1])];
  }

  scale(y) { return this.isLog ? Math.log10(Math.max(y, 1e-30)) : y; }

  word(y, isTick = false) { return this.isPercent ? percent(y, isTick ? (this.ys[1] - this.ys[0] < 0.05 ? 1 : 0) : 2) : plain(y); }

  // Of more points than pixels each pixel shows the lowest and the highest, so that no spike is lost.
  path(line) {
    const { points } = line;
    const between = points.filter(([x, y]) => isKnown(y) && x >= this.xs[0] && x <= this.xs[1]);
    const shown = between.length > 2 * this.width ? thin(between, this.width, this.xs) : between;
    let d = '';
    for (let i = 0; i < shown.length; i++) d += `${i ? 'L' : 'M'}${this.toX(shown[i][0]).toFixed(1)} ${this.toY(shown[i][1]).toFixed(1)}`;
    return d;
  }

  drawPointer() {
    if (!this.mark) return;
    const x = this.board.pointer;
    if (x === null || x < this.xs[0] || x > this.xs[1]) {
      fill(this.mark);
      this.readout.textContent = '';
      return;
    }
    const near = this.lines.filter(line => line.kind !== 'raw' || this.lines.length === 1).map(line => [line, nearest(line.points, x)]).filter(([, point]) => point);
    fill(this.mark, h('line.pointer', { x1: this.toX(x), x2: this.toX(x), y1: top, y2: height - bottom }),
      near.map(([line, [px, py]]) => h('circle.dot', { 'data-kind': line.kind, cx: this.toX(px), cy: this.toY(py), r: 3.5 })));
    this.readout.textContent = `${this.xName} ${plain(Math.round(x * 100) / 100)}: ${near.map(([line, [, y]]) => `${near.length > 1 ? line.name + ' ' : ''}${this.word(y)}`).join(', ')}`;
  }

  listen() {
    let from = null, area = null;
    const at = event => {
      const box = this.svg.getBoundingClientRect();
      const share = ((event.clientX - box.left) / box.width * this.width - left) / (this.width - left - right);
      return this.xs[0] + Math.min(1, Math.max(0, share)) * (this.xs[1] - this.xs[0]);
    };
    this.svg.addEventListener('pointermove', event => {
      if (!this.xs) return;
      const x = at(event);
      this.board.point(x);
      if (from !== null) {
        area?.remove();
        area = h('rect.area', { x: this.toX(Math.min(from, x)), width: Math.abs(this.toX(x) - this.toX(from)), y: top, height: height - top - bottom });
        this.mark.append(area);
      }
    });
    this.svg.addEventListener('pointerleave', () => { if (from === null) this.board.point(null); });
    this.svg.addEventListener('pointerdown', event => { if (event.pointerType !== 'touch' && this.xs) { from = at(event); this.svg.setPointerCapture(event.pointerId); } });
    this.svg.addEventListener('pointerup', event => {
      if (from === null) return;
      const range = [from, at(event)].sort((a, b) => a - b);
      from = null;
      area?.remove();
      if (range[1] - range[0] > (this.xs[1] - this.xs[0]) / 50) this.board.zoom(range);
    });
    this.svg.addEventListener('dblclick', () => this.board.zoom(null));
    this.svg.addEventListener('keydown', event => this.key(event));
    this.svg.addEventListener('blur', () => this.board.point(null));
  }

  key(event) {
    if (!this.xs) return;
    const [x0, x1] = this.xs, step = (x1 - x0) / 40, x = this.board.pointer ?? x1;
    const zoom = factor => this.board.zoom([Math.max(x0 - (x1 - x0), x - (x - x0) * factor), x + (x1 - x) * factor]);
    const actions = {
      ArrowLeft: () => this.board.point(Math.max(x0, x - step)), ArrowRight: () => this.board.point(Math.min(x1, x + step)),
      '+': () => zoom(0.5), '-': () => zoom(2), 0: () => this.board.zoom(null), Escape: () => this.board.zoom(null),
    };
    if (actions[event.key]) {
      event.preventDefault();
      this.readout.setAttribute('aria-live', 'polite');
      actions[event.key]();
    }
  }
}

// A line that has not changed has the very points that it had.
function isSame(some, others) {
  return some.length === others.length && some.every((one, i) => Object.keys(one).every(key => one[key] === others[i][key]));
}

function thin(points, width, [x0, x1]) {
  const columns = new Map();
  for (const point of points) {
    const column = Math.floor((point[0] - x0) / (x1 - x0) * width);
    const known = columns.get(column);
    if (!known) columns.set(column, { first: point, low: point, high: point, last: point });
    else {
      if (point[1] < known.low[1]) known.low = point;
      if (point[1] > known.high[1]) known.high = point;
      known.last = point;
    }
  }
  return [...columns.values()].flatMap(({ first, low, high, last }) => [...new Set([first, low, high, last])].sort((a, b) => a[0] - b[0]));
}

function nearest(points, x) {
  let low = 0, high = points.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] < x) low = middle + 1;
    else high = middle;
  }
  const before = points[Math.max(0, low - 1)], here = points[low];
  return Math.abs(before[0] - x) < Math.abs(here[0] - x) ? before : here;
}

/** Round values between two bounds. */
export function ticks(low, high, most, isLog) {
  if (isLog && high / low > 30) {
    const found = [];
    for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); power++) found.push(10 ** power);
    return found;
  }
  const raw = (high - low) / most || 1;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * size).find(candidate => candidate >= raw);
  const found = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step * 1e-9; value += step) found.push(Math.abs(value) < step * 1e-9 ? 0 : Number(value.toPrecision(12)));
  return found;
}
