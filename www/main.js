// The page: hosts the worker and the panels, and keeps the link, the view and the visitor's choices.
import { paint, readPaint } from './charts/canvas.js';
import { Client } from './client.js';
import { comparison } from './compare.js';
import { el, hideTip, icon, installTips } from './dom.js';
import { graphPanel } from './panels/graph.js';
import { learnedPanel } from './panels/learned.js';
import { networkPanel } from './panels/network.js';
import { neuronPanel } from './panels/neuron.js';
import { notices } from './panels/notices.js';
import { nowPanel } from './panels/now.js';
import { playback } from './panels/playback.js';
import { progressPanel } from './panels/progress.js';
import { rewind } from './panels/rewind.js';
import { settingsPanel } from './panels/settings.js';
import { transport } from './panels/transport.js';
import { weightsPanel } from './panels/weights.js';
import { checkMathFont } from './equations.js';
import { takeAwayAll } from './export/panels.js';
import { hide, lessonsDialog, projector, textSize, wayOut } from './lessons.js';
import { addressWith, memory, options, setOptions } from './options.js';
import { linkOf, scripting } from './scripting.js';
import { keep, kept } from './state.js';
import { words as en } from './strings/words.js';
import { tables } from './tables.js';
import { tour } from './tour/tour.js';
import './styles/tour.css';
import './styles/lessons.css';
import './styles/print.css';

/** @typedef {import('./types.d.ts').Opened} Opened */
/** @typedef {import('./types.d.ts').Frame} Frame */
/** @typedef {import('./types.d.ts').Value} Value */

const FIRST_LOOK = '#v=1&task=spirals';

/** @type {Opened | null} */ let opened = null;
/** @type {Frame | null} */ let pending = null;
/** @type {Frame | null} */ let shown = null;
/** @type {import('./types.d.ts').View} */
let view = { split: 'train', sample: 0, layer: 1, neuron: 0, dark: false, confusion: false, graph: false, focus: null };
let playing = false;
/** Whether a setting was changed under way, so that the link alone does not say how the run came here. */
let altered = false;
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
  preset(link, shows) {
    progress.show(shows);
    openLink(link).catch(() => {});
  },
  keys: () => keys.showModal(),
  newSeed: () => edit('seed', newSeed),
  sheet: () => toggleSheet(),
  tour: () => guide.toggle(),
  lessons: () => lessons.show(),
  projector: () => screen.toggle(),
  language: speakOn,
});
/** @param {number | null} t @param {number} [share] */
const moveCursor = (t, share) => {
  network.cursor(t);
  neuron.cursor(t);
  graph.cursor(t, share);
};
const cursor = (/** @type {number | null} */ t) => {
  if (!player.playing()) moveCursor(t);
};
const network = networkPanel({ view: look, cursor });
const neuron = neuronPanel({ view: look, cursor });
const weights = weightsPanel({ weight: (layer, out, input) => client.ask('weight', { layer, out, input }) });
const now = nowPanel();
const learned = learnedPanel({ view: look });
const graph = graphPanel({ view: look }, network);
const player = playback({ show: moveCursor });
network.root.querySelector('.tools')?.append(player.root);
const past = rewind({
  look: (iteration, settled) => (beside.command('look', { iteration, settled }), client.ask('look', { iteration, settled })),
  go: goTo,
  newest: () => (beside.command('newest'), client.ask('newest').then(moved)),
});
const progress = progressPanel({ chart: past.chart });
const panels = [network, graph, neuron, weights, now, learned, progress, past, player];

// ---------------------------------------------------------------- for lessons

const asked = options();
const guide = tour({ open: (link) => openLink(link), link: () => opened?.link, view: () => view, reveal });
const lessons = lessonsDialog({ catalogue: () => catalogue, copied: (what) => notice.show('shared', what, { seconds: 5 }) });
const screen = projector((on) => {
  setOptions({ projector: on ? '1' : null });
  applyTheme();
});
const numbers = tables({ frame: () => shown, opened: () => opened, layer: () => view.layer, weight: (layer, out, input) => client.ask('weight', { layer, out, input }) });
const way = wayOut();

