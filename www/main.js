// The page: which parts there are, and who tells whom.
import { address } from './address.js';
import { announcer } from './panels/announcer.js';
import { comparison } from './compare.js';
import { el, installTips } from './dom.js';
import { checkMathFont } from './equations.js';
import { takeAwayAll } from './export/panels.js';
import { keyboard } from './keyboard.js';
import { hide, lessonsDialog, projector, textSize, wayOut } from './lessons.js';
import { addressWith, memory, options, setOptions } from './options.js';
import { graphPanel } from './panels/graph.js';
import { learnedPanel } from './panels/learned.js';
import { networkPanel } from './panels/network.js';
import { neuronPanel } from './panels/neuron.js';
import { editText, notices } from './panels/notices.js';
import { nowPanel } from './panels/now.js';
import { playback } from './panels/playback.js';
import { progressPanel } from './panels/progress.js';
import { rewind } from './panels/rewind.js';
import { settingsPanel } from './panels/settings.js';
import { transport } from './panels/transport.js';
import { weightsPanel } from './panels/weights.js';
import { scripting } from './scripting.js';
import { FIRST_LOOK, createSession, stateOf } from './session.js';
import { sheet } from './sheet.js';
import { acrossReloads } from './state.js';
import { words as en } from './strings/words.js';
import { tables } from './tables.js';
import { themes } from './theme.js';
import { tour } from './tour/tour.js';
import './styles/tour.css';
import './styles/lessons.css';
import './styles/print.css';

const asked = options();
const notice = notices();
const aside = sheet();
const undone = { text: en.notice.undo, run: () => page.undo() };
const offerUndo = (/** @type {string} */ text) => notice.show('changed', text, { seconds: 20, action: undone });
const again = { text: en.notice.again, run: startAgain };

// ---------------------------------------------------------------- the experiment

const beside = comparison({
  compare: (text) => session.compare(text),
  view: (change) => session.look(change),
  choose: (link, what) => session.open(link, { by: 'edit' }).then(
    () => offerUndo(`${en.sweep.opened(what)}.`),
    () => {},
  ),
  changed: () => session.followed(),
  playing: () => session.shown()?.playing ?? false,
  status: stateOf,
});
const session = createSession({
  opened(next, how, playing) {
    page.opened(next, how);
    way.aim();
    for (const one of panels) one.open?.(next);
    beside.open(next, true, playing);
    notice.close('refused');
    notice.close('changed');
    if (how.again) notice.show('changed', en.notice.undone, { seconds: 6 });
    else if (how.left && how.by !== 'edit' && how.left.by !== 'tour' && (how.left.iteration > 0 || how.left.link !== FIRST_LOOK)) offerUndo(en.notice.replaced);
    if (next.problems.length) notice.show('problems', [en.notice.problems, ...next.problems.map(en.problem)], { tone: 'bad' });
    else notice.close('problems');
  },
  moved(next) {
    page.moved(next);
    for (const one of panels) one.moved?.(next);
  },
  edited: (edits) => offerUndo(editText(edits, session.opened()?.spec ?? {})),
  refused(reason, kept) {
    notice.show('refused', kept ? en.notice.refused(reason) : en.notice.refusedFirst(reason), { tone: 'bad' });
    if (!kept) return;
    page.moved(kept);
    for (const one of panels) one.moved?.(kept);
  },
  frame(frame, view) {
    bar.playing(session.playing());
    for (const one of panels) one.update?.(frame, view);
    beside.update(frame);
  },
  played: () => bar.playing(session.playing()),
  failed: (error) => (error.cause === 'over' ? notice.show('over', en.notice.over, { seconds: 8 }) : notice.show('refused', error.message, { tone: 'bad' })),
  replay(goal, left) {
    const words = en.rewind.replaying(goal, left);
    if (!notice.reword('replay', words)) notice.show('replay', words, { action: { text: en.rewind.cancel, run: () => session.cancel() } });
  },
  replayed: () => notice.close('replay'),
  dead(reason) {
    bar.playing(false);
    document.body.classList.add('dead');
    notice.show('dead', en.notice.dead(reason), { tone: 'bad', action: again });
  },
  silent: (silent) => (silent ? notice.show('silent', en.notice.silent, { tone: 'bad', action: again }) : notice.close('silent')),
  follower: beside,
});
const page = address(session);

/** Scripts wait for this: the worker is there and an experiment is open. @type {Promise<unknown>} */
let starting = Promise.resolve();
function startAgain() {
  notice.close('dead');
  notice.close('silent');
  document.body.classList.remove('dead');
  starting = session.startAgain(location.hash || FIRST_LOOK).catch(() => {});
}

// ---------------------------------------------------------------- the panels

