// What stands beside the experiment comes when a link or the visitor asks for a comparison (compare.js). Until then its
// place is kept here, with what the second run will have to know.
import { el, place } from './dom.js';
import { onDemand } from './ondemand.js';
import { moreWords, words as en } from './strings/words.js';

/** @typedef {import('./types.d.ts').Opened} Opened */
/** @typedef {import('./types.d.ts').Frame} Frame */
/** @typedef {import('./types.d.ts').Panel} Panel */
/** @typedef {import('./protocol/commands.d.ts').Name} Name */
/** @typedef {ReturnType<typeof import('./compare.js').comparison>} Comparison */

/**
 * @param {Omit<Parameters<typeof import('./compare.js').comparison>[1], 'strip'> & {
 *   catalogue: () => import('./types.d.ts').Catalogue, arrived: (panels: Panel[]) => void, failed: (error: unknown) => void,
 * }} host what a comparison asks for, and `arrived`, which hears of its panels, and `failed`, where they could not be had
 */
export function comparisons(host) {
  /** @type {Panel} */ const side = { id: 'side', root: place('side') };
  /** @type {Panel} */ const sweep = { id: 'sweep', root: place('sweep') };
  const root = el('section', { id: 'beside', hidden: true }, side.root, sweep.root);
  const strip = el('div', { class: 'shown', hidden: true });
  const button = el('button', { type: 'button', class: 'quiet text', id: 'compare', text: en.settings.compare, help: en.settings.compareHelp, onclick: () => choose().catch(host.failed) });

  /** @type {Comparison | null} */ let there = null;
  /** What the comparison has to know when it comes. @type {Opened | null} */ let opened = null;
  /** @type {Frame | null} */ let frame = null;
  /** @type {import('./types.d.ts').View | null} */ let view = null;
  /** @type {import('./protocol/commands.d.ts').Rest<'speed'> | null} */ let speed = null;
  let going = false;

  const fetched = onDemand(async () => {
    await moreWords();
    const { comparison } = await import('./compare.js');
    const made = comparison(host.catalogue(), { ...host, strip });
    root.setAttribute('aria-label', en.compare.side);
    root.hidden = false;
    strip.after(made.dialog.root);
    Object.assign(side, made.panels.side);
    Object.assign(sweep, made.panels.sweep);
    if (view) made.look(view);
    if (speed) made.command('speed', ...speed);
    if (opened) made.open(opened, true, going);
    if (frame) made.update({ ...frame, history: host.rows() });
    there = made;
    host.arrived([side, sweep]);
    return made;
  });
  async function choose() {
    (await fetched()).dialog.show();
  }
  const wanted = () => Boolean(opened?.compare.with || opened?.compare.sweep);

  return {
    root,
    strip,
    button,
    /** @type {Panel[]} */ panels: [side, sweep],
    /** @param {Opened} next @param {boolean} fresh @param {boolean} playing */
    open(next, fresh, playing) {
      opened = next;
      going = playing;
      if (fresh) frame = null;
      if (there) there.open(next, fresh, playing);
      else if (wanted()) fetched().catch(host.failed);
    },
    /** @param {Opened} next */
    compared(next) {
      opened = next;
      if (there) there.compared(next);
      else if (wanted()) fetched().catch(host.failed);
    },
    /** @param {Opened} next @param {string} key @param {number} value @param {{ iteration: number, block: number } | null} place */
    async live(next, key, value, place) {
      opened = next;
      await there?.live(next, key, value, place);
    },
    /** @param {Frame} next */
    update(next) {
      frame = next;
      there?.update(next);
    },
    /** @param {import('./types.d.ts').View} next */
    look(next) {
      view = next;
      there?.look(next);
    },
    /** @template {Name} N @param {N} name @param {import('./protocol/commands.d.ts').Rest<N>} rest @returns {Promise<unknown>} */
    async command(name, ...rest) {
      if (name === 'speed') speed = /** @type {import('./protocol/commands.d.ts').Rest<'speed'>} */ (rest);
      if (there) return there.command(name, ...rest);
      // What is asked of a pair waits for the second.
      if (wanted() && name !== 'speed') return fetched().then((made) => made.command(name, ...rest), () => {});
    },
    /** Settled when the comparison that the link asks for is there, or can't be. @returns {Promise<unknown>} */
    settled: async () => wanted() && fetched().catch(() => {}),
    playing: () => there?.playing() ?? false,
    unfinished: () => there?.unfinished() ?? false,
    async snapshot() {
      return wanted() ? (await fetched()).snapshot() : null;
    },
  };
}
