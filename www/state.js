// What a reload keeps: the iteration (replayed, which a link makes exact), what is looked at, and the speed.

/** @typedef {{ link: string, iteration: number, seconds: number, view: import('./types.d.ts').View, speed: number | null, altered: boolean }} Kept */

const KEY = 'heaviside-state';
/** Longer runs are not worth the wait of a replay. */
const LONGEST = 60;

/** @param {Kept} state */
export function keep(state) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Storage may be closed; a reload then starts at iteration 0.
  }
}

/**
 * What was kept of this experiment.
 * @param {string} link
 * @returns {Kept | null}
 */
export function kept(link) {
  try {
    /** @type {Kept} */ const state = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (state?.link !== link) return null;
    // A setting changed under way is no part of the link's run, which then is not the one that was seen.
    return state.altered || state.seconds > LONGEST ? { ...state, iteration: 0 } : state;
  } catch {
    return null;
  }
}
