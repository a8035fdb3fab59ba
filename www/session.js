// The open experiment: what is asked of it waits in one queue, what was left can be taken up again, and its frames are
// drawn one at a time.
import { Client } from './protocol/client.js';
import { linkWith, valueOf } from './edits.js';
import { words as en } from './strings/words.js';

/** @typedef {import('./types.d.ts').Opened} Opened */
/** @typedef {import('./types.d.ts').Frame} Frame */
/** @typedef {import('./types.d.ts').View} View */
/** @typedef {import('./edits.js').Edit} Edit */
/** @typedef {import('./protocol/commands.d.ts').Name} Command */
/** @template {Command} N @typedef {import('./protocol/commands.d.ts').Rest<N>} Rest */
/** @template {Command} N @typedef {import('./protocol/commands.d.ts').Answer<N>} Answer */

/** What opened an experiment: an edit of the one before, the visitor (an example, a script), an address, or the tour. @typedef {'edit' | 'visitor' | 'address' | 'tour'} By */
/** An experiment's name for undo and for the browser's history, and the number by which the trainer knows it. @typedef {{ id: string, number: number, by: By }} Name */
/** An experiment that was left, and how far it was. @typedef {Name & { link: string, iteration: number, seconds: number }} Left */
/** How an experiment came to be open: `left` is the one before, unless that was taken up again by undo, redo or Back. @typedef {Name & { left: Left | null, again: boolean }} How */

/**
 * Who is told, and the run beside that follows.
 * @typedef {object} Host
 * @property {(next: Opened, how: How, playing: boolean) => void} opened another experiment is open
 * @property {(next: Opened) => void} moved the same one has other settings, or stands elsewhere
 * @property {(edits: Edit[]) => void} edited edits are open as another experiment
 * @property {(reason: string, kept: Opened | null, wish?: any) => void} refused `kept` is what stays open; null for the first look; `wish` the data of the visitor's own that its link names and that are not here
 * @property {(frame: Frame, view: View) => void} frame
 * @property {() => void} played the trainer was told to play or to pause
 * @property {(error: Error) => void} failed a command was refused
 * @property {(goal: number, left: number) => void} replay
 * @property {() => void} replayed
 * @property {(reason: string) => void} dead
 * @property {(silent: boolean) => void} silent
 * @property {{ command: <N extends Command>(name: N, ...rest: Rest<N>) => Promise<unknown>, look: (view: View) => void, live: (next: Opened, key: string, value: number, place: { iteration: number, block: number } | null) => void,
 *   compared: (next: Opened) => void, playing: () => boolean, unfinished: () => boolean }} follower
 */

export const FIRST_LOOK = '#v=1&task=spirals';
/** Steps that undo goes back. */
const STEPS = 50;
/** Seconds of training beyond which a run is not repeated to come back to where it was. */
export const LONGEST = 60;

/**
 * The neuron of a layer that crosses its threshold most often in the sample; null where none does.
 * @param {Frame} frame @param {number} layer
 */
function liveliest({ raster }, layer) {
  const r = raster[layer];
  if (!r) return null;
  const fires = (/** @type {number} */ at) => r.codes[at] === 1 || r.codes[at] === 2;
  let most = 0;
  /** @type {number | null} */ let found = null;
  for (let neuron = 0; neuron < r.neurons; neuron++) {
    let crossings = 0;
    for (let t = 0; t < r.T; t++) if (fires(neuron * r.T + t) && !(t > 0 && fires(neuron * r.T + t - 1))) crossings++;
    if (crossings > most) [most, found] = [crossings, neuron];
  }
  return found;
}

let names = 0;
/** A name that no page before a reload gave. */
const newName = () => `${Date.now().toString(36)}-${++names}`;

/** @param {unknown} error */
export const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

/** @param {unknown} error */
const wishOf = (error) => {
  const cause = error instanceof Error ? error.cause : null;
  return cause && typeof cause === 'object' && 'wanted' in cause ? cause : null;
};

/** What a run is at, by the name that its sentence has. @param {Frame} frame */
export function stateOf(frame) {
  if (frame.playing) return 'training';
  if (frame.looksBack) return 'looking back';
  if (frame.status === 'running') return frame.iteration === 0 && !frame.report ? 'ready' : 'paused';
  return frame.status;
}

