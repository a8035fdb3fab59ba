// The neuron that is pointed at in the network picture, by mouse, finger or keyboard, and the one that is kept.
import { unread } from '../../charts/reading.js';

/** @typedef {import('../../types.d.ts').Place} Place */

/** @param {Place | null} a @param {Place | null} b */
export const same = (a, b) => a?.layer === b?.layer && a?.neuron === b?.neuron;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ sizes: () => number[], chosen: () => Place, find: (x: number, y: number) => Place | null, changed: (chosen: Place | null) => void,
 *   tell: (one: Place, at: { clientX: number, clientY: number } | null, aloud: boolean) => void, beside: (x: number, y: number, event: PointerEvent) => void }} host
 *   told that something else is pointed at (with a hidden neuron that was chosen by it), to say what a neuron is, and of a place where none stands
 */
export function pointing(canvas, host) {
  /** The neuron whose answer stays in the map. @type {Place | null} */ let kept = null;
  /** The neuron under the pointer or the keyboard. @type {Place | null} */ let focus = null;
  /** @type {{ clientX: number, clientY: number } | null} */ let pointer = null;

  /** @param {Place | null} one */
  function pointAt(one) {
    if (same(one, focus)) return;
    focus = one;
    host.changed(null);
  }
  /** Keeps a neuron's answer in the map, or lets go of it. @param {Place} one */
  function keep(one) {
    kept = same(kept, one) ? null : one;
    const hidden = one.layer > 0 && one.layer < host.sizes().length - 1;
    host.changed(hidden ? one : null);
  }
  /** @param {MouseEvent} event */
  function where(event) {
    const box = canvas.getBoundingClientRect();
    return /** @type {const} */ ([event.clientX - box.left, event.clientY - box.top]);
  }

  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    pointer = event;
    const [x, y] = where(event);
    const one = host.find(x, y);
    pointAt(one);
    if (one) host.tell(one, event, false);
    else host.beside(x, y, event);
  });
  canvas.addEventListener('pointerleave', () => {
    pointer = null;
    pointAt(null);
    unread();
  });
  canvas.addEventListener('click', (event) => {
    const one = host.find(...where(event));
    if (!one) return kept && keep(kept);
    keep(one);
    if (!(event instanceof PointerEvent && event.pointerType === 'mouse')) host.tell(one, event, true);
  });
  canvas.addEventListener('keydown', (event) => {
    const sizes = host.sizes();
    if (!sizes.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = focus ?? kept ?? host.chosen();
    /** @type {Place | null} */ let next = null;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') next = { layer: now.layer, neuron: (now.neuron + (event.key === 'ArrowDown' ? 1 : -1) + sizes[now.layer]) % sizes[now.layer] };
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const layer = Math.max(0, Math.min(sizes.length - 1, now.layer + (event.key === 'ArrowRight' ? 1 : -1)));
      next = { layer, neuron: Math.min(sizes[layer] - 1, Math.round(((now.neuron + 0.5) / sizes[now.layer]) * sizes[layer] - 0.5)) };
    } else if (event.key === 'Enter') keep(now);
    else if (event.key === 'Escape' && (focus || kept)) {
      kept = focus = null;
      unread();
      host.changed(null);
    } else return;
    // The arrows step blocks elsewhere.
    event.preventDefault();
    event.stopPropagation();
    if (next) {
      pointAt(next);
      host.tell(next, null, true);
    }
  });
  canvas.addEventListener('blur', () => {
    if (pointer) return;
    pointAt(null);
    unread();
  });

  return {
    focus: () => focus,
    kept: () => kept,
    /** Where the pointer stands, while it is over the picture. */
    pointer: () => pointer,
    /** What is kept as the page has it. @param {Place | null} now */
    follow(now) {
      if (now && !focus) kept = now;
      if (!now) kept = focus = null;
    },
    release() {
      kept = focus = null;
      unread();
    },
  };
}
