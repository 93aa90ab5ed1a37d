// One job: what came of it, how far it is, its curves, what happened, its settings and files.

import { h, fill, percent, points, duration, age, state, bar, icon, isKnown, toast, confirm, plain, empty, together, inTurn } from '/assets/dom.js';
import { get, post, send, token, download, listen, showLink } from '/assets/api.js';
import { Curves } from '/assets/curves.js';
import { files } from '/assets/files.js';

const words = {
  cancel: ['Cancel', 'It ends at its next step. What is done is kept, and it can be resumed.'],
  resume: ['Resume', 'It goes on from its last checkpoints.'],
  retry: ['Retry', 'It goes on from its last checkpoints.'],
  delete: ['Delete', 'Its students, report and history are removed for good. Labels and teacher stay.'],
};

export async function show(main, setCommand) {
  const name = location.pathname.split('/').at(-1);
  document.title = `${name} – Distill`;
  let [facts, metrics] = await Promise.all([get(`/api/v1/jobs/${name}`), get(`/api/v1/jobs/${name}/metrics`)]);

  const head = h('div.head'), result = h('section.result'), stages = h('ol.stages', { 'aria-label': 'Stages' });
  const timeline = h('ol.timeline'), settings = h('section'), taken = h('section');
  const curves = new Curves(metrics);
  const notes = new Map();
  fill(main, head, result, stages, curves.element,
    h('section', null, h('h2', null, 'What happened'), timeline), taken, settings);

  const redraw = () => {
    setCommand(`distill ${['finished', 'failed', 'cancelled'].includes(facts.job.state) ? 'show' : 'watch'} ${name}`);
    drawHead(head, facts, act);
    drawResult(result, facts);
    drawStages(stages, facts.progress);
  };
  const refresh = inTurn(async () => {
    [facts, metrics] = await Promise.all([get(`/api/v1/jobs/${name}`), get(`/api/v1/jobs/${name}/metrics`)]);
    redraw();
    curves.replace(metrics);
    await files(taken, name);
  });
  const renewCurves = inTurn(async () => curves.replace(await get(`/api/v1/jobs/${name}/metrics`)));
  const drawNotes = together(() => drawTimeline(timeline, notes));
  // What cannot be had now is asked for again when the connection is back.
  const quietly = work => work().catch(() => showLink('reconnecting'));

  async function act(verb) {
    if (verb !== 'resume' && verb !== 'retry' && !await confirm(`${words[verb][0]} ${name}?`, words[verb][1], words[verb][0])) return;
    try {
      if (verb === 'delete') {
        await send('DELETE', `/api/v1/jobs/${name}`);
        location.assign('/jobs');
        return;
      }
      await post(`/api/v1/jobs/${name}/${verb}`);
      await refresh();
      toast(`${name}: ${facts.job.state}.`);
    } catch (problem) { toast(problem.message, true); }
  }

  redraw();
  drawSettings(settings, facts);
  await files(taken, name);

  let known = facts.job.state;
  listen(() => `/api/v1/jobs/${name}/events?points=${curves.number}`, {
    progress: progress => {
      facts.progress = progress;
      drawStages(stages, progress);
      if (progress.state !== known) {
        known = progress.state;
        quietly(refresh);
      }
    },
    points: points => curves.add(points),
    note: note => {
      if (notes.has(note.id)) return;
      notes.set(note.id, note);
      drawNotes();
      if (note.kind === 'segment') quietly(renewCurves);
      else if (note.kind !== 'submitted' && Date.now() - Date.parse(note.time) < 10000) quietly(refresh);
    },
    again: () => quietly(refresh),
    gone: () => fill(main, empty(`The job ${name} was deleted.`, h('a', { href: '/jobs' }, 'To the jobs'))),
  });
}

function drawHead(head, { job }, act) {
  const students = job.students.map(student => student.network).join(', ');
  fill(head,
    h('div.title', null, h('h1', null, job.name), state(job.state)),
    h('p.lead', null, students, job.teacher ? ` ← ${job.teacher}` : '', job.dataset ? `, ${job.dataset}` : '', ', ', age(job.created), job.ended ? `, took ${duration((Date.parse(job.ended) - Date.parse(job.created)) / 1000)}` : ''),
    job.failure ? h('p.problem', { role: 'alert' }, icon('failed'), job.failure) : null,
    h('div.row', null,
      job.state === 'finished' && !job.labels_only ? h('a.button', { href: `/jobs/${job.name}/report`, onclick: event => openReport(event, job.name) }, 'Report') : null,
      job.can.map(verb => h(verb === 'delete' ? 'button.button.quiet' : 'button.button', { type: 'button', onclick: () => act(verb) }, words[verb][0])),
      h('a.button.quiet', { href: `/jobs?select=${job.name}` }, 'Compare')));
}

