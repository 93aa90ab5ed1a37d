// Jobs side by side: their curves over one another, the settings that differ, and what each gives for what it costs.

import { h, fill, percent, points, count, bytes, duration, state, empty, isKnown, number, plain } from '/assets/dom.js';
import { get } from '/assets/api.js';
import { Board } from '/assets/chart.js';
import { scatter } from '/assets/scatter.js';

const microseconds = value => `${plain(value)} µs`, microjoules = value => `${plain(value)} µJ`;
// What a job costs as a whole, and what each of the forms costs in which its student is delivered.
const costs = [['bytes', 'Weights', bytes], ['macs', 'MACs per image', count], ['parameters', 'Parameters', count], ['training_seconds', 'Training time', duration], ['label_bytes', 'Labels', bytes],
  ['form.microseconds', 'Latency of one image, as measured', microseconds], ['form.microjoules', 'Energy of one image, as a model', microjoules], ['form.bytes', 'Size of the file', bytes]];
const figures = [
  ['State', job => state(job.state)], ['Seeds', job => job.seeds || '–'],
  ['Accuracy', job => spread(percent(job.accuracy), job.accuracy_deviation)], ['Baseline', job => spread(percent(job.baseline), job.baseline_deviation)],
  ['Gain', job => points(job.accuracy, job.baseline) ?? '–'], ['Agreement', job => percent(job.agreement)],
  ['Parameters', job => count(job.parameters)], ['MACs', job => count(job.macs)], ['Weights', job => bytes(job.bytes)], ['Labels', job => bytes(job.label_bytes)],
  ['Training', job => duration(job.training_seconds)], ['Whole job', job => duration(job.job_seconds)],
];

export async function show(main, setCommand) {
  const names = (new URLSearchParams(location.search).get('jobs') ?? '').split(',').filter(Boolean);
  setCommand(`distill compare ${names.join(' ') || 'A B'}`);
  if (names.length < 2) {
    fill(main, h('div.title', null, h('h1', null, 'Compare')), empty('Choose two jobs or more in the list.', h('a.button.primary', { href: '/jobs' }, 'To the jobs')));
    return;
  }
  const [comparison, ...metrics] = await Promise.all([get(`/api/v1/compare?jobs=${names.join(',')}`), ...names.map(name => get(`/api/v1/jobs/${name}/metrics`))]);
  const entries = key => key.startsWith('form.')
    ? comparison.jobs.flatMap((job, index) => (job.forms ?? []).map(form => ({ name: `${label(job)} as ${form.form}`, letter: letter(index) + (form.form === 'onnx-int8' ? '8' : ''), kind: `s${index % 6}`, x: form[key.slice(5)], y: form.accuracy })))
    : comparison.jobs.map((job, index) => ({ name: label(job), letter: letter(index), kind: `s${index % 6}`, x: job[key], y: job.accuracy }));
  const label = job => job.student ? `${job.job}: ${job.student}` : job.job;
  const letter = index => String.fromCharCode(65 + index);

  const board = new Board();
  const charts = [['accuracy', 'Accuracy', true], ['loss', 'Loss', false], ['agreement', 'Agreement with the teacher', true]].map(([key, title, isPercent]) => {
    const chart = board.add({ title, isPercent, isLog: key === 'loss' });
    const lines = comparison.jobs.map((job, index) => ({ job, index, run: runOf(metrics[names.indexOf(job.job)], job) })).filter(({ run }) => run?.columns[key])
      .map(({ index, run }) => ({ name: letter(index), kind: `s${index % 6}`, points: run.columns.epoch.map((x, i) => [x, number(run.columns[key][i])]).filter(([, y]) => isKnown(y)) }));
    chart.set(lines);
    return chart.element;
  });

  const plot = h('div');
  const chooser = h('select', { id: 'cost', onchange: () => draw() }, costs.filter(([key]) => entries(key).some(entry => isKnown(entry.x))).map(([key, name]) => h('option', { value: key }, name)));
  const draw = () => {
    const [key, name, word] = costs.find(([cost]) => cost === chooser.value) ?? costs[0];
    fill(plot, scatter(entries(key), name, word, plot.clientWidth));
  };

  const columns = comparison.jobs.map((job, index) => h('th', { scope: 'col' }, h('span.letter', { 'data-kind': `s${index % 6}` }, letter(index)), h('a', { href: `/jobs/${job.job}` }, label(job))));
  fill(main,
    h('div.title', null, h('h1', null, 'Compare'), h('p.lead', null, `${comparison.jobs.length} side by side`)),
    h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Results' }, h('table.versus', null, h('caption', null, 'What came of them'), h('thead', null, h('tr', null, h('td'), columns)),
      h('tbody', null, figures.map(([name, of]) => h('tr', null, h('th', { scope: 'row' }, name), comparison.jobs.map(job => h('td', null, of(job)))))))),
    h('section', null, h('h2', null, 'Settings that differ'), comparison.settings.length === 0 ? h('p.soft', null, 'They do not differ in any setting.')
      : h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Settings that differ' }, h('table.versus', null, h('thead', null, h('tr', null, h('td'), columns.map(column => column.cloneNode(true)))),
        h('tbody', null, comparison.settings.map(({ setting, values }) => h('tr', null, h('th', { scope: 'row' }, h('code', null, setting)), values.map(value => h('td', null, value ?? '–')))))))),
    h('section', null, h('h2', null, 'Learning'), h('div.charts', null, charts)),
    comparison.jobs.some(job => isKnown(job.accuracy)) ? h('section', null, h('div.title', null, h('h2', null, 'Accuracy against cost'), h('label.small', { for: 'cost' }, 'Cost '), chooser), plot) : null);
  if (chooser.options.length > 0) new ResizeObserver(draw).observe(plot);
}

const spread = (text, deviation) => isKnown(deviation) ? `${text} ±${(100 * deviation).toFixed(2)}` : text;

function runOf(metrics, job) {
  return metrics?.runs.find(run => run.role === 'student' && (!job.student || run.student === job.student));
}
