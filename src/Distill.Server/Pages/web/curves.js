// The curves of a job: a chart for each figure, a line for each network, with the steps of late behind the epochs.

import { h, fill, number, isKnown } from '/assets/dom.js';
import { Board } from '/assets/chart.js';

const charts = [
  { key: 'accuracy', title: 'Accuracy', isPercent: true, level: true },
  { key: 'loss', title: 'Loss', isLog: true, live: true },
  { key: 'agreement', title: 'Agreement with the teacher', isPercent: true },
  { key: 'order_overlap', title: 'Shared activation order', isPercent: true },
  { key: 'order_tau', title: 'Rank correlation of activations (tau)' },
  { key: 'learning_rate', title: 'Learning rate', live: true },
  { key: 'samples_per_second', title: 'Images per second', live: true, only: 'live' },
];

const mostPoints = 4096;

export class Curves {
  constructor(metrics) {
    this.board = new Board();
    this.charts = new Map();
    this.live = new Map();
    [this.stored, this.fresh] = [new Map(), new Map()];
    this.number = 0;
    this.grid = h('div.charts');
    this.chosen = null;
    this.pause = h('button.plain', { type: 'button', 'aria-pressed': 'false', onclick: () => {
      this.board.paused = !this.board.paused;
      this.pause.setAttribute('aria-pressed', String(this.board.paused));
      this.pause.textContent = this.board.paused ? 'Go on' : 'Pause';
      this.board.draw();
    } }, 'Pause');
    this.seeds = h('span');
    this.element = h('section', null, h('div.title', null, h('h2', null, 'Learning'), this.seeds, this.pause), this.grid);
    this.replace(metrics);
  }

  replace(metrics) {
    this.metrics = metrics;
    this.stored.clear();
    this.add(metrics.live ?? []);
    const seeds = [...new Set(metrics.runs.filter(run => run.role !== 'teacher').map(run => run.seed))];
    this.chosen ??= seeds[0];
    fill(this.seeds, seeds.length < 2 ? [] : h('label.small', null, 'Seed ', h('select', { onchange: event => { this.chosen = Number(event.target.value); this.draw(); } },
      seeds.map(seed => h('option', { value: seed, selected: seed === this.chosen }, String(seed))))));
    this.draw();
  }

  /** Points of late; those of a step that is there already take its place. */
  add(points) {
    for (const point of points) {
      this.number = Math.max(this.number, point.number);
      const known = this.live.get(point.run) ?? [];
      while (known.length > 0 && known.at(-1).step >= point.step) known.pop();
      known.push(point);
      // A long run is thinned and not cut, so that its chart keeps its shape.
      this.live.set(point.run, known.length > mostPoints ? known.filter((_, i) => i % 2 === 1) : known);
    }
    if (points.length === 0) return;
    this.fresh.clear();
    if (this.metrics) this.draw();
  }

  draw() {
    const runs = this.metrics.runs.filter(run => run.role === 'teacher' ? run.step > 0 || this.live.has(run.run) : run.seed === this.chosen);
    const learners = runs.filter(run => run.role !== 'teacher');
    // While only the teacher learns, its curves are all there is.
    const shown = learners.some(run => run.step > 0 || this.live.has(run.run)) ? learners : runs;
    for (const spec of [...charts, ...this.terms(shown)]) {
      const lines = shown.flatMap(run => this.linesOf(run, spec, shown));
      if (lines.length === 0 && !this.charts.has(spec.key)) continue;
      if (!this.charts.has(spec.key)) {
        const chart = this.board.add(spec);
        this.charts.set(spec.key, chart);
        this.place(spec.key, chart);
      }
      this.charts.get(spec.key).set(lines, spec.level ? [{ name: 'teacher', kind: 'teacher', y: number(this.metrics.teacher_accuracy) }] : []);
    }
    this.element.hidden = [...this.charts.values()].every(chart => chart.lines.length === 0);
  }

  place(key, chart) {
    const order = [...charts.map(spec => spec.key)];
    const rank = name => name.startsWith('loss.') ? order.indexOf('loss') + 0.5 : order.indexOf(name);
    const before = [...this.grid.children].find(other => rank(other.dataset.key) > rank(key));
    chart.element.dataset.key = key;
    this.grid.insertBefore(chart.element, before ?? null);
  }

  terms(runs) {
    const names = new Set(runs.flatMap(run => [...Object.keys(run.columns), ...Object.keys(this.live.get(run.run)?.at(-1)?.metrics ?? {})].filter(name => name.startsWith('loss.'))));
    return names.size < 2 ? [] : [...names].sort().map(key => ({ key, title: `Loss: ${key.slice(5).replaceAll('_', ' ')}`, isLog: true, live: true }));
  }

  linesOf(run, spec, shown) {
    const several = new Set(shown.filter(other => other.role === run.role).map(other => other.student)).size > 1;
    const name = (several ? `${run.student} ` : '') + (run.role === 'student' && several ? '' : run.role);
    const lines = [];
    const live = once(this.fresh, run, spec.key, () => (this.live.get(run.run) ?? []).map(point => [point.steps > 0 ? point.step / point.steps * point.epochs : point.step, this.liveValue(point, spec.key)]));
    let epochs = once(this.stored, run, spec.key, () => (run.columns[spec.key] ?? []).map((y, i) => [run.columns.epoch[i], number(y)]));
    // An accuracy is measured at the end of an epoch; a segment that is not stored yet has told of it by its steps.
    const late = spec.key === 'accuracy' ? steps(live).filter(([x]) => x > (epochs.at(-1)?.[0] ?? 0)) : [];
    if (late.length > 0) epochs = [...epochs, ...late];
    if (spec.live && live.length > 1) lines.push({ name, kind: epochs.length > 1 ? 'raw' : run.role, points: live });
    if (epochs.length > 0 && (epochs.length > 1 || lines.length === 0)) lines.push({ name: name.trim(), kind: run.role, points: epochs });
    return lines;
  }

  liveValue(point, key) { return number(key === 'samples_per_second' ? point.samples_per_second : point.metrics[key]); }
}

// Points are made once: most of what is drawn was there before, and a chart knows it by its being the same.
function once(made, run, key, make) {
  const id = `${run.run} ${key}`;
  if (!made.has(id)) made.set(id, make().filter(([, y]) => isKnown(y)));
  return made.get(id);
}

// A figure that is told again and again counts where it changes.
function steps(points) { return points.filter(([, y], i) => i === 0 || points[i - 1][1] !== y).map(([x, y]) => [Math.max(1, Math.floor(x)), y]); }
