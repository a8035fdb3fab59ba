// The page: hosts the worker and the panels, and keeps the link, the view and the visitor's choices.
import { readPaint } from './charts/canvas.js';
import { Client } from './client.js';
import { comparison } from './compare.js';
import { el, hideTip, icon, installTips } from './dom.js';
import { learnedPanel } from './panels/learned.js';
import { networkPanel } from './panels/network.js';
import { neuronPanel } from './panels/neuron.js';
import { notices } from './panels/notices.js';
import { nowPanel } from './panels/now.js';
import { progressPanel } from './panels/progress.js';
import { settingsPanel } from './panels/settings.js';
import { transport } from './panels/transport.js';
import { weightsPanel } from './panels/weights.js';
import { checkMathFont } from './equations.js';
import { takeAwayAll } from './export/panels.js';
import { linkOf, scripting } from './scripting.js';
import { en } from './strings/en.js';

/** @typedef {import('./types.d.ts').Opened} Opened */
/** @typedef {import('./types.d.ts').Frame} Frame */
/** @typedef {import('./types.d.ts').Value} Value */

const FIRST_LOOK = '#v=1&task=spirals';

/** @type {Opened | null} */ let opened = null;
/** @type {Frame | null} */ let pending = null;
/** @type {Frame | null} */ let shown = null;
/** @type {import('./types.d.ts').View} */
let view = { split: 'train', sample: 0, layer: 1, neuron: 0, dark: false, confusion: false };
let playing = false;
/** @type {number | null} */ let speed = null;
/** @type {Client} */ let client;

const notice = notices();
const beside = comparison({
  compare,
  view: look,
  choose: (link, what) => openLink(link, { keep: true }).then(
    () => offerUndo(`${en.sweep.opened(what)}.`),
    () => {},
  ),
  changed: () => bar.playing((playing = (shown?.playing ?? false) || beside.playing())),
  status: stateOf,
});
const bar = transport({
  playPause,
  reset: () => command('reset'),
  step: (size) => command('step', { size }),
  speed: (blocks) => {
    speed = blocks;
    client?.ask('speed', { blocks }).catch(() => {});
    beside.command('speed', { blocks });
  },
  share,
  theme: nextTheme,
  preset: (link) => openLink(link).catch(() => {}),
  keys: () => keys.showModal(),
  newSeed,
  sheet: () => toggleSheet(),
});
const cursor = (/** @type {number | null} */ t) => {
  network.cursor(t);
  neuron.cursor(t);
};
const network = networkPanel({ view: look, cursor });
const neuron = neuronPanel({ view: look, cursor });
const weights = weightsPanel({ weight: (layer, out, input) => client.ask('weight', { layer, out, input }) });
const now = nowPanel();
const learned = learnedPanel({ view: look });
const progress = progressPanel();
const panels = [network, neuron, weights, now, learned, progress];

const announcer = el('p', { class: 'unseen', 'aria-live': 'polite', id: 'announcer' });
const keys = el('dialog', { class: 'sheet', id: 'keys-list', 'aria-label': en.keys.title });
keys.append(
  el('header', {}, el('h2', { text: en.keys.title }), el('button', { type: 'button', text: en.keys.close, onclick: () => keys.close() })),
  el('dl', { class: 'keys' }, ...en.keys.list.map(([key, does]) => el('div', {}, el('dt', {}, el('kbd', { text: key })), el('dd', { text: does })))),
);

// ---------------------------------------------------------------- the worker

function hire() {
  client = new Client({
    frame(frame) {
      const waiting = pending !== null;
      pending = frame;
      if (!waiting) requestAnimationFrame(drawFrame);
    },
    dead(reason) {
      playing = false;
      bar.playing(false);
      document.body.classList.add('dead');
      notice.show('dead', en.notice.dead(reason), { tone: 'bad', action: { text: en.notice.again, run: startAgain } });
    },
    silent(silent) {
      if (silent) notice.show('silent', en.notice.silent, { tone: 'bad', action: { text: en.notice.again, run: startAgain } });
      else notice.close('silent');
    },
  });
  client.ask('view', { view }).catch(() => {});
  client.ask('speed', { blocks: speed }).catch(() => {});
}

/** Scripts wait for this: the worker is there and an experiment is open. @type {Promise<unknown>} */
let starting = Promise.resolve();

