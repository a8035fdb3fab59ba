// Curves as SVG: for pictures to take away, and for the small ones of a sweep.
import { words as en } from '../strings/words.js';
import { escape } from './record.js';

/** @typedef {{ colour: string, dash: number[], width: number }} Stroke */

/** Values at which an axis is labelled. @param {number} low @param {number} high @param {number} most @param {boolean} log */
export function ticks(low, high, most, log) {
  if (log) {
    const from = Math.ceil(Math.log10(low) - 1e-9);
    return Array.from({ length: Math.max(0, Math.floor(Math.log10(high) + 1e-9) - from + 1) }, (_, i) => 10 ** (from + i));
  }
  const rough = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= rough * (1 - 1e-9)) ?? 10);
  const from = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(high / step + 1e-9) - from + 1) }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/**
 * @param {object} options
 * @param {number} options.width @param {number} options.height
 * @param {ArrayLike<number | null | undefined>} options.x
 * @param {ArrayLike<number | null | undefined>[]} options.columns
 * @param {Stroke[]} options.lines
 * @param {[number, number]} options.xRange @param {[number, number]} options.yRange
 * @param {boolean} [options.log]
 * @param {string} options.ink @param {string} options.rule
 * @param {boolean} [options.bare] with labels at the ends of the axes only
 * @returns the inside of an SVG of that size
 */
export function curveMarkup({ width, height, x, columns, lines, xRange, yRange, log = false, ink, rule, bare = false }) {
  const left = bare ? 24 : 44;
  const [right, top, bottom] = bare ? [8, 6, 16] : [14, 8, 22];
  const w = Math.max(1, width - left - right);
  const h = Math.max(1, height - top - bottom);
  const [x0, x1] = xRange;
  const scale = (/** @type {number} */ v) => (log ? Math.log10(v) : v);
  const [y0, y1] = yRange.map(scale);
  const px = (/** @type {number} */ v) => left + ((v - x0) / (x1 - x0 || 1)) * w;
  const py = (/** @type {number} */ v) => top + h - ((scale(v) - y0) / (y1 - y0 || 1)) * h;
  const f = (/** @type {number} */ v) => v.toFixed(1);
  let out = '';
  const font = `font-family="system-ui, sans-serif" font-size="${bare ? 11 : 12}" fill="${escape(ink)}"`;
  const xs = bare ? [x0, x1] : ticks(x0, x1, Math.floor(w / 60), false);
  const ys = bare ? ticks(yRange[0], yRange[1], 3, false) : ticks(yRange[0], yRange[1], Math.floor(h / 30), log);
  for (const v of ys) out += `<line x1="${left}" x2="${left + w}" y1="${f(py(v))}" y2="${f(py(v))}" stroke="${escape(rule)}"/><text x="${left - 4}" y="${f(py(v) + 4)}" text-anchor="end" ${font}>${escape(en.tick(v))}</text>`;
  for (const [i, v] of xs.entries()) {
    if (!bare) out += `<line x1="${f(px(v))}" x2="${f(px(v))}" y1="${top}" y2="${top + h}" stroke="${escape(rule)}"/>`;
    out += `<text x="${f(px(v))}" y="${height - 4}" text-anchor="${bare ? (i ? 'end' : 'start') : 'middle'}" ${font}>${escape(en.tick(v))}</text>`;
  }
  columns.forEach((column, k) => {
    let path = '';
    let points = 0;
    for (let i = 0; i < x.length; i++) {
      const [a, b] = [x[i], column[i]];
      if (a === null || a === undefined || b === null || b === undefined || !Number.isFinite(b) || (log && b <= 0)) continue;
      path += `${path ? 'L' : 'M'}${f(px(a))} ${f(Math.max(top, Math.min(top + h, py(b))))}`;
      points++;
    }
    if (!points) return;
    const { colour, dash, width: thick } = lines[k];
    // A single value is seen as a point.
    if (points === 1) path += 'h.01';
    out += `<path d="${path}" fill="none" stroke="${escape(colour)}" stroke-width="${points === 1 ? 5 : thick}" stroke-linejoin="round" stroke-linecap="${points === 1 ? 'round' : 'butt'}"${dash.length && points > 1 ? ` stroke-dasharray="${dash.join(' ')}"` : ''}/>`;
  });
  return out;
}
