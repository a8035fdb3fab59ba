// Curves over iterations or seconds, on uPlot; with a legend that shows the value under the cursor.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { words as en } from '../strings/words.js';
import { el, say } from '../dom.js';
import { curveMarkup } from '../export/curve.js';
import { vectors } from '../export/record.js';
import { paint } from './canvas.js';
import { read, unread } from './reading.js';

/** Steps between the ticks of the horizontal axis. */
const WHOLE = Array.from({ length: 8 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat();
const FINE = Array.from({ length: 8 }, (_, i) => [1, 2, 5].map((n) => Number((n * 10 ** (i - 4)).toPrecision(1)))).flat();

/** @typedef {{ key: string, name: string, colour: () => string, dash: number[], width?: number, help?: string, aside?: string }} Line what stands before its name, where it is none of those that the caption is about */

/**
 * @param {HTMLElement} parent
 * @param {string} id
 * @param {{ log: boolean, floor?: number, lines: Line[], caption: string, whole: () => boolean, format: (value: number | null) => string }} options
 */
export function curves(parent, id, { log, floor = 0.4, lines, format, caption, whole }) {
  const body = el('div', { class: 'curve', id });
  const legend = el('p', { class: 'legend lines' }, el('span', { text: caption }));
  parent.append(legend, body);
  /** @type {HTMLElement[]} */ const values = [];
  for (const line of lines) {
    const value = el('span', { class: 'num' });
    values.push(value);
    const swatch = el('i', { class: 'swatch' });
    swatch.style.borderTopColor = line.colour();
    swatch.style.borderTopStyle = line.dash.length === 0 ? 'solid' : line.dash[0] < 4 ? 'dotted' : 'dashed';
    if (line.aside) legend.append(el('span', { text: line.aside }));
    const entry = el('span', { help: line.help }, swatch, line.name, ' ', value);
    if (line.help) entry.tabIndex = 0;
    legend.append(entry);
  }
  /** @type {uPlot.AlignedData} */ let data = [[], ...lines.map(() => [])];
  /** @type {number | null} */ let at = null;
  /** Whether the newest point is marked. */
  let ringed = false;

  /** The value of a line at a place, or where it has none (another run ended, or was measured elsewhere) its last one before. @param {number} line @param {number} index */
  function valueAt(line, index) {
    const column = data[line + 1];
    while (index >= 0 && (column[index] ?? null) === null) index--;
    return column[index] ?? null;
  }

  function speak() {
    const last = data[0].length - 1;
    lines.forEach((_, i) => say(values[i], last < 0 ? '' : format(valueAt(i, at ?? last))));
  }
  const axis = {
    stroke: () => paint.soft,
    grid: { stroke: () => paint.rule, width: 1 },
    ticks: { stroke: () => paint.rule, width: 1, size: 4 },
    font: `${12 * paint.scale}px system-ui, sans-serif`,
    gap: 3,
  };
  /** Grid and ticks at whole powers of ten only. @param {uPlot} _ @param {number[]} splits */
  const decades = (_, splits) => splits.map((v) => (v !== null && Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-6 ? v : null));
  /** @type {uPlot.Options} */
  const options = {
    width: 100,
    height: 100,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, sync: { key: 'heaviside' } },
    scales: {
      x: { time: false, range: (_, low, high) => [low ?? 0, (high ?? 1) <= (low ?? 0) ? (low ?? 0) + 1 : /** @type {number} */ (high)] },
      y: log
        ? { distr: 3, range: (_, low, high) => (low > 0 && high > 0 && Number.isFinite(low) && Number.isFinite(high) ? uPlot.rangeLog(low, Math.max(high, low * 1.01), 10, false) : [0.01, 1]) }
        : { range: (_, low) => [Math.min(floor, Math.floor((low ?? floor) * 10) / 10), 1.02] },
    },
    axes: [
      { ...axis, size: 22 * paint.scale, space: 50 * paint.scale, incrs: () => (whole() ? WHOLE : FINE) },
      log
        ? { ...axis, size: 44 * paint.scale, space: 18 * paint.scale, grid: { ...axis.grid, filter: /** @type {any} */ (decades) }, ticks: { ...axis.ticks, filter: /** @type {any} */ (decades) }, values: (_, ticks) => ticks.map((v) => (v !== null && Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-6 ? en.tick(v) : '')) }
        : { ...axis, size: 44 * paint.scale, space: 24 * paint.scale, values: (_, ticks) => ticks.map((v) => en.tick(v)) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.name,
        stroke: () => line.colour(),
        width: line.width ?? 1.5,
        dash: line.dash,
        // A line of one or two values is seen by its points.
        points: { show: (/** @type {uPlot} */ u) => u.data[0].length < 4, size: 6 },
        spanGaps: true,
      })),
    ],
    hooks: {
      draw: [
        (u) => {
          if (!ringed) return;
          const { ctx } = u;
          ctx.save();
          ctx.strokeStyle = paint.ink;
          ctx.setLineDash([]);
          ctx.lineWidth = 2 * devicePixelRatio;
          lines.forEach((_, i) => {
            const value = data[i + 1].at(-1);
            if (value === null || value === undefined) return;
            ctx.beginPath();
            ctx.arc(u.valToPos(data[0][data[0].length - 1], 'x', true), u.valToPos(value, 'y', true), 5 * devicePixelRatio, 0, 7);
            ctx.stroke();
          });
          ctx.restore();
        },
      ],
      setCursor: [
        (u) => {
          at = u.cursor.idx ?? null;
          speak();
        },
      ],
    },
  };
  const chart = new uPlot(options, data, body);
  vectors.set(body, () => {
    const { x, y } = chart.scales;
    const lineOf = (/** @type {Line} */ line) => ({ colour: line.colour(), dash: line.dash, width: line.width ?? 1.5 });
    return curveMarkup({ width: chart.width, height: chart.height, x: data[0], columns: data.slice(1), lines: lines.map(lineOf), xRange: [x.min ?? 0, x.max ?? 1], yRange: [y.min ?? 0.01, y.max ?? 1], log, ink: paint.soft, rule: paint.rule });
  });
  /** The place nearest to a point of the window, by its index. @param {number} clientX */
  const indexAt = (clientX) => chart.posToIdx(clientX - chart.over.getBoundingClientRect().left);
  chart.over.addEventListener('pointermove', (event) => {
    if (!data[0].length) return;
    const index = indexAt(event.clientX);
    read([en.picture.at(whole(), data[0][index]), ...lines.map((line, i) => `${line.name} ${format(valueAt(i, index))}`)], event);
  });
  chart.over.addEventListener('pointerleave', unread);
  new ResizeObserver(() => {
    const box = body.getBoundingClientRect();
    if (box.width > 20 && box.height > 20) chart.setSize({ width: Math.floor(box.width), height: Math.floor(box.height) });
  }).observe(body);

  /** The iteration of each place: not every one was measured. @type {number[]} */ let iterations = [];
  /** Where an iteration stands on the axis, between two places as far as it lies between theirs. @param {number} iteration */
  function placeOf(iteration) {
    if (whole()) return iteration;
    const places = data[0];
    const next = iterations.findIndex((k) => k >= iteration);
    if (next < 1) return places[next < 0 ? places.length - 1 : 0];
    const part = (iteration - iterations[next - 1]) / (iterations[next] - iterations[next - 1]);
    return places[next - 1] + part * (places[next] - places[next - 1]);
  }

  return {
    root: body,
    legend,
    over: chart.over,
    /** The iteration at a point of the window, where the axis has one: any by iterations, one with a row by seconds. @param {number} clientX */
    iterationAt: (clientX) => (whole() ? Math.round(chart.posToVal(clientX - chart.over.getBoundingClientRect().left, 'x')) : (iterations[indexAt(clientX)] ?? 0)),
    /** Where an iteration stands, in pixels from the left of the plot. @param {number} iteration */
    leftOf: (iteration) => (data[0].length ? Math.min(chart.valToPos(placeOf(iteration), 'x'), chart.over.clientWidth) : 0),
    /** Called whenever the curves are painted. @param {() => void} work */
    onpaint(work) {
      (chart.hooks.draw ??= []).push(work);
    },
    canvas: /** @type {HTMLCanvasElement} */ (body.querySelector('canvas')),
    /** @param {ArrayLike<number>} x @param {(number | null)[][]} columns @param {number[]} [places] the iteration of each place */
    set(x, columns, places = []) {
      iterations = places;
      data = /** @type {uPlot.AlignedData} */ ([x, ...columns]);
      chart.setData(data);
      speak();
    },
    /** Marks the newest point, or does so no more. @param {boolean} on */
    ring(on) {
      if (on === ringed) return;
      ringed = on;
      chart.redraw(false, false);
    },
    redraw() {
      chart.redraw(false, true);
      legend.querySelectorAll('.swatch').forEach((swatch, i) => (/** @type {HTMLElement} */ (swatch).style.borderTopColor = lines[i].colour()));
    },
    destroy() {
      chart.destroy();
      body.remove();
      legend.remove();
    },
  };
}