/** A new worker on the same link. */
function startAgain() {
  client.end();
  notice.close('dead');
  notice.close('silent');
  document.body.classList.remove('dead');
  pending = null;
  const link = opened?.link ?? FIRST_LOOK;
  hire();
  starting = client.ready.then(() => openLink(link)).catch(() => {});
}

function drawFrame() {
  const frame = pending;
  pending = null;
  if (!frame) return;
  shown = frame;
  playing = frame.playing || beside.playing();
  bar.playing(playing);
  bar.state({ iteration: frame.iteration, test: frame.accuracy.test, status: stateOf(frame), message: frame.message });
  for (const one of panels) one.update(frame, view);
  beside.update(frame);
  announce(frame);
  client.drawn();
}

/** @param {Frame} frame */
function stateOf(frame) {
  if (frame.playing) return 'training';
  if (frame.status === 'running') return frame.iteration === 0 && !frame.report ? 'ready' : 'paused';
  return frame.status;
}

let announced = 0;
/** @param {Frame} frame */
function announce(frame) {
  const time = performance.now();
  if (time - announced < (frame.playing ? 5000 : 1000)) return;
  announced = time;
  const status = /** @type {Record<string, string>} */ (en.status)[stateOf(frame)] ?? '';
  announcer.textContent = en.announce(status, frame.iteration, en.accuracy(frame.accuracy.test));
}

// ---------------------------------------------------------------- experiments

/**
 * Open a link. A refused one leaves everything as it is.
 * @param {string} link
 * @param {{ keep?: boolean, play?: boolean }} [options]
 */
async function openLink(link, { keep = false, play = false } = {}) {
  const number = client.generation + 1;
  try {
    const next = await client.ask('open', { link, number, keep, play });
    pending = null;
    client.generation = number;
    accept(next, play);
    if (!keep) notice.close('changed');
    if (next.problems.length) notice.show('problems', [en.notice.problems, ...next.problems], { tone: 'bad' });
    else notice.close('problems');
    notice.close('refused');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!document.body.classList.contains('dead')) {
      if (opened) {
        notice.show('refused', en.notice.refused(reason), { tone: 'bad' });
        history.replaceState(null, '', opened.link);
        settings?.open(opened);
      } else {
        await openLink(FIRST_LOOK);
        notice.show('refused', en.notice.refusedFirst(reason), { tone: 'bad' });
      }
    }
    throw error;
  }
}

/** The worker has another experiment open. @param {Opened} next @param {boolean} [play] */
function accept(next, play = false) {
  opened = next;
  history.replaceState(null, '', next.link);
  const sizes = next.info.layers.slice(1, -1);
  const layer = Math.min(view.layer, Math.max(1, sizes.length));
  const changed = { ...view, layer, neuron: Math.min(view.neuron, (sizes[layer - 1] ?? 1) - 1), sample: Math.min(view.sample, next.info.samples - 1) };
  settings?.open(next);
  for (const one of panels) if ('open' in one) one.open(next);
  bar.link(next.link);
  shown = null;
  beside.open(next, true, play);
  look(changed);
}

/** Another comparison of the open experiment, whose run goes on. @param {string} text what follows its link */
async function compare(text) {
  /** @type {Opened} */ const next = await client.ask('compare', { link: `#${text}` });
  opened = next;
  history.replaceState(null, '', next.link);
  bar.link(next.link);
  beside.open(next, false, shown?.playing ?? false);
  return next;
}

/** What is looked at, no part of the experiment. @param {Partial<import('./types.d.ts').View>} change */
function look(change) {
  view = { ...view, ...change };
  client?.ask('view', { view }).catch(() => {});
  beside.look(view);
}

/** The link of the open experiment with one setting changed. @param {string} key @param {Value} value */
function changedLink(key, value) {
  if (!opened) return FIRST_LOOK;
  return runLink(opened, key, value) + comparedText(opened, key, value);
}

/** The other run of two solvers stays the other one. @param {Opened} opened @param {string} key @param {Value} value */
const comparedText = ({ spec, compare: { text } }, key, value) => (key === 'solver' ? text.replace(new RegExp(`(with=solver:)${value}\\b`), `$1${spec.solver}`) : text);

