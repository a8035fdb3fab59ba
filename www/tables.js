// The numbers behind each picture, as a table: for screen readers, and for whoever wants to read them.
import { el } from './dom.js';
import { words } from './strings/words.js';

/** The most rows and columns of a table of weights. */
const MOST = 64;

/** @typedef {{ caption: string, columns: string[], rows: (string | number)[][] }} Table */

/**
 * A button after each canvas, seen when it has the focus, that opens its table.
 * @param {{ frame: () => import('./types.d.ts').Frame | null, opened: () => import('./types.d.ts').Opened | null,
 *   layer: () => number, weight: (layer: number, out: number, input: number) => Promise<number> }} host
 */
export function tables(host) {
  const s = words.table;
  const dialog = el('dialog', { class: 'sheet', id: 'picture-table', 'aria-labelledby': 'picture-table-title' });

  /** @type {Record<string, (frame: import('./types.d.ts').Frame) => Table | Promise<Table>>} */
  const pictures = {
    network: (frame) => ({
      caption: words.network.title,
      columns: [s.layer, s.neuron, s.times],
      rows: frame.raster.flatMap((r) =>
        Array.from({ length: r.neurons }, (_, row) => {
          const at = [...r.codes.subarray(row * r.T, (row + 1) * r.T)].flatMap((code, t) => (code === 1 || code === 2 ? [t + 1] : []));
          return [r.layer ? words.network.hidden(r.layer) : words.network.input, row + 1, at.join(' ') || words.network.silent];
        }),
      ),
    }),
    neuron: ({ neuron }) => ({
      caption: `${words.neuron.title}: ${words.network.hidden(neuron.layer)}, ${words.network.neuron(neuron.neuron + 1)}`,
      columns: [words.network.time, s.potential, words.network.spike],
      rows: Array.from(neuron.potential, (z, t) => [t + 1, words.number(z), neuron.spikes[t] ? s.yes : s.no]),
    }),
    weights: async (frame) => {
      const w = frame.weights?.find((one) => one.layer === host.layer()) ?? frame.weights?.[0];
      if (!w) return { caption: words.weights.title, columns: [], rows: [] };
      const inputs = Array.from({ length: Math.min(w.columns, MOST) }, (_, i) => i);
      const names = w.layer === 1 ? (host.opened()?.info.inputNames ?? []) : [];
      const rows = Array.from({ length: Math.min(w.rows, MOST) }, async (_, out) => [out + 1, ...(await Promise.all(inputs.map((i) => host.weight(w.layer, out, i)))).map((v) => words.number(v))]);
      return { caption: `${words.weights.title}: ${words.weights.layer(w.layer)}`, columns: [s.neuron, ...inputs.map((i) => names[i] ?? String(i + 1))], rows: await Promise.all(rows) };
    },
    learned: ({ accuracy, best, confusion }) => ({
      caption: words.learned.title,
      columns: [s.what, words.learned.accuracy],
      rows: [
        [words.learned.testName, words.accuracy(accuracy.test)],
        [words.learned.trainName, words.accuracy(accuracy.train)],
        [words.learned.auxiliaryName, words.accuracy(accuracy.auxiliary)],
        [words.learned.controlName, words.accuracy(accuracy.control)],
        ...(best ? [[words.learned.bestName, words.learned.best(best.iteration, best.test)]] : []),
        ...(confusion ? Array.from(confusion.counts, (n, i) => [s.confused(words.className(Math.floor(i / confusion.classes)), words.className(i % confusion.classes)), n]) : []),
      ],
    }),
  };

  /** @param {string} name */
  async function show(name) {
    const frame = host.frame();
    if (!frame) return;
    const { caption, columns, rows } = await pictures[name](frame);
    dialog.replaceChildren(
      el('header', {}, el('h2', { id: 'picture-table-title', text: caption }), el('button', { type: 'button', text: words.keys.close, onclick: () => dialog.close() })),
      el(
        'div',
        { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'picture-table-title' },
        el('table', {}, el('thead', {}, el('tr', {}, ...columns.map((text) => el('th', { scope: 'col', text })))), el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell, i) => el(i ? 'td' : 'th', { class: 'num', scope: i ? null : 'row', text: String(cell) })))))),
      ),
    );
    if (!dialog.open) dialog.showModal();
  }

  return {
    dialog,
    /** Give every picture its button. */
    attach() {
      for (const name of Object.keys(pictures)) {
        const title = document.querySelector(`#${name} h2`)?.textContent ?? name;
        document.querySelector(`#${name} .plot`)?.append(el('button', { type: 'button', class: 'as-table', 'data-picture': name, text: s.button, 'aria-label': s.label(title), onclick: () => show(name) }));
      }
    },
  };
}
