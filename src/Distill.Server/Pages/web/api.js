// All that is asked of the server. A token, where one is needed, lives as long as the tab and travels in a header only.

import { h } from '/assets/dom.js';

const kept = 'distill-token';
export const token = () => sessionStorage.getItem(kept);

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? `The server answered with ${status}.`);
    this.status = status;
    this.problems = body?.problems ?? [];
  }
}

function headers(more) {
  return token() ? { ...more, Authorization: `Bearer ${token()}` } : more ?? {};
}

async function problemOf(response) {
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return new Problem(response.status, isJson ? await response.json() : null);
}

/** A request; asks for a token where the server does. */
export async function send(method, path, body) {
  for (;;) {
    const response = await fetch(path, {
      method,
      headers: headers(body === undefined ? undefined : { 'Content-Type': 'application/json' }),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.status === 401) {
      await askForToken(await problemOf(response));
      continue;
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

export const get = async path => (await send('GET', path)).json();
export const post = async (path, body) => (await send('POST', path, body)).json();

let asking = null;

function askForToken(problem) {
  asking ??= new Promise(done => {
    const field = h('input', { type: 'password', id: 'token', autocomplete: 'off', required: true, size: 40 });
    const dialog = h('dialog', { 'aria-labelledby': 'token-title' },
      h('form', { method: 'dialog' }, h('h2', { id: 'token-title' }, 'This server asks for a token'), h('p', null, problem.message),
        h('label', { for: 'token' }, 'Token'), field, h('div.row', null, h('button.button.primary', null, 'Use it'))));
    dialog.addEventListener('cancel', event => event.preventDefault());
    dialog.addEventListener('close', () => {
      sessionStorage.setItem(kept, field.value.trim());
      dialog.remove();
      asking = null;
      done();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return asking;
}

/** Says whether news arrives. */
export function showLink(words) {
  const link = document.getElementById('link');
  if (link.textContent !== words) link.textContent = words;
  link.dataset.live = words === 'live';
}

/**
 * Server-sent events, for as long as the page is there: after a break the server is told the last id, so that nothing is missed.
 * `url` may be a function of how the connection begins; `handlers` are called by the kind of event, `again` after a break;
 * `last` is the id of the last event that is known already.
 */
export async function listen(url, handlers, last = null) {
  let wait = 500, isFirst = true;
  for (;;) {
    try {
      const response = await fetch(typeof url === 'function' ? url() : url, { headers: headers({ Accept: 'text/event-stream', ...(last ? { 'Last-Event-ID': last } : {}) }) });
      if (!response.ok) throw await problemOf(response);
      showLink('live');
      if (!isFirst) handlers.again?.();
      [wait, isFirst] = [500, false];
      for await (const event of read(response.body)) {
        if (event.id) last = event.id;
        if (event.name) handlers[event.name]?.(JSON.parse(event.data), event.id);
      }
    } catch (problem) {
      if (problem instanceof Problem && problem.status < 500 && problem.status !== 429) {
        showLink('');
        return;
      }
    }
    showLink('reconnecting');
    await new Promise(again => setTimeout(again, wait));
    wait = Math.min(8000, wait * 2);
  }
}

async function* read(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const frames = rest.split('\n\n');
    rest = frames.pop();
    for (const frame of frames) {
      const event = { name: null, id: null, data: '' };
      for (const line of frame.split('\n')) {
        const colon = line.indexOf(': ');
        if (colon < 1) continue;
        const [field, text] = [line.slice(0, colon), line.slice(colon + 2)];
        if (field === 'event') event.name = text;
        else if (field === 'id') event.id = text;
        else if (field === 'data') event.data += text;
      }
      yield event;
    }
  }
}

/** Downloads a file and compares its SHA-256 with the one that its manifest gives. Says false where it is another, null where nobody can tell. */
export async function download(href, name, sha256) {
  const content = await (await send('GET', href)).arrayBuffer();
  let isWhole = null;
  if (sha256 && globalThis.crypto?.subtle) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
    isWhole = [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('') === sha256;
  }
  if (isWhole !== false) {
    const link = h('a', { href: URL.createObjectURL(new Blob([content])), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  return isWhole;
}
