// From a job file to a job: pick or paste, see what is wrong at its line, what it costs, submit.

import { h, fill, bytes, count, duration, fact, icon, toast } from '/assets/dom.js';
import { get, post, Problem } from '/assets/api.js';

const pause = 400;

export async function show(main, setCommand) {
  setCommand('distill submit job.yaml');
  const { examples, takes_jobs: takesJobs } = await get('/api/v1/examples');
  const address = new URLSearchParams(location.search);
  const text = h('textarea', { id: 'yaml', spellcheck: 'false', rows: 24, 'aria-label': 'Job file', 'aria-describedby': 'verdict', wrap: 'off' });
  const lines = h('div.lines', { 'aria-hidden': 'true' });
  const verdict = h('div.verdict', { id: 'verdict', role: 'status', 'aria-live': 'polite' });
  const cost = h('div.cost');
  const priority = h('select', { id: 'priority' }, ['high', 'normal', 'low'].map(name => h('option', { value: name, selected: name === 'normal' }, name)));
  const launch = h('button.button.primary', { type: 'button', id: 'submit', disabled: true }, 'Submit');
  const file = h('input', { type: 'file', id: 'file', accept: '.yaml,.yml', 'aria-label': 'Job file of this computer' });
  const pick = h('select', { id: 'example', 'aria-label': 'Begin with' }, h('option', { value: '' }, 'Begin with…'), examples.map(example => h('option', { value: example.name }, example.name === 'template' ? 'the commented template' : `${example.name}, bundled`)));

  fill(main, h('div.title', null, h('h1', null, 'Launch'), h('p.lead', null, 'A job file says everything; it is checked as you write.')),
    takesJobs ? null : h('p.problem', { role: 'alert' }, icon('alert'), 'This server only shows jobs. Start `distill up`, or give `distill server` the broker of the workers.'),
    h('div.tools', null, pick, file),
    h('div.editor', null, h('div.paper', null, lines, text), h('aside', null, verdict,
      h('div.row', null, launch, h('label.small.soft', { for: 'priority' }, 'Priority'), priority), cost)));

  let asked = 0, timer = null;
  const submission = () => ({ yaml: text.value, priority: priority.value });
  const check = async () => {
    const mine = ++asked;
    const found = await post('/api/v1/validate', submission());
    if (mine !== asked) return;
    drawProblems(verdict, lines, text, found);
    launch.disabled = !found.valid || !takesJobs;
    if (!found.valid) {
      fill(cost);
      return;
    }
    const estimate = await post('/api/v1/estimate', submission());
    if (mine === asked) drawEstimate(cost, estimate);
  };
  const changed = () => {
    number(lines, text, []);
    launch.disabled = true;
    clearTimeout(timer);
    timer = setTimeout(() => check().catch(problem => fill(verdict, h('p.problem', null, icon('alert'), problem.message))), pause);
  };
  const put = yaml => { text.value = yaml; changed(); };

  text.addEventListener('input', changed);
  text.addEventListener('scroll', () => { lines.scrollTop = text.scrollTop; });
  text.addEventListener('keydown', event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !launch.disabled) launch.click(); });
  pick.addEventListener('change', () => { if (pick.value) put(examples.find(example => example.name === pick.value).yaml); });
  file.addEventListener('change', async () => { if (file.files[0]) put(await file.files[0].text()); });
  launch.addEventListener('click', async () => {
    launch.disabled = true;
    try {
      const taken = await post('/api/v1/jobs', submission());
      location.assign(taken.href);
    } catch (problem) {
      toast(problem.message, true);
      launch.disabled = !(problem instanceof Problem) || problem.status === 422;
    }
  });

  const from = address.get('from');
  if (from) put((await get(`/api/v1/jobs/${encodeURIComponent(from)}`)).given ?? '');
  else put(examples.find(example => example.name === (address.get('example') ?? 'digits'))?.yaml ?? examples[0].yaml);
}

function number(lines, text, problems) {
  const wrong = new Map(problems.map(problem => [problem.line, problem.text]));
  fill(lines, Array.from({ length: text.value.split('\n').length }, (_, i) => h('span', { 'data-wrong': wrong.has(i + 1), title: wrong.get(i + 1) }, String(i + 1))));
  lines.scrollTop = text.scrollTop;
}

function drawProblems(verdict, lines, text, { valid, job, problems }) {
  number(lines, text, problems);
  if (valid) {
    fill(verdict, h('p.good', null, icon('finished'), h('span', null, 'It can be done, as ', h('b', null, job), '.')));
    return;
  }
  fill(verdict, h('p.problem', null, icon('failed'), problems.length === 1 ? '1 problem' : `${problems.length} problems`),
    h('ol.problems', null, problems.map(problem => h('li', null, problem.line > 0 ? h('button.plain', { type: 'button', onclick: () => go(text, problem) }, `Line ${problem.line}`) : null, ' ', problem.text))));
}

function go(text, { line, column }) {
  const start = text.value.split('\n').slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + Math.max(0, column - 1);
  text.focus();
  text.setSelectionRange(start, text.value.indexOf('\n', start) < 0 ? text.value.length : text.value.indexOf('\n', start));
}

function drawEstimate(cost, estimate) {
  const seconds = estimate.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  fill(cost, h('h2', null, `About ${duration(seconds)}`),
    h('table', null, h('caption.hidden', null, 'Stages'), h('tbody', null, estimate.stages.map(stage => h('tr', null, h('th', { scope: 'row' }, stage.name, h('span.soft.sub', null, stage.detail)), h('td.figure', null, duration(stage.seconds)))))),
    h('dl.facts', null, estimate.students.map(student => fact(student.model.network, `${count(student.model.parameters)} parameters, ${bytes(student.model.bytes)}`)),
      estimate.teacher ? fact(estimate.teacher.network, `${count(estimate.teacher.parameters)} parameters`) : null,
      estimate.labels ? fact('Labels', `${bytes(estimate.labels.bytes)}, ${estimate.labels.present} of ${estimate.labels.views} views are there`) : null, fact('Memory', bytes(estimate.memory_bytes))),
    h('p.soft.small', null, estimate.throughput.source));
}
