// How the optimiser got there: objective, loss and residuals on a log axis; accuracies or spike timing; health of the
// layers.
import { paint } from '../charts/canvas.js';
import { el, explain, panel, say, segmented } from '../dom.js';
import { files } from '../export/save.js';
import { History } from '../history.js';
import { onDemand } from '../ondemand.js';
import { words as en } from '../strings/words.js';

/** @typedef {typeof import('../charts/curves.js').curves} Curves */

/**
 * @param {{ chart: (which: 'upper' | 'lower', chart: ReturnType<Curves>) => void, stands: Promise<unknown>, failed: (error: unknown) => void }} host what to do with a
 *   new chart; when the page stands, which needs none until something is trained; who hears why there are none
 */
export function progressPanel(host) {
  const s = en.progress;
  let axis = 'iterations';
  const choice = segmented(
    s.axis,
    [
      { value: 'iterations', text: s.iterations, help: s.axisHelp },
      { value: 'seconds', text: s.seconds, help: s.axisHelp },
    ],
    (value) => {
      axis = value;
      stale = true;
      draw();
    },
    'small',
  );
  choice.set(axis);
  /** @type {'accuracy' | 'timing'} */ let below = 'accuracy';
  const tabs = segmented(
    s.below,
    [
      { value: 'accuracy', text: en.score(false), help: s.scoreTabHelp(false) },
      { value: 'timing', text: s.timingTab, help: s.timingTabHelp },
    ],
    (value) => show(value === 'timing' ? 'timing' : 'accuracy'),
    'small',
  );
  tabs.set(below);
  const table = el('dialog', { class: 'sheet', 'aria-label': s.tableTitle });
  const { root } = panel(
    'progress',
    s.title,
    s.hint,
    choice.root,
  );
  const exports = el(
    'div',
    { class: 'exports', role: 'group', 'aria-label': s.exportLabel },
    el('button', { type: 'button', class: 'quiet text', id: 'curve-table', text: s.table, help: s.tableHelp, onclick: () => showTable() }),
    el('button', { type: 'button', class: 'quiet text', id: 'csv', text: s.csv, help: s.csvHelp, onclick: () => void files().then(({ csvOf, save }) => save(`heaviside-${name}.csv`, csvOf(csv())), host.failed) }),
  );
  const upper = el('div', { class: 'chart', role: 'group' });
  const lower = el('div', { class: 'chart', role: 'group' });
  const model = el('p', { class: 'model', id: 'timing-model', hidden: true });
  const empty = el('p', { class: 'empty', text: s.empty });
  /** @param {string} id @param {string} name @param {string} help */
  const health = (id, name, help) => {
    const value = el('dd', { class: 'num', id });
    const row = el('div', { help, class: 'figure' }, el('dt', { text: name }), value);
    row.tabIndex = 0;
    return { row, value };
  };
  const firing = health('firing', s.firing, s.firingHelp);
  const silent = health('silent', s.silent, s.silentHelp);
  const saturated = health('saturated', s.saturated, s.saturatedHelp);
  const maxZ = health('max-z', s.maxZ, s.maxZHelp);
  root.append(el('div', { class: 'charts' }, upper, tabs.root, lower, model, empty), el('div', { class: 'foot' }, el('dl', { class: 'health' }, firing.row, silent.row, saturated.row, maxZ.row), exports), table);

  const history = new History();
  let drawn = 0;
  /** @type {number | null} */ let control = null;
  let stale = true;
  let keysFor = '';
  /** @type {Curves | null} */ let curves = null;
  /** @type {ReturnType<Curves> | null} */ let upperChart = null;
  /** @type {ReturnType<Curves> | null} */ let lowerChart = null;
  /** @type {string[]} */ let upperKeys = [];
  /** @type {string[]} */ let lowerKeys = [];
  let spoken = 0;
  let ringed = false;
  let scale = paint.scale;
  let ringedBy = '';
  let name = 'run';
  let trains = false;
  /** Whether the solver prices spikes. */
  let priced = false;

  /** @param {string} key */
  function style(key) {
    const [, kind, layer] = key.match(/^(dynamics|spikes)_(\d+)$/) ?? [];
    const nth = Number(layer ?? 1);
    const [, hidden] = key.match(/^timing_(\d+)$/) ?? [];
    if (hidden) return { colour: () => [paint.ink, paint.plum, paint.moss][(Number(hidden) - 1) % 3], dash: [[], [6, 3], [2, 3], [9, 3, 2, 3]][(Number(hidden) - 1) % 4], width: 1.75 };
    if (kind === 'dynamics') return { colour: () => paint.soft, dash: [[6, 3], [2, 3], [9, 3, 2, 3], [4, 4]][(nth - 1) % 4], width: 1.25 };
    if (kind === 'spikes') return { colour: () => paint.moss, dash: [[2, 2], [6, 2], [9, 3, 2, 3], [4, 4]][(nth - 1) % 4], width: 1.25 };
    if (key === 'objective') return { colour: () => paint.ink, dash: [], width: 2 };
    if (key === 'loss') return { colour: () => paint.plum, dash: [], width: 1.75 };
    if (key === 'test') return { colour: () => paint.ink, dash: [], width: 2 };
    if (key === 'train') return { colour: () => paint.moss, dash: [5, 3], width: 1.25 };
    if (key === 'auxiliary') return { colour: () => paint.bad, dash: [], width: 1.75 };
    return { colour: () => paint.soft, dash: [2, 4], width: 1.25 };
  }

  /** What needs not fall where the prices say what a spike is worth: its first curve says so. @param {string} key @param {string[]} list */
  function noGoal(key, list) {
    if (!priced || !key.startsWith('spikes_')) return {};
    return { help: s.spikesHelp, aside: list.find((one) => one.startsWith('spikes_')) === key ? s.noGoal : undefined };
  }

  /** Whether they could not be had: each frame would ask again. */
  let without = false;
  const fetched = onDemand(async () => {
    await host.stands;
    ({ curves } = await import('../charts/curves.js'));
    stale = true;
    draw();
  });

  /** @param {Curves} curves */
  function rebuild(curves) {
    upperKeys = history.columns.filter((key) => (key === 'objective' || key === 'loss' || /^(dynamics|spikes)_/.test(key)) && history.some(key, true));
    const timing = below === 'timing';
    lowerKeys = (timing ? history.columns.filter((key) => key.startsWith('timing_')) : ['train', 'test', 'auxiliary']).filter((key) => history.some(key));
    if (control !== null && !timing) lowerKeys.push('control');
    const keys = `${upperKeys} | ${below} ${lowerKeys}`;
    if (keys === keysFor) return;
    keysFor = keys;
    upperChart?.destroy();
    lowerChart?.destroy();
    const lines = (/** @type {string[]} */ list) => list.map((key) => ({ key, name: en.seriesName(key), ...style(key), ...noGoal(key, list) }));
    upperChart = curves(upper, 'convergence', { log: true, lines: lines(upperKeys), format: en.number, caption: s.lower, whole: () => axis === 'iterations' });
    lowerChart = timing
      ? curves(lower, 'timing', { log: false, floor: 0, lines: lines(lowerKeys), format: en.accuracy, caption: s.mismatch, whole: () => axis === 'iterations' })
      : curves(lower, 'accuracies', { log: false, lines: lines(lowerKeys), format: en.accuracy, floor: trains ? 0 : 0.4, caption: s.higher(trains), whole: () => axis === 'iterations' });
    host.chart('upper', upperChart);
    host.chart('lower', lowerChart);
  }

  /** @param {'accuracy' | 'timing'} which */
  function show(which) {
    below = which;
    tabs.set(which);
    model.hidden = which !== 'timing';
    stale = true;
    draw();
  }

  function draw() {
    if (!stale || !history.count) return;
    if (!curves) {
      if (!without)
        fetched().catch((error) => {
          without = true;
          host.failed(error);
        });
      return;
    }
    stale = false;
    drawn = performance.now();
    rebuild(curves);
    const x = /** @type {number[]} */ (history.column(axis === 'seconds' ? 'seconds' : 'iteration'));
    const iterations = /** @type {number[]} */ (history.column('iteration'));
    const column = (/** @type {string} */ key) => history.column(key);
    // A log axis has no place for zero.
    upperChart?.set(x, upperKeys.map((key) => (column(key).some((v) => v !== null && v <= 0) ? column(key).map((v) => (v !== null && v > 0 ? v : null)) : column(key))), iterations);
    lowerChart?.set(x, lowerKeys.map((key) => (key === 'control' ? x.map(() => control) : column(key))), iterations);
  }

  /** The newest values of the timing curves, in words. */
  function timingText() {
    const layers = history.columns.filter((key) => key.startsWith('timing_')).map((key) => history.column(key));
    return s.timingSummary(layers.map((column) => column[column.length - 1] ?? null));
  }

  const csv = () => ({ columns: history.columns, rows: Array.from({ length: history.count }, (_, i) => history.row(i)) });
  function showTable() {
    const step = Math.max(1, Math.ceil(history.count / 60));
    const few = Array.from({ length: history.count }, (_, i) => i).filter((i) => i % step === 0 || i === history.count - 1);
    table.replaceChildren(
      el('header', {}, el('h2', { text: s.tableTitle }), el('button', { type: 'button', text: en.bar.close, onclick: () => table.close() })),
      el(
        'div',
        { class: 'scroll', tabindex: '0' },
        el(
          'table',
          {},
          el('thead', {}, el('tr', {}, ...history.columns.map((key) => el('th', { scope: 'col', text: en.seriesName(key) })))),
          el('tbody', {}, ...few.map((i) => el('tr', {}, ...history.row(i).map((v) => el('td', { class: 'num', text: v === null ? '' : en.number(v) }))))),
        ),
      ),
    );
    table.showModal();
  }

  return {
    id: 'progress',
    root,
    csv,
    show,
    /** Every row of the run so far: a frame brings only those that are new. */
    rows: () => history.all(),
    draw() {
      if (paint.scale !== scale) {
        // Charts of another text size are built anew.
        scale = paint.scale;
        keysFor = '';
        stale = true;
        return draw();
      }
      upperChart?.redraw();
      lowerChart?.redraw();
    },
    /** @param {import('../types.d.ts').Opened} opened */
    open(opened) {
      history.clear();
      without = false;
      keysFor = '';
      control = null;
      stale = true;
      trains = opened.info.trains;
      priced = opened.spec.solver === 'exact';
      const [tab] = tabs.root.querySelectorAll('label');
      say(/** @type {Element} */ (tab.querySelector('b')), en.score(trains));
      explain(tab, s.scoreTabHelp(trains));
      say(model, en.solvers[String(opened.spec.solver)]?.model ?? '');
      name = `${opened.spec.task}-${opened.spec.solver}`;
    },
    /** @param {import('../types.d.ts').Frame} frame */
    update(frame) {
      const rows = history.count;
      if (history.take(frame.history) || (frame.accuracy.control ?? null) !== control) stale = true;
      // The block that ends an iteration adds a point, marked until the next block.
      const by = frame.report && !frame.playing ? JSON.stringify(frame.report) : '';
      if (by !== ringedBy) {
        ringed = by !== '' && history.count > rows && rows > 0;
        ringedBy = by;
      }
      control = frame.accuracy.control ?? null;
      empty.hidden = history.count > 1;
      if (!frame.playing || performance.now() - drawn > 90) draw();
      upperChart?.ring(ringed);
      lowerChart?.ring(ringed);
      say(firing.value, s.rates(frame.firingRates));
      say(silent.value, s.counts(frame.silent));
      say(saturated.value, s.counts(frame.saturated));
      say(maxZ.value, en.number(frame.maxAbsPotential));
      const now = performance.now();
      if (now - spoken > 1000) {
        spoken = now;
        const text = s.summary(frame.iteration, en.number(frame.loss), en.score(trains), en.accuracy(frame.accuracy.test));
        upper.setAttribute('aria-label', text);
        lower.setAttribute('aria-label', below === 'timing' ? timingText() : text);
      }
    },
  };
}
