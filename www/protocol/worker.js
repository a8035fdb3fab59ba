// The trainer's thread: owns the wasm Session, trains in short slices and posts at most one frame at a time.
import { Session, catalogue, correlation, fit, table } from '../pkg/heaviside.js';
import { core, rest } from './core.js';

/** @typedef {import('../types.d.ts').View} View */
/** @typedef {{ session: Session, opened: any, bytes: number }} Open */

/** Milliseconds of training between two looks at the mail. */
const SLICE = 12;
/** At full speed: no more frames than this, and no more maps, of all neurons or of the answer alone, which take at most this share of the time. */
const FRAME_GAP = 33;
const MAP_GAP = [100, 280];
const MAP_SHARE = 0.05;
/** Milliseconds between two words on how far a replay is. */
const PROGRESS_GAP = 120;
/** A block is reported in passing this often at full speed. */
const SAMPLE_GAP = 900;
/** Bytes of experiments that were left and are kept as they stand, so that they can be taken up again. */
const KEEP = 256 * 2 ** 20;

/** @type {Open | null} */ let current = null;
/** What was left, by the number under which it was open, the oldest first. @type {Map<number, Open>} */ const shelf = new Map();
let generation = 0;
let playing = false;
/** Blocks a second; null is full speed. @type {number | null} */ let speed = null;
/** Whether, when slow, each time step of a sweep is a block of its own. */
let single = false;
/** Iterations that were asked for, and what to do at their end. @type {{ until: number, done: () => void } | null} */ let run = null;
/** @type {View} */ let view = { split: 'train', sample: 0, layer: 1, neuron: 0, dark: false, confusion: false, picture: 'network', measure: 'count', focus: null, spike: null };
/** @type {any} */ let report = null;
/** A replay on its way to an iteration. @typedef {{ goal: number, told: number, arrived: (opened: any) => void, gave: (error: unknown) => void }} Replay */
/** @type {Replay | null} */ let replay = null;
/** The iteration under the pointer that drags along the curves; undefined when none waits. @type {number | null | undefined} */ let glance;
let dragging = false;

let made = 0; // changes under way of which the page knows that they were made
let sent = 0; // history rows the page holds
let inFlight = false;
let dirty = false;
let urgent = false; // a click waits for this frame
let wantMap = true;
let lastFrame = 0;
let lastMap = 0;
let mapCost = 0; // milliseconds of the last one
/** Whether the frame that comes next is to say that the run is over, before what takes time to draw. */
let first = false;
let lastSample = 0;
let sampleTurn = 0;
let nextBlock = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
let scheduled = false;

const channel = new MessageChannel();
channel.port1.onmessage = () => {
  scheduled = false;
  guard(train);
};

/** Ask for another slice after the messages that wait now. */
function schedule() {
  if (scheduled || !(playing || replay)) return;
  scheduled = true;
  channel.port2.postMessage(0);
}

/** @param {import('./commands.d.ts').ToPage} message @param {Transferable[]} [transfer] */
const tell = (message, transfer = []) => self.postMessage(message, { transfer });

/** A trap leaves the wasm in pieces: say so, and do nothing more. @param {() => void} work */
function guard(work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    dead(error);
  }
}

/** @param {unknown} error */
function dead(error) {
  playing = false;
  current = null;
  tell({ dead: String(error) });
}

/** @returns {Session} */
function session() {
  if (!current) throw new Error('closed');
  return current.session;
}

/** @param {Session} s */
const ended = (s) => s.status() !== 'running';

function train() {
  if (replay) return continueReplay(replay);
  if (!playing || !current) return;
  const s = current.session;
  const now = performance.now();
  if (speed !== null && !run) {
    if (now < nextBlock) {
      clearTimeout(timer);
      timer = setTimeout(schedule, Math.min(nextBlock - now, 50));
      return;
    }
    // Catch up by at most one slice, then give way.
    const gap = 1000 / speed;
    if (now - nextBlock > 200) nextBlock = now;
    do {
      const did = single ? s.stepBlock() : s.stepSweep();
      if (!did) return finish(); // the run is over
      report = did;
      nextBlock += gap;
    } while (nextBlock <= performance.now() && performance.now() - now < SLICE);
    if (report.iteration !== lastIteration) {
      lastIteration = report.iteration;
      if (ended(s)) return finish();
    }
  } else {
    if (run) {
      const left = run.until - iteration;
      const done = left > 0 ? s.advance(SLICE, left) : 0;
      iteration += done;
      if (iteration >= run.until || (done === 0 && ended(s))) return finish();
    } else {
      if (s.advance(SLICE, 1e6) === 0 && ended(s)) return finish();
      if (now - lastSample > SAMPLE_GAP) {
        // Let one block of the iteration be seen, a different one each time.
        lastSample = now;
        sampleTurn = (sampleTurn % Math.min(current.opened.info.blocks.length, 12)) + 1;
        for (let i = 0; i < sampleTurn; i++) report = s.stepSweep() ?? report;
      }
    }
  }
  dirty = true;
  post();
  schedule();
}
let lastIteration = -1;
let iteration = 0;

