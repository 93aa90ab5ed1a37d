// Who is there and what they hold, what waits for them, and what failed.

import { h, fill, bytes, age, plain, isKnown, empty, confirm, toast, icon } from '/assets/dom.js';
import { get, post, showLink } from '/assets/api.js';

const pause = 3000;
const region = (name, ...children) => h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': name }, ...children);
const heads = (names, figures) => h('thead', null, h('tr', null, names.map((name, i) => h('th', { scope: 'col', class: figures.includes(i) ? 'figure' : null }, name || h('span.hidden', null, 'Do')))));

export async function show(main, setCommand) {
  setCommand('distill queues');
  const lead = h('p.lead', { role: 'status' }), workers = h('section'), queues = h('section'), failures = h('section', { hidden: true });
  fill(main, h('div.title', null, h('h1', null, 'Workers and queues'), lead), workers, queues, failures);
  let failed = 0;
  const look = async () => drawFailures(failures, failed > 0 ? (await get('/api/v1/queues/failed')).messages : [], look);
  for (;;) {
    try {
      const [there, waiting] = await Promise.all([get('/api/v1/workers'), get('/api/v1/queues')]);
      const backlog = waiting.queues.reduce((sum, queue) => sum + queue.ready, 0);
      lead.textContent = `${there.workers.length === 1 ? '1 worker is' : `${there.workers.length} workers are`} there${waiting.has_broker ? `, ${backlog} ${backlog === 1 ? 'message waits' : 'messages wait'}` : ''}`;
      drawWorkers(workers, there, waiting);
      drawQueues(queues, waiting);
      const known = failed;
      failed = waiting.queues.reduce((sum, queue) => sum + queue.failed, 0);
      // Looking moves messages at the broker, so it is done when their number has changed and not each time.
      if (failed !== known) await look().catch(problem => { failed = known; throw problem; });
      showLink('live');
    } catch (problem) {
      showLink('reconnecting');
      if (workers.childElementCount === 0) fill(workers, h('p.problem', { role: 'alert' }, icon('alert'), problem.message));
    }
    await new Promise(again => setTimeout(again, pause));
  }
}

function drawWorkers(section, { workers, now }, { has_broker: hasBroker }) {
  if (workers.length === 0) {
    fill(section, empty(hasBroker ? 'No worker is there.' : 'All work is done by this very process.',
      hasBroker ? h('p.soft', null, 'Start some, anywhere: ', h('code', null, 'distill worker teacher'), ' and ', h('code', null, 'distill worker student'), '.')
        : h('p.soft', null, 'With a message broker, any number of machines can share it: each runs ', h('code', null, 'distill worker teacher'), ' or ', h('code', null, 'distill worker student'), '.')));
    return;
  }
  const at = Date.parse(now);
  fill(section, region('Workers', h('table.workers', null, heads(['Worker', 'Holds', 'Done a minute', 'Kind of machine', 'Memory', 'Since', 'Last word'], [2, 4]),
    h('tbody', null, workers.map(worker => h('tr', null, h('th', { scope: 'row' }, worker.id, h('span.soft.sub', null, worker.role)),
      h('td', null, worker.holds.length === 0 ? h('span.soft', null, 'nothing') : worker.holds.map(held => h('span.held', null, h('a', { href: `/jobs/${held.job}` }, held.job), ` ${held.work}, `, age(held.since, at)))),
      h('td.figure', null, isKnown(worker.done_per_minute) ? plain(worker.done_per_minute) : '–'), h('td', null, h('code', null, worker.route)),
      h('td.figure', null, bytes(worker.memory_bytes)), h('td', null, age(worker.started, at)), h('td', null, age(worker.seen, at))))))));
}

function drawQueues(section, { has_broker: hasBroker, queues }) {
  section.hidden = !hasBroker;
  if (!hasBroker) return;
  fill(section, h('h2', null, 'Queues'), queues.length === 0 ? h('p.soft', null, 'No queue has been opened yet.') : region('Queues', h('table', null,
    heads(['Queue', 'Waiting', 'Listeners', 'Failed'], [1, 2, 3]),
    h('tbody', null, queues.map(queue => h('tr', null, h('th', { scope: 'row' }, h('code', null, queue.name)), h('td.figure', null, queue.ready), h('td.figure', null, queue.consumers),
      h('td.figure', null, queue.failed > 0 ? [icon('alert'), ' ', queue.failed] : 0)))))));
}

function drawFailures(section, messages, look) {
  section.hidden = messages.length === 0;
  const act = async (verb, message) => {
    const [what, they] = message ? ['this message', 'It'] : [`all ${messages.length} messages`, 'They'];
    const isSure = verb === 'retry' ? await confirm(`Put ${what} back?`, `${they} will be tried again by the next worker.`, 'Put back')
      : await confirm(`Remove ${what}?`, 'Their jobs lose nothing that the store holds; what is missing is sent for again.', 'Remove');
    if (!isSure) return;
    try {
      const { messages: count } = await post(`/api/v1/queues/${verb}${message ? `?message=${encodeURIComponent(message.id)}` : ''}`);
      toast(`${count} ${count === 1 ? 'message' : 'messages'} ${verb === 'retry' ? 'put back' : 'removed'}.`);
    } catch (problem) { toast(problem.message, true); }
    await look().catch(problem => toast(problem.message, true));
  };
  const both = message => [
    h('button.plain', { type: 'button', 'aria-label': message ? `Retry the message of ${message.job ?? message.queue}` : null, onclick: () => act('retry', message) }, message ? 'Retry' : 'Retry all'),
    h('button.plain', { type: 'button', 'aria-label': message ? `Discard the message of ${message.job ?? message.queue}` : null, onclick: () => act('discard', message) }, message ? 'Discard' : 'Discard all')];
  fill(section, h('div.title', null, h('h2', null, 'Failed messages'), both(null)), region('Failed messages', h('table.failures', null,
    heads(['Job', 'What it failed with', 'When', ''], []),
    h('tbody', null, messages.map(message => h('tr', { 'data-message': message.id }, h('th', { scope: 'row' }, message.job ? h('a', { href: `/jobs/${message.job}` }, message.job) : '–', h('span.soft.sub', null, message.queue)),
      h('td', null, message.why), h('td', null, message.time ? age(message.time) : '–'), h('td.figure', null, both(message))))))));
}
