// The sample played back: a time cursor that moves by itself through all pictures.
import { el, icon } from '../dom.js';
import { words as en } from '../strings/words.js';

/** Milliseconds a time step; longer where nothing may move in between. */
const STEP = 520;
const STEP_STILL = 900;
/** Milliseconds for which the last step stays. */
const REST = 900;

/**
 * @param {{ show: (t: number | null, share: number) => void }} host told the time step from 0 and the share of it that
 *   has gone by
 */
export function playback(host) {
  const s = en.picture;
  const playIcon = icon('M6 4 L16 10 L6 16 Z', 'solid');
  const pauseIcon = icon('M6 4 H8.5 V16 H6 Z|M11.5 4 H14 V16 H11.5 Z', 'solid');
  const root = el('button', { type: 'button', class: 'quiet', id: 'play-sample', help: s.playHelp, 'aria-label': s.play, 'aria-pressed': 'false', onclick: toggle }, playIcon);
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let T = 1;
  let playing = false;
  let began = 0;
  /** @type {number} */ let request = 0;

  function tick(/** @type {number} */ now) {
    if (!playing) return;
    const each = still.matches ? STEP_STILL : STEP;
    const at = Math.max(0, now - began) / each;
    if (at * each > T * each + REST) return stop();
    const t = Math.min(T - 1, Math.floor(at));
    host.show(t, still.matches ? 0 : Math.min(1, at - t));
    request = requestAnimationFrame(tick);
  }
  function stop() {
    playing = false;
    cancelAnimationFrame(request);
    root.firstElementChild?.replaceWith(playIcon);
    root.setAttribute('aria-label', s.play);
    root.setAttribute('aria-pressed', 'false');
    host.show(null, 0);
  }
  function toggle() {
    if (playing) return stop();
    playing = true;
    began = performance.now();
    root.firstElementChild?.replaceWith(pauseIcon);
    root.setAttribute('aria-label', s.pause);
    root.setAttribute('aria-pressed', 'true');
    request = requestAnimationFrame(tick);
  }
  return {
    id: 'play-sample',
    root,
    playing: () => playing,
    /** @param {import('../types.d.ts').Opened} opened */
    open(opened) {
      T = opened.info.T;
      if (playing) stop();
    },
  };
}