/** Play is over: by its own end, by "pause" or by another command. */
function finish() {
  playing = false;
  // What was caught in passing is not the last block.
  if (speed === null || run) report = null;
  wantMap = true;
  dirty = true;
  const done = run?.done;
  first = !done;
  run = null;
  post();
  done?.();
}

/** Another slice of the way back. @param {Replay} way */
function continueReplay(way) {
  try {
    const left = session().advanceReplay(SLICE);
    const now = performance.now();
    if (left > 0) {
      if (now - way.told > PROGRESS_GAP) {
        way.told = now;
        tell({ replay: { goal: way.goal, left } });
      }
      return schedule();
    }
    replay = null;
    arrived();
    way.arrived(refreshed(/** @type {Open} */ (current)));
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    replay = null;
    session().cancelReplay();
    way.gave(error);
  }
}

/** The trainer stands at another iteration. */
function arrived() {
  report = null;
  glance = undefined;
  dragging = false;
  dirty = true;
  wantMap = true;
}

/** The run goes on from where the trainer stands: of the history, the page is to drop what is later. */
function goOn() {
  sent = Math.min(sent, session().rows());
  glance = undefined;
}

function start() {
  goOn();
  playing = true;
  lastIteration = -1;
  lastSample = performance.now();
  lastMap = performance.now();
  nextBlock = performance.now();
  iteration = session().position();
  dirty = true;
  schedule();
}

/** Post a frame if one is due and the page has drawn the last one. */
function post() {
  if (!current) return;
  if (made !== current.session.made()) tell({ generation, moved: refreshed(current) });
  if (!dirty || inFlight) return;
  const now = performance.now();
  const full = playing && (speed === null || run !== null);
  if (full && !urgent && now - lastFrame < FRAME_GAP) return;
  const { session: s, opened } = current;
  if (glance !== undefined) {
    s.show(glance ?? undefined);
    glance = undefined;
    wantMap = true;
  }
  const heavy = playing ? !urgent && now - lastMap > Math.max(MAP_GAP[view.picture === 'network' ? 0 : 1], mapCost / MAP_SHARE) : wantMap && !first;
  const flat = opened.info.dimensions === 2;
  const { focus } = view;
  const { layers, middles } = opened.info;
  const pointed = focus && focus.layer > 0 && focus.layer < layers.length - 1 ? { ...focus, neuron: focus.neuron + middles[focus.layer] } : view;
  const plane = heavy && flat && !view.confusion ? (playing || dragging ? 48 : 80) : 0;
  const drawn = s.frame({
    split: view.split,
    sample: Math.min(view.sample, opened.info.samples - 1),
    layer: pointed.layer,
    neuron: pointed.neuron,
    since: sent,
    hurried: full,
    dark: view.dark,
    map: focus ? 0 : plane,
    answer: focus ? plane : 0,
    focus,
    graph: view.picture === 'network',
    neurons: heavy && view.picture === 'network' ? (flat ? (playing || dragging ? 48 : 80) : 1) : 0,
    measure: view.measure,
    confusion: heavy && (!flat || view.confusion),
    weights: view.picture === 'weights',
  });
  lastFrame = now;
  if (heavy) {
    lastMap = performance.now();
    mapCost = lastMap - now;
    wantMap = false;
  }
  const { history } = drawn;
  sent = history.from + history.rows.length / history.columns.length;
  const frame = { ...drawn, report, playing };
  inFlight = true;
  dirty = first && wantMap;
  urgent = false;
  first = false;
  tell({ generation, frame }, buffers(frame));
}

