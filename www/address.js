// The page's address: the experiment in its hash, and the browser's Back and Forward among the experiments that were open.
import { words as en } from './strings/words.js';

/** @typedef {import('./session.js').Left} Left */
/** @typedef {ReturnType<typeof import('./session.js').createSession>} Session */

/** What an entry of the browser's history holds: an experiment's name and how far it was when it was left. @typedef {Pick<Left, 'id' | 'iteration' | 'seconds'>} Kept */

/** Milliseconds for which a step of the browser's history is waited for, which may lead nowhere. */
const PATIENCE = 5000;

/** The document is called by its experiment, as a tab, a bookmark and an entry of the history show it. @param {import('./types.d.ts').Opened} next */
function entitle({ spec: { task, solver, hidden } }) {
  document.title = en.page.named(en.tasks[String(task)]?.name ?? String(task), en.solvers[String(solver)]?.name ?? String(solver), [hidden].flat().join('\u2013'));
}

/** @param {Session} session */
export function address(session) {
  /** Names of experiments that have an entry of their own before them. @type {Set<string>} */ const entered = new Set();
  /** Names of those to which Forward leads. @type {Set<string>} */ const ahead = new Set();
  /** @returns {Kept | null} */
  const kept = () => (history.state?.id ? history.state : null);

  /** @param {Pick<Left, 'id'>} one @param {Partial<Left>} [left] */
  const state = ({ id }, { iteration = 0, seconds = 0 } = {}) => ({ id, iteration, seconds });

  let arrived = () => {};
  addEventListener('popstate', async () => {
    const to = kept();
    if (!to) return; // typed or pasted
    await session.takeUp({ ...to, link: location.hash, number: -1, by: 'address' }).catch(() => {});
    const { redo } = session.steps();
    if (redo) ahead.add(redo.id);
    arrived();
  });

  /** @type {Promise<unknown>} */ let going = Promise.resolve();
  /** One step of undo or redo after another: each knows only then which way is its. @param {() => unknown} work */
  const step = (work) => (going = going.then(work).catch(() => {}));
  /** @param {'back' | 'forward'} way */
  const travel = (way) =>
    new Promise((resolve) => {
      arrived = () => resolve(undefined);
      setTimeout(resolve, PATIENCE);
      history[way]();
    });

  return {
    /** Whether the address is one that the page itself wrote, which Back or Forward has come to. */
    written: () => kept() !== null,
    /** @param {import('./types.d.ts').Opened} next @param {import('./session.js').How} how */
    opened(next, how) {
      entitle(next);
      const { left } = how;
      // By Back the browser has the entry already.
      if (how.again && kept()?.id === how.id) return;
      // An edit changes what is open; the tour goes from one experiment of its own to another.
      const enters = left && !how.again && how.by !== 'edit' && !(how.by === 'tour' && left.by === 'tour');
      if (enters) entered.add(how.id);
      // A link that was typed or pasted has an entry by itself.
      if (enters && how.by !== 'address') {
        if (kept()?.id === left.id) history.replaceState(state(left, left), '');
        history.pushState(state(how), '', next.link);
      } else history.replaceState(state(how), '', next.link);
    },
    /** The link of the experiment that is open. @param {import('./types.d.ts').Opened} next */
    moved(next) {
      entitle(next);
      const { link } = next;
      const name = session.name();
      history.replaceState(name && kept()?.id !== name.id ? state(name) : history.state, '', link);
    },
    /** Undo and redo go the way of Back and Forward where that is the same. */
    undo: () =>
      step(() => {
        const { undo } = session.steps();
        const id = session.name()?.id;
        return undo && id && entered.has(id) && kept()?.id === id ? travel('back') : session.undo();
      }),
    redo: () =>
      step(() => {
        const { redo } = session.steps();
        return redo && entered.has(redo.id) && ahead.has(redo.id) ? travel('forward') : session.redo();
      }),
  };
}
