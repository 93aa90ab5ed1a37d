// Small pieces that every page is made of: elements, figures in words, icons that say what colours say.

const svgNames = new Set(['svg', 'path', 'line', 'circle', 'rect', 'text', 'g', 'polyline', 'title', 'clipPath', 'defs']);

/** An element: h('a.button', { href }, 'text', child, ...). Text is always text, never markup. */
export function h(kind, attributes, ...children) {
  const [name, ...classes] = kind.split('.');
  const element = svgNames.has(name) ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  if (classes.length > 0) element.setAttribute('class', classes.join(' '));
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'value') element.value = value;
    else element.setAttribute(key, value === true && !key.startsWith('data-') ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts children in place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const number = value => typeof value === 'number' ? value : value === null || value === undefined ? null : Number(value);
export const percent = (value, digits = 2) => isKnown(value) ? `${(100 * value).toFixed(digits)} %` : '–';
export const isKnown = value => typeof value === 'number' && Number.isFinite(value);

export function points(student, baseline) {
  if (!isKnown(student) || !isKnown(baseline)) return null;
  const gain = 100 * (student - baseline);
  return `${gain >= 0 ? '+' : '−'}${Math.abs(gain).toFixed(2)}`;
}

export function plain(value) {
  if (value === null || value === undefined) return '–';
  if (!isKnown(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en');
  if (size < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

export function count(value) {
  if (!isKnown(value)) return '–';
  for (const [size, unit] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (value >= size) return `${(value / size).toPrecision(3)} ${unit}`;
  }
  return String(value);
}

export function bytes(value) {
  if (!isKnown(value)) return '–';
  for (const [size, unit] of [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'KB']]) {
    if (value >= size) return `${(value / size).toPrecision(3)} ${unit}`;
  }
  return `${value} B`;
}

export function duration(seconds) {
  if (!isKnown(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, '0')} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${String(Math.floor(whole / 60) % 60).padStart(2, '0')} m`;
  return `${Math.floor(whole / 86400)} d ${Math.floor(whole / 3600) % 24} h`;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A moment as its age, with the moment itself for those who point at it. */
export const age = (time, now = Date.now()) => h('time', { datetime: time, title: moment.format(Date.parse(time)) }, since(time, now));

/** Has an age that is shown say how old it is by now. */
export function grow(element, now = Date.now()) {
  const words = since(element.getAttribute('datetime'), now);
  if (element.textContent !== words) element.textContent = words;
}

function since(time, now) {
  const seconds = (now - Date.parse(time)) / 1000;
  return seconds < 5 ? 'just now' : seconds < 3600 * 48 ? `${duration(seconds).replace(/ (\d+) s$/, '')} ago` : `${Math.floor(seconds / 86400)} d ago`;
}

const icons = {
  queued: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z',
  running: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11zM8 2.500v11a5.500 5.500 0 0 0 0-11z',
  finished: 'M3 8.500l3.300 3.300L13 4.600',
  failed: 'M4 4l8 8M12 4l-8 8',
  cancelled: 'M5.500 4v8M10.500 4v8',
  skipped: 'M3.500 8h9',
  alert: 'M8 2l6.500 11.500h-13zM8 6.500v3.500M8 11.800v.3',
};

const shapes = { queued: 'queued', waiting: 'queued', finished: 'finished', done: 'finished', failed: 'failed', cancelled: 'cancelled', skipped: 'skipped' };

/** A state as shape and word. */
export function state(name) {
  const shape = shapes[name] ?? 'running';
  return h('span.state', { 'data-state': shape }, icon(shape), name);
}

export const icon = name => h('svg.icon', { viewBox: '0 0 16 16', 'aria-hidden': 'true', 'data-icon': name }, h('path', { d: icons[name] }));

export function bar(fraction, label) {
  const known = isKnown(fraction);
  const fill = h('span');
  fill.style.width = known ? `${Math.min(100, 100 * fraction)}%` : '0';
  return h('span.bar', { role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': known ? Math.round(100 * fraction) : null }, fill);
}

/** A curve as small as a word. */
export function sparkline(values, label) {
  const known = (values ?? []).filter(isKnown);
  if (known.length < 2) return h('span');
  const low = Math.min(...known), high = Math.max(...known);
  const d = known.map((value, i) => `${i ? 'L' : 'M'}${(i * 96 / (known.length - 1) + 2).toFixed(1)} ${(22 - (high > low ? (value - low) / (high - low) : 0) * 20).toFixed(1)}`).join('');
  const last = d.slice(d.lastIndexOf('L') + 1).split(' ');
  return h('svg.spark', { viewBox: '0 0 102 24', role: 'img', 'aria-label': label }, h('path', { d }), h('circle', { cx: last[0], cy: last[1], r: 2.2 }));
}

/** A figure with its name, for a list of them. */
export const fact = (name, value) => h('div', null, h('dt', null, name), h('dd', null, String(value)));

/** Drawing, put off to the next frame: what comes together is drawn together. */
export function together(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };
}

/** Work that is never done twice at a time: whoever asks for it meanwhile has it done once more. */
export function inTurn(work) {
  let running = null, wanted = false;
  return () => {
    wanted = true;
    return running ??= (async () => {
      try {
        while (wanted) {
          wanted = false;
          await work();
        }
      } finally { running = null; }
    })();
  };
}

/** What is said where there is nothing to show. */
export const empty = (title, ...more) => h('div.empty', null, h('p', null, title), ...more);

export function toast(text, isBad = false) {
  const box = document.getElementById('toasts') ?? document.body.appendChild(h('div.toasts', { id: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const item = h('div.toast', { 'data-bad': isBad }, isBad ? icon('alert') : icon('finished'), text);
  box.append(item);
  setTimeout(() => item.remove(), isBad ? 9000 : 4000);
}

/** Asks before something is done that cannot be undone. */
export function confirm(title, text, verb) {
  return new Promise(answer => {
    const dialog = h('dialog', { 'aria-labelledby': 'ask' },
      h('form', { method: 'dialog' }, h('h2', { id: 'ask' }, title), h('p', null, text),
        h('div.row', null, h('button.button', { value: 'no' }, 'Keep'), h('button.button.danger', { value: 'yes' }, verb))));
    dialog.addEventListener('close', () => { dialog.remove(); answer(dialog.returnValue === 'yes'); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