/** Every array buffer of a frame, to be handed over instead of copied. @param {any} value @param {Transferable[]} found */
function buffers(value, found = /** @type {Transferable[]} */ ([])) {
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength && !found.includes(value.buffer)) found.push(/** @type {ArrayBuffer} */ (value.buffer));
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'object') for (const item of value) buffers(item, found);
  } else if (value && typeof value === 'object') {
    for (const key in value) buffers(value[key], found);
  }
  return found;
}

/** Everything anew: the page holds nothing of the session that comes. @param {Open} next @param {number} number */
function show(next, number) {
  current = next;
  glance = undefined;
  dragging = false;
  generation = number;
  sent = 0;
  inFlight = false;
  report = null;
  wantMap = true;
  dirty = true;
}

/** @param {string} link @returns {Open} */
function build(link) {
  const s = new Session(link);
  const spec = s.spec();
  const info = s.info();
  return {
    session: s,
    bytes: info.bytes,
    opened: {
      spec,
      start: s.start(),
      live: s.live(),
      proof: s.proofAt() ?? null,
      link: s.link(),
      compare: s.comparison(),
      iteration: 0,
      info,
      problems: s.problems(),
      defaults: s.standard(),
      points: { train: s.points('train') ?? null, test: s.points('test') ?? null },
    },
  };
}

/** Live settings may have changed since it was opened. @param {Open} open */
function refreshed(open) {
  open.opened.spec = open.session.spec();
  open.opened.start = open.session.start();
  open.opened.live = open.session.live();
  made = open.session.made();
  open.opened.link = open.session.link();
  open.opened.compare = open.session.comparison();
  return { ...open.opened, iteration: open.session.position() };
}

/** Lets go of the oldest on the shelf until the rest is no larger than is kept. */
function tidy() {
  let bytes = 0;
  for (const [number, open] of [...shelf].reverse()) {
    bytes += open.bytes;
    if (bytes <= KEEP) continue;
    open.session.free();
    shelf.delete(number);
  }
}

/** @type {import('./commands.d.ts').Commands} */
const commands = {
  open({ link, number, take, keep, play, follow }) {
    const kept = shelf.get(take ?? -1);
    const next = kept ?? build(link);
    const plays = play || (follow && playing && run === null);
    interrupt();
    if (kept && take !== null) shelf.delete(take);
    let left = null;
    if (current) {
      left = { iteration: current.session.position(), seconds: current.session.seconds() };
      if (keep) shelf.set(generation, current);
      else current.session.free();
    }
    show(next, number);
    tidy();
    const answer = { ...refreshed(next), problems: kept ? [] : next.opened.problems, left, taken: kept !== undefined, plays };
    if (plays) start();
    return answer;
  },
  play() {
    if (!ended(session()) && !playing) start();
  },
  pause() {
    interrupt();
  },
  speed({ blocks, single: one }) {
    speed = blocks;
    single = one;
    nextBlock = performance.now();
    schedule();
  },
  step({ size }) {
    interrupt();
    const s = session();
    if (ended(s)) throw new Error('over');
    goOn();
    report = size === 'block' ? s.stepBlock() : size === 'sweep' ? s.stepSweep() : null;
    if (size === 'iteration') s.stepIteration();
    dirty = true;
    wantMap = true;
    return report ?? undefined;
  },
  run({ iterations }) {
    interrupt();
    const s = session();
    if (ended(s)) return Promise.resolve(s.snapshot());
    return new Promise((resolve) => {
      run = { until: s.position() + iterations, done: () => resolve(session().snapshot()) };
      start();
    });
  },
  async go({ iteration }) {
    interrupt();
    const s = session();
    if (iteration >= s.newest()) return commands.newest();
    s.beginReplay(iteration);
    return new Promise((resolve, reject) => {
      replay = { goal: iteration, told: performance.now(), arrived: resolve, gave: reject };
      schedule();
    });
  },
  reset() {
    interrupt();
    session().reset();
    glance = undefined;
    sent = 0;
    report = null;
    dirty = true;
    wantMap = true;
  },
  live({ key, value, place }) {
    if (replay) interrupt();
    const s = session();
    if (ended(s)) return null;
    if (place) s.setLiveAt(place.iteration, place.block, key, value);
    else s.setLive(key, value);
    goOn();
    dirty = true;
    return refreshed(/** @type {Open} */ (current));
  },
  view({ view: next }) {
    const asked = (/** @type {View} */ v) => `${v.confusion} ${v.dark} ${v.picture} ${v.measure} ${v.focus?.layer} ${v.focus?.neuron}`;
    if (asked(next) !== asked(view)) {
      wantMap = true;
      lastMap = 0;
    }
    view = next;
    dirty = true;
    urgent = true;
  },
  look({ iteration, settled }) {
    interrupt();
    dragging = !settled;
    dirty = true;
    wantMap = true;
    if (!settled) {
      glance = iteration;
      return undefined;
    }
    glance = undefined;
    return { shown: session().show(iteration) };
  },
  newest() {
    interrupt();
    session().showNewest();
    arrived();
    return refreshed(/** @type {Open} */ (current));
  },
  cancel() {
    interrupt();
  },
  snapshot() {
    return session().snapshot();
  },
  arrays() {
    return session().arrays();
  },
  nir() {
    return session().nir();
  },
  csv() {
    return session().csv();
  },
  fingerprint() {
    return session().fingerprint();
  },
  proof() {
    return session().proof() ?? null;
  },
  prove() {
    const proof = current?.opened.proof ?? null;
    if (proof === null) return Promise.resolve(null);
    return (proving ??= prove(proof).finally(() => (proving = null)));
  },
  compare({ link }) {
    const wrong = session().compare(link);
    return wrong.length ? { wrong } : refreshed(/** @type {Open} */ (current));
  },
  link() {
    return session().link();
  },
  weights({ layer }) {
    return session().weights(layer);
  },
  weight({ layer, out, input }) {
    return session().weightAt(layer, out, input);
  },
  flip({ split, sample, layer, neuron, t }) {
    return session().flip(split, sample, layer, neuron, t);
  },
  flips({ layer, count, skip }) {
    return session().flips(layer, count, skip);
  },
  fit({ link }) {
    return fit(link);
  },
  correlation({ one, other }) {
    return correlation(one, other);
  },
  prices({ split, sample }) {
    return session().prices(split, sample);
  },
  disputed({ split, sample }) {
    return session().mostDisputed(split, sample);
  },
  story({ split, sample, layer, neuron, t }) {
    return session().story(split, sample, layer, neuron, t);
  },
  table({ name, bytes, reading }) {
    return table(name, bytes, reading);
  },
  carried() {
    return session().carried();
  },
  proximal({ q, lambda, rho, theta, margin }) {
    return session().proximal(q, lambda, rho, theta, margin);
  },
  rest() {
    return rest();
  },
  ping() {},
};

