// The network picture: layers as columns of neurons, firing rates as fill, the strongest weights as lines between them.
import { marker, paint, surface } from '../charts/canvas.js';
import { read, unread } from '../charts/reading.js';
import { el, say, unique } from '../dom.js';
import { blockSymbol } from '../equations.js';
import { words as en } from '../strings/words.js';

/** @typedef {import('../types.d.ts').Frame} Frame */
/** @typedef {import('../types.d.ts').Place} Place */

const TOP = 36;
const FOOT = 6;
const SIDE = 14;
/** Lines drawn between two layers, and those of a neuron that is pointed at. */
const LINES = 110;
/** Shades of a line: by the share of the layer's largest weight. */
const SHADES = 4;
/** Pixels within which a line is under the pointer. */
const REACH = 4;

/** Blocks that update weights (of their layer, or of all), and those that update or read neurons. */
const ON_WEIGHTS = new Set(['W', 'W_out', 'layer_problem', 'step', 'adam', 'readout', 'backward', 'message']);
const ON_NEURONS = new Set(['a', 'z', 'sweep', 'z_out', 'flips', 'flip_costs', 'forward', 'backward', 'layer_problem', 'lambda', 'message']);
const ON_READOUT = new Set(['message', 'readout', 'lambda', 'W_out', 'z_out']);

/**
 * @param {{ view: (change: Partial<import('../types.d.ts').View>) => void }} host
 * @param {ReturnType<typeof import('./network.js').networkPanel>} network the panel in which it stands
 */
