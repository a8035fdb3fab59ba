// What stands beside the experiment: a second run in a worker of its own, and a sweep. Both are said by the link.
import { Client } from './protocol/client.js';
import { el, segmented } from './dom.js';
import { compareDialog } from './panels/comparewith.js';
import { sidePanel } from './panels/side.js';
import { sweepPanel } from './panels/sweep.js';
import './styles/compare.css';
import { words as en } from './strings/words.js';

/** @typedef {import('./types.d.ts').Opened} Opened */
/** @typedef {import('./types.d.ts').Frame} Frame */
/** @typedef {import('./types.d.ts').View} View */

/** @typedef {import('./protocol/commands.d.ts').Name} Name */

/** Commands of the first run that the second follows. @type {Set<Name>} */
const FOLLOWED = new Set(['play', 'pause', 'step', 'reset', 'speed', 'run', 'look', 'newest', 'go', 'cancel']);

/**
 * @param {import('./types.d.ts').Catalogue} catalogue
 * @param {{ strip: HTMLElement,
 *   compare: (text: string) => Promise<Opened>, view: (change: Partial<View>) => void, choose: (link: string, what: string) => void,
 *   changed: () => void, playing: () => boolean, status: (frame: Frame) => string, rows: () => Frame['history'],
 * }} host `rows` are all of the first run so far; `strip` is where the tabs go; `compare` takes what follows the link of the first run; `changed` is told when the second starts or ends, `playing` says whether the first trains
 */
