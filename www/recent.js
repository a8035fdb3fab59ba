// The last experiments of this browser, kept on this machine alone: what was trained, and what was drawn.
import { del, get, update } from 'idb-keyval';
import { DRAWN } from './edits.js';
import { forgetFiles } from './own/files.js';

const KEY = 'recent';
const MOST = 20;

/** Milliseconds between two times that a run under way is kept. */
const OFTEN = 2000;

/**
 * An experiment that was open: what names it, how far it was, its test accuracy, and when that was. A drawing is the same one from
 * stroke to stroke, by its `drawing`.
 * @typedef {{ link: string, task: string, solver: string, hidden: string, iteration: number, test: number | null, at: number, drawing: string }} Kept
 */

/** The newest first; none where the browser keeps nothing. @returns {Promise<Kept[]>} */
export async function kept() {
  try {
    return (await get(KEY)) ?? [];
  } catch {
    return [];
  }
}

export async function forget() {
  try {
    await del(KEY);
    await forgetFiles();
  } catch {
    // Where nothing is kept there is nothing to forget.
  }
}

/** @param {Kept} one */
async function keep(one) {
  const same = (/** @type {Kept} */ other) => other.link === one.link || (one.drawing !== '' && other.drawing === one.drawing);
  try {
    await update(KEY, (list = []) => [{ ...one, at: Date.now() }, ...list.filter((/** @type {Kept} */ other) => !same(other))].slice(0, MOST));
  } catch {
    // A browser may keep nothing, as in a private window.
  }
}

/** Hears what is open and how it goes. */
export function keeper() {
  /** @type {Kept | null} */ let now = null;
  let written = 0;
  const kindOf = (/** @type {Kept | null} */ one) => DRAWN.find((key) => one?.link.includes(`&${key}=`));
  function write() {
    if (!now || !(now.iteration > 0 || now.drawing)) return;
    written = performance.now();
    void keep({ ...now });
  }
  addEventListener('pagehide', write);
  /** @param {import('./types.d.ts').Opened} opened */
  const named = ({ link, spec: { task, solver, hidden } }) => ({ link, task: String(task), solver: String(solver), hidden: [hidden].flat().join('\u2013') });
  return {
    id: 'recent',
    root: document.createElement('i'), // it shows nothing: the list stands in the examples
    /** @param {import('./types.d.ts').Opened} opened */
    open(opened) {
      const next = { ...named(opened), iteration: 0, test: null, at: 0, drawing: '' };
      const kind = kindOf(next);
      if (kind) next.drawing = now && kind === kindOf(now) ? now.drawing : crypto.randomUUID?.() ?? String(Math.random());
      if (next.link !== now?.link && !(kind && next.drawing === now?.drawing)) write();
      now = next;
      if (kind) write();
    },
    /** @param {import('./types.d.ts').Opened} opened */
    moved(opened) {
      if (now) Object.assign(now, named(opened));
    },
    /** @param {import('./types.d.ts').Frame} frame */
    update({ iteration, accuracy, playing }) {
      if (!now || iteration <= now.iteration) return;
      [now.iteration, now.test] = [iteration, accuracy.test];
      if (!playing || performance.now() - written > OFTEN) write();
    },
  };
}
