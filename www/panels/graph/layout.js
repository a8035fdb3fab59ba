// Where the neurons of each layer stand in the network picture.
import { paint } from '../../charts/canvas.js';

/** @typedef {import('../../types.d.ts').Place} Place */
/** A layer: `pitch` from one neuron to the next, `size` of what stands for one, `map` whether that is a picture. @typedef {{ left: number, width: number, top: number, rows: number, pitch: number, size: number, map: boolean, neurons: number }} Column */

/** Room for the names of the layers, which grow with the text. */
export const top = () => 36 * paint.scale;
export const FOOT = 6;
const SIDE = 14;
/** Pixels a side: no map of a neuron is smaller, and none larger; those of the classes may be larger. */
const LEAST = 11;
const LARGEST = 64;
const CLASS = 96;
/** Pixels from dot to dot at most, and of a dot. */
const DOTS = 26;
const DOT = 18;
/** Pixels within which a line is under the pointer. */
const REACH = 4;

/**
 * The largest pitch at which a layer fits, in few columns side by side.
 * @param {number} neurons @param {number} room @param {number} tall @param {number} most
 */
function fit(neurons, room, tall, most) {
  let pitch = most;
  let rows = 1;
  for (; pitch > 2; pitch -= pitch > 8 ? 1 : 0.5) {
    rows = Math.max(1, Math.floor(tall / pitch));
    if (Math.ceil(neurons / rows) * pitch <= room) break;
  }
  return pitch;
}

/**
 * The columns of a network, the input first and the readout last.
 * @param {number[]} sizes @param {number} width @param {number} height @param {boolean} plane whether the classes have maps, too
 * @returns {Column[]}
 */
export function place(sizes, width, height, plane) {
  const tall = height - top() - FOOT;
  const last = sizes.length - 1;
  const gap = Math.max(24, Math.min(88, width / (2.6 * sizes.length)));
  /** @param {number} neurons @param {number} pitch @param {boolean} map @returns {Column} */
  const column = (neurons, pitch, map) => {
    const beside = Math.ceil(neurons / Math.max(1, Math.floor(tall / pitch)));
    const rows = Math.ceil(neurons / beside);
    const size = map ? pitch - (pitch > 24 ? 4 : pitch > 14 ? 3 : 2) : Math.max(2.4, Math.min(DOT, pitch * 0.8));
    return { left: 0, width: beside * pitch, top: top() + (tall - rows * pitch) / 2, rows, pitch, size, map, neurons };
  };
  const inputs = column(sizes[0], fit(sizes[0], Math.min(width / 8, 40), tall, DOTS), false);
  const ends = plane ? Math.max(24, Math.min(CLASS, width / 5, tall / sizes[last])) : DOTS + 6;
  const answers = column(sizes[last], Math.min(ends, tall / sizes[last]), plane && tall / sizes[last] >= LEAST);
  const room = (width - 2 * SIDE - inputs.width - answers.width - gap * last) / Math.max(1, last - 1);
  const hidden = sizes.slice(1, last).map((neurons) => {
    const pitch = fit(neurons, room, tall, LARGEST);
    return pitch >= LEAST ? column(neurons, pitch, true) : column(neurons, fit(neurons, room, tall, DOTS), false);
  });
  const columns = [inputs, ...hidden, answers];
  const used = columns.reduce((sum, c) => sum + c.width, 0);
  const between = (width - 2 * SIDE - used) / Math.max(1, last);
  let left = SIDE;
  for (const c of columns) {
    c.left = left;
    left += c.width + between;
  }
  return columns;
}

/** The middle of a neuron. @param {Column} c @param {number} neuron */
export function at(c, neuron) {
  return { x: c.left + (Math.floor(neuron / c.rows) + 0.5) * c.pitch, y: c.top + ((neuron % c.rows) + 0.5) * c.pitch };
}

/** Where a line from a neuron begins and one to it ends. @param {Column} c @param {number} neuron */
export function ends(c, neuron) {
  const { x, y } = at(c, neuron);
  const reach = c.map ? c.size / 2 : 0;
  return { from: x + reach, to: x - reach, y };
}

/** The neuron at a point. @param {Column[]} columns @param {number} x @param {number} y @returns {Place | null} */
export function neuronAt(columns, x, y) {
  for (let layer = 0; layer < columns.length; layer++) {
    const c = columns[layer];
    if (x < c.left - 2 || x > c.left + c.width + 2) continue;
    const beside = Math.max(0, Math.min(Math.ceil(c.neurons / c.rows) - 1, Math.floor((x - c.left) / c.pitch)));
    const row = Math.floor((y - c.top) / c.pitch);
    const neuron = beside * c.rows + row;
    if (row >= 0 && row < c.rows && neuron < c.neurons) return { layer, neuron };
  }
  return null;
}

/**
 * The line nearest to a point, of the first `most` of each layer.
 * @param {Column[]} columns @param {import('../../types.d.ts').Lines[]} all @param {number} most @param {number} px @param {number} py
 */
export function lineAt(columns, all, most, px, py) {
  let least = REACH;
  /** @type {{ layer: number, from: number, to: number, weight: number } | null} */ let found = null;
  for (const lines of all) {
    const count = Math.min(most, lines.weight.length);
    for (let i = 0; i < count; i++) {
      const a = ends(columns[lines.layer - 1], lines.from[i]);
      const b = ends(columns[lines.layer], lines.to[i]);
      const dx = b.to - a.from;
      const dy = b.y - a.y;
      const along = ((px - a.from) * dx + (py - a.y) * dy) / (dx * dx + dy * dy || 1);
      if (along < 0.02 || along > 0.98) continue;
      const away = Math.abs((px - a.from) * dy - (py - a.y) * dx) / Math.hypot(dx, dy);
      if (away < least) {
        least = away;
        found = { layer: lines.layer, from: lines.from[i], to: lines.to[i], weight: lines.weight[i] };
      }
    }
  }
  return found;
}