export function comparison(catalogue, host) {
  const s = en.compare;
  /** @type {'one' | 'with' | 'sweep'} */ let shown = 'one';
  const side = sidePanel({ view: host.view, close: () => drop('with') });
  const sweep = sweepPanel({ choose: (link, what) => (show('one'), host.choose(link, what)), close: () => drop('sweep') });
  /** @type {ReturnType<typeof segmented> | null} */ let tabs = null;
  let tabsFor = '';

  /** @type {Opened | null} */ let first = null;
  /** @type {Frame | null} */ let firstFrame = null;
  /** @type {Client | null} */ let client = null;
  /** @type {Opened | null} */ let second = null;
  /** @type {Frame | null} */ let frame = null;
  /** @type {Frame | null} */ let pending = null;
  /** @type {View | null} */ let view = null;
  /** @type {{ blocks: number | null, single: boolean }} */ let speed = { blocks: null, single: false };
  /** Whether the visitor has both at play. */
  let going = false;
  /** Settled when the second run is there, or can't be; and when it has come to where the first was. @type {Promise<unknown>} */
  let opening = Promise.resolve();
  /** @type {Promise<unknown>} */ let caught = Promise.resolve();

  /** @param {'one' | 'with' | 'sweep'} what */
  function show(what) {
    const can = what === 'one' || Boolean(first?.compare[what]);
    shown = can ? what : 'one';
    document.body.dataset.shown = shown;
    side.root.hidden = shown !== 'with';
    sweep.root.hidden = shown !== 'sweep';
    tabs?.set(shown);
  }
  function tabsNow() {
    const there = /** @type {const} */ (['one', 'with', 'sweep']).filter((one) => one === 'one' || first?.compare[one]);
    host.strip.hidden = there.length < 2;
    const names = { one: s.one, with: s.side, sweep: s.sweep };
    if (there.join() === tabsFor) return;
    tabsFor = there.join();
    tabs = segmented(s.tabs, there.map((value) => ({ value, text: names[value], help: s.tabHelp[value] })), (value) => show(/** @type {'one'} */ (value)), 'small');
    host.strip.replaceChildren(tabs.root);
    tabs.set(shown);
  }

  /** The text of a link that says the comparison anew. @param {{ with?: string | null, sweep?: string | null }} change */
  function textWith(change) {
    const now = new URLSearchParams(first?.compare.text ?? '');
    const parts = /** @type {const} */ (['with', 'sweep']).map((key) => [key, change[key] === undefined ? now.get(key) : change[key]]);
    return parts.map(([key, value]) => (value ? `&${key}=${value}` : '')).join('');
  }
  /** @param {'with' | 'sweep'} what */
  async function drop(what) {
    if (what === 'sweep') sweep.stop();
    await host.compare(textWith({ [what]: null })).catch(() => {});
    /** @type {HTMLElement | null} */ (document.querySelector('#compare'))?.focus();
  }

  const dialog = compareDialog(catalogue, {
    async compare(change) {
      await host.compare(textWith(change));
      if (change.sweep) {
        show('sweep');
        sweep.train();
      } else show('with');
    },
  });

  // ---------------------------------------------------------------- the second run

  function end() {
    client?.end();
    client = null;
    second = null;
    frame = null;
    pending = null;
  }
  /** @param {string} link @param {number} reached the first run's iteration, which the second comes to before it goes on with it */
  function begin(link, reached) {
    end();
    const mine = (client = new Client({
      frame(next) {
        const waiting = pending !== null;
        pending = next;
        if (!waiting) requestAnimationFrame(draw);
      },
      dead(reason) {
        if (client !== mine) return;
        end();
        side.failed(en.notice.dead(reason));
        host.changed();
      },
      silent: () => {},
      replay: () => {},
    }));
    opening = build(mine, link);
    caught = opening
      .then(async () => {
        if (client === mine && reached > 0) await mine.ask('run', { iterations: reached });
        if (client === mine && going) await mine.ask('play');
      })
      .catch(() => {});
  }
  /** @param {Client} mine @param {string} link */
  async function build(mine, link) {
    try {
      await mine.ready;
      if (view) mine.ask('view', { view: { ...view, confusion: false } }).catch(() => {});
      mine.ask('speed', speed).catch(() => {});
      const number = mine.generation + 1;
      const answer = mine.ask('open', { link, number, take: null, keep: false, play: false, follow: false });
      mine.generation = number;
      const next = await answer;
      if (client !== mine || !first) return;
      second = next;
      side.second(first, next);
    } catch (error) {
      if (client !== mine) return;
      end();
      side.failed(error instanceof Error ? error.message : String(error));
    }
  }
  function draw() {
    const next = pending;
    pending = null;
    if (!next || !client) return;
    const before = frame?.playing;
    frame = next;
    try {
      side.show(1, next, statusOf(next));
    } finally {
      client.drawn(); // as the first run's page does
    }
    if (before !== next.playing) host.changed();
  }
  const statusOf = (/** @type {Frame} */ one) => en.status[host.status(one)] ?? '';

  return {
    panels: { side, sweep },
    dialog,
    /**
     * An experiment was opened, or its comparison or a live setting changed.
     * @param {Opened} next @param {boolean} fresh its run begins anew @param {boolean} playing it trains
     */
    open(next, fresh, playing) {
      const was = first;
      first = next;
      going = playing;
      if (fresh) firstFrame = null;
      dialog.open(next);
      const { with: other, sweep: many } = next.compare;
      tabsNow();
      sweep.compare(next);
      if (!other) end();
      else if (fresh || was?.compare.with?.link !== other.link) {
        side.compare(next);
        if (firstFrame) side.show(0, { ...firstFrame, history: host.rows() }, statusOf(firstFrame));
        begin(other.link, next.iteration);
      }
      const news = fresh ? !was || JSON.stringify([was.compare.with?.differences, was.compare.sweep?.key]) !== JSON.stringify([other?.differences, many?.key]) : false;
      if (news) show(other ? 'with' : many ? 'sweep' : 'one');
      else show(shown);
      host.changed();
    },
    /** Another comparison of the same run. @param {Opened} next */
    compared(next) {
      this.open(next, false, host.playing());
    },
    /** A setting of the first run changed while it goes on: the second follows at the same place where it has the same. @param {Opened} next @param {string} key @param {number} value @param {{ iteration: number, block: number } | null} place */
    async live(next, key, value, place) {
      const other = next.compare.with;
      const moved = other && second && other.link !== first?.compare.with?.link;
      const still = JSON.stringify(other?.differences) === JSON.stringify(first?.compare.with?.differences);
      if (moved && still && client) {
        await caught;
        const made = place && (await client.ask('live', { key, value, place }).catch(() => null));
        // It has left that place behind: it begins again and comes by it.
        if (!made) return this.open(next, false, going);
        first = next;
        dialog.open(next);
        sweep.compare(next);
      } else this.open(next, false, going);
    },
    /** @param {Frame} next */
    update(next) {
      firstFrame = next;
      if (first?.compare.with) side.show(0, next, statusOf(next));
    },
    /** @param {View} next */
    look(next) {
      view = next;
      client?.ask('view', { view: { ...next, confusion: false, picture: 'spikes' } }).catch(() => {});
    },
    /** What the first run is told, the second is told, too. @template {Name} N @param {N} name @param {import('./protocol/commands.d.ts').Rest<N>} rest @returns {Promise<unknown>} */
    async command(name, ...rest) {
      if (name === 'speed') speed = /** @type {{ blocks: number | null, single: boolean }} */ (rest[0]);
      else if (FOLLOWED.has(name)) going = name === 'play';
      if (!client || !FOLLOWED.has(name)) return;
      await (name === 'play' || name === 'pause' || name === 'speed' ? opening : caught);
      // Its own end may come before the first's.
      return client?.ask(name, ...rest).catch(() => {});
    },
    /** Whether the second run trains. */
    playing: () => Boolean(client && frame?.playing),
    /** Whether the second run has iterations left. */
    unfinished: () => Boolean(client && frame && frame.status === 'running'),
    /** Everything about the second run as plain data; null when there is none. */
    async snapshot() {
      await caught;
      return client ? client.ask('snapshot') : null;
    },
  };
}
