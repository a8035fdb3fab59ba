// The page: which parts there are, and who tells whom.
import { address } from './address.js';
import { announcer } from './panels/announcer.js';
import { comparisons } from './beside.js';
import { el, installTips } from './dom.js';
import { takeAwayAll } from './export/panels.js';
import { keyboard } from './keyboard.js';
import { hide, projector, textSize, wayOut } from './lessons.js';
import { onDemand } from './ondemand.js';
import { options, setOptions, speakOn } from './options.js';
import { runPanels } from './panels/index.js';
import { notices } from './panels/notices.js';
import { settingsPanel } from './panels/settings.js';
import { transport } from './panels/transport.js';
import { scripting } from './scripting.js';
import { FIRST_LOOK, createSession, stateOf } from './session.js';
import { sheet } from './sheet.js';
import { acrossReloads } from './state.js';
import { moreWords, words as en } from './strings/words.js';
import { tables } from './tables.js';
import { themes } from './theme.js';
import { told } from './told.js';
import './styles/lessons.css';

const asked = options();
const notice = notices();
let ready = () => {};
/** Settled when the page stands. @type {Promise<void>} */ const stands = new Promise((resolve) => (ready = resolve));
const aside = sheet();
const tell = told(notice, { undo: () => page.undo(), startAgain, cancel: () => session.cancel(), spec: () => session.opened()?.spec });

// ---------------------------------------------------------------- the experiment

const beside = comparisons({
  catalogue: () => catalogue,
  arrived: (those) => arrived(those),
  failed: partFailed,
  compare: (text) => session.compare(text),
  view: (change) => session.look(change),
  choose: (link, what) => session.open(link, { by: 'edit' }).then(
    () => tell.offerUndo(`${en.sweep.opened(what)}.`),
    () => {},
  ),
  changed: () => session.followed(),
  playing: () => session.shown()?.playing ?? false,
  status: stateOf,
  rows: () => progress.rows(),
});
const session = createSession({
  ...tell,
  opened(next, how, playing) {
    page.opened(next, how);
    way.aim();
    for (const one of panels) one.open?.(next);
    beside.open(next, true, playing);
    tell.opened(next, how);
    const { proof } = next;
    // A script asks for it itself.
    if (proof !== null && !how.again && how.by === 'address') prover().then((prove) => prove(proof, { prove: () => (beside.command('run', { iterations: proof }), session.ask('prove')), notice, replayed: tell.replayed }), partFailed);
  },
  moved,
  refused(reason, kept, wish) {
    tell.refused(reason, kept, wish && (() => tabling().then((dialog) => dialog.show({ wish }), partFailed)));
    if (kept) moved(kept); // controls show again what is so
  },
  frame(frame, view) {
    bar.playing(session.playing());
    for (const one of panels) one.update?.(frame, view);
    beside.update(frame);
  },
  played: () => bar.playing(session.playing()),
  dead(reason) {
    bar.playing(false);
    tell.dead(reason);
  },
  follower: beside,
});
const page = address(session);
/** @param {import('./types.d.ts').Opened} next */
function moved(next) {
  page.moved(next);
  for (const one of panels) one.moved?.(next);
}

/** Scripts wait for this: the worker is there and an experiment is open. @type {Promise<unknown>} */
let starting = Promise.resolve();
function startAgain() {
  tell.alive();
  starting = session.startAgain(location.hash || FIRST_LOOK).catch(() => {});
}

// ---------------------------------------------------------------- the panels

const bar = transport({
  playPause: () => session.playPause(),
  reset: () => session.command('reset'),
  step: session.step,
  speed: (blocks) => session.setSpeed(blocks),
  share: () => sharing().then((dialog) => dialog.show(), partFailed),
  theme: () => theme.next(),
  examples: () => examples().then((menu) => menu.show(session.opened()?.link ?? ''), partFailed),
  keys: () => keys.show(),
  sheet: () => aside.toggle(),
  tour: toggleTour,
  lessons: openLessons,
  projector: () => screen.toggle(),
  language: speakOn,
});
const { list, progress, views, middle, outcome } = runPanels(session, { stands, arrived: (those) => arrived(those), failed: partFailed });
const spoken = announcer();
/** All that is told what is open, of each frame, and that the colours are others; some come later. @type {import('./types.d.ts').Panel[]} */
const panels = [bar, ...list, ...beside.panels, spoken];
const files = stands
  .then(moreWords)
  .then(() => import('./later.js'))
  .then(({ callouts, keeper, opener }) => {
    const made = opener({ open: paste, table: (file) => tabling().then((dialog) => dialog.show({ file }), partFailed), refused: (sentence) => notice.show('file', sentence, { tone: 'bad' }) });
    const those = [callouts({ asked, page: list }), ...(asked.embed ? [] : [keeper()])];
    panels.push(...those);
    arrived(those);
    return made;
  });
files.catch(partFailed);

// ---------------------------------------------------------------- the page

const theme = themes(asked.theme, (choice, dark) => {
  bar.theme(choice);
  for (const one of panels) one.draw?.();
  printed.textContent = location.href;
  if (dark !== session.view().dark) session.look({ dark });
});
const keys = keyboard({
  space: () => session.playPause(),
  block: () => session.step('block'),
  iteration: () => session.step('iteration'),
  r: () => session.command('reset'),
  s: tell.share,
  f: () => screen.toggle(),
  t: toggleTour,
  undo: () => page.undo(),
  redo: () => page.redo(),
  escape: () => (bar.asking.toggle(false), aside.toggle(false)),
}, partFailed);
/** @type {import('./types.d.ts').Catalogue} */ let catalogue = { version: 1, tasks: [], solvers: [], fields: [] };
const screen = projector((on) => (setOptions({ projector: on ? '1' : null }), theme.apply()));
const way = wayOut();
const printed = el('p', { id: 'printed' });
const reloads = acrossReloads(session);
const numbers = tables();

