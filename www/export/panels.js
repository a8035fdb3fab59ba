// What each panel gives away beside its picture: its numbers as a table.
import { words as en } from '../strings/words.js';
import { csvOf, takeAway } from './save.js';

/** @typedef {import('../types.d.ts').Opened} Opened */
/** @typedef {import('../types.d.ts').Frame} Frame */

/** Spikes and readout over time. @param {Frame} frame */
function spikes(frame) {
  const rows = frame.raster.flatMap((r) =>
    Array.from({ length: r.neurons * r.T }, (_, i) => {
      const code = r.codes[i];
      // 1: in both, 2: the network's alone, 3: the optimiser's alone.
      return [r.layer, Math.floor(i / r.T) + 1, (i % r.T) + 1, code === 1 || code === 2 ? 1 : 0, r.auxiliary ? (code === 1 || code === 3 ? 1 : 0) : null, null];
    }),
  );
  const { classes, T, values } = frame.readout;
  const readout = Array.from({ length: classes * T }, (_, i) => [frame.raster.length, Math.floor(i / T) + 1, (i % T) + 1, null, null, values[i]]);
  return csvOf(['layer', 'neuron', 't', 'spike', 'spike_of_optimiser', 'potential'], [...rows, ...readout]);
}

/** @param {Frame} frame */
function potential({ neuron }) {
  const { layer, neuron: index, T, potential: z, spikes: a, auxiliaryPotential, auxiliarySpikes } = neuron;
  const rows = Array.from({ length: T }, (_, t) => [layer, index + 1, t + 1, z[t], a[t], auxiliaryPotential?.[t], auxiliarySpikes?.[t]]);
  return csvOf(['layer', 'neuron', 't', 'potential', 'spike', 'potential_of_optimiser', 'spike_of_optimiser'], rows);
}

/** The samples of a planar task, else the confusion counts. @param {Opened} opened @param {Frame['confusion']} confusion */
function samples(opened, confusion) {
  if (opened.info.dimensions !== 2) {
    const { classes, counts } = confusion ?? { classes: 0, counts: [] };
    return csvOf(['true', 'answer', 'count'], Array.from({ length: classes * classes }, (_, i) => [Math.floor(i / classes), i % classes, counts[i]]));
  }
  const rows = /** @type {const} */ (['train', 'test']).flatMap((split) => {
    const points = opened.points[split];
    return Array.from(points?.labels ?? [], (label, i) => [split, points?.xy[2 * i], points?.xy[2 * i + 1], label]);
  });
  return csvOf(['set', 'x', 'y', 'class'], rows);
}

/** @param {Frame} frame */
function block({ report }) {
  if (!report) return null;
  const { extras, ...own } = report;
  return csvOf(['quantity', 'value'], [...Object.entries(own), ...extras]);
}

/**
 * A button on every panel.
 * @param {Record<'network' | 'neuron' | 'weights' | 'now', { root: HTMLElement }> & { learned: { root: HTMLElement, confusion: () => Frame['confusion'] }, progress: { root: HTMLElement, csv: () => Blob } }} panels
 * @param {{ panels: Record<'side' | 'sweep', HTMLElement>, tables: Record<'side' | 'sweep', () => { columns: string[], rows: any[][] }> }} beside
 * @param {{ state: () => { opened: Opened | null, frame: Frame | null }, weights: (layer: number) => Promise<Float32Array>, failed: (reason: string) => void }} host
 */
export function takeAwayAll(panels, beside, host) {
  /** @param {string} name @param {HTMLElement} root @param {string} title @param {(opened: Opened, frame: Frame) => Blob | null | Promise<Blob | null>} data */
  const offer = (name, root, title, data) =>
    takeAway(root, {
      title,
      failed: host.failed,
      about() {
        const { opened, frame } = host.state();
        if (!opened || !frame) return null;
        const { spec, info, compare } = opened;
        const heading = root.querySelector('h2')?.textContent ?? title;
        const setting = en.save.setting(en.tasks[String(spec.task)]?.name ?? String(spec.task), en.solvers[String(spec.solver)]?.name ?? String(spec.solver), info.layers, String(spec.seed), frame.iteration, en.accuracy(frame.accuracy.test));
        const pair = name === 'side' && compare.with ? `${en.save.versus(.../** @type {[string, string]} */ ([...root.querySelectorAll('h3')].map((h) => h.textContent ?? '')))} ` : '';
        return {
          title: en.save.title(heading),
          setting: pair + setting,
          link: location.origin + location.pathname + opened.link,
          name: `heaviside-${spec.task}-${spec.solver}-${frame.iteration}-${name}`,
        };
      },
      async data() {
        const { opened, frame } = host.state();
        return opened && frame ? data(opened, frame) : null;
      },
    });
  offer('network', panels.network.root, en.network.title, (_, frame) => spikes(frame));
  offer('neuron', panels.neuron.root, en.neuron.title, (_, frame) => potential(frame));
  offer('weights', panels.weights.root, en.weights.title, async ({ info: { layers } }) => {
    const all = await Promise.all(layers.slice(1).map((_, i) => host.weights(i + 1)));
    return csvOf(['layer', 'to', 'from', 'weight'], all.flatMap((w, l) => Array.from(w, (v, i) => [l + 1, Math.floor(i / layers[l]) + 1, (i % layers[l]) + 1, v])));
  });
  offer('now', panels.now.root, en.now.title, (_, frame) => block(frame));
  offer('learned', panels.learned.root, en.learned.title, (opened) => samples(opened, panels.learned.confusion()));
  offer('progress', panels.progress.root, en.progress.title, () => panels.progress.csv());
  offer('side', beside.panels.side, en.compare.side, () => table('side'));
  offer('sweep', beside.panels.sweep, en.compare.sweep, () => table('sweep'));
  /** @param {'side' | 'sweep'} which */
  function table(which) {
    const { columns, rows } = beside.tables[which]();
    return csvOf(columns, rows);
  }
}
