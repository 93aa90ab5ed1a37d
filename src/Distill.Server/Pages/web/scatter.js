// Accuracy against a cost: whoever is best for some price stands on the front, which is drawn as a line.

import { h, percent, isKnown } from '/assets/dom.js';
import { ticks } from '/assets/chart.js';

const widest = 640, height = 300, left = 54, right = 20, top = 16, bottom = 40;

/** entries: [{ name, letter, kind, x, y }]; room: pixels from side to side. */
export function scatter(entries, costName, word, room) {
  const width = Math.min(room, widest);
  const known = entries.filter(entry => isKnown(entry.x) && isKnown(entry.y));
  const xs = range(known.map(entry => entry.x), 0.12), ys = range(known.map(entry => entry.y), 0.25);
  const toX = x => left + (x - xs[0]) / (xs[1] - xs[0]) * (width - left - right);
  const toY = y => top + (1 - (y - ys[0]) / (ys[1] - ys[0])) * (height - top - bottom);
  const front = frontOf(known);
  return h('figure.chart.scatter', null,
    h('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `Accuracy against ${costName}. On the front: ${front.map(entry => `${entry.name} with ${percent(entry.y)} for ${word(entry.x)}`).join('; ')}.` },
      ticks(ys[0], ys[1], 4).map(y => [h('line.grid', { x1: left, x2: width - right, y1: toY(y), y2: toY(y) }), h('text', { x: left - 8, y: toY(y) + 4, 'text-anchor': 'end' }, percent(y, 1))]),
      ticks(xs[0], xs[1], width < widest ? 3 : 5).filter(x => x >= 0).map(x => h('text', { x: toX(x), y: height - bottom + 18, 'text-anchor': 'middle' }, word(x))),
      h('text', { x: width - right, y: height - 4, 'text-anchor': 'end' }, costName),
      h('path.front', { d: front.map((entry, i) => `${i ? 'L' : 'M'}${toX(entry.x)} ${toY(entry.y)}`).join('') }),
      known.map(entry => h('g', null, h('title', null, `${entry.name}: ${percent(entry.y)}, ${word(entry.x)}`),
        h('circle.point', { 'data-kind': entry.kind, 'data-front': front.includes(entry), cx: toX(entry.x), cy: toY(entry.y), r: 11 }),
        h('text.letter', { x: toX(entry.x), y: toY(entry.y) + 4, 'text-anchor': 'middle' }, entry.letter)))),
    h('figcaption.soft.small', null, 'Up and to the left is better. Nothing beats those that the line joins at their cost.'));
}

/** Those that no other beats: none is cheaper or equal and better. */
export function frontOf(entries) {
  const front = [];
  for (const entry of [...entries].sort((a, b) => a.x - b.x || b.y - a.y)) {
    if (front.length === 0 || entry.y > front.at(-1).y) front.push(entry);
  }
  return front;
}

function range(values, room) {
  const low = Math.min(...values), high = Math.max(...values);
  const more = (high - low || Math.abs(high) * 0.2 || 1) * room;
  return [low - more, high + more];
}