/** What is pointed at inside the sheet of the experiment needs it open. @param {Element} target */
function reveal(target) {
  toggleSheet(aside.contains(target) && getComputedStyle(bar.sheet).display !== 'none');
}

/** Another language: the page starts again in it, on the same experiment. @param {string} lang */
function speakOn(lang) {
  memory.set('lang', lang);
  location.replace(addressWith({ lang }));
  location.reload();
}

/** The options of the address that the page can only show when it stands. */
function applyOptions() {
  const { unknown, known } = hide(asked.hide, catalogue);
  const problems = unknown.map((name) => en.lessons.unknown(name, known));
  if (!textSize(asked.size)) problems.push(en.lessons.noSize(asked.size ?? ''));
  if (problems.length) notice.show('options', problems, { tone: 'bad' });
}

const announcer = el('p', { class: 'unseen', 'aria-live': 'polite', id: 'announcer' });
const keys = el('dialog', { class: 'sheet', id: 'keys-list', 'aria-label': en.keys.title });
keys.append(
  el('header', {}, el('h2', { text: en.keys.title }), el('button', { type: 'button', text: en.keys.close, onclick: () => keys.close() })),
  el('dl', { class: 'keys' }, ...en.keys.list.map(([key, does]) => el('div', {}, el('dt', {}, el('kbd', { text: key })), el('dd', { text: does })))),
);

// ---------------------------------------------------------------- the worker

/** @type {(catalogue: import('./types.d.ts').Catalogue) => void} */ let arrive;
/** What the first worker knows that comes up. @type {Promise<import('./types.d.ts').Catalogue>} */
const arrival = new Promise((resolve) => (arrive = resolve));

