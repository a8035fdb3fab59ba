// The network picture: layers as columns of neurons, each a small map of what it answers, and the strongest weights as
// lines between them.
import { paint, surface } from '../../charts/canvas.js';
import { read, unread } from '../../charts/reading.js';
import { el, say, segmented, unique } from '../../dom.js';
import { blockSymbol } from '../../equations.js';
import { changedBy } from '../../marks.js';
import { words as en } from '../../strings/words.js';
import { at, lineAt, neuronAt, place } from './layout.js';
import { LINES, drawChanged, drawLines, drawTravel, drawWork } from './lines.js';
import { neuronMaps } from './maps.js';
import { drawDot, drawMap, drawReadout, ring } from './neurons.js';
import { pointing } from './pointing.js';
import { aboutNeuron, inWords, spikesAt } from './words.js';

/** @typedef {import('../../types.d.ts').Frame} Frame */
/** @typedef {import('../../types.d.ts').Place} Place */

/** Milliseconds between two new enlarged pictures of what is pointed at. */
const AGAIN = 200;

/**
 * @param {{ view: (change: Partial<import('../../types.d.ts').View>) => void }} host
 * @param {ReturnType<typeof import('../network.js').networkPanel>} network the panel in which it stands
 */
export function graphPanel(host, network) {
  const s = en.picture;
  const body = el('div', { class: 'plot' });
  const legend = el('p', { class: 'legend' });
  const atWork = el('p', { class: 'at-work', id: 'at-work' });
  const measure = segmented(
    s.measure,
    [
      { value: 'count', text: s.measures.count, help: s.measureHelp.count },
      { value: 'first', text: s.measures.first, help: s.measureHelp.first },
    ],
    (value) => host.view({ measure: /** @type {'count' | 'first'} */ (value) }),
    'small measure',
  );
  const foot = el('div', { class: 'line foot' }, legend, atWork, measure.root);
  const spoken = el('p', { class: 'unseen', 'aria-live': 'polite', id: 'neuron-in-words' });
  const help = el('p', { class: 'unseen', id: unique('graph'), text: s.help });
  const root = el('div', { class: 'picture', 'aria-label': en.views.names.network }, body, foot, spoken, help);
  network.root.append(root);
  network.also('network', () => {
    if (!frame?.graph || !opened) return null;
    const { layers, inputNames } = opened.info;
    return { columns: ['layer', 'neuron', 'name', 'rate'], rows: frame.graph.rates.flatMap((rates, layer) => Array.from(rates, (rate, neuron) => [layer, neuron + 1, s.place({ layer, neuron }, layers.length, inputNames), rate])) };
  });
  const screen = surface(body, en.network.empty);
  const { canvas } = screen;
  canvas.id = 'graph';
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-roledescription', s.role);
  canvas.setAttribute('aria-describedby', help.id);

  /** @type {import('../../types.d.ts').Opened | null} */ let opened = null;
  /** @type {Frame | null} */ let frame = null;
  /** @type {import('../../types.d.ts').View | null} */ let view = null;
  /** @type {number | null} */ let cursor = null;
  let share = 0;
  let on = false;
  const maps = neuronMaps();

  /** @type {import('./layout.js').Column[]} */ let columns = [];
  let placedFor = '';
  /** @param {number} width @param {number} height */
  function settle(width, height) {
    const sizes = opened?.info.columns ?? [];
    const plane = opened?.info.dimensions === 2;
    const key = `${sizes} ${width} ${height} ${plane} ${paint.scale}`;
    if (key === placedFor) return;
    placedFor = key;
    columns = place(sizes, width, height, plane);
  }

  /** The neuron that stands for what a column shows: of a map, the one in the middle. @param {number} layer @param {number} unit */
  const neuron = (layer, unit) => unit + (opened?.info.middles[layer] ?? 0);
  /** Where the chosen neuron stands in its column. */
  const unit = () => (view?.neuron ?? 0) % (opened?.info.columns[view?.layer ?? 1] ?? 1);

  const points = pointing(canvas, {
    sizes: () => opened?.info.columns ?? [],
    chosen: () => ({ layer: view?.layer ?? 1, neuron: unit() }),
    find: (x, y) => neuronAt(columns, x, y),
    changed(chosen) {
      fresh = false;
      host.view({ focus: points.focus() ?? points.kept(), ...(chosen && { layer: chosen.layer, neuron: neuron(chosen.layer, chosen.neuron) }) });
      draw();
    },
    tell,
    beside(x, y, event) {
      const line = lineAt(columns, frame?.graph?.lines ?? [], LINES, x, y);
      if (!line || !opened) return unread();
      const { layers, inputNames } = opened.info;
      read([s.weight(line.layer, s.place({ layer: line.layer - 1, neuron: line.from }, layers.length, inputNames), line.to + 1, line.weight), line.weight > 0 ? s.excites : s.inhibits], event);
    },
  });

  // ---------------------------------------------------------------- the picture

  /** Lines, bands and maps change with the frame, spikes with time: what is below the spikes is kept. */
  const below = document.createElement('canvas');
  let fresh = false;

  /** @param {number} width @param {number} height @param {number} ratio */
  function drawBelow(width, height, ratio) {
    if (fresh) return;
    fresh = true;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (below.width !== wide || below.height !== high) [below.width, below.height] = [wide, high];
    const c = /** @type {CanvasRenderingContext2D} */ (below.getContext('2d'));
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    paintBelow(c, height);
  }
  /** @param {CanvasRenderingContext2D} c @param {number} height */
  function paintBelow(c, height) {
    drawWork(c, columns, frame?.report ?? null, height);
    const held = points.focus() ?? points.kept();
    for (const lines of frame?.graph?.lines ?? []) drawLines(c, columns, lines, held, false);
  }

  /** The largest firing rate, which has the full fill of a dot. */
  function most() {
    let rate = 0;
    for (const rates of frame?.graph?.rates.slice(1) ?? []) for (const r of rates) if (r > rate) rate = r;
    return rate;
  }
  /** Whether what stands in a column spikes in the sample at t. @param {number} layer @param {number} unit @param {number} t */
  const spikes = (layer, unit, t) => frame !== null && spikesAt(frame, layer, neuron(layer, unit), t);

  function draw() {
    if (!on) return;
    const { context: c, width, height, ratio } = screen.begin();
    if (!frame?.graph || !opened || width < 40) return;
    settle(width, height);
    if (c instanceof CanvasRenderingContext2D) {
      drawBelow(width, height, ratio);
      c.drawImage(below, 0, 0, width, height);
    } else paintBelow(c, height); // to be saved as vectors
    const L = columns.length - 1;
    const { rates, lines } = frame.graph;
    const top = most() || 1;
    const inputTop = rates[0].reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
    columns.forEach((column, layer) => {
      const { neurons, size } = column;
      const mean = layer < L && layer > 0 ? rates[layer].reduce((a, b) => a + b, 0) / neurons : null;
      c.textBaseline = 'alphabetic';
      c.textAlign = layer === 0 ? 'left' : layer === L ? 'right' : 'center';
      const x = layer === 0 ? 2 : layer === L ? width - 2 : column.left + column.width / 2;
      c.fillStyle = paint.ink;
      c.fillText(s.column(layer, columns.length), x, 12 * paint.scale);
      c.fillStyle = paint.soft;
      c.fillText(s.under(neurons, mean), x, 27 * paint.scale);
      if (layer === L) return drawReadout(c, maps, column, layer, frame?.sample.predicted ?? 0);
      for (let i = 0; i < neurons; i++) {
        const { x, y } = at(column, i);
        const lit = cursor !== null && spikes(layer, i, cursor);
        const silent = layer > 0 && rates[layer][i] === 0;
        if (column.map) drawMap(c, maps, { layer, neuron: i }, { x, y, size, lit, silent, dim: cursor !== null && !lit });
        // The square root lets low rates be seen.
        else drawDot(c, { x, y, size, lit, silent, dim: cursor !== null && !lit }, Math.sqrt(Math.abs(rates[layer][i]) / (layer === 0 ? inputTop : top)));
      }
    });
    c.setLineDash([]);
    const held = points.focus() ?? points.kept();
    if (held) for (const one of lines) drawLines(c, columns, one, held, true);
    const t = cursor;
    if (t !== null && share > 0) drawTravel(c, columns, lines, share, (layer, neuron) => spikes(layer, neuron, t));
    if (view) ring(c, columns[view.layer], unit(), 1.5, 0);
    const kept = points.kept();
    if (kept) ring(c, columns[kept.layer], kept.neuron, 2.5, 2);
    const focus = points.focus();
    if (focus) ring(c, columns[focus.layer], focus.neuron, 2.5, 0);
    drawChanged(c, columns, changedBy(frame, L), width, height);
  }

  screen.onresize(() => {
    fresh = false;
    draw();
  });

  // ---------------------------------------------------------------- in words

  /** @param {Place} one */
  const about = (one) => (frame && opened ? aboutNeuron(one, { frame, info: opened.info, cursor, map: maps.has(one) ? (maps.now()?.measure ?? null) : null }) : []);
  let told = 0;
  /** @param {Place} one @param {{ clientX: number, clientY: number } | null} where beside the neuron where there is no pointer @param {boolean} aloud */
  function tell(one, where, aloud) {
    told = performance.now();
    const lines = about(one);
    const box = canvas.getBoundingClientRect();
    const { x, y } = columns[one.layer] ? at(columns[one.layer], one.neuron) : { x: 0, y: 0 };
    read(lines, where ?? { clientX: box.left + x + columns[one.layer].size / 2, clientY: box.top + y }, maps.enlarge(one), box);
    if (aloud) say(spoken, lines.join('. '));
  }

  let legendFor = '';
  function explainPicture() {
    if (!frame?.graph || !opened) return;
    const { columns: layers } = opened.info;
    const all = layers.slice(1).reduce((sum, n, l) => sum + n * layers[l], 0);
    const shown = frame.graph.lines.reduce((sum, lines) => sum + Math.min(LINES, lines.weight.length), 0);
    const now = maps.now();
    measure.root.hidden = !now?.span ? opened.info.dimensions !== 2 : true;
    const shade = now && columns.some(({ map }, layer) => map && layer < columns.length - 1) ? s.shades[now.measure](now.most) : s.fill(most());
    const key = `${shown} ${all} ${shade}`;
    if (key !== legendFor) {
      legendFor = key;
      legend.replaceChildren(
        el('span', {}, el('i', { class: 'line-key excites' }), s.excites),
        el('span', {}, el('i', { class: 'line-key inhibits' }), s.inhibits),
        el('span', { text: s.lines(shown, all) }),
        el('span', {}, el('i', { class: 'fill-key' }), shade),
        el('span', {}, el('i', { class: 'dot silent' }), s.silent),
      );
    }
    const r = frame.report;
    atWork.hidden = !r;
    if (r) atWork.replaceChildren(`${s.atWork('')}`, blockSymbol(r.name));
  }

  return {
    id: 'graph',
    root,
    draw() {
      fresh = false;
      draw();
    },
    /** @param {import('../../types.d.ts').Opened} next */
    open(next) {
      opened = next;
      frame = null; // the last one has other layers
      points.release();
      maps.open(next.info.columns);
      fresh = false;
      placedFor = '';
    },
    /** The neurons and how often they fire. */
    table() {
      if (!frame?.graph || !opened) return null;
      const { layers, inputNames } = opened.info;
      return {
        caption: en.views.names.network,
        columns: [en.cells.neuron, s.rate],
        rows: frame.graph.rates.flatMap((rates, layer) => Array.from(rates, (rate, neuron) => [s.place({ layer, neuron }, layers.length, inputNames), layer ? en.percent(rate) : en.number(rate)])),
      };
    },
    /** @param {number | null} t @param {number} [part] the share of the step that has gone by, while a sample is played back */
    cursor(t, part = 0) {
      if (t === cursor && part === share) return;
      cursor = t;
      share = part;
      draw();
    },
    /** @param {Frame} next @param {import('../../types.d.ts').View} nextView */
    update(next, nextView) {
      frame = next;
      view = nextView;
      if (on !== (nextView.picture === 'network')) {
        on = !on;
        if (!on) points.release();
      }
      points.follow(nextView.focus);
      maps.take(next);
      if (!on || !next.graph) return;
      measure.set(nextView.measure);
      fresh = false;
      draw();
      explainPicture();
      const [focus, pointer] = [points.focus(), points.pointer()];
      if (focus && (next.neurons || performance.now() - told > AGAIN)) tell(focus, pointer, false);
      screen.describe(() => (opened && frame?.graph ? inWords(opened.info, frame.graph) : en.network.empty));
    },
  };
}
