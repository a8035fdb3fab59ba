// How one neuron of the network picture looks: as a map of what it answers, or as a dot where there is no room for one.
import { marker, paint } from '../../charts/canvas.js';
import { at } from './layout.js';

/** @typedef {ReturnType<typeof import('./maps.js').neuronMaps>} Maps */
/** @typedef {import('./layout.js').Column} Column */
/** Where it stands, whether it spikes now, whether it never does, and whether others do now. @typedef {{ x: number, y: number, size: number, lit: boolean, silent: boolean, dim: boolean }} Look */

/** @param {CanvasRenderingContext2D} c @param {Maps} maps @param {import('../../types.d.ts').Place} one @param {Look} look */
export function drawMap(c, maps, one, { x, y, size, lit, silent, dim }) {
  const [left, top] = [x - size / 2, y - size / 2];
  c.fillStyle = paint.ground;
  c.fillRect(left, top, size, size);
  c.globalAlpha = dim ? 0.35 : 1;
  maps.draw(c, one, x, y, size);
  c.globalAlpha = 1;
  c.strokeStyle = lit ? paint.ink : silent ? paint.soft : paint.rule;
  c.lineWidth = lit ? 2.5 : 1;
  // One that never fires has no whole outline.
  c.setLineDash(silent ? [2, 3] : []);
  c.strokeRect(left - 0.5, top - 0.5, size + 1, size + 1);
  c.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} c @param {Look} look @param {number} rate how full it is, in [0, 1] */
export function drawDot(c, { x, y, size, lit, silent, dim }, rate) {
  const radius = size / 2;
  c.beginPath();
  c.arc(x, y, radius, 0, 7);
  c.fillStyle = paint.ground;
  c.fill();
  c.globalAlpha = lit ? 1 : (dim ? 0.35 : 0.9) * rate;
  c.fillStyle = paint.ink;
  c.fill();
  c.globalAlpha = 1;
  c.strokeStyle = lit ? paint.ink : paint.soft;
  c.lineWidth = lit ? 2 : radius > 3 ? 1 : 0.5;
  c.setLineDash(silent && radius > 2 ? [1.5, 2] : []);
  c.stroke();
  c.setLineDash([]);
}

/**
 * The classes: how sure the network is of each over the plane, else their marks.
 * @param {CanvasRenderingContext2D} c @param {Maps} maps @param {Column} column @param {number} layer @param {number} predicted
 */
export function drawReadout(c, maps, column, layer, predicted) {
  for (let neuron = 0; neuron < column.neurons; neuron++) {
    const { x, y } = at(column, neuron);
    const chosen = neuron === predicted;
    const mapped = column.map && maps.has({ layer, neuron });
    if (mapped) drawMap(c, maps, { layer, neuron }, { x, y, size: column.size, lit: chosen, silent: false, dim: false });
    const half = column.size / 2;
    c.fillStyle = paint.classes[neuron % paint.classes.length];
    c.strokeStyle = mapped ? paint.ground : paint.ink;
    c.lineWidth = mapped ? 3 : 1.5;
    c.beginPath();
    if (!mapped) marker(c, neuron, x, y, chosen ? half : half * 0.7);
    else if (half > 14) marker(c, neuron, x - half + 9, y - half + 9, 5);
    if (chosen || mapped) c.stroke();
    c.fill();
  }
}

/** An outline in ink. @param {CanvasRenderingContext2D} c @param {Column | undefined} column @param {number} neuron @param {number} wide @param {number} away */
export function ring(c, column, neuron, wide, away) {
  if (!column || neuron >= column.neurons) return;
  const { x, y } = at(column, neuron);
  const half = column.size / 2 + away + wide / 2;
  c.strokeStyle = paint.ink;
  c.lineWidth = wide;
  c.beginPath();
  if (column.map) c.rect(x - half, y - half, 2 * half, 2 * half);
  else c.arc(x, y, half + 1, 0, 7);
  c.stroke();
}