// ---------------------------------------------------------------- what comes when it is asked for

const guide = onDemand(async () => {
  await moreWords();
  const { tour } = await import('./tour/tour.js');
  const made = tour({ open: (link) => session.open(link, { by: 'tour' }), at: session.at, view: session.view, show: views.choose, reveal: (target) => aside.reveal(target, bar.sheet) });
  printed.before(made.root);
  panels.push(made);
  arrived([made]);
  return made;
});
function openLessons() {
  lessons().then((dialog) => dialog.show(), partFailed);
}
function toggleTour() {
  guide().then((tour) => tour.toggle(), partFailed);
}
const lessons = onDemand(async () => {
  await moreWords();
  const { lessonsDialog } = await import('./lessons-dialog.js');
  const made = lessonsDialog(panels, { catalogue: () => catalogue, copied: (what) => notice.show('shared', what, { seconds: 5 }) });
  numbers.root.before(made.root);
  return made;
});
const sharing = onDemand(async () => {
  await moreWords();
  const { shareDialog } = await import('./share.js');
  const made = shareDialog({ address: tell.address, ask: session.ask, lessons: openLessons });
  numbers.root.before(made.root);
  return made;
});
const tabling = onDemand(async () => {
  await moreWords();
  const { tableDialog } = await import('./own/table-dialog.js');
  const made = tableDialog({ read: (how) => session.ask('table', how), open: paste, use: (said) => (session.edit({ key: 'task', change: 'own' }), session.edit({ key: 'data', change: said })) });
  numbers.root.before(made.root);
  return made;
});
const prover = onDemand(async () => {
  await moreWords();
  return (await import('./prove.js')).prove;
});
const examples = onDemand(async () => {
  await moreWords();
  const { examplesMenu } = await import('./examples.js');
  const made = examplesMenu({
    preset(link, shows) {
      progress.show(shows);
      session.open(link).catch(() => {});
    },
    file: (file) => files.then(({ take }) => take(async () => file), partFailed),
  });
  keys.root.before(made.root);
  return made;
});
/** Opens a link as if it had been pasted. @param {string} link */
const paste = (link) => void (location.hash = link);
/** Panels that come later hear what is open and what is shown. @param {import('./types.d.ts').Panel[]} those */
function arrived(those) {
  numbers.add(those);
  takeAwayAll(those, givenAway);
  const [opened, frame] = [session.opened(), session.shown()];
  for (const one of those) {
    if (opened) one.open?.(opened);
    if (frame) one.update?.(frame, session.view());
  }
}
/** @param {unknown} error */
function partFailed(error) {
  console.error(error);
  notice.show('part', en.notice.part, { tone: 'bad' });
}
const givenAway = { opened: session.opened, frame: session.shown, failed: (/** @type {string} */ reason) => notice.show('save', reason, { tone: 'bad' }) };

/** The options of the address that the page can only show when it stands. */
function applyOptions() {
  const { unknown, known } = hide(asked.hide, catalogue, panels);
  views.leaveOut();
  const problems = unknown.map((name) => en.page.unknown(name, known));
  if (!textSize(asked.size)) problems.push(en.page.noSize(asked.size ?? ''));
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
  const columns = el('div', { class: 'columns' }, aside.root, middle, outcome, beside.root);
  app.append(bar.root, beside.strip, columns, notice.root, spoken.root, keys.root, numbers.root, printed, bar.asking.root);
  numbers.add(panels);
  takeAwayAll(panels, givenAway);
  document.body.classList.toggle('embedded', asked.embed);
  if (asked.embed) bar.root.append(way.link);
  textSize(asked.size);
  installTips();
  theme.apply();
  const arrival = session.start();
  bar.showSpeed();
  window.heaviside = scripting({
    ask: (name, ...rest) => starting.then(() => session.drive(name, ...rest)),
    second: () => beside.snapshot(),
    view: () => session.view(),
    show: views.choose,
    async open(link) {
      await starting;
      await session.open(link);
      await beside.settled();
    },
    go: async (iteration) => (await starting, session.goTo(iteration)),
    ready: stands,
  });
  catalogue = await arrival;
  const settings = settingsPanel(catalogue, asked.view, { edit: session.edit, table: () => tabling().then((dialog) => dialog.show(), partFailed), fit: (link) => session.ask('fit', { link }), undo: page.undo, redo: page.redo, steps: session.steps, failed: partFailed });
  panels.push(settings);
  aside.root.append(settings.root);
  settings.tools.append(beside.button);
  if (asked.picture) views.choose(asked.picture);
  applyOptions();
  if (asked.projector) screen.set(true);
  const named = location.hash !== '';
  await session.open(location.hash || FIRST_LOOK, { by: 'address' }).catch(() => {});
  await beside.settled();
  if (asked.tour) await guide().then((tour) => tour.go(/** @type {number} */ (asked.tour) - 1, { open: !named }), partFailed);
  reloads.takeUp(bar.setSpeed);
  document.documentElement.dataset.ready = 'true';
  ready();
  // The page stands: what the first view did without comes now, before it is asked for.
  session.ask('rest').catch(() => {});
}

/** The page stands when this is done; `start.js` tells of a failure. */
export const begun = begin();