/** As above, for the run alone. @param {Opened} opened @param {string} key @param {Value} value */
function runLink({ spec, defaults }, key, value) {
  // Another task brings its own good settings; another solver brings its own but leaves data and network.
  if (key === 'task') return linkOf({ task: value, solver: spec.solver, seed: spec.seed });
  const shared = new Set(catalogue.fields.filter((field) => field.solvers === null).map((field) => field.key));
  /** @type {Record<string, Value>} */ const next = { task: spec.task, solver: spec.solver };
  for (const [name, one] of Object.entries(spec)) {
    if (name === 'task' || name === 'solver' || name === 'v' || String(one) === String(defaults[name])) continue;
    if (key === 'solver' && (!shared.has(name) || name === 'iterations')) continue;
    next[name] = one;
  }
  next[key] = value;
  return linkOf(next);
}

/** A setting was changed by hand. @param {string} key @param {Value} value @param {boolean} live */
async function setSetting(key, value, live) {
  if (!opened) return;
  try {
    if (live) {
      /** @type {Opened} */ const next = await client.ask('live', { key, value });
      opened = next;
      history.replaceState(null, '', next.link);
      settings?.open(next);
      now.settings(next);
      bar.link(next.link);
      beside.live(next, key, value);
      return;
    }
    await openLink(changedLink(key, value), { keep: true, play: playing });
    const name = key === 'task' ? en.settings.task : key === 'solver' ? en.settings.solver : (en.fields[key]?.name ?? key);
    const shownValue = key === 'task' ? en.tasks[String(value)] : key === 'solver' ? en.solvers[String(value)]?.name : Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? en.number(value) : en.encoders[value];
    offerUndo(en.notice.restarted(en.notice.set(name, shownValue ?? String(value))));
  } catch (error) {
    if (live && opened) {
      notice.show('refused', en.notice.refused(error instanceof Error ? error.message : String(error)), { tone: 'bad' });
      settings?.open(opened);
    }
  }
}

/** @param {string} text */
function offerUndo(text) {
  notice.show('changed', text, { seconds: 20, action: { text: en.notice.undo, run: undo } });
}

/** @type {string | null} */ let before = null;
async function undo() {
  const number = client.generation + 1;
  try {
    if (!opened?.undo) {
      if (before) await openLink(before);
      return;
    }
    const next = await client.ask('undo', { number });
    pending = null;
    client.generation = number;
    accept(next);
    notice.show('changed', en.notice.undone, { seconds: 6 });
  } catch (error) {
    notice.show('refused', error instanceof Error ? error.message : String(error), { tone: 'bad' });
  }
}

async function newSeed() {
  if (!opened) return;
  const seed = crypto.getRandomValues(new Uint16Array(1))[0] % 10000;
  await openLink(changedLink('seed', seed === opened.spec.seed ? seed + 1 : seed), { keep: true, play: playing }).then(
    () => offerUndo(`${en.notice.seed}.`),
    () => {},
  );
}

// ---------------------------------------------------------------- commands

/** @param {string} name @param {object} [rest] */
function command(name, rest) {
  if (!opened) return;
  beside.command(name, rest);
  client.ask(name, rest).catch((error) => (error.cause === 'over' ? notice.show('over', en.notice.over, { seconds: 8 }) : notice.show('refused', error.message, { tone: 'bad' })));
}

async function playPause() {
  if (!opened) return;
  if (playing) {
    playing = false;
    bar.playing(false); // answer the click now, the worker follows
    return command('pause');
  }
  // At its end the same run starts over.
  if (shown && shown.status !== 'running' && !shown.playing && !beside.unfinished()) {
    await Promise.all([client.ask('reset'), beside.command('reset')]).catch(() => {});
  }
  playing = true;
  bar.playing(true);
  command('play');
}

async function share() {
  const link = location.href;
  try {
    await navigator.clipboard.writeText(link);
    notice.show('shared', en.bar.shared, { seconds: 5 });
  } catch {
    notice.show('shared', en.bar.shareFailed(link), { seconds: 12 });
  }
}

// ---------------------------------------------------------------- theme, sheet, keys

const THEMES = ['system', 'light', 'dark'];
let theme = 'system';
try {
  theme = THEMES.find((one) => one === localStorage.getItem('heaviside-theme')) ?? 'system';
} catch {
  // Storage may be closed; the choice then lasts as long as the page.
}
function applyTheme() {
  document.documentElement.dataset.theme = theme;
  bar.theme(theme);
  readPaint();
  const dark = getComputedStyle(document.documentElement).getPropertyValue('--is-dark').trim() === '1';
  for (const one of panels) one.draw();
  beside.draw();
  if (opened) learned.open(opened);
  if (dark !== view.dark) look({ dark });
}
function nextTheme() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  try {
    localStorage.setItem('heaviside-theme', theme);
  } catch {
    // As above.
  }
  applyTheme();
}

