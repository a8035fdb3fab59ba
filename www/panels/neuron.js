// The potential of one neuron over the sample: threshold, margin, spikes and their resets.
import { paint, surface } from '../charts/canvas.js';
import { read, unread } from '../charts/reading.js';
import { el, panel, say, segmented, stepper } from '../dom.js';
import { words as en } from '../strings/words.js';

/** @param {{ view: (change: Partial<import('../types.d.ts').View>) => void, cursor: (t: number | null) => void }} host */
export function neuronPanel(host) {
  const s = en.neuron;
  let sizes = [1];
  let view = { layer: 1, neuron: 0 };
  const layerHolder = el('span');
  /** @type {ReturnType<typeof segmented> | null} */ let layerChoice = null;
  const which = stepper({
    previous: s.previous,
    next: s.next,
    help: s.neuronHelp,
    label: s.neuron,
    change: (by) => {
      const size = sizes[view.layer - 1] ?? 1;
      const neuron = (view.neuron + by + size) % size;
      view = { ...view, neuron }; // the next click may come before the next frame
      host.view({ neuron });
    },
  });
  const { root } = panel('neuron', s.title, s.hint, layerHolder, which.root);
  const body = el('div', { class: 'plot' });
  const under = el('p', { class: 'under', 'aria-hidden': 'true' });
  root.append(body, under);
  const screen = surface(body, en.network.empty);
  screen.canvas.id = 'potential';
  /** @type {import('../types.d.ts').Frame['neuron'] | null} */ let neuron = null;
  /** @type {number | null} */ let cursor = null;
  /** Where a block that was stepped changed the optimiser's potential or spike. @type {number[]} */ let moved = [];
  let movedBy = '';
  let lookedAt = '';
  const LEFT = 36;

  /** The steps at which the optimiser's copy differs. @param {NonNullable<typeof neuron>} before @param {NonNullable<typeof neuron>} now */
  function movedSteps(before, now) {
    const steps = [];
    for (let t = 0; t < now.T; t++) {
      const differs = (/** @type {ArrayLike<number> | null} */ a, /** @type {ArrayLike<number> | null} */ b) => a && b && Math.abs(a[t] - b[t]) > 1e-4;
      if (differs(before.auxiliaryPotential, now.auxiliaryPotential) || differs(before.auxiliarySpikes, now.auxiliarySpikes) || differs(before.potential, now.potential)) steps.push(t);
    }
    return steps;
  }

  function draw() {
    const { context: c, width, height } = screen.begin();
    if (!neuron) return;
    const { T, potential, spikes, threshold, margin, auxiliaryPotential, auxiliarySpikes } = neuron;
    let low = 0;
    let high = threshold;
    for (const z of potential) {
      if (z < low) low = z;
      if (z > high) high = z;
    }
    const pad = (high - low) * 0.08 || 1;
    low -= pad;
    high += pad;
    const top = 10;
    const bottom = height - 4;
    const w = width - LEFT - 1;
    /** @param {number} z */
    const y = (z) => Math.max(top - 6, Math.min(bottom, bottom - ((z - low) / (high - low)) * (bottom - top)));
    /** @param {number} t */
    const x = (t) => LEFT + ((t + 0.5) / T) * w;
    if (margin !== null) {
      c.fillStyle = paint.dark ? 'rgba(255,255,255,.08)' : 'rgba(20,24,29,.06)';
      c.fillRect(LEFT, y(threshold + margin), w, y(threshold - margin) - y(threshold + margin));
    }
    c.strokeStyle = paint.rule;
    c.lineWidth = 1;
    c.strokeRect(LEFT - 0.5, 0.5, w + 1, height - 1);
    c.beginPath();
    c.moveTo(LEFT, Math.round(y(0)) + 0.5);
    c.lineTo(LEFT + w, Math.round(y(0)) + 0.5);
    c.stroke();
    c.strokeStyle = paint.ink;
    c.setLineDash([5, 4]);
    c.beginPath();
    c.moveTo(LEFT, y(threshold));
    c.lineTo(LEFT + w, y(threshold));
    c.stroke();
    c.setLineDash([]);
    c.textBaseline = 'middle';
    c.textAlign = 'right';
    c.fillStyle = paint.ink;
    c.fillText(`${s.threshold} ${en.tick(threshold)}`, LEFT - 4, y(threshold));
    c.fillStyle = paint.soft;
    if (y(0) - y(threshold) > 14) c.fillText('0', LEFT - 4, y(0));
    if (auxiliaryPotential) {
      c.strokeStyle = paint.soft;
      c.lineWidth = 1.5;
      c.setLineDash([2, 3]);
      c.beginPath();
      for (let t = 0; t < T; t++) c.lineTo(x(t), y(auxiliaryPotential[t]));
      c.stroke();
      c.setLineDash([]);
    }
    c.strokeStyle = paint.potential;
    c.lineWidth = 1.75;
    c.lineJoin = 'round';
    c.beginPath();
    for (let t = 0; t < T; t++) c.lineTo(x(t), y(potential[t]));
    c.stroke();
    for (let t = 0; t < T; t++) {
      if (spikes[t]) {
        c.strokeStyle = paint.ink;
        c.lineWidth = 2;
        c.beginPath();
        c.moveTo(x(t), 2);
        c.lineTo(x(t), 10);
        c.stroke();
        c.fillStyle = paint.potential;
        c.beginPath();
        c.arc(x(t), y(potential[t]), 3, 0, 7);
        c.fill();
      }
      if (auxiliarySpikes && auxiliarySpikes[t] > 0.5) {
        // Of the optimiser: hollow.
        c.strokeStyle = paint.soft;
        c.lineWidth = 1;
        c.strokeRect(x(t) + 2.5, 2.5, 3, 8);
      }
    }
    c.strokeStyle = paint.ink;
    c.lineWidth = 1.5;
    for (const t of moved) {
      c.beginPath();
      c.arc(x(t), y((auxiliaryPotential ?? potential)[t]), 4.5, 0, 7);
      c.stroke();
    }
    if (cursor !== null && cursor < T) {
      c.strokeStyle = paint.soft;
      c.lineWidth = 1;
      c.setLineDash([1, 3]);
      c.beginPath();
      c.moveTo(x(cursor), 0);
      c.lineTo(x(cursor), height);
      c.stroke();
      c.setLineDash([]);
      c.fillStyle = paint.potential;
      c.beginPath();
      c.arc(x(cursor), y(potential[cursor]), 4, 0, 7);
      c.fill();
    }
    say(under, cursor !== null && cursor < T ? s.at(cursor + 1, en.number(potential[cursor])) : [s.what, auxiliaryPotential ? `\u2504 ${s.auxiliary}` : null, margin !== null ? `\u25a8 ${s.margin} m = ${en.tick(margin)}` : null].filter(Boolean).join(' \u00b7 '));
  }
  screen.canvas.addEventListener('pointermove', (event) => {
    if (!neuron) return;
    const box = screen.canvas.getBoundingClientRect();
    const t = Math.floor(((event.clientX - box.left - LEFT) / (box.width - LEFT - 1)) * neuron.T);
    const inside = t >= 0 && t < neuron.T;
    host.cursor(inside ? t : null);
    if (inside) read([en.picture.neuron(neuron.layer, neuron.neuron), en.picture.potential(t + 1, neuron.potential[t], neuron.threshold, neuron.spikes[t] > 0)], event);
    else unread();
  });
  screen.canvas.addEventListener('pointerleave', () => {
    host.cursor(null);
    unread();
  });
  screen.onresize(draw);

  return {
    id: 'neuron',
    root,
    draw,
    /** @param {import('../types.d.ts').Opened} opened */
    open(opened) {
      sizes = opened.info.layers.slice(1, -1);
      if (sizes.length > 1) {
        layerChoice = segmented(s.layer, sizes.map((_, i) => ({ value: String(i + 1), text: String(i + 1), help: s.layerHelp })), (value) => host.view({ layer: Number(value), neuron: 0 }), 'small');
        layerHolder.replaceChildren(layerChoice.root);
      } else {
        layerChoice = null;
        layerHolder.replaceChildren();
      }
    },
    table() {
      if (!neuron) return null;
      const { layer, neuron: index, potential, spikes } = neuron;
      return {
        caption: `${s.title}: ${en.network.hidden(layer)}, ${en.network.neuron(index + 1)}`,
        columns: [en.network.time, en.cells.potential, en.network.spike],
        rows: Array.from(potential, (z, t) => [t + 1, en.number(z), spikes[t] ? en.cells.yes : en.cells.no]),
      };
    },
    csv() {
      if (!neuron) return null;
      const { layer, neuron: index, T, potential: z, spikes: a, auxiliaryPotential, auxiliarySpikes } = neuron;
      return {
        columns: ['layer', 'neuron', 't', 'potential', 'spike', 'potential_of_optimiser', 'spike_of_optimiser'],
        rows: Array.from({ length: T }, (_, t) => [layer, index + 1, t + 1, z[t], a[t], auxiliaryPotential?.[t], auxiliarySpikes?.[t]]),
      };
    },
    /** @param {number | null} t */
    cursor(t) {
      if (t === cursor) return;
      cursor = t;
      draw();
    },
    /** @param {import('../types.d.ts').Frame} frame @param {import('../types.d.ts').View} next */
    update(frame, next) {
      view = next;
      const [now, before] = [frame.neuron, neuron];
      const by = frame.report && !frame.playing ? JSON.stringify([frame.report, next.split, frame.sample.index, now.layer, now.neuron]) : '';
      if (by !== movedBy) {
        const same = before !== null && lookedAt === `${next.split} ${frame.sample.index} ${now.layer} ${now.neuron}`;
        moved = by && same ? movedSteps(before, now) : [];
        movedBy = by;
      }
      lookedAt = `${next.split} ${frame.sample.index} ${now.layer} ${now.neuron}`;
      neuron = now;
      // A neuron under the pointer is shown instead of the chosen one.
      layerChoice?.set(String(frame.neuron.layer));
      say(which.value, `${frame.neuron.neuron + 1}`);
      if (root.hidden) return;
      draw();
      screen.describe(() => {
        const { layer, neuron, potential, spikes } = frame.neuron;
        return s.summary(layer, neuron + 1, spikes.reduce((a, b) => a + b, 0), en.number(Math.min(...potential)), en.number(Math.max(...potential)));
      });
    },
  };
}
