// Who is there, what waits for them, and what failed.

import { h, fill, bytes, age, empty, confirm, toast, icon } from '/assets/dom.js';
import { get, post, showLink } from '/assets/api.js';

const pause = 3000;

export async function show(main, setCommand) {
  setCommand('distill queues');
  const lead = h('p.lead', { role: 'status' }), workers = h('section'), queues = h('section');
  fill(main, h('div.title', null, h('h1', null, 'Workers and queues'), lead), workers, queues);
  for (;;) {
    try {
      const [there, waiting] = await Promise.all([get('/api/v1/workers'), get('/api/v1/queues')]);
      lead.textContent = there.workers.length === 1 ? '1 worker is there' : `${there.workers.length} workers are there`;
      drawWorkers(workers, there, waiting);
      drawQueues(queues, waiting);
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
  fill(section, h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Workers' }, h('table', null,
    h('thead', null, h('tr', null, ['Worker', 'Does', 'Kind of machine', 'Memory', 'Since', 'Last word'].map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', null, workers.map(worker => h('tr', null, h('th', { scope: 'row' }, worker.id), h('td', null, worker.role), h('td', null, h('code', null, worker.route)),
      h('td.figure', null, bytes(worker.memory_bytes)), h('td', null, age(worker.started, Date.parse(now))), h('td', null, age(worker.seen, Date.parse(now)))))))));
}

function drawQueues(section, { has_broker: hasBroker, queues }) {
  section.hidden = !hasBroker;
  if (!hasBroker) return;
  const failed = queues.reduce((sum, queue) => sum + queue.failed, 0);
  const act = async (verb, question, text) => {
    if (!await confirm(question, text, verb === 'retry' ? 'Put them back' : 'Remove them')) return;
    try {
      const { messages } = await post(`/api/v1/queues/${verb}`);
      toast(`${messages} ${messages === 1 ? 'message' : 'messages'} ${verb === 'retry' ? 'put back' : 'removed'}.`);
    } catch (problem) { toast(problem.message, true); }
  };
  fill(section, h('div.title', null, h('h2', null, 'Queues'), failed > 0 ? [
    h('button.button', { type: 'button', onclick: () => act('retry', 'Put failed messages back?', `${failed} go back into their queues and are tried again.`) }, 'Retry failed'),
    h('button.button.quiet', { type: 'button', onclick: () => act('discard', 'Remove failed messages?', `${failed} are removed. Their jobs lose nothing that the store holds.`) }, 'Discard failed')] : null),
    queues.length === 0 ? h('p.soft', null, 'No queue has been opened yet.') : h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Queues' }, h('table', null,
      h('thead', null, h('tr', null, ['Queue', 'Waiting', 'Listeners', 'Failed'].map((head, i) => h('th', { scope: 'col', class: i ? 'figure' : null }, head)))),
      h('tbody', null, queues.map(queue => h('tr', null, h('th', { scope: 'row' }, h('code', null, queue.name)), h('td.figure', null, queue.ready), h('td.figure', null, queue.consumers),
        h('td.figure', null, queue.failed > 0 ? [icon('alert'), ' ', queue.failed] : 0)))))));
}