// A link sends no token, so with one the page fetches the report and saves it.
function openReport(event, name) {
  if (!token()) return;
  event.preventDefault();
  download(`/jobs/${name}/report`, `${name}-report.html`).catch(problem => toast(problem.message, true));
}

function drawResult(section, { job, report }) {
  section.hidden = !job.finding;
  if (!job.finding) return;
  const rows = job.students.flatMap(student => [
    { who: job.students.length > 1 ? student.name : 'student', what: student.network, value: student.accuracy, kind: 'student', gain: points(student.accuracy, student.baseline) },
    { who: job.students.length > 1 ? `${student.name} alone` : 'baseline', what: 'without the teacher', value: student.baseline, kind: 'baseline' },
  ]);
  rows.push({ who: 'teacher', what: job.teacher, value: job.teacher_accuracy, kind: 'teacher' });
  const known = rows.filter(row => isKnown(row.value));
  const low = Math.max(0, Math.min(...known.map(row => row.value)) - 0.02), high = Math.min(1, Math.max(...known.map(row => row.value)) + 0.005);
  fill(section, h('p.finding', null, job.finding),
    h('table.bars', null, h('caption.hidden', null, 'Accuracy on the test images'), h('tbody', null, known.map(row => {
      const line = h('span.level', { 'data-kind': row.kind });
      line.style.width = `${100 * Math.max(0.02, (row.value - low) / (high - low || 1))}%`;
      return h('tr', null, h('th', { scope: 'row' }, row.who, h('span.soft', null, row.what)), h('td.wide', null, line),
        h('td.value', null, percent(row.value), row.gain ? h('span.gain', { 'data-up': row.gain.startsWith('+') }, row.gain, h('span.hidden', null, ' points over the baseline')) : null));
    }))),
    report ? h('p.soft.small', null, `Bars begin at ${percent(low, 0)}. ${report.students[0].seeds.length} ${report.students[0].seeds.length === 1 ? 'seed' : 'seeds'}, ${report.dataset.test_samples.toLocaleString('en')} test images.`) : null);
}

function drawStages(list, progress) {
  list.hidden = !progress;
  if (!progress) return;
  fill(list, progress.stages.map(stage => {
    const share = stage.total > 0 ? stage.done / stage.total : stage.state === 'done' ? 1 : 0;
    const facts = stage.state === 'running'
      ? [stage.detail, stage.rate ? `${plain(Math.round(stage.rate))} ${stage.unit}/s` : '', isKnown(stage.eta_seconds) ? `${duration(stage.eta_seconds)} to go` : '']
      : [stage.state === 'waiting' ? 'waiting' : stage.detail || stage.state];
    return h('li', { 'data-state': stage.state, 'aria-current': stage.state === 'running' ? 'step' : null },
      h('span.name', null, icon({ waiting: 'queued', done: 'finished' }[stage.state] ?? stage.state), stage.name),
      bar(stage.state === 'done' || stage.state === 'skipped' ? 1 : share, `Stage ${stage.name}`),
      h('span.soft.small', null, facts.filter(Boolean).join(', ')));
  }));
}

function drawTimeline(list, notes) {
  const all = [...notes.values()].sort((a, b) => a.id < b.id ? 1 : -1);
  const many = 12;
  const item = note => h('li', { 'data-kind': note.kind }, age(note.time), h('span', null, note.kind === 'alert' ? icon('alert') : null, note.sentence));
  const older = all.slice(many);
  const isOpen = list.querySelector('details')?.open ?? false;
  fill(list, all.slice(0, many).map(item), older.length > 0 ? h('li.more', null, h('details', { open: isOpen }, h('summary', null, `${older.length} earlier`), h('ol.timeline', null, older.map(item)))) : null);
}

function drawSettings(section, { given, resolved }) {
  fill(section, h('h2', null, 'Settings'),
    h('details', { open: true }, h('summary', null, 'The job file as it was given'), h('pre.code', { tabindex: 0 }, given ?? '')),
    h('details', null, h('summary', null, 'Every setting, as it is run'), h('pre.code', { tabindex: 0 }, resolved ?? '')),
    h('p', null, h('a', { href: `/launch?from=${location.pathname.split('/').at(-1)}` }, 'Launch another one from this')));
}
