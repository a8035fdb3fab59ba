// Weights as lines between the layers, the strongest first, and spikes on their way along them.
import { marker, paint } from '../../charts/canvas.js';
import { FOOT, ends, top as labels } from './layout.js';

/** @typedef {import('./layout.js').Column} Column */
/** @typedef {import('../../types.d.ts').Lines} Lines */
/** @typedef {import('../../types.d.ts').Place} Place */

/** Lines drawn between two layers, beside those of a neuron that is pointed at. */
export const LINES = 110;
/** Shades of a line: by the share of the layer's largest weight. */
const SHADES = 4;

/** Blocks that update weights (of their layer, or of all), and those that update or read neurons. */
const ON_WEIGHTS = new Set(['W', 'W_out', 'layer_problem', 'step', 'adam', 'readout', 'backward', 'message']);
const ON_NEURONS = new Set(['a', 'z', 'sweep', 'z_out', 'flips', 'flip_costs', 'forward', 'backward', 'layer_problem', 'lambda', 'message']);
const ON_READOUT = new Set(['message', 'readout', 'lambda', 'W_out', 'z_out']);

/** Which layers' weights and neurons a block works on. @param {import('../../types.d.ts').BlockReport | null | undefined} report @param {number} L */
function working(report, L) {
  /** @type {Set<number>} */ const weights = new Set();
  /** @type {Set<number>} */ const neurons = new Set();
  if (report) {
    const layers = report.layer !== null ? [report.layer] : ON_READOUT.has(report.kind) ? [L] : Array.from({ length: L }, (_, l) => l + 1);
    for (const layer of layers) {
      if (ON_WEIGHTS.has(report.kind)) weights.add(layer);
      if (ON_NEURONS.has(report.kind)) neurons.add(layer);
    }
  }
  return { weights, neurons };
}

/** Bands behind what the block of the frame works on. @param {CanvasRenderingContext2D} c @param {Column[]} columns @param {import('../../types.d.ts').BlockReport | null} report @param {number} height */
export function drawWork(c, columns, report, height) {
  const work = working(report, columns.length - 1);
  c.fillStyle = paint.dark ? 'rgba(255,255,255,.08)' : 'rgba(0,0,0,.06)';
  const [top, tall] = [labels() - 4, height - labels() - FOOT + 8];
  for (const layer of work.neurons) c.fillRect(columns[layer].left - 6, top, columns[layer].width + 12, tall);
  for (const layer of work.weights) {
    const right = columns[layer - 1].left + columns[layer - 1].width + 6;
    c.fillRect(right, top, columns[layer].left - 6 - right, tall);
  }
}

/**
 * What a block changed in ink, the rest under a veil, while one steps.
 * @param {CanvasRenderingContext2D} c @param {Column[]} columns @param {import('../../marks.js').Changed | null} changed @param {number} width @param {number} height
 */
export function drawChanged(c, columns, changed, width, height) {
  if (!changed) return;
  const [top, tall] = [labels() - 4, height - labels() - FOOT + 8];
  const last = columns.length - 1;
  /** @param {number} from @param {number} to @param {boolean} marked */
  const part = (from, to, marked) => {
    if (to <= from) return;
    c.fillStyle = paint.ground;
    c.globalAlpha = 0.6;
    if (!marked) c.fillRect(from, top, to - from, tall);
    c.globalAlpha = 1;
    c.strokeStyle = paint.ink;
    c.lineWidth = 1.5;
    if (marked) c.strokeRect(from + 0.75, top + 0.75, to - from - 1.5, tall - 1.5);
  };
  columns.forEach(({ left, width: wide }, layer) => {
    const before = layer ? columns[layer - 1].left + columns[layer - 1].width + 6 : 0;
    part(before, left - 6, layer > 0 && changed.weights.has(layer));
    part(Math.max(0, left - 6), Math.min(width, left + wide + 6), layer === last ? changed.readout : changed.spikes.has(layer) || changed.potentials.has(layer));
  });
}

/**
 * The lines into one layer: all, or those of a neuron alone.
 * @param {CanvasRenderingContext2D} c @param {Column[]} columns @param {Lines} lines @param {Place | null} held @param {boolean} bright whether those of the neuron held, else the others
 */
export function drawLines(c, columns, { layer, from, to, weight, maxAbs }, held, bright) {
  const touched = (/** @type {number} */ i) => held !== null && ((held.layer === layer && to[i] === held.neuron) || (held.layer === layer - 1 && from[i] === held.neuron));
  // Of many weights the lines drawn are nearly equals: shades part what is drawn.
  const least = Math.abs(weight[Math.min(LINES, weight.length) - 1] ?? 0);
  const shadeOf = (/** @type {number} */ w) => Math.max(0, Math.min(SHADES - 1, Math.floor(((Math.abs(w) - least) / (maxAbs - least || 1)) * SHADES)));
  for (let shade = 0; shade < SHADES; shade++)
    for (const positive of [true, false]) {
      c.beginPath();
      let some = false;
      for (let i = weight.length - 1; i >= 0; i--) {
        if (weight[i] > 0 !== positive || shadeOf(weight[i]) !== shade) continue;
        if (touched(i) !== bright || (!bright && i >= LINES)) continue;
        const a = ends(columns[layer - 1], from[i]);
        const b = ends(columns[layer], to[i]);
        c.moveTo(a.from, a.y);
        c.lineTo(b.to, b.y);
        some = true;
      }
      if (!some) continue;
      c.strokeStyle = positive ? paint.blue : paint.red;
      c.lineWidth = 0.6 + 0.7 * shade;
      c.globalAlpha = held && !bright ? 0.08 : bright ? 0.6 + 0.13 * shade : 0.22 + 0.2 * shade;
      // The second sign: what inhibits is dashed.
      c.setLineDash(positive ? [] : [5, 3]);
      c.stroke();
    }
  c.setLineDash([]);
  c.globalAlpha = 1;
}

/**
 * Within a time step spikes pass from layer to layer.
 * @param {CanvasRenderingContext2D} c @param {Column[]} columns @param {Lines[]} all @param {number} share of the step @param {(layer: number, neuron: number) => boolean} spikes
 */
export function drawTravel(c, columns, all, share, spikes) {
  const L = columns.length - 1;
  const through = Math.min(L - 1e-6, share * L);
  const gap = Math.floor(through);
  const along = through - gap;
  const { from, to, weight, maxAbs } = all[gap];
  for (let i = Math.min(LINES, weight.length) - 1; i >= 0; i--) {
    if (!spikes(gap, from[i])) continue;
    const a = ends(columns[gap], from[i]);
    const b = ends(columns[gap + 1], to[i]);
    c.fillStyle = weight[i] > 0 ? paint.blue : paint.red;
    c.beginPath();
    marker(c, weight[i] > 0 ? 0 : 1, a.from + (b.to - a.from) * along, a.y + (b.y - a.y) * along, 1.5 + (2 * Math.abs(weight[i])) / (maxAbs || 1));
    c.fill();
  }
}
