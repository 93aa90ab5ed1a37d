// The files of a job, those of each student together, with their checksums.

import { h, fill, bytes, toast } from '/assets/dom.js';
import { get, download } from '/assets/api.js';

/** Fills a section with the files that a job has now. */
export async function files(section, name) {
  const { files: all } = await get(`/api/v1/jobs/${name}/artifacts`);
  section.hidden = all.length === 0;
  const groups = Map.groupBy(all, file => file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '');
  // What a person takes away comes first: the students, then their baselines, then the job's own records.
  const order = [...groups.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  fill(section, h('h2', null, 'Files'), h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'Files' },
    h('table.files', null, h('thead', null, h('tr', null, ['File', 'Size', 'SHA-256', ''].map(head => h('th', { scope: 'col' }, head || h('span.hidden', null, 'Download'))))),
      order.map(folder => h('tbody', null, folder ? h('tr.group', null, h('th', { scope: 'colgroup', colspan: 4 }, folder)) : null,
        groups.get(folder).map(file => row(file, folder)))))));
}

const rows = new Map();

// A file that has not changed keeps its row: whoever takes it away just now is told how that ended.
function row(file, folder) {
  const line = JSON.stringify(file), known = rows.get(file.path);
  if (known?.line === line) return known.element;
  const element = h('tr', null,
    h('th', { scope: 'row' }, file.path.slice(folder ? folder.length + 1 : 0)),
    h('td.figure', null, bytes(file.bytes)),
    h('td', null, file.sha256 ? h('code.sum', { title: file.sha256 }, file.sha256.slice(0, 12)) : h('span.soft', null, '–')),
    h('td.figure', null, button(file)));
  rows.set(file.path, { line, element });
  return element;
}

function rank(folder) { return folder === '' ? 3 : folder.includes('baseline') ? 1 : folder.startsWith('tensorboard') ? 2 : 0; }

function button(file) {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return h('button.plain', { type: 'button', 'data-path': file.path, 'aria-label': `Download ${file.path}`, onclick: async event => {
    const { target } = event;
    try {
      target.disabled = true;
      const isWhole = await download(file.href, name, file.sha256);
      target.dataset.whole = String(isWhole);
      if (isWhole === false) toast(`${file.path} arrived damaged: its SHA-256 is another. Nothing was saved.`, true);
      else toast(isWhole ? `${file.path} arrived whole: its SHA-256 is right.` : `${file.path} arrived.`);
    } catch (problem) { toast(problem.message, true); }
    target.disabled = false;
  } }, 'Download');
}