export function graphPanel(host, network) {
  const s = en.picture;
  const body = el('div', { class: 'plot' });
  const legend = el('p', { class: 'legend' });
  const atWork = el('p', { class: 'at-work', id: 'at-work' });
  const foot = el('div', { class: 'line foot' }, legend, atWork);
  const spoken = el('p', { class: 'unseen', 'aria-live': 'polite', id: 'neuron-in-words' });
  const help = el('p', { class: 'unseen', id: unique('graph'), text: s.help });
  const root = el('div', { class: 'picture' }, body, foot, spoken, help);
  network.root.append(root);
  const screen = surface(body, en.network.empty);
  const { canvas } = screen;
  canvas.id = 'graph';
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-roledescription', s.role);
  canvas.setAttribute('aria-describedby', help.id);

  /** @type {import('../types.d.ts').Opened | null} */ let opened = null;
  /** @type {Frame | null} */ let frame = null;
  /** @type {import('../types.d.ts').View | null} */ let view = null;
  /** The neuron whose answer stays in the map. @type {Place | null} */ let kept = null;
  /** The neuron under the pointer or the keyboard. @type {Place | null} */ let focus = null;
  /** @type {{ clientX: number, clientY: number } | null} */ let pointer = null;
  /** @type {number | null} */ let cursor = null;
  let share = 0;
  let on = false;

  // ---------------------------------------------------------------- where things stand

  /** @typedef {{ x: number, top: number, rows: number, pitch: number, radius: number, neurons: number, left: number, width: number }} Column */
  /** @type {Column[]} */ let columns = [];
  let placedFor = '';

  /** @param {number} width @param {number} height */
  function place(width, height) {
    const sizes = opened?.info.layers ?? [];
    const key = `${sizes} ${width} ${height}`;
    if (key === placedFor) return;
    placedFor = key;
    const tall = height - TOP - FOOT;
    const gap = Math.max(28, Math.min(110, width / (2.2 * sizes.length)));
    const room = (width - 2 * SIDE - gap * (sizes.length - 1)) / sizes.length;
    columns = sizes.map((neurons) => {
      // The largest pitch at which the layer fits in few columns side by side.
      let pitch = 26;
      let rows = 1;
      for (; pitch > 2; pitch -= pitch > 8 ? 1 : 0.5) {
        rows = Math.max(1, Math.floor(tall / pitch));
        if (Math.ceil(neurons / rows) * pitch <= Math.min(room, Math.max(40, pitch))) break;
      }
      const beside = Math.ceil(neurons / rows);
      rows = Math.ceil(neurons / beside);
      return { x: 0, left: 0, top: TOP + (tall - rows * pitch) / 2, rows, pitch, radius: Math.max(1.2, Math.min(9, pitch * 0.4)), neurons, width: beside * pitch };
    });
    const used = columns.reduce((sum, c) => sum + c.width, 0);
    const between = (width - 2 * SIDE - used) / Math.max(1, columns.length - 1);
    let left = SIDE;
    for (const c of columns) {
      c.left = left;
      c.x = left + c.width / 2;
      left += c.width + between;
    }
  }
  /** @param {number} layer @param {number} neuron */
  function at(layer, neuron) {
    const c = columns[layer];
    const beside = Math.floor(neuron / c.rows);
    return { x: c.left + (beside + 0.5) * c.pitch, y: c.top + ((neuron % c.rows) + 0.5) * c.pitch };
  }
  /** The neuron at a point of the canvas. @param {number} x @param {number} y @returns {Place | null} */
  function neuronAt(x, y) {
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
  /** The line nearest to a point. @param {number} px @param {number} py */
  function lineAt(px, py) {
    let least = REACH;
    /** @type {{ layer: number, from: number, to: number, weight: number } | null} */ let found = null;
    for (const lines of frame?.graph?.lines ?? []) {
      const count = Math.min(LINES, lines.weight.length);
      for (let i = 0; i < count; i++) {
        const a = at(lines.layer - 1, lines.from[i]);
        const b = at(lines.layer, lines.to[i]);
        const dx = b.x - a.x;
        const dy = b.y - a.y;
        const along = ((px - a.x) * dx + (py - a.y) * dy) / (dx * dx + dy * dy || 1);
        if (along < 0.02 || along > 0.98) continue;
        const away = Math.abs((px - a.x) * dy - (py - a.y) * dx) / Math.hypot(dx, dy);
        if (away < least) {
          least = away;
          found = { layer: lines.layer, from: lines.from[i], to: lines.to[i], weight: lines.weight[i] };
        }
      }
    }
    return found;
  }

  // ---------------------------------------------------------------- the picture

  /** Which layers' weights and neurons the block of the frame works on. */
  function working() {
    const r = frame?.report;
    const L = columns.length - 1;
    /** @type {Set<number>} */ const weights = new Set();
    /** @type {Set<number>} */ const neurons = new Set();
    if (r) {
      const layers = r.layer !== null ? [r.layer] : ON_READOUT.has(r.kind) ? [L] : Array.from({ length: L }, (_, l) => l + 1);
      for (const layer of layers) {
        if (ON_WEIGHTS.has(r.kind)) weights.add(layer);
        if (ON_NEURONS.has(r.kind)) neurons.add(layer);
      }
    }
    return { weights, neurons };
  }

  /** Lines and bands change with the frame, spikes with time: what is below the spikes is kept. */
  const below = document.createElement('canvas');
  let fresh = false;

  /** @param {number} width @param {number} height @param {number} ratio */
  function drawBelow(width, height, ratio) {
    if (fresh) return;
    fresh = true;
    below.width = Math.round(width * ratio);
    below.height = Math.round(height * ratio);
    const c = /** @type {CanvasRenderingContext2D} */ (below.getContext('2d'));
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    const work = working();
    const tint = paint.dark ? 'rgba(86,174,230,.20)' : 'rgba(0,114,178,.12)';
    for (const layer of work.neurons) {
      c.fillStyle = tint;
      c.fillRect(columns[layer].left - 6, TOP - 4, columns[layer].width + 12, height - TOP - FOOT + 8);
    }
    const held = focus ?? kept;
    for (const lines of frame?.graph?.lines ?? []) {
      const { layer, from, to, weight, maxAbs } = lines;
      const source = columns[layer - 1];
      const target = columns[layer];
      if (work.weights.has(layer)) {
        c.fillStyle = tint;
        c.fillRect(source.left + source.width + 6, TOP - 4, target.left - source.left - source.width - 12, height - TOP - FOOT + 8);
      }
      const touched = (/** @type {number} */ i) => held !== null && ((held.layer === layer && to[i] === held.neuron) || (held.layer === layer - 1 && from[i] === held.neuron));
      // Of many weights the lines drawn are nearly equals: shades part what is drawn.
      const least = Math.abs(weight[Math.min(LINES, weight.length) - 1] ?? 0);
      const shadeOf = (/** @type {number} */ w) => Math.max(0, Math.min(SHADES - 1, Math.floor(((Math.abs(w) - least) / (maxAbs - least || 1)) * SHADES)));
      const stroke = (/** @type {boolean} */ bright) => {
        for (let shade = 0; shade < SHADES; shade++)
          for (const positive of [true, false]) {
            c.beginPath();
            let some = false;
            for (let i = weight.length - 1; i >= 0; i--) {
              if (weight[i] > 0 !== positive) continue;
              if (shadeOf(weight[i]) !== shade) continue;
              if (touched(i) !== bright || (!bright && i >= LINES)) continue;
              const a = at(layer - 1, from[i]);
              const b = at(layer, to[i]);
              c.moveTo(a.x, a.y);
              c.lineTo(b.x, b.y);
              some = true;
            }
            if (!some) continue;
            c.strokeStyle = positive ? paint.blue : paint.red;
            c.lineWidth = 0.6 + 0.7 * shade;
            c.globalAlpha = held && !bright ? 0.08 : bright ? 0.45 + 0.18 * shade : 0.22 + 0.2 * shade;
            // The second sign: what inhibits is dashed.
            c.setLineDash(positive ? [] : [5, 3]);
            c.stroke();
          }
      };
      stroke(false);
      if (held) stroke(true);
      c.setLineDash([]);
      c.globalAlpha = 1;
    }
  }

  /** The largest firing rate, which has the full fill. */
  function most() {
    let rate = 0;
    for (const rates of frame?.graph?.rates.slice(1) ?? []) for (const r of rates) if (r > rate) rate = r;
    return rate;
  }
  /** Whether a neuron spikes in the sample at t. @param {number} layer @param {number} neuron @param {number} t */
  function spikes(layer, neuron, t) {
    const r = frame?.raster[layer];
    const code = r ? r.codes[neuron * r.T + t] : 0;
    return code === 1 || code === 2;
  }

  function draw() {
    if (!on) return;
    const { context: c, width, height, ratio } = screen.begin();
    if (!frame?.graph || !opened || width < 40) return;
    place(width, height);
    drawBelow(width, height, ratio);
    c.drawImage(below, 0, 0, width, height);
    const L = columns.length - 1;
    const top = most() || 1;
    const { rates } = frame.graph;
    const inputTop = rates[0].reduce((a, b) => Math.max(a, Math.abs(b)), 0) || 1;
    c.textBaseline = 'alphabetic';
    columns.forEach((column, layer) => {
      const { radius, neurons } = column;
      const mean = layer < L && layer > 0 ? rates[layer].reduce((a, b) => a + b, 0) / neurons : null;
      c.textAlign = layer === 0 ? 'left' : layer === L ? 'right' : 'center';
      const x = layer === 0 ? 2 : layer === L ? width - 2 : column.x;
      c.fillStyle = paint.ink;
      c.fillText(s.column(layer, columns.length), x, 12);
      c.fillStyle = paint.soft;
      c.fillText(s.under(neurons, mean), x, 27);
      if (layer === L) return drawReadout(c, column);
      for (let i = 0; i < neurons; i++) {
        const { x, y } = at(layer, i);
        // The square root lets low rates be seen.
        const rate = Math.sqrt(Math.abs(rates[layer][i]) / (layer === 0 ? inputTop : top));
        const lit = cursor !== null && spikes(layer, i, cursor);
        c.beginPath();
        c.arc(x, y, radius, 0, 7);
        c.fillStyle = paint.ground;
        c.fill();
        c.globalAlpha = lit ? 1 : (cursor === null ? 0.9 : 0.35) * rate;
        c.fillStyle = lit ? paint.blue : paint.ink;
        c.fill();
        c.globalAlpha = 1;
        c.strokeStyle = paint.soft;
        c.lineWidth = radius > 3 ? 1 : 0.5;
        // One that never fires has no whole outline.
        c.setLineDash(layer > 0 && rate === 0 && radius > 2 ? [1.5, 2] : []);
        c.stroke();
        if (lit && radius > 2) {
          c.setLineDash([]);
          c.strokeStyle = paint.ink;
          c.lineWidth = 1.5;
          c.stroke();
        }
      }
      c.setLineDash([]);
    });
    if (cursor !== null && share > 0) drawTravel(c, L);
    const ring = (/** @type {Place} */ at_, /** @type {string} */ colour, /** @type {number} */ more) => {
      const { x, y } = at(at_.layer, at_.neuron);
      c.strokeStyle = colour;
      c.lineWidth = 2;
      c.beginPath();
      c.arc(x, y, columns[at_.layer].radius + more, 0, 7);
      c.stroke();
    };
    if (view) ring({ layer: view.layer, neuron: view.neuron }, paint.blue, 2);
    if (kept) ring(kept, paint.red, 2);
    if (focus) ring(focus, paint.ink, 3.5);
  }

  /** @param {CanvasRenderingContext2D} c @param {Column} column */
  function drawReadout(c, column) {
    if (!frame) return;
    for (let k = 0; k < column.neurons; k++) {
      const { x, y } = at(columns.length - 1, k);
      const chosen = k === frame.sample.predicted;
      c.fillStyle = paint.classes[k % 8];
      c.strokeStyle = paint.ink;
      c.beginPath();
      marker(c, k, x, y, chosen ? column.radius : column.radius * 0.7);
      c.fill();
      if (chosen) {
        c.lineWidth = 1.5;
        c.stroke();
      }
    }
  }

  /** Within a time step spikes pass from layer to layer. @param {CanvasRenderingContext2D} c @param {number} L */
  function drawTravel(c, L) {
    if (!frame?.graph || cursor === null) return;
    const through = Math.min(L - 1e-6, share * L);
    const gap = Math.floor(through);
    const along = through - gap;
    const { from, to, weight, maxAbs } = frame.graph.lines[gap];
    const count = Math.min(LINES, weight.length);
    for (let i = count - 1; i >= 0; i--) {
      if (!spikes(gap, from[i], cursor)) continue;
      const a = at(gap, from[i]);
      const b = at(gap + 1, to[i]);
      c.fillStyle = weight[i] > 0 ? paint.blue : paint.red;
      c.beginPath();
      marker(c, weight[i] > 0 ? 0 : 1, a.x + (b.x - a.x) * along, a.y + (b.y - a.y) * along, 1.5 + (2 * Math.abs(weight[i])) / (maxAbs || 1));
      c.fill();
    }
  }

  // ---------------------------------------------------------------- pointing

  /** What there is to say about a neuron. @param {Place} one @returns {string[]} */
  function about(one) {
    if (!frame?.graph || !opened) return [];
    const { layers, inputNames, T, dimensions } = opened.info;
    const out = [s.place(one, layers.length, inputNames)];
    const rate = frame.graph.rates[one.layer]?.[one.neuron];
    const r = frame.raster[one.layer];
    if (r) {
      let count = 0;
      for (let t = 0; t < r.T; t++) count += Number(spikes(one.layer, one.neuron, t));
      out.push(one.layer === 0 ? s.input(rate) : s.fires(rate), s.inSample(count, T));
    } else {
      const { values } = frame.readout;
      out.push(s.ends(values[one.neuron * T + T - 1]));
      if (cursor !== null) out.push(s.now(cursor + 1, values[one.neuron * T + cursor]));
    }
    const { neuron } = frame;
    if (one.layer === neuron.layer && one.neuron === neuron.neuron && one.layer > 0) {
      out.push(s.range(Math.min(...neuron.potential), Math.max(...neuron.potential), neuron.threshold));
      if (cursor !== null) out.push(s.now(cursor + 1, neuron.potential[cursor]));
    }
    if (dimensions === 2) out.push(s.more);
    return out;
  }

  /** @param {Place | null} one */
  function pointAt(one) {
    if (one?.layer === focus?.layer && one?.neuron === focus?.neuron) return;
    focus = one;
    fresh = false;
    host.view({ focus: focus ?? kept });
    draw();
  }
  /** Keeps a neuron's answer in the map, or lets go of it. @param {Place} one */
  function keep(one) {
    kept = kept?.layer === one.layer && kept.neuron === one.neuron ? null : one;
    fresh = false;
    const hidden = one.layer > 0 && one.layer < columns.length - 1;
    host.view({ focus: focus ?? kept, ...(hidden ? { layer: one.layer, neuron: one.neuron } : {}) });
    draw();
  }

  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'touch') return;
    pointer = event;
    const box = canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const one = neuronAt(x, y);
    pointAt(one);
    if (one) return read(about(one), event);
    const line = lineAt(x, y);
    if (!line || !opened) return unread();
    const { layers, inputNames } = opened.info;
    read([s.weight(line.layer, s.place({ layer: line.layer - 1, neuron: line.from }, layers.length, inputNames), line.to + 1, line.weight), line.weight > 0 ? s.excites : s.inhibits], event);
  });
  canvas.addEventListener('pointerleave', () => {
    pointer = null;
    pointAt(null);
    unread();
  });
  canvas.addEventListener('click', (event) => {
    const box = canvas.getBoundingClientRect();
    const one = neuronAt(event.clientX - box.left, event.clientY - box.top);
    if (!one) return kept && keep(kept);
    keep(one);
    if (event instanceof PointerEvent && event.pointerType === 'mouse') return;
    read(about(one), event);
    say(spoken, about(one).join('. '));
  });
  canvas.addEventListener('keydown', (event) => {
    if (!opened || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = focus ?? kept ?? { layer: view?.layer ?? 1, neuron: view?.neuron ?? 0 };
    const sizes = opened.info.layers;
    /** @type {Place | null} */ let next = null;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') next = { layer: now.layer, neuron: (now.neuron + (event.key === 'ArrowDown' ? 1 : -1) + sizes[now.layer]) % sizes[now.layer] };
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const layer = Math.max(0, Math.min(sizes.length - 1, now.layer + (event.key === 'ArrowRight' ? 1 : -1)));
      next = { layer, neuron: Math.min(sizes[layer] - 1, Math.round(((now.neuron + 0.5) / sizes[now.layer]) * sizes[layer] - 0.5)) };
    } else if (event.key === 'Enter') keep(now);
    else if (event.key === 'Escape' && (focus || kept)) {
      kept = null;
      pointAt(null);
      host.view({ focus: null });
      draw();
    } else return;
    // The arrows step blocks elsewhere.
    event.preventDefault();
    event.stopPropagation();
    if (next) {
      pointAt(next);
      say(spoken, about(next).join('. '));
    }
  });
  canvas.addEventListener('blur', () => {
    if (!pointer) pointAt(null);
  });
  screen.onresize(() => {
    fresh = false;
    draw();
  });

  let legendFor = '';
  function explainPicture() {
    if (!frame?.graph || !opened) return;
    const { layers } = opened.info;
    const all = layers.slice(1).reduce((sum, n, l) => sum + n * layers[l], 0);
    const shown = frame.graph.lines.reduce((sum, lines) => sum + Math.min(LINES, lines.weight.length), 0);
    const key = `${shown} ${all} ${most().toFixed(2)}`;
    if (key !== legendFor) {
      legendFor = key;
      legend.replaceChildren(
        el('span', {}, el('i', { class: 'line-key excites' }), s.excites),
        el('span', {}, el('i', { class: 'line-key inhibits' }), s.inhibits),
        el('span', { text: s.lines(shown, all) }),
        el('span', {}, el('i', { class: 'fill-key' }), s.fill(most())),
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
    /** @param {import('../types.d.ts').Opened} next */
    open(next) {
      opened = next;
      frame = null; // the last one has other layers
      kept = focus = null;
      fresh = false;
      placedFor = '';
    },
    /** @param {number | null} t @param {number} [part] the share of the step that has gone by, while a sample is played back */
    cursor(t, part = 0) {
      if (t === cursor && part === share) return;
      cursor = t;
      share = part;
      draw();
    },
    /** @param {Frame} next @param {import('../types.d.ts').View} nextView */
    update(next, nextView) {
      frame = next;
      view = nextView;
      if (on !== (nextView.picture === 'network')) {
        on = !on;
        if (!on) {
          kept = focus = null;
          unread();
        }
        fresh = false;
      }
      if (nextView.focus && !focus) kept = nextView.focus;
      if (!nextView.focus) kept = focus = null;
      if (!on || !next.graph) return;
      fresh = false;
      draw();
      explainPicture();
      if (focus && pointer) read(about(focus), pointer);
      const { graph } = next;
      screen.describe(() => {
        const { layers = [], inputNames = [] } = opened?.info ?? {};
        const describe = layers.map((neurons, layer) => {
          const rates = layer > 0 ? graph.rates[layer] : undefined;
          return { name: s.column(layer, layers.length), neurons, rate: rates ? rates.reduce((a, b) => a + b, 0) / neurons : null, silent: rates ? rates.filter((r) => r === 0).length : 0 };
        });
        const strongest = graph.lines.filter((lines) => lines.weight.length).map((lines) => s.weight(lines.layer, s.place({ layer: lines.layer - 1, neuron: lines.from[0] }, layers.length, inputNames), lines.to[0] + 1, lines.weight[0]));
        return s.summary(describe, strongest);
      });
    },
  };
}