const bar = transport({
  playPause: () => session.playPause(),
  reset: () => session.command('reset'),
  step: (size) => session.command('step', { size }),
  speed: (blocks) => session.setSpeed(blocks),
  share,
  theme: () => theme.next(),
  preset(link, shows) {
    progress.show(shows);
    session.open(link).catch(() => {});
  },
  keys: () => keys.show(),
  sheet: () => aside.toggle(),
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
const view = session.look;
const weight = (/** @type {number} */ layer, /** @type {number} */ out, /** @type {number} */ input) => session.ask('weight', { layer, out, input });
const network = networkPanel({ view, cursor });
const neuron = neuronPanel({ view, cursor });
const weights = weightsPanel({ weight });
const now = nowPanel();
const learned = learnedPanel({ view });
const graph = graphPanel({ view }, network);
const player = playback({ show: moveCursor });
const past = rewind({ look: session.glance, go: session.goTo, newest: session.newest });
const progress = progressPanel({ chart: past.chart });
const guide = tour({ open: (link) => session.open(link, { by: 'tour' }), link: () => session.opened()?.link, view: session.view, reveal: (target) => aside.reveal(target, bar.sheet) });
const spoken = announcer();
/** @type {import('./types.d.ts').Panel[]} */
const panels = [bar, network, graph, neuron, weights, now, learned, progress, past, player, guide, spoken];

// ---------------------------------------------------------------- the page

const theme = themes(asked.theme, (choice, dark) => {
  bar.theme(choice);
  for (const one of panels) one.draw?.();
  beside.draw();
  printed.textContent = location.href;
  if (dark !== session.view().dark) session.look({ dark });
});
const keys = keyboard({
  space: () => session.playPause(),
  block: () => session.command('step', { size: 'block' }),
  iteration: () => session.command('step', { size: 'iteration' }),
  r: () => session.command('reset'),
  s: share,
  f: () => screen.toggle(),
  t: () => guide.toggle(),
  undo: () => page.undo(),
  redo: () => page.redo(),
  escape: () => aside.toggle(false),
});
/** @type {import('./types.d.ts').Catalogue} */ let catalogue = { version: 1, tasks: [], solvers: [], fields: [] };
const lessons = lessonsDialog({ catalogue: () => catalogue, copied: (what) => notice.show('shared', what, { seconds: 5 }) });
const screen = projector((on) => {
  setOptions({ projector: on ? '1' : null });
  theme.apply();
});
const numbers = tables({ frame: session.shown, opened: session.opened, layer: () => session.view().layer, weight });
const way = wayOut();
const printed = el('p', { id: 'printed' });
const reloads = acrossReloads(session);

async function share() {
  const link = addressWith({ embed: null, tour: null, projector: null });
  try {
    await navigator.clipboard.writeText(link);
    notice.show('shared', en.bar.shared, { seconds: 5 });
  } catch {
    notice.show('shared', en.bar.shareFailed(link), { seconds: 12 });
  }
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

addEventListener('hashchange', () => {
  const { hide: names } = options(); // options in the hash of a link typed by hand move to the query
  if (names.join() !== asked.hide.join()) {
    asked.hide = names;
    applyOptions();
  }
  if (!page.written() && location.hash !== session.opened()?.link) session.open(location.hash || FIRST_LOOK, { by: 'address' }).catch(() => {});
});

async function begin() {
  if (window.__heavisideMissing) return;
  const app = /** @type {HTMLElement} */ (document.getElementById('app'));
  const pair = el('div', { class: 'pair-of-panels' }, neuron.root, weights.root);
  const middle = el('main', { class: 'middle' }, past.root, network.root, pair, now.root);
  const columns = el('div', { class: 'columns' }, aside.root, middle, el('div', { class: 'outcome' }, learned.root, progress.root), beside.root);
  app.append(bar.root, beside.strip, columns, notice.root, spoken.root, bar.examples, keys.root, lessons.root, numbers.dialog, guide.root, printed);
  network.root.querySelector('.tools')?.append(player.root);
  takeAwayAll({ network, neuron, weights, now, learned, progress }, beside, {
    state: () => ({ opened: session.opened(), frame: session.shown() }),
    weights: (layer) => session.ask('weights', { layer }),
    failed: (reason) => notice.show('save', reason, { tone: 'bad' }),
  });
  document.body.classList.toggle('embedded', asked.embed);
  if (asked.embed) bar.root.append(way.link);
  textSize(asked.size);
  numbers.attach();
  installTips();
  theme.apply();
  checkMathFont();
  const arrival = session.start();
  bar.showSpeed();
  let ready = (/** @type {unknown} */ _) => {};
  window.heaviside = scripting({
    ask: (name, ...rest) => starting.then(() => session.drive(name, ...rest)),
    second: () => beside.snapshot(),
    open: async (link) => (await starting, session.open(link)),
    go: async (iteration) => (await starting, session.goTo(iteration)),
    ready: new Promise((resolve) => (ready = resolve)),
  });
  catalogue = await arrival;
  const settings = settingsPanel(catalogue, { edit: session.edit, undo: page.undo, redo: page.redo, steps: session.steps });
  panels.push(settings);
  aside.root.append(settings.root);
  settings.tools.append(beside.ready(catalogue));
  applyOptions();
  if (asked.projector) screen.set(true);
  const named = location.hash !== '';
  await session.open(location.hash || FIRST_LOOK, { by: 'address' }).catch(() => {});
  if (asked.tour) await guide.go(asked.tour - 1, { open: !named });
  reloads.takeUp(bar.setSpeed);
  document.documentElement.dataset.ready = 'true';
  ready(undefined);
}

/** The page stands when this is done; `start.js` tells of a failure. */
export const begun = begin();