function hire() {
  client = new Client({
    frame(frame) {
      const waiting = pending !== null;
      pending = frame;
      if (!waiting) requestAnimationFrame(drawFrame);
    },
    replay({ goal, left }) {
      const words = en.rewind.replaying(goal, left);
      if (!notice.reword('replay', words)) notice.show('replay', words, { action: { text: en.rewind.cancel, run: () => client.ask('cancel').catch(() => {}) } });
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
  client.ready.then(arrive);
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
  const link = opened?.link ?? (location.hash || FIRST_LOOK);
  hire();
  // Before the first worker came up the page is still about to open what its address asks for.
  if (settings) starting = client.ready.then(() => openLink(link)).catch(() => {});
}

function drawFrame() {
  const frame = pending;
  pending = null;
  if (!frame) return;
  try {
    draw(frame);
  } finally {
    client.drawn(); // the worker waits for it, whatever became of this frame
  }
}

/** @param {Frame} frame */
function draw(frame) {
  shown = frame;
  playing = frame.playing || beside.playing();
  bar.playing(playing);
  bar.state({ iteration: frame.iteration, test: frame.accuracy.test, status: stateOf(frame), message: frame.failure && en.failure(frame.failure) });
  for (const one of panels) one.update(frame, view);
  beside.update(frame);
  guide.update(frame, view);
  announce(frame);
}

/** @param {Frame} frame */
function stateOf(frame) {
  if (frame.playing) return 'training';
  if (frame.looksBack) return 'looking back';
  if (frame.status === 'running') return frame.iteration === 0 && !frame.report ? 'ready' : 'paused';
  return frame.status;
}

let announced = 0;
/** @param {Frame} frame */
function announce(frame) {
  const time = performance.now();
  if (time - announced < (frame.playing ? 5000 : 1000)) return;
  announced = time;
  const status = en.status[stateOf(frame)] ?? '';
  announcer.textContent = en.announce(status, frame.iteration, en.score(opened?.info.trains ?? false), en.accuracy(frame.accuracy.test));
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
    if (next.problems.length) notice.show('problems', [en.notice.problems, ...next.problems.map(en.problem)], { tone: 'bad' });
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
  const changed = { ...view, focus: null, layer, neuron: Math.min(view.neuron, (sizes[layer - 1] ?? 1) - 1), sample: Math.min(view.sample, next.info.samples - 1) };
  altered = false;
  way.aim();
  settings?.open(next);
  for (const one of panels) if ('open' in one) one.open(next);
  bar.link(next.link);
  shown = null;
  beside.open(next, true, play);
  look(changed);
}

/** Another comparison of the open experiment, whose run goes on. @param {string} text what follows its link */
async function compare(text) {
  const next = await client.ask('compare', { link: `#${text}` });
  if (next.wrong) throw new Error(next.wrong.map(en.problem).join(' '));
  moved(next);
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

/** Changes by hand come one after another: each starts from what the one before opened. @type {Promise<unknown>} */
let edits = Promise.resolve();
/** The newest change of each setting: of those that still wait, only the newest is made. @type {Map<string, object>} */
const newest = new Map();
/** @param {string} key @param {() => Promise<unknown>} change */
function edit(key, change) {
  newest.set(key, change);
  edits = edits.catch(() => {}).then(() => {
    if (newest.get(key) !== change) return undefined;
    before = opened?.link ?? null;
    return change();
  });
  return edits;
}

/** A setting was changed by hand. @param {string} key @param {Value} value @param {boolean} live */
async function setSetting(key, value, live) {
  if (!opened) return;
  try {
    if (live) {
      /** @type {Opened} */ const next = await client.ask('live', { key, value });
      altered = true;
      moved(next);
      beside.live(next, key, value);
      return;
    }
    await openLink(changedLink(key, value), { keep: true, play: playing });
    const name = key === 'task' ? en.settings.task : key === 'solver' ? en.settings.solver : (en.fields[key]?.label ?? key);
    const shownValue = key === 'task' ? en.tasks[String(value)]?.name : key === 'solver' ? en.solvers[String(value)]?.name : Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? en.number(value) : en.encoders[value]?.name;
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

/** The trainer has other settings or stands elsewhere. @param {Opened} next */
function moved(next) {
  opened = next;
  history.replaceState(null, '', next.link);
  settings?.open(next);
  now.settings(next);
  bar.link(next.link);
}

/** Back to an iteration, by a replay that can be given up. @param {number} iteration */
async function goTo(iteration) {
  try {
    beside.command('go', { iteration });
    moved(await client.ask('go', { iteration }));
  } finally {
    notice.close('replay');
  }
}

/** What goes on goes on from the iteration that is shown. */
async function comeHere() {
  if (shown?.looksBack && !shown.exact) await goTo(shown.iteration);
}

/** @param {string} name @param {object} [rest] */
async function command(name, rest) {
  if (!opened) return;
  if (name === 'step' || name === 'play') {
    try {
      await comeHere();
    } catch {
      playing = false; // given up
      bar.playing(false);
      return;
    }
  }
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
  if (shown && shown.status !== 'running' && !shown.playing && !shown.looksBack && !beside.unfinished()) {
    await Promise.all([client.ask('reset'), beside.command('reset')]).catch(() => {});
  }
  playing = true;
  bar.playing(true);
  command('play');
}

async function share() {
  const link = addressWith({ embed: null, tour: null, projector: null });
  try {
    await navigator.clipboard.writeText(link);
    notice.show('shared', en.bar.shared, { seconds: 5 });
  } catch {
    notice.show('shared', en.bar.shareFailed(link), { seconds: 12 });
  }
}

// ---------------------------------------------------------------- theme, sheet, keys

const THEMES = ['system', 'light', 'dark'];
let theme = [asked.theme, memory.get('theme')].find((one) => one && THEMES.includes(one)) ?? 'system';
function applyTheme() {
  document.documentElement.dataset.theme = theme;
  bar.theme(theme);
  readPaint();
  const { dark } = paint;
  for (const one of panels) one.draw();
  beside.draw();
  if (opened) learned.open(opened);
  if (dark !== view.dark) look({ dark });
}
function nextTheme() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  memory.set('theme', theme);
  if (asked.theme) setOptions({ theme: null });
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
    f: () => screen.toggle(),
    t: () => guide.toggle(),
    '?': () => keys.showModal(),
  };
  const act = acts[key];
  if (!act) return;
  event.preventDefault();
  act();
});

addEventListener('hashchange', () => {
  const { hide: names } = options(); // options in the hash of a link typed by hand move to the query
  if (names.join() !== asked.hide.join()) {
    asked.hide = names;
    applyOptions();
  }
  if (location.hash !== opened?.link) openLink(location.hash || FIRST_LOOK).catch(() => {});
});

// ---------------------------------------------------------------- the page

/** @type {ReturnType<typeof settingsPanel> | null} */ let settings = null;
/** @type {import('./types.d.ts').Catalogue} */ let catalogue = { version: 1, tasks: [], solvers: [], fields: [] };
const printed = el('p', { id: 'printed' });
const aside = el('aside', { id: 'experiment', 'aria-label': en.bar.settings });
aside.append(el('header', { class: 'sheet-head' }, el('h2', { text: en.bar.settings }), el('button', { type: 'button', class: 'quiet', 'aria-label': en.keys.close, onclick: () => toggleSheet(false) }, icon('M5 5 L15 15|M15 5 L5 15'))));

async function begin() {
  if (window.__heavisideMissing) return;
  const app = /** @type {HTMLElement} */ (document.getElementById('app'));
  const pair = el('div', { class: 'pair-of-panels' }, neuron.root, weights.root);
  app.append(
    bar.top,
    beside.strip,
    el('div', { class: 'columns' }, aside, el('main', { class: 'middle' }, past.root, network.root, pair, now.root), el('div', { class: 'outcome' }, learned.root, progress.root), beside.root),
    notice.root,
    announcer,
    bar.examples,
    keys,
    lessons.root,
    numbers.dialog,
    guide.root,
    printed,
  );
  takeAwayAll({ network, neuron, weights, now, learned, progress }, beside, {
    state: () => ({ opened, frame: shown }),
    weights: (layer) => client.ask('weights', { layer }),
    failed: (reason) => notice.show('save', reason, { tone: 'bad' }),
  });
  document.body.classList.toggle('embedded', asked.embed);
  if (asked.embed) bar.top.append(way.link);
  textSize(asked.size);
  numbers.attach();
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
    go: async (iteration) => (await starting, goTo(iteration)),
    ready,
  });
  catalogue = await arrival;
  settings = settingsPanel(catalogue, {
    set: (key, value, live) => edit(key, () => setSetting(key, value, live)),
    newSeed: () => edit('seed', newSeed),
  });
  aside.append(settings.root);
  settings.tools.append(beside.ready(catalogue));
  applyOptions();
  if (asked.projector) screen.set(true);
  const named = location.hash !== '';
  await openLink(location.hash || FIRST_LOOK).catch(() => {});
  if (asked.tour) await guide.go(asked.tour - 1, { open: !named });
  takeUp();
  document.documentElement.dataset.ready = 'true';
  begun(undefined);
}

/** The page stands when this is done; `start.js` tells of a failure. */
export const begun = begin();

// ---------------------------------------------------------------- reload and paper

addEventListener('pagehide', () => {
  if (opened && shown) keep({ link: opened.link, iteration: shown.iteration, seconds: shown.seconds, view, speed, altered });
});

/** After a reload, go on where the page was: the same link gives the same run. */
function takeUp() {
  const state = opened && kept(opened.link);
  if (!state) return;
  bar.setSpeed(state.speed);
  look({ ...state.view, dark: view.dark });
  if (state.iteration > 0) {
    beside.command('run', { iterations: state.iteration });
    client.ask('run', { iterations: state.iteration }).catch(() => {});
  }
}

addEventListener('beforeprint', () => {
  document.documentElement.dataset.theme = 'light';
  readPaint();
  for (const one of panels) one.draw();
  printed.textContent = location.href;
});
addEventListener('afterprint', applyTheme);

if ('serviceWorker' in navigator && import.meta.env?.PROD) {
  const register = () => navigator.serviceWorker.register('./sw.js').catch(() => {});
  // This module comes after the catalogue of words, so the page may have loaded by now.
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
}