/** @param {Host} host */
export function createSession(host) {
  /** @type {Client} */ let client;
  /** @type {Opened | null} */ let opened = null;
  /** @type {Name | null} */ let name = null;
  /** @type {Frame | null} */ let shown = null;
  /** @type {Frame | null} */ let pending = null;
  /** @type {View} */ let view = { split: 'train', sample: 0, layer: 1, neuron: 0, dark: false, confusion: false, picture: 'network', measure: 'count', focus: null, spike: null };
  /** Whether the visitor has chosen a neuron, and whether one is to be chosen for an experiment that was just opened. */
  let chosen = false;
  let unseen = false;
  let playing = false;
  /** @type {number | null} */ let speed = null;
  /** Whether a step does one time step of a sweep. */
  let single = false;
  /** What undo and redo come to, the oldest first. @type {Left[]} */ let past = [];
  /** @type {Left[]} */ let future = [];

  // ---------------------------------------------------------------- the trainer

  /** @type {(catalogue: import('./types.d.ts').Catalogue) => void} */ let arrive;
  /** What there is to choose from, as the first trainer that comes up says. @type {Promise<import('./types.d.ts').Catalogue>} */
  const arrival = new Promise((resolve) => (arrive = resolve));
  /** @type {import('./types.d.ts').Field[]} */ let fields = [];

  function hire() {
    pending = null;
    const mine = (client = new Client({
      frame(frame) {
        const waiting = pending !== null;
        pending = frame;
        if (!waiting) requestAnimationFrame(draw);
      },
      replay: ({ goal, left }) => host.replay(goal, left),
      moved: (next) => client === mine && moved(next),
      dead(reason) {
        if (client !== mine) return;
        playing = false;
        host.dead(reason);
      },
      silent: host.silent,
    }));
    mine.ready.then(
      (catalogue) => {
        ({ fields } = catalogue);
        arrive(catalogue);
      },
      () => {},
    );
    mine.ask('view', { view }).catch(() => {});
    mine.ask('speed', { blocks: speed, single }).catch(() => {});
  }

  function draw() {
    const frame = pending;
    pending = null;
    if (!frame) return;
    try {
      shown = frame;
      playing = frame.playing || host.follower.playing();
      if (unseen && !chosen) show({ neuron: liveliest(frame, view.layer) ?? view.neuron });
      unseen = false;
      host.frame(frame, view);
    } finally {
      client.drawn(); // the worker waits for it, whatever became of this frame
    }
  }

  /**
   * An answer about the experiment that is open: one that comes when another is open is none.
   * @template {Command} N @param {N} command @param {Rest<N>} rest @returns {Promise<Answer<N>>}
   */
  async function ask(command, ...rest) {
    const asked = name;
    const answer = await client.ask(command, ...rest);
    if (asked !== name) throw new Error(en.errors.gone);
    return answer;
  }

  // ---------------------------------------------------------------- one thing after another

  /** @type {Promise<unknown>} */ let tail = Promise.resolve();
  /** @template V @param {() => Promise<V>} work @returns {Promise<V>} */
  function queue(work) {
    const done = tail.then(work);
    tail = done.catch(() => {});
    return done;
  }

  /**
   * Open a link, or take up an experiment that was left. A refused one leaves everything as it is.
   * @param {string} link @param {{ by: By, play?: boolean, again?: Left | null }} how
   */
  async function openNow(link, { by, play = false, again = null }) {
    const mine = client;
    await mine.ready;
    const number = mine.generation + 1;
    const next = await mine.ask('open', { link, number, take: again?.number ?? null, keep: true, play, follow: by === 'edit' && !again });
    const left = opened && name && next.left ? { ...name, link: opened.link, ...next.left } : null;
    pending = null;
    shown = null;
    mine.generation = number;
    name = { id: again?.id ?? newName(), number, by };
    opened = next;
    if (!again) {
      if (left) past = [...past, left].slice(-STEPS);
      future = [];
    } else if (left) {
      const all = [...past, left, ...future];
      const at = all.findIndex(({ id }) => id === again.id);
      past = at < 0 ? [...past, left] : all.slice(0, at);
      future = at < 0 ? [] : all.slice(at + 1);
    }
    const sizes = opened.info.layers.slice(1, -1);
    const layer = Math.min(view.layer, Math.max(1, sizes.length));
    const neuron = Math.min(view.neuron, (sizes[layer - 1] ?? 1) - 1);
    const sample = Math.min(view.sample, opened.info.samples - 1);
    view = { ...view, focus: null, spike: null, layer, neuron, sample };
    host.opened(opened, { ...name, left, again: again !== null }, next.plays);
    unseen = again === null;
    show({});
    if (again && !next.taken && again.iteration > 0 && again.seconds <= LONGEST) replay(again.iteration);
  }

  /** @param {string} link @param {{ by: By, play?: boolean, again?: Left | null }} how */
  async function attempt(link, how) {
    try {
      await openNow(link, how);
    } catch (error) {
      if (client.alive) {
        const kept = opened;
        if (!kept) await openNow(FIRST_LOOK, how);
        host.refused(reasonOf(error), kept, wishOf(error));
      }
      throw error;
    }
  }

  /** Edits that wait to be made together. @type {Edit[] | null} */ let gathered = null;
  /** @type {Promise<void>} */ let gathering = Promise.resolve();
  /** Settings changed by hand: each starts from what those before it asked for, and none is lost. @param {Edit} one */
  function edit(one) {
    if (!gathered) {
      const edits = (gathered = /** @type {Edit[]} */ ([]));
      gathering = queue(() => {
        if (gathered === edits) gathered = null;
        return make(edits);
      });
    }
    gathered.push(one);
    return gathering;
  }
  /** @param {Edit[]} edits */
  async function make(edits) {
    for (let at = 0; at < edits.length && opened; ) {
      if (edits[at].live) await alter(edits[at++]);
      else {
        const end = edits.findIndex((one, i) => i > at && one.live);
        await restart(edits.slice(at, end < 0 ? undefined : end));
        at = end < 0 ? edits.length : end;
      }
    }
  }
  /** @param {Edit[]} edits */
  async function restart(edits) {
    if (!opened) return;
    const link = linkWith(opened, edits, fields);
    if (!link) return host.moved(opened);
    try {
      await (edits.length > 1 ? openNow : attempt)(link, { by: 'edit', play: host.follower.playing() });
      host.edited(edits);
    } catch {
      // What is wrong with one leaves the others.
      if (edits.length > 1) for (const one of edits) await restart([one]);
    }
  }
  /** @param {Edit} one */
  async function alter(one) {
    if (!opened) return;
    const { key } = one;
    const value = Number(valueOf(one, opened.spec[key]));
    const before = opened.live.map(({ text }) => text);
    try {
      const next = await ask('live', { key, value });
      // A run that is over has nothing left to change: another one starts with the value.
      if (!next) return await restart([one]);
      moved(next);
      host.follower.live(next, key, value, next.live.find(({ text }) => !before.includes(text)) ?? null);
    } catch (error) {
      host.refused(reasonOf(error), opened);
    }
  }

  /** @param {Opened} next */
  function moved(next) {
    opened = next;
    host.moved(next);
  }

  // ---------------------------------------------------------------- commands

  /** What the visitor wants to see. @param {Partial<View>} change */
  function look(change) {
    chosen ||= 'neuron' in change || 'sample' in change;
    show(change);
  }
  /** @param {Partial<View>} change */
  function show(change) {
    view = { ...view, ...change };
    client?.ask('view', { view }).catch(() => {});
    host.follower.look(view);
  }

  /** Train to an iteration as fast as can be: the same link gives the same run. @param {number} iterations */
  function replay(iterations) {
    host.follower.command('run', { iterations });
    client.ask('run', { iterations }).catch(() => {});
  }

  /** Back to an iteration, by a replay that can be given up. @param {number} iteration */
  async function goTo(iteration) {
    try {
      host.follower.command('go', { iteration });
      moved(await ask('go', { iteration }));
    } finally {
      host.replayed();
    }
  }

  /** @template {Command} N @param {N} what @param {Rest<N>} rest */
  async function command(what, ...rest) {
    if (!opened) return;
    if ((what === 'step' || what === 'play') && shown?.looksBack && !shown.exact) {
      // What goes on goes on from the iteration that is shown.
      try {
        await goTo(shown.iteration);
      } catch {
        playing = false; // given up
        host.played();
        return;
      }
    }
    host.follower.command(what, ...rest);
    client.ask(what, ...rest).catch(host.failed);
  }

  function pace() {
    client?.ask('speed', { blocks: speed, single }).catch(() => {});
    host.follower.command('speed', { blocks: speed, single });
  }

  return {
    opened: () => opened,
    /** Where it stands, and whether it was drawn yet. */
    at: () => opened && { link: opened.link, iteration: shown?.iteration ?? 0, seen: shown !== null },
    shown: () => shown,
    view: () => view,
    playing: () => playing,
    speed: () => speed,
    name: () => name,
    /** What undo and redo would come to. */
    steps: () => ({ undo: past.at(-1) ?? null, redo: future[0] ?? null }),
    /** Bring the trainer up; done when one has come. */
    start() {
      hire();
      return arrival;
    },
    /** A new trainer, on the same experiment. @param {string} link what to open where nothing is open yet */
    async startAgain(link) {
      client.end();
      hire();
      const before = name;
      // Before the first trainer came up the page is still about to open what its address asks for.
      if (!fields.length) return;
      const again = before && opened ? { ...before, number: -1, link: opened.link, iteration: 0, seconds: 0 } : null;
      await queue(() => attempt(opened?.link ?? link, { by: before?.by ?? 'visitor', again }));
    },
    /** @param {string} link @param {{ by?: By, play?: boolean }} [how] */
    open(link, { by = 'visitor', play = false } = {}) {
      gathered = null;
      return queue(() => attempt(link, { by, play }));
    },
    edit,
    undo: () => queue(async () => past.length && attempt(past[past.length - 1].link, { by: past[past.length - 1].by, again: past[past.length - 1] })),
    redo: () => queue(async () => future.length && attempt(future[0].link, { by: future[0].by, again: future[0] })),
    /** An experiment that was left, by its name; one that is no longer kept is opened anew. @param {Left} left */
    takeUp: (left) =>
      queue(async () => {
        if (left.id === name?.id) return;
        const again = [...past, ...future].find(({ id }) => id === left.id) ?? left;
        await attempt(again.link, { by: again.by, again });
      }),
    ask,
    look,
    replay,
    goTo,
    command,
    /** @param {number | null} blocks a second; null for as fast as can be */
    setSpeed(blocks) {
      speed = blocks;
      pace();
    },
    /** @param {boolean} one whether each time step of a sweep is a block of its own */
    setSingle(one) {
      single = one;
      pace();
    },
    step: (/** @type {'block' | 'iteration'} */ size) => command('step', { size: size === 'block' && !single ? 'sweep' : size }),
    async playPause() {
      if (!opened) return;
      if (playing) {
        playing = false;
        host.played(); // answer the click now, the worker follows
        return command('pause');
      }
      // At its end the same run starts over.
      if (shown && shown.status !== 'running' && !shown.playing && !shown.looksBack && !host.follower.unfinished()) {
        await Promise.all([client.ask('reset'), host.follower.command('reset')]).catch(() => {});
      }
      playing = true;
      host.played();
      return command('play');
    },
    /** A look at an older iterate. @param {number} iteration @param {boolean} settled */
    glance(iteration, settled) {
      host.follower.command('look', { iteration, settled });
      return ask('look', { iteration, settled });
    },
    async newest() {
      host.follower.command('newest');
      moved(await ask('newest'));
    },
    /** Another comparison of the open experiment, whose run goes on. @param {string} text what follows its link */
    async compare(text) {
      const next = await ask('compare', { link: `#${text}` });
      if ('wrong' in next) throw new Error(next.wrong.map(en.problem).join(' '));
      moved(next);
      host.follower.compared(next);
      return next;
    },
    /** Give a replay up. */
    cancel: () => client.ask('cancel').catch(() => {}),
    /** The run beside started or ended. */
    followed() {
      playing = (shown?.playing ?? false) || host.follower.playing();
      host.played();
    },
    /** Both runs are driven; what is answered is about this one. @template {Command} N @param {N} what @param {Rest<N>} rest @returns {Promise<Answer<N>>} */
    async drive(what, ...rest) {
      await tail;
      const [answer] = await Promise.all([client.ask(what, ...rest), host.follower.command(what, ...rest)]);
      return answer;
    },
  };
}
