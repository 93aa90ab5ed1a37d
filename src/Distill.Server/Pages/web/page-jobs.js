// All jobs: how far they are and what came of them. Filter and selection live in the address, so that a link says what is seen.

import { h, fill, percent, points, duration, age, grow, state, bar, sparkline, icon, empty, isKnown, together, toast } from '/assets/dom.js';
import { get, listen } from '/assets/api.js';

const groups = { all: null, active: ['queued', 'preparing', 'teaching', 'learning', 'reporting'], finished: ['finished'], failed: ['failed', 'cancelled'] };
const jobs = new Map();
const rows = new Map();
const selected = new Set();
const view = { q: '', show: 'all' };

export async function show(main, setCommand) {
  setCommand('distill list');
  const address = new URLSearchParams(location.search);
  view.q = address.get('q') ?? '';
  view.show = address.get('show') in groups ? address.get('show') : 'all';
  for (const name of (address.get('select') ?? '').split(',').filter(Boolean)) selected.add(name);

  const body = h('tbody');
  const parts = {
    body,
    summary: h('p.lead', { role: 'status' }),
    chips: h('div.chips', { role: 'group', 'aria-label': 'Which jobs' }),
    compare: h('a.button', { href: '/compare' }, 'Compare'),
    none: h('div'),
    filter: h('input', { type: 'search', id: 'filter', placeholder: 'Filter by name, network, dataset', 'aria-label': 'Filter the jobs', value: view.q }),
    table: h('table.jobs', null, h('caption.hidden', null, 'Jobs, the latest first'),
      h('thead', null, h('tr', null, ['', 'Job', 'State', 'Accuracy', 'Baseline', 'Teacher', 'Learning', 'Age'].map((head, i) =>
        h('th', { scope: 'col', class: i > 2 && i < 6 || i === 7 ? 'figure' : null }, head || h('span.hidden', null, 'Compare'))))), body),
  };
  parts.filter.addEventListener('input', () => { view.q = parts.filter.value; draw(parts); remember(); });
  parts.shows = new Map(Object.keys(groups).map(name => [name, choice(name, parts)]));
  fill(parts.chips, [...parts.shows.values()].map(({ chip }) => chip));
  fill(main, h('div.title', null, h('h1', null, 'Jobs'), parts.summary), h('div.tools', null, parts.chips, parts.filter, parts.compare), parts.table, parts.none);

  // What happens while the list is on its way comes with the news that follow its first page.
  let after = null, last = null;
  do {
    const page = await get(`/api/v1/jobs?limit=500${after ? `&after=${after}` : ''}`);
    for (const job of page.jobs) jobs.set(job.name, job);
    last ??= page.last_event;
    after = page.next;
  } while (after);
  draw(parts);

  const later = together(() => draw(parts));
  listen('/api/v1/events', {
    job: job => { jobs.set(job.name, job); later(); },
    gone: ({ job }) => { jobs.delete(job); selected.delete(job); later(); },
    alert: alert => toast(`${alert.job}: ${alert.sentence}`, true),
    reset: () => location.reload(),
  }, last);
  setInterval(() => rows.forEach(({ row }) => grow(row.lastElementChild.firstElementChild)), 30000);
}

function draw(parts) {
  const words = view.q.toLowerCase().split(' ').filter(Boolean);
  const all = [...jobs.values()].sort((a, b) => a.created < b.created ? 1 : a.created > b.created ? -1 : a.name < b.name ? -1 : 1);
  const found = all.filter(job => words.every(word => text(job).includes(word)));
  const shown = found.filter(job => !groups[view.show] || groups[view.show].includes(job.state));

  for (const [name, { chip, count }] of parts.shows) {
    chip.setAttribute('aria-pressed', String(view.show === name));
    count.textContent = found.filter(job => !groups[name] || groups[name].includes(job.state)).length;
  }

  // Rows of jobs that have not changed stay the elements that they are, and the others take their places: focus, selection and scroll
  // position are the reader's.
  const wanted = shown.map(job => {
    const known = rows.get(job.name);
    if (known?.job === job) return known.row;
    const made = row(job, parts);
    rows.set(job.name, { row: made, job });
    const focus = known?.row.contains(document.activeElement) ? document.activeElement.tagName : null;
    known?.row.replaceWith(made);
    if (focus) made.querySelector(focus)?.focus();
    return made;
  });
  if (wanted.length !== parts.body.children.length || wanted.some((element, i) => parts.body.children[i] !== element)) parts.body.replaceChildren(...wanted);

  parts.table.hidden = shown.length === 0;
  fill(parts.none, shown.length > 0 ? [] : all.length === 0
    ? empty('There is no job here yet.', h('p.soft', null, 'The bundled one trains a teacher on 1,437 handwritten digits, distils it and tells what it was worth, in under a minute.'), h('a.button.primary', { href: '/launch?example=digits' }, 'Launch it'))
    : empty('No job is like that.', h('a', { href: '/jobs' }, 'Show all')));
  const active = all.filter(job => groups.active.includes(job.state)).length;
  parts.summary.textContent = all.length === 0 ? '' : `${all.length} ${all.length === 1 ? 'job' : 'jobs'}, ${active === 0 ? 'none under way' : `${active} under way`}`;
  drawCompare(parts);
}

