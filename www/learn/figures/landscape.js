// What the staircase and the surrogate's slopes share: one small network, and its loss along one weight.
import { scale, svg } from '../kit.js';

/** The network: small enough that each of its spikes makes a cliff. */
export const LINK = '#v=1&task=moons&hidden=8&n=20&T=8';
/** Iterations after which it is looked at: no longer random, not yet done. */
const TRAINED = 3;
/** How far to either side of where the weight stands. */
export const REACH = 1;
/** Values at which the real network is run. */
const POINTS = 361;
/** A weight with fewer cliffs shows nothing. */
const CLIFFS = 8;

/** @typedef {{ layer: number, to: number, from: number }} Place */
/** @typedef {{ place: Place, stood: number, at: Float32Array, loss: Float64Array, differ: Float64Array }} Course */

/** @type {import('../../pkg/heaviside.js').Landscape | null} */ let shared = null;
/** @param {import('../kit.js').Core} core */
export const landscape = (core) => (shared ??= new core.Landscape(LINK, TRAINED));

/** The real loss along a weight. @param {import('../kit.js').Core} core @param {Place} place @returns {Course | null} null where there is no such weight */
export function course(core, place) {
  const { layer, to, from } = place;
  const stood = landscape(core).weight(layer, to, from);
  if (Number.isNaN(stood)) return null;
  const at = Float32Array.from({ length: POINTS }, (_, k) => stood + REACH * ((2 * k) / (POINTS - 1) - 1));
  return { place, stood, at, ...landscape(core).real(layer, to, from, at) };
}

/** Indices from which and to which the loss is the same as at `k`. @param {Course} course @param {number} k */
export function tread({ loss }, k) {
  let [from, to] = [k, k];
  while (from > 0 && loss[from - 1] === loss[k]) from--;
  while (to < loss.length - 1 && loss[to + 1] === loss[k]) to++;
  return { from, to };
}

/** Hidden weights whose loss has cliffs to show, one after the other, for ever. @param {import('../kit.js').Core} core @returns {Generator<Course, never>} */
export function* hidden(core) {
  for (let k = 0; ; k++) {
    const found = course(core, { layer: 0, to: (3 * k + 1) % 8, from: (5 * k + 2) % 16 });
    if (found && found.loss.reduce((n, loss, i) => n + Number(i > 0 && loss !== found.loss[i - 1]), 0) >= CLIFFS) yield found;
  }
}

/** A scale of a width for the weight, and one of a height for the loss. @param {Course} course @param {number} width @param {number} height @param {ArrayLike<number>} [more] further losses that must fit */
export function scales({ at, loss }, width, height, more = []) {
  const all = [...loss, ...Array.from(more)];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = 0.08 * (most - least || 1);
  return { x: scale(at[0], at[at.length - 1], 40, width - 10), y: scale(least - room, most + room, height - 34, 12), least: least - room, most: most + room };
}

/** Treads as lines, cliffs as thin uprights. @param {Course} course @param {(v: number) => number} x @param {(v: number) => number} y @param {boolean} steps */
export function staircase({ at, loss }, x, y, steps) {
  let treads = '';
  let cliffs = '';
  const half = (at[1] - at[0]) / 2;
  for (let k = 0; k < loss.length; k++) {
    const [left, right] = [Math.max(at[0], at[k] - half), Math.min(at[at.length - 1], at[k] + half)];
    const joined = k > 0 && (loss[k] === loss[k - 1] || !steps);
    treads += joined ? (steps ? `H${x(right).toFixed(2)}` : `L${x(at[k]).toFixed(2)} ${y(loss[k]).toFixed(2)}`) : `M${x(left).toFixed(2)} ${y(loss[k]).toFixed(2)}H${x(right).toFixed(2)}`;
    if (k > 0 && !joined) cliffs += `M${x(left).toFixed(2)} ${y(loss[k - 1]).toFixed(2)}V${y(loss[k]).toFixed(2)}`;
  }
  return [svg('path', { class: 'cliff', mark: 'loss', d: cliffs || 'M0 0' }), svg('path', { class: 'line c-loss', mark: 'loss', d: treads })];
}
