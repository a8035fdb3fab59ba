// The weights of a layer as a heat map: blue excites, vermillion inhibits.
import { Texels, paint, surface } from '../charts/canvas.js';
import { read, unread } from '../charts/reading.js';
import { el, panel, say, segmented } from '../dom.js';
import { words as en } from '../strings/words.js';

/** The most rows and columns of a table to be read. */
const MOST = 64;

/** @param {{ weight: (layer: number, out: number, input: number) => Promise<number>, weights: (layer: number) => Promise<Float32Array> }} host */
export function weightsPanel(host) {
  const s = en.weights;
  const holder = el('span');
  const { root } = panel('weights', s.title, s.hint, holder);
  const body = el('div', { class: 'plot' });
  const scale = el('canvas', { class: 'scale', 'aria-hidden': 'true', width: '64', height: '1' });
  const low = el('span', { class: 'num' });
  const high = el('span', { class: 'num' });
  const under = el('p', { class: 'under', 'aria-hidden': 'true' });
  root.append(body, el('div', { class: 'line scale-line' }, el('span', { class: 'hint', text: s.negative }), low, scale, high, el('span', { class: 'hint', text: s.positive })), under);
  const screen = surface(body, en.network.empty);
  screen.canvas.id = 'weight-map';
  const picture = new Texels();
  /** @type {ReturnType<typeof segmented> | null} */ let choice = null;
  let layer = 1;
  /** @type {import('../types.d.ts').Weights[]} */ let all = [];
  /** @type {string[]} */ let names = [];
  let selected = { layer: 1, neuron: 0 };

  function draw() {
    const { context: c, width, height } = screen.begin();
    const w = all.find((one) => one.layer === layer);
    if (!w) return;
    picture.put(w.columns, w.rows, w.rgba);
    picture.draw(c, 1, 1, width - 2, height - 2);
    c.strokeStyle = paint.rule;
    c.lineWidth = 1;
    c.strokeRect(0.5, 0.5, width - 1, height - 1);
    if (layer === selected.layer && selected.neuron < w.rows) {
      const h = (height - 2) / w.rows;
      c.strokeStyle = paint.ink;
      c.strokeRect(0.5, 1 + h * selected.neuron, width - 1, Math.max(2, h));
    }
    say(low, en.number(-w.maxAbs));
    say(high, en.number(w.maxAbs));
  }
  function paintScale() {
    const c = /** @type {CanvasRenderingContext2D} */ (scale.getContext('2d'));
    const gradient = c.createLinearGradient(0, 0, 64, 0);
    gradient.addColorStop(0, paint.red);
    gradient.addColorStop(0.5, paint.ground);
    gradient.addColorStop(1, paint.blue);
    c.fillStyle = gradient;
    c.fillRect(0, 0, 64, 1);
  }
  let asked = 0;
  screen.canvas.addEventListener('pointermove', async (event) => {
    const w = all.find((one) => one.layer === layer);
    const now = performance.now();
    if (!w || now - asked < 50) return;
    asked = now;
    const box = screen.canvas.getBoundingClientRect();
    const row = Math.max(0, Math.min(w.rows - 1, Math.floor(((event.clientY - box.top) / box.height) * w.rows)));
    const column = Math.max(0, Math.min(w.columns - 1, Math.floor(((event.clientX - box.left) / box.width) * w.columns)));
    const value = await host.weight(w.layer, row, column).catch(() => NaN);
    if (asked !== now) return;
    const from = layer === 1 && names[column] ? names[column] : String(column + 1);
    say(under, s.cell(w.layer, row + 1, from, en.number(value)));
    read([en.picture.weight(w.layer, from, row + 1, value)], event);
  });
  screen.canvas.addEventListener('pointerleave', () => {
    asked = -1;
    say(under, '');
    unread();
  });
  screen.onresize(draw);

  return {
    id: 'weights',
    root,
    draw() {
      paintScale();
      draw();
    },
    /** @param {import('../types.d.ts').Opened} opened */
    open(opened) {
      names = opened.info.inputNames;
      const count = opened.info.layers.length - 1;
      layer = Math.min(layer, count);
      choice = segmented(s.title, Array.from({ length: count }, (_, i) => ({ value: String(i + 1), text: s.layer(i + 1), help: s.layerHelp })), (value) => {
        layer = Number(value);
        draw();
      }, 'small');
      holder.replaceChildren(choice.root);
      choice.set(String(layer));
      paintScale();
    },
    async table() {
      const at = layer;
      const w = all.find((one) => one.layer === at);
      const inputs = Array.from({ length: Math.min(w?.columns ?? 0, MOST) }, (_, i) => i);
      const rows = Array.from({ length: Math.min(w?.rows ?? 0, MOST) }, async (_, out) => [out + 1, ...(await Promise.all(inputs.map((i) => host.weight(at, out, i)))).map(en.number)]);
      return {
        caption: `${s.title}: ${s.layer(at)}`,
        columns: [en.cells.neuron, ...inputs.map((i) => (at === 1 && names[i]) || String(i + 1))],
        rows: await Promise.all(rows),
      };
    },
    async csv() {
      const found = await Promise.all(all.map(({ layer }) => host.weights(layer)));
      return {
        columns: ['layer', 'to', 'from', 'weight'],
        rows: found.flatMap((w, l) => Array.from(w, (v, i) => [l + 1, Math.floor(i / all[l].columns) + 1, (i % all[l].columns) + 1, v])),
      };
    },
    /** @param {import('../types.d.ts').Frame} frame @param {import('../types.d.ts').View} view */
    update(frame, view) {
      selected = view;
      if (frame.weights) all = frame.weights;
      if (root.hidden) return;
      draw();
      screen.describe(() => {
        const w = all.find((one) => one.layer === layer);
        return w ? s.summary(w.layer, w.rows, w.columns, en.number(w.maxAbs)) : en.network.empty;
      });
    },
  };
}