function drawCompare(parts) {
  const names = [...selected].filter(name => jobs.has(name));
  parts.compare.hidden = names.length < 2;
  parts.compare.href = `/compare?jobs=${names.join(',')}`;
  parts.compare.textContent = `Compare ${names.length}`;
}

function choice(name, parts) {
  const count = h('span.count');
  return { count, chip: h('button.chip', { type: 'button', onclick: () => { view.show = name; draw(parts); remember(); } }, name[0].toUpperCase() + name.slice(1), count) };
}

function row(job, parts) {
  const best = job.students.reduce((a, b) => (b.accuracy ?? -1) > (a?.accuracy ?? -1) ? b : a, job.students[0]);
  const gain = points(best?.accuracy, best?.baseline);
  const isActive = groups.active.includes(job.state);
  const pick = h('input', { type: 'checkbox', 'aria-label': `Compare ${job.name}`, onchange: event => {
    event.target.checked ? selected.add(job.name) : selected.delete(job.name);
    drawCompare(parts);
    remember();
  } });
  pick.checked = selected.has(job.name);
  return h('tr', { 'data-job': job.name },
    h('td.pick', null, pick),
    h('th.job', { scope: 'row' }, h('a', { href: `/jobs/${job.name}` }, job.name),
      h('span.soft.sub', null, job.students.length > 1 ? `${job.students.length} students` : best?.network ?? '', job.teacher ? ` ← ${job.teacher}` : '', job.dataset ? `, ${job.dataset}` : '')),
    h('td.progress', { 'data-label': 'State' }, state(job.state), job.alerts?.length ? h('span.alerted', null, icon('alert'), job.alerts.join(', ').replaceAll('_', ' ')) : null,
      isActive && isKnown(job.progress) ? h('span.under', null, bar(job.progress, `${job.name} is trained`), h('span.soft', null, `${Math.floor(100 * job.progress)} %${isKnown(job.eta_seconds) ? `, ${duration(job.eta_seconds)} to go` : ''}`)) : null,
      job.failure ? h('span.soft.why', null, job.failure) : null),
    h('td.figure', { 'data-label': 'Accuracy' }, isKnown(best?.accuracy) ? [h('b', null, percent(best.accuracy)), gain ? h('span.gain', { 'data-up': Number(gain.replace('−', '-')) > 0 }, gain) : null] : h('span.soft', null, isActive && job.curve.length ? percent(job.curve.at(-1)) : '–')),
    h('td.figure', { 'data-label': 'Baseline' }, percent(best?.baseline)),
    h('td.figure', { 'data-label': 'Teacher' }, percent(job.teacher_accuracy)),
    h('td', { 'data-label': 'Learning' }, sparkline(job.curve, `Accuracy of ${job.name} as it learned, now ${percent(job.curve?.at(-1))}`)),
    h('td.figure.soft', { 'data-label': 'Age' }, age(job.created)));
}

const text = job => [job.name, job.state, job.dataset, job.teacher, ...job.students.map(student => student.network)].join(' ').toLowerCase();

function remember() {
  const address = new URLSearchParams();
  if (view.q) address.set('q', view.q);
  if (view.show !== 'all') address.set('show', view.show);
  if (selected.size > 0) address.set('select', [...selected].join(','));
  history.replaceState(null, '', address.size > 0 ? `?${address}` : location.pathname);
}
