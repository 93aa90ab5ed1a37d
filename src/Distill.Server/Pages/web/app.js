// Chooses the page by its address and fills what all pages share.

import { fill, h, toast, empty } from '/assets/dom.js';
import { send, token } from '/assets/api.js';

const pages = [
  [/^\/jobs$/, 'page-jobs.js', 'Jobs'],
  [/^\/jobs\/([a-z0-9-]+)$/, 'page-job.js', null],
  [/^\/compare$/, 'page-compare.js', 'Compare'],
  [/^\/(workers|queues)$/, 'page-workers.js', 'Workers and queues'],
  [/^\/labels$/, 'page-labels.js', 'Labels'],
  [/^\/launch$/, 'page-launch.js', 'Launch'],
];

const main = document.getElementById('page');
const cli = document.getElementById('cli');

/** The command that shows the same in a terminal. */
export const setCommand = text => { cli.textContent = text; };

function shared() {
  for (const link of document.querySelectorAll('nav a, .top .button')) {
    const path = new URL(link.href).pathname;
    if (location.pathname === path || location.pathname.startsWith(path + '/')) link.setAttribute('aria-current', 'page');
  }
  document.getElementById('copy').addEventListener('click', async () => {
    await navigator.clipboard.writeText(cli.textContent);
    toast('Copied.');
  });
  const twin = document.getElementById('twin');
  twin.href = `${location.pathname}.json${location.search}`;
  twin.addEventListener('click', async event => {
    twin.href = `${location.pathname}.json${location.search}`;
    if (!token()) return;
    // A link sends no token, so the page asks and shows.
    event.preventDefault();
    const text = JSON.stringify(await (await send('GET', twin.href)).json(), null, 2);
    fill(main, h('pre.code', null, text));
  });
}

async function start() {
  shared();
  const [, file, title] = pages.find(([pattern]) => pattern.test(location.pathname)) ?? [];
  if (!file) {
    fill(main, empty('There is no such page.', h('a', { href: '/jobs' }, 'To the jobs')));
    return;
  }
  if (title) document.title = `${title} – Distill`;
  try {
    const page = await import(`/assets/${file}`);
    await page.show(main, setCommand);
  } catch (problem) {
    fill(main, h('div.problem', { role: 'alert' }, h('h1', null, 'This cannot be shown'), h('p', null, problem.message)));
  }
}

start();