/** The check of a proof that is under way, which whoever asks meanwhile waits for as well. @type {Promise<any> | null} */ let proving = null;
/** Comes to an iteration and compares. @param {number} at */
async function prove(at) {
  const s = session();
  if (s.position() < at) await commands.run({ iterations: at - s.position() });
  else if (s.position() > at) await commands.go({ iteration: at });
  // Whoever stops it on the way has no answer.
  if (s !== current?.session || (s.position() < at && !ended(s))) return null;
  return s.prove();
}

/** Stop playing, give up a replay, and let those who wait for them know. */
function interrupt() {
  if (playing) finish();
  if (replay) {
    const { gave } = replay;
    replay = null;
    session().cancelReplay();
    gave(new Error('cancelled'));
  }
}

/** @param {number} reply @param {unknown} error */
function refuse(reply, error) {
  const { message, detail } = /** @type {Error & { detail?: any }} */ (error instanceof Error ? error : new Error(String(error)));
  tell({ reply, error: message, detail });
}

/** @template {import('./commands.d.ts').Name} N @param {number} id @param {N} command @param {any} how */
function obey(id, command, how) {
  try {
    const value = /** @type {(how: any) => unknown} */ (commands[command])(how);
    if (value instanceof Promise) {
      value.then(
        (late) => {
          tell({ reply: id, value: late });
          guard(post);
        },
        (error) => refuse(id, error),
      );
    } else tell({ reply: id, value });
    post();
  } catch (error) {
    refuse(id, error);
    if (error instanceof WebAssembly.RuntimeError) throw error;
  }
}

self.onmessage = (/** @type {MessageEvent<import('./commands.d.ts').ToWorker>} */ { data }) => {
  if ('command' in data) return guard(() => obey(data.id, data.command, data.how));
  if (data.drawn !== generation) return;
  inFlight = false;
  guard(post);
};

core().then(
  () => tell({ ready: catalogue() }),
  (error) => tell({ dead: String(error) }),
);