/** @param {boolean} [open] */
function toggleSheet(open) {
  const now = document.body.classList.toggle('sheet-open', open);
  if (now) /** @type {HTMLElement | null} */ (aside.querySelector('input, button'))?.focus();
}

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    hideTip();
    toggleSheet(false);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const target = /** @type {Element} */ (event.target);
  if (target.matches('input, select, textarea, [contenteditable]') && !target.matches('input[type=radio]')) return;
  if (target.matches('input[type=radio]') && event.key.startsWith('Arrow')) return;
  if (event.key === ' ' && target.matches('button, a, summary, input')) return; // space presses what has the focus
  const key = event.key === ' ' ? 'space' : event.key === 'ArrowRight' ? (event.shiftKey ? 'iteration' : 'block') : event.key.toLowerCase();
  /** @type {Record<string, () => unknown>} */
  const acts = {
    space: playPause,
    block: () => command('step', { size: 'block' }),
    iteration: () => command('step', { size: 'iteration' }),
    r: () => command('reset'),
    s: share,
    '?': () => keys.showModal(),
  };
  const act = acts[key];
  if (!act) return;
  event.preventDefault();
  act();
});

addEventListener('hashchange', () => {
  if (location.hash !== opened?.link) openLink(location.hash || FIRST_LOOK).catch(() => {});
});

// ---------------------------------------------------------------- the page

/** @type {ReturnType<typeof settingsPanel> | null} */ let settings = null;
/** @type {import('./types.d.ts').Catalogue} */ let catalogue = { version: 1, tasks: [], solvers: [], fields: [] };
const aside = el('aside', { id: 'experiment', 'aria-label': en.bar.settings });
aside.append(el('header', { class: 'sheet-head' }, el('h2', { text: en.bar.settings }), el('button', { type: 'button', class: 'quiet', 'aria-label': en.keys.close, onclick: () => toggleSheet(false) }, icon('M5 5 L15 15|M15 5 L5 15'))));

async function begin() {
  if (window.__heavisideMissing) return;
  const app = /** @type {HTMLElement} */ (document.getElementById('app'));
  const pair = el('div', { class: 'pair-of-panels' }, neuron.root, weights.root);
  app.append(
    bar.top,
    beside.strip,
    el('div', { class: 'columns' }, aside, el('main', { class: 'middle' }, network.root, pair, now.root), el('div', { class: 'outcome' }, learned.root, progress.root), beside.root),
    notice.root,
    announcer,
    bar.examples,
    keys,
  );
  takeAwayAll({ network, neuron, weights, now, learned, progress }, beside, {
    state: () => ({ opened, frame: shown }),
    weights: (layer) => client.ask('weights', { layer }),
    failed: (reason) => notice.show('save', reason, { tone: 'bad' }),
  });
  installTips();
  applyTheme();
  checkMathFont();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
  hire();
  bar.showSpeed();
  let begun = (/** @type {unknown} */ _) => {};
  const ready = new Promise((resolve) => (begun = resolve));
  window.heaviside = scripting({
    // Both runs are driven; what is answered is about the first.
    ask: async (name, rest) => {
      await starting;
      const [answer] = await Promise.all([client.ask(name, rest), beside.command(name, rest)]);
      return answer;
    },
    second: () => beside.snapshot(),
    open: async (link) => (await starting, openLink(link)),
    ready,
  });
  catalogue = await client.ready;
  settings = settingsPanel(catalogue, {
    set(key, value, live) {
      before = opened?.link ?? null;
      setSetting(key, value, live);
    },
    newSeed() {
      before = opened?.link ?? null;
      newSeed();
    },
  });
  aside.append(settings.root);
  settings.tools.append(beside.ready(catalogue));
  await openLink(location.hash || FIRST_LOOK).catch(() => {});
  document.documentElement.dataset.ready = 'true';
  begun(undefined);
}

begin();

if ('serviceWorker' in navigator && import.meta.env?.PROD) {
  addEventListener('load', () => navigator.serviceWorker.register('./sw.js').catch(() => {}));
}
