// What a reload keeps: the iteration (replayed, which a link makes exact), what is looked at, and the speed.
import { LONGEST } from './session.js';

/** @typedef {{ link: string, iteration: number, seconds: number, view: import('./types.d.ts').View, speed: number | null }} Kept */

const KEY = 'heaviside-state';

/** @param {ReturnType<typeof import('./session.js').createSession>} session */
export function acrossReloads(session) {
  addEventListener('pagehide', () => {
    const [opened, shown] = [session.opened(), session.shown()];
    if (opened && shown) keep({ link: opened.link, iteration: shown.iteration, seconds: shown.seconds, view: session.view(), speed: session.speed() });
  });
  return {
    /** Go on where the page was, if it was open on the same link. @param {(speed: number | null) => void} showSpeed */
    takeUp(showSpeed) {
      const opened = session.opened();
      const state = opened && kept(opened.link);
      if (!state) return;
      showSpeed(state.speed);
      session.look({ ...state.view, dark: session.view().dark });
      if (state.iteration > 0) session.replay(state.iteration);
    },
  };
}

/** @param {Kept} state */
function keep(state) {
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
function kept(link) {
  try {
    /** @type {Kept} */ const state = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (state?.link !== link) return null;
    return state.seconds > LONGEST ? { ...state, iteration: 0 } : state;
  } catch {
    return null;
  }
}
