// The samples of a planar task; where there is no plane, the spike trains of the outputs or the confusion counts.
import { marker, paint } from './canvas.js';
import { Recording } from '../export/record.js';
import { words as en } from '../strings/words.js';

/** The samples of a planar task, painted once for an experiment, size and theme. */
export class Points {
  #canvas = document.createElement('canvas');
  #painted = '';

  /** @param {CanvasRenderingContext2D} c @param {import('../types.d.ts').Opened} opened @param {number} width @param {number} height @param {number} ratio */
  draw(c, opened, width, height, ratio) {
    if (!width || !height) return;
    if (/** @type {unknown} */ (c) instanceof Recording) return drawPoints(c, opened, width, height);
    const key = `${width} ${height} ${ratio} ${paint.dark} ${opened.compare.run}`;
    if (key !== this.#painted) {
      this.#painted = key;
      this.#canvas.width = Math.round(width * ratio);
      this.#canvas.height = Math.round(height * ratio);
      const own = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
      own.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawPoints(own, opened, width, height);
    }
    c.drawImage(this.#canvas, 0, 0, width, height);
  }
}

/**
 * Training samples filled, test samples hollow, over the unit square.
 * @param {CanvasRenderingContext2D} c @param {import('../types.d.ts').Opened} opened @param {number} width @param {number} height
 */
function drawPoints(c, opened, width, height) {
  const many = opened.info.samples;
  const r = many > 1500 ? 1.4 : many > 500 ? 2 : 3;
  for (const which of /** @type {const} */ (['test', 'train'])) {
    const data = opened.points[which];
    if (!data) continue;
    for (let label = 0; label < opened.info.classes; label++) {
      c.beginPath();
      for (let i = 0; i < data.labels.length; i++) if (data.labels[i] === label) marker(c, label, data.xy[2 * i] * width, (1 - data.xy[2 * i + 1]) * height, which === 'train' ? r : r * 0.9);
      if (which === 'train') {
        c.fillStyle = paint.classes[label % paint.classes.length];
        c.fill();
        c.strokeStyle = paint.ground;
        c.lineWidth = many > 500 ? 0.4 : 0.75;
        c.stroke();
      } else {
        c.fillStyle = paint.ground;
        c.fill();
        c.strokeStyle = paint.classes[label % paint.classes.length];
        c.lineWidth = many > 500 ? 0.8 : 1.25;
        c.stroke();
      }
    }
  }
}

/**
 * The frame of a map, and a ring about the sample that is looked at.
 * @param {CanvasRenderingContext2D} c @param {ArrayLike<number> | null | undefined} xy in the unit square @param {number} width @param {number} height
 */
export function drawFrame(c, xy, width, height) {
  if (xy) {
    c.strokeStyle = paint.ink;
    c.lineWidth = 2;
    c.beginPath();
    c.arc(xy[0] * width, (1 - xy[1]) * height, 8, 0, 7);
    c.stroke();
  }
  c.strokeStyle = paint.rule;
  c.lineWidth = 1;
  c.strokeRect(0.5, 0.5, width - 1, height - 1);
}

/** Pixels that a class's sign and number take side by side. */
const NARROW = 28;

/**
 * Counts of the test set, a row a true class, a column an answer.
 * @param {CanvasRenderingContext2D} c @param {number} width @param {number} height @param {{ classes: number, counts: Uint32Array }} confusion
 */
export function drawConfusion(c, width, height, { classes: k, counts }) {
  const left = 40;
  // Where columns are narrow a class's sign stands over its number.
  const narrow = (width - left) / k < NARROW;
  const top = narrow ? 50 : 36;
  const cell = Math.min((width - left) / k, (height - top) / k);
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  for (let i = 0; i < k; i++) {
    const row = counts.subarray(i * k, (i + 1) * k);
    const all = row.reduce((a, b) => a + b, 0) || 1;
    for (let j = 0; j < k; j++) {
      const x = left + j * cell;
      const y = top + i * cell;
      const share = row[j] / all;
      c.globalAlpha = share * (paint.dark ? 0.75 : 0.85);
      c.fillStyle = i === j ? paint.ink : paint.bad;
      c.fillRect(x + 1, y + 1, cell - 2, cell - 2);
      c.globalAlpha = 1;
      c.strokeStyle = paint.rule;
      c.strokeRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
      c.fillStyle = share > (paint.dark ? 0.45 : 0.6) ? paint.ground : paint.ink;
      c.fillText(String(row[j]), x + cell / 2, y + cell / 2);
    }
    c.fillStyle = paint.classes[i % paint.classes.length];
    c.beginPath();
    marker(c, i, left - 22, top + (i + 0.5) * cell, 4);
    marker(c, i, left + (i + 0.5) * cell - (narrow ? 0 : 7), top - (narrow ? 24 : 9), 4);
    c.fill();
    c.fillStyle = paint.ink;
    c.fillText(String(i), left - 10, top + (i + 0.5) * cell);
    c.fillText(String(i), left + (i + 0.5) * cell + (narrow ? 0 : 5), top - 9);
  }
  c.fillStyle = paint.soft;
  c.fillText(en.learned.answered, left + (k * cell) / 2, 9);
  c.save();
  c.translate(8, top + (k * cell) / 2);
  c.rotate(-Math.PI / 2);
  c.fillText(en.learned.true, 0, 0);
  c.restore();
}

/** The signs of {@link drawTrains}: filled on time, a cross for one too many, an empty frame for one that was missed.
 * @param {CanvasRenderingContext2D} c @param {number} code @param {number} x @param {number} y @param {number} w @param {number} h */
function trainSign(c, code, x, y, w, h) {
  c.lineWidth = 1.5;
  if (code === 1) {
    c.fillStyle = paint.ink;
    c.fillRect(x, y, w, h);
  } else if (code === 2) {
    c.strokeStyle = paint.ink;
    c.beginPath();
    c.moveTo(x, y);
    c.lineTo(x + w, y + h);
    c.moveTo(x + w, y);
    c.lineTo(x, y + h);
    c.stroke();
  } else if (code === 3) {
    c.strokeStyle = paint.ink;
    c.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
  }
}

/** @param {CanvasRenderingContext2D} c @param {number} width @param {number} height @param {NonNullable<import('../types.d.ts').Frame['target']>} target */
export function drawTrains(c, width, height, { outputs, T, codes }) {
  const left = 20;
  const foot = 18;
  const row = (height - foot) / outputs;
  const step = (width - left - 1) / T;
  c.textBaseline = 'middle';
  for (let k = 0; k < outputs; k++) {
    const y = k * row;
    c.fillStyle = paint.soft;
    c.textAlign = 'left';
    c.fillText(String(k + 1), 2, y + row / 2);
    c.strokeStyle = paint.rule;
    c.lineWidth = 1;
    c.strokeRect(left + 0.5, Math.round(y) + 0.5, width - left - 1, Math.round(row) - 4);
    const w = Math.max(4, step * 0.8);
    const h = Math.min(row - 12, 24);
    for (let t = 0; t < T; t++) trainSign(c, codes[k * T + t], left + (t + 0.5) * step - w / 2, y + (row - 4 - h) / 2, w, h);
  }
  c.fillStyle = paint.soft;
  c.textBaseline = 'alphabetic';
  c.textAlign = 'left';
  c.fillText(en.learned.outputs, 0, height - 3);
  c.textAlign = 'right';
  c.fillText(en.learned.steps(T), width, height - 3);
}
