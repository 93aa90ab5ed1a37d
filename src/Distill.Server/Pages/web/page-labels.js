// What teachers have written down: once for all students.

import { h, fill, bytes, percent, plain, fact, empty, isKnown } from '/assets/dom.js';
import { get } from '/assets/api.js';

const told = ['samples', 'classes', 'chunk size', 'batch size', 'seed', 'precision', 'encoding', 'top k', 'temperatures', 'augmentation', 'taps', 'numerics class'];

export async function show(main, setCommand) {
  setCommand('distill list -o json');
  const { labels } = await get('/api/v1/labels');
  const total = labels.reduce((sum, set) => sum + set.bytes, 0);
  fill(main, h('div.title', null, h('h1', null, 'Labels'), h('p.lead', null, labels.length === 0 ? '' : `${labels.length} ${labels.length === 1 ? 'set' : 'sets'}, ${bytes(total)}`)),
    labels.length === 0 ? empty('No teacher has labelled anything yet.', h('p.soft', null, 'Labels are made once for every view of a dataset, and any number of students learn from them.'))
      : labels.map(set => h('article.set', null,
        h('h2', null, h('code', { title: set.fingerprint }, set.fingerprint.slice(0, 12))),
        h('dl.facts', null, fact('Views', set.views), fact('Bytes per image and view', isKnown(set.bytes_per_sample) ? plain(set.bytes_per_sample) : '–'), fact('In all', bytes(set.bytes)),
          fact('Lost by encoding', isKnown(set.fidelity) ? `${plain(set.fidelity)} nats` : '–'), fact('Teacher', percent(set.teacher_accuracy))),
        h('p', null, set.jobs.length === 0 ? h('span.soft', null, 'No job uses it now.') : ['Used by ', set.jobs.map((job, i) => [i ? ', ' : '', h('a', { href: `/jobs/${job}` }, job)])]),
        h('details', null, h('summary', null, 'What decides it'), h('dl.parts', null, Object.entries(set.parts).sort(([a], [b]) => rank(a) - rank(b)).map(([name, value]) => [h('dt', null, name), h('dd', null, value || '–')]))))));
}

const rank = name => { const at = told.indexOf(name); return at < 0 ? told.length : at; };
