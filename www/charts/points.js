// The samples of a planar task, and the confusion counts where there is no plane.
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
 * Counts of the test set, a row a true class, a column an answer.
 * @param {CanvasRenderingContext2D} c @param {number} width @param {number} height @param {{ classes: number, counts: Uint32Array }} confusion
 */
export function drawConfusion(c, width, height, { classes: k, counts }) {
  const left = 40;
  const top = 36;
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
      c.fillStyle = i === j ? paint.blue : paint.red;
      c.fillRect(x + 1, y + 1, cell - 2, cell - 2);
      c.globalAlpha = 1;
      c.strokeStyle = paint.rule;
      c.strokeRect(x + 0.5, y + 0.5, cell - 1, cell - 1);
      c.fillStyle = share > 0.6 && !paint.dark ? '#fff' : paint.ink;
      c.fillText(String(row[j]), x + cell / 2, y + cell / 2);
    }
    c.fillStyle = paint.classes[i % paint.classes.length];
    c.beginPath();
    marker(c, i, left - 22, top + (i + 0.5) * cell, 4);
    marker(c, i, left + (i + 0.5) * cell - 7, top - 9, 4);
    c.fill();
    c.fillStyle = paint.ink;
    c.fillText(String(i), left - 10, top + (i + 0.5) * cell);
    c.fillText(String(i), left + (i + 0.5) * cell + 5, top - 9);
  }
  c.fillStyle = paint.soft;
  c.fillText(en.learned.answered, left + (k * cell) / 2, 9);
  c.save();
  c.translate(8, top + (k * cell) / 2);
  c.rotate(-Math.PI / 2);
  c.fillText(en.learned.true, 0, 0);
  c.restore();
}
