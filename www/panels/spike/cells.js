// What lies over the cells of the raster while one spike is looked at: the chosen one, what a flip changed, what each is
// worth; and the keys that walk through them.
import { paint } from '../../charts/canvas.js';
import { el, unique } from '../../dom.js';
import { words as en } from '../../strings/words.js';

/** @typedef {import('../../types.d.ts').Spike} Spike */
/** @typedef {ReturnType<typeof import('../network.js').networkPanel>} Network */

/** @param {Spike | null} a @param {Spike | null} b */
export const same = (a, b) => a !== null && b !== null && a.layer === b.layer && a.neuron === b.neuron && a.t === b.t;

/**
 * @param {Network} network
 * @param {{ choose: (cell: Spike) => void, flip: (cell: Spike) => void }} host
 */
export function cells(network, host) {
  const s = en.spike;
  const help = el('span', { class: 'unseen', id: unique('cells'), text: s.keys });
  const said = el('span', { class: 'unseen', 'aria-live': 'polite' });
  const keys = el('div', { class: 'cell-keys', tabindex: '0', role: 'application', 'aria-label': s.cells, 'aria-describedby': help.id, hidden: true });
  network.body.append(keys, help, said);

  /** @type {import('../../types.d.ts').Frame | null} */ let frame = null;
  /** @type {Spike | null} */ let chosen = null;
  /** Where the keyboard is. @type {Spike | null} */ let at = null;
  /** What a flip changed. @type {Spike[]} */ let changed = [];
  /** Prices, a hidden layer each, `[t][neuron]`, and the share of all cells that are worth less. @type {{ price: Float64Array, rank: Float32Array }[] | null} */ let worth = null;

  /** Whether the network spikes there. @param {Spike} cell */
  function fires({ layer, neuron, t }) {
    const r = frame?.raster[layer];
    const code = r?.codes[neuron * r.T + t - 1];
    return code === 1 || code === 2;
  }

  /** @param {import('../../types.d.ts').Raster} r */
  function tint(r) {
    if (r.layer === 0) return null;
    const own = worth?.[r.layer - 1];
    const rgba = new Uint8ClampedArray(4 * r.neurons * r.T);
    const [plus, minus, ink] = [paint.blue, paint.red, paint.ink].map((colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)));
    if (!own) {
      // The real network alone: what is looked at is what it does.
      for (let k = 0; k < r.codes.length; k++) if (r.codes[k] === 1 || r.codes[k] === 2) rgba.set([...ink, 255], 4 * k);
      return rgba;
    }
    for (let neuron = 0; neuron < r.neurons; neuron++)
      for (let t = 0; t < r.T; t++) {
        const k = t * r.neurons + neuron;
        rgba.set([...(own.price[k] < 0 ? minus : plus), 255 * own.rank[k] ** 2], 4 * (neuron * r.T + t));
      }
    return rgba;
  }

  /** @param {CanvasRenderingContext2D} c @param {(layer: number) => import('../network.js').Cells | null} place */
  function draw(c, place) {
    /** @param {Spike} cell @param {number} least pixels a side @param {number} room around it */
    const box = (cell, least, room) => {
      const p = place(cell.layer);
      if (!p) return null;
      const [w, h] = [Math.max(least, p.wide + 2 * room), Math.max(least, p.high + 2 * room)];
      return { x: p.left + (cell.t - 0.5) * p.wide - w / 2, y: p.top + (cell.neuron + 0.5) * p.high - h / 2, w, h };
    };
    if (worth)
      for (let layer = 1; layer <= worth.length; layer++) {
        // Under the colours, where the network spikes.
        const p = place(layer);
        if (!p || p.high < 4) continue;
        c.fillStyle = paint.ink;
        const side = Math.min(p.wide, p.high) * 0.4;
        for (let k = 0; k < p.codes.length; k++)
          if (p.codes[k] === 1 || p.codes[k] === 2) c.fillRect(p.left + ((k % p.T) + 0.5) * p.wide - side / 2, p.top + (Math.floor(k / p.T) + 0.5) * p.high - side / 2, side, side);
      }
    for (const cell of changed) {
      const b = box(cell, 6, 0);
      if (!b) continue;
      const gone = fires(cell);
      // What is there no more: an empty frame with a minus; what is new: a filled one with a plus.
      c.fillStyle = gone ? paint.ground : paint.ink;
      c.fillRect(b.x, b.y, b.w, b.h);
      c.strokeStyle = paint.ink;
      c.lineWidth = 1;
      c.strokeRect(b.x + 0.5, b.y + 0.5, b.w - 1, b.h - 1);
      const arm = Math.max(1.5, Math.min(4, Math.min(b.w, b.h) / 2 - 2));
      const [x, y] = [b.x + b.w / 2, b.y + b.h / 2];
      c.strokeStyle = gone ? paint.ink : paint.ground;
      c.lineWidth = 1.5;
      c.beginPath();
      c.moveTo(x - arm, y);
      c.lineTo(x + arm, y);
      if (!gone) {
        c.moveTo(x, y - arm);
        c.lineTo(x, y + arm);
      }
      c.stroke();
    }
    for (const [cell, dash] of /** @type {[Spike | null, number[]][]} */ ([[chosen, []], [document.activeElement === keys && !same(at, chosen) ? at : null, [3, 2]]])) {
      const b = cell && box(cell, 10, 3);
      if (!b) continue;
      // Ink on a rim of the ground, to be seen on any cell.
      c.setLineDash([]);
      c.strokeStyle = paint.ground;
      c.lineWidth = 5;
      c.strokeRect(b.x, b.y, b.w, b.h);
      c.setLineDash(dash);
      c.strokeStyle = paint.ink;
      c.lineWidth = 2;
      c.strokeRect(b.x, b.y, b.w, b.h);
      c.setLineDash([]);
    }
  }

  /** @param {Spike} cell */
  function tell(cell) {
    const r = frame?.raster[cell.layer];
    if (r) said.textContent = en.network.cell(network.nameOf(r), en.network.neuron(cell.neuron + 1), cell.t, fires(cell) ? en.network.spike : en.network.silent);
  }

  keys.addEventListener('keydown', (event) => {
    if (!frame || event.altKey || event.ctrlKey || event.metaKey) return;
    const hidden = frame.raster.length - 1;
    at ??= chosen ?? { layer: 1, neuron: 0, t: 1 };
    const next = { ...at };
    const rows = (/** @type {number} */ layer) => frame?.raster[layer].neurons ?? 1;
    if (event.key === 'ArrowLeft') next.t--;
    else if (event.key === 'ArrowRight') next.t++;
    else if (event.key === 'ArrowUp') next.neuron--;
    else if (event.key === 'ArrowDown') next.neuron++;
    else if (event.key === 'Home') next.t = 1;
    else if (event.key === 'End') next.t = frame.readout.T;
    else if (event.key === 'PageUp') next.layer--;
    else if (event.key === 'PageDown') next.layer++;
    else if (event.key === 'Enter') host.choose(at);
    else if (event.key === ' ') host.flip(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (next.neuron < 0 && next.layer > 1) next.neuron = rows(--next.layer) - 1;
    else if (next.neuron >= rows(next.layer) && next.layer < hidden) [next.layer, next.neuron] = [next.layer + 1, 0];
    next.layer = Math.min(hidden, Math.max(1, next.layer));
    next.neuron = Math.min(rows(next.layer) - 1, Math.max(0, next.neuron));
    next.t = Math.min(frame.readout.T, Math.max(1, next.t));
    at = next;
    tell(at);
    network.draw();
  });
  keys.addEventListener('focus', () => {
    at = chosen;
    network.draw();
  });
  keys.addEventListener('blur', () => network.draw());

  const over = { tint, draw, choose: host.choose, flip: host.flip };
  return {
    /** @param {boolean} on */
    show(on) {
      keys.hidden = !on;
      network.body.classList.toggle('choosing', on);
      network.over(on ? over : null);
    },
    fires,
    /** @param {import('../../types.d.ts').Frame} next */
    update(next) {
      frame = next;
    },
    /** @param {Spike | null} cell @param {Spike[]} marks */
    mark(cell, marks) {
      if (!same(cell, chosen)) at = cell;
      chosen = cell;
      changed = marks;
      network.draw();
    },
    /** @param {Float64Array[] | null} prices */
    colour(prices) {
      const all = prices?.flatMap((price) => Array.from(price, Math.abs)).sort((a, b) => a - b) ?? [];
      const rank = (/** @type {number} */ value) => {
        let [low, high] = [0, all.length];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (all[middle] < value) low = middle + 1;
          else high = middle;
        }
        return low / Math.max(1, all.length - 1);
      };
      worth = prices?.map((price) => ({ price, rank: Float32Array.from(price, (v) => rank(Math.abs(v))) })) ?? null;
      network.draw();
    },
  };
}
