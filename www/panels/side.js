// Two runs side by side: their curves over each other, their maps and rasters next to one another.
import uPlot from 'uplot';
import { Texels, paint, surface } from '../charts/canvas.js';
import { curves } from '../charts/curves.js';
import { Hatching } from '../charts/hatch.js';
import { Points, drawConfusion, drawFrame, drawTrains } from '../charts/points.js';
import { el, explain, icon, panel, say, segmented, stepper } from '../dom.js';
import { History } from '../history.js';
import { words as en } from '../strings/words.js';

/** @typedef {import('../types.d.ts').Opened} Opened */
/** @typedef {import('../types.d.ts').Frame} Frame */

/** A value of a setting in words. @param {string} key @param {string} value as a link says it */
export function valueText(key, value) {
  if (key === 'solver') return en.solvers[value]?.name ?? value;
  if (key === 'encoder') return en.encoders[value]?.name ?? value;
  if (key === 'hidden') return value.replaceAll(',', '\u2013');
  return en.tick(Number(value));
}
/** A setting in words: its name and value. @param {string} key @param {string} value */
export const settingText = (key, value) => (key === 'solver' ? valueText(key, value) : en.compare.setting(en.fields[key]?.label ?? key, valueText(key, value)));

/** One run: what it answers, its hidden spikes, its numbers. @param {'first' | 'second'} which @param {string[]} dashes */
function runView(which, dashes) {
  const s = en.compare;
  const name = el('h3', {});
  const status = el('span', { class: 'status' });
  const swatch = el('i', { class: `swatch ${dashes.length ? 'dashed' : ''} ${which}` });
  const map = el('div', { class: 'plot square' });
  const raster = el('div', { class: 'plot' });
  const verdict = el('p', { class: 'verdict' });
  const figures = el('dl', { class: 'figures' });
  const root = el('article', { class: `run ${which}`, id: `${which}-run` }, el('header', {}, swatch, name, status), el('div', { class: 'run-body' }, map, el('div', { class: 'run-raster' }, verdict, raster)), figures);
  const mapScreen = surface(map, en.learned.empty);
  const rasterScreen = surface(raster, en.network.empty);
  mapScreen.canvas.id = `${which}-map`;
  rasterScreen.canvas.id = `${which}-raster`;
  /** @type {Record<string, { row: HTMLElement, value: HTMLElement }>} */ const figure = {};
  for (const [key, text, help] of [
    ['test', en.learned.testName, en.learned.classesHelp.test],
    ['train', en.learned.trainName, en.learned.classesHelp.train],
    ['auxiliary', en.learned.auxiliaryName, en.learned.auxiliaryHelp],
    ['control', en.learned.controlName, en.learned.classesHelp.control],
    ['best', en.learned.bestName, en.learned.classesHelp.best],
    ['iteration', s.iteration, ''],
    ['seconds', en.progress.seconds, s.seconds],
  ]) {
    const value = el('dd', { class: 'num', id: `${which}-${key}` });
    const row = el('div', { class: `figure ${key}`, help: help || null }, el('dt', { text }), value);
    if (help) row.tabIndex = 0;
    figure[key] = { row, value };
    figures.append(row);
  }

  const history = new History();
  const picture = new Texels();
  const points = new Points();
  const hatching = new Hatching();
  /** @type {Texels[]} */ const rasters = [];
  /** @type {Opened | null} */ let opened = null;
  /** @type {Frame | null} */ let frame = null;
  /** @type {Frame['confusion']} */ let confusion = null;
  let hasMap = false;
  let label = '';

  function drawMap() {
    const { context: c, width, height, ratio } = mapScreen.begin();
    if (!opened) return;
    if (opened.info.dimensions !== 2) {
      if (frame?.target) drawTrains(c, width, height, frame.target);
      else if (confusion) drawConfusion(c, width, height, confusion);
      return;
    }
    if (hasMap) picture.draw(c, 0, 0, width, height);
    points.draw(c, opened, width, height, ratio);
    drawFrame(c, frame?.sample.xy, width, height);
  }
  function drawRaster() {
    const { context: c, width, height, ratio } = rasterScreen.begin();
    if (!frame) return;
    const hidden = frame.raster.filter((r) => r.layer > 0);
    const [foot, gap, left] = [18, 10, 60];
    const shares = hidden.map((r) => Math.sqrt(r.neurons));
    const all = shares.reduce((a, b) => a + b, 0) || 1;
    const free = height - foot - gap * (hidden.length - 1) - 2;
    const w = width - left - 8; // room for half of the last label
    let top = 1;
    c.textBaseline = 'middle';
    hidden.forEach((r, i) => {
      const h = (free * shares[i]) / all;
      (rasters[i] ??= new Texels()).draw(c, left, top, w, h);
      if (r.auxiliary) hatching.draw(c, { columns: r.T, rows: r.neurons, codes: r.codes }, { x: left, y: top, w, h, ratio, colour: paint.ink });
      c.strokeStyle = paint.rule;
      c.lineWidth = 1;
      c.strokeRect(left - 0.5, top - 0.5, w + 1, h + 1);
      c.textAlign = 'left';
      c.fillStyle = paint.ink;
      c.fillText(en.network.hidden(r.layer), 0, top + h / 2);
      top += h + gap;
    });
    const T = frame.readout.T;
    const every = T <= 12 ? 1 : T <= 25 ? 5 : T <= 60 ? 10 : 25;
    c.fillStyle = paint.soft;
    c.textBaseline = 'alphabetic';
    c.textAlign = 'center';
    for (let t = every; t <= T; t += every) c.fillText(String(t), left + ((t - 0.5) * w) / T, height - 3);
    c.textAlign = 'left';
    c.fillText(en.network.time, 0, height - 3);
  }
  mapScreen.onresize(drawMap);
  rasterScreen.onresize(drawRaster);
  function draw() {
    drawMap();
    drawRaster();
  }

  return {
    root,
    history,
    draw,
    name: () => label,
    frame: () => frame,
    /** @param {Opened | null} next @param {string} text */
    open(next, text) {
      opened = next;
      label = text;
      say(name, text);
      frame = null;
      confusion = null;
      hasMap = false;
      history.clear();
      for (const { value } of Object.values(figure)) say(value, '');
      for (const [key, word] of Object.entries(next?.info.trains ? en.learned.trainsHelp : en.learned.classesHelp)) explain(figure[key].row, word);
      say(status, next ? '' : s.opening);
      draw();
    },
    /** @param {string} text */
    state(text) {
      say(status, text);
    },
    /** @param {Frame} next @returns whether the curves have grown */
    update(next) {
      frame = next;
      if (next.map) {
        picture.put(next.map.size, next.map.size, next.map.rgba);
        hasMap = true;
      }
      if (next.confusion) confusion = next.confusion;
      next.raster.filter((r) => r.layer > 0).forEach((r, i) => (rasters[i] ??= new Texels()).put(r.T, r.neurons, r.rgba));
      const { accuracy: a, best } = next;
      for (const key of /** @type {const} */ (['test', 'train', 'auxiliary', 'control'])) {
        say(figure[key].value, en.accuracy(a[key]));
        figure[key].row.hidden = a[key] === null || a[key] === undefined;
      }
      figure.best.row.hidden = !best;
      if (best) say(figure.best.value, en.learned.best(best.iteration, best.test));
      say(figure.iteration.value, String(next.iteration));
      say(figure.seconds.value, en.duration(next.seconds));
      const { label: truth, predicted } = next.sample;
      say(verdict, en.network.verdict(en.className(truth), en.className(predicted), truth === predicted));
      verdict.className = `verdict ${truth === predicted ? 'right' : 'wrong'}`;
      draw();
      mapScreen.describe(() => s.summaryMap(label, en.accuracy(a.test), en.accuracy(a.train), next.iteration));
      rasterScreen.describe(() => {
        const hidden = next.raster.filter((r) => r.layer > 0);
        return s.summaryRaster(label, hidden.reduce((n, r) => n + r.codes.reduce((m, code) => m + (code === 1 || code === 2 ? 1 : 0), 0), 0), hidden.reduce((n, r) => n + r.neurons, 0));
      });
      return history.take(next.history);
    },
    /** @returns {string} the run in a sentence */
    summary() {
      return frame ? s.summaryRun(label, frame.iteration, en.accuracy(frame.accuracy.test), en.number(frame.loss)) : '';
    },
  };
}

/** @param {{ view: (change: Partial<import('../types.d.ts').View>) => void, close: () => void }} host */
export function sidePanel(host) {
  const s = en.compare;
  let axis = 'iterations';
  const choice = segmented(
    en.progress.axis,
    [
      { value: 'iterations', text: en.progress.iterations, help: en.progress.axisHelp },
      { value: 'seconds', text: en.progress.seconds, help: `${en.progress.axisHelp} ${s.seconds}` },
    ],
    (value) => {
      axis = value;
      curvesNow();
    },
    'small',
  );
  choice.set(axis);
  const sample = stepper({
    previous: en.network.previous,
    next: en.network.next,
    help: en.network.stepHelp,
    label: en.network.sample,
    change: (by) => {
      const now = runs[0].frame()?.sample;
      if (now) host.view({ sample: (now.index + by + now.count) % now.count });
    },
  });
  const close = el('button', { type: 'button', class: 'quiet', id: 'close-side', 'aria-label': s.close, help: s.closeHelp, onclick: () => host.close() }, icon('M5 5 L15 15|M15 5 L5 15'));
  const { root, head } = panel('side', s.side, s.sideHint, choice.root, sample.root);
  head.append(el('span', { class: 'tools close' }, close));
  const terms = el('p', { class: 'terms', id: 'terms' });
  const upper = el('div', { class: 'chart', role: 'img' });
  const lower = el('div', { class: 'chart', role: 'img' });
  const runs = [runView('first', []), runView('second', ['dashed'])];
  root.append(terms, el('div', { class: 'side-curves' }, upper, lower), el('div', { class: 'side-runs' }, runs[0].root, runs[1].root));

  /** @type {ReturnType<typeof curves>[]} */ let charts = [];
  /** Which column of which run a line is. @type {{ run: number, key: string }[][]} */ let sources = [];
  let built = '';
  let drawn = 0;
  let spoken = 0;

  /** @param {number} run @param {string} key */
  function look(run, key) {
    const main = key === 'test' || key === 'loss';
    const colour = key === 'control' ? () => paint.soft : run ? () => paint.plum : () => paint.ink;
    return { colour, dash: key === 'control' ? [2, 4] : main ? (run ? [7, 3] : []) : run ? [2, 4] : [2, 2], width: main ? 2 : 1.1 };
  }
  function build() {
    const line = (/** @type {number} */ run, /** @type {string} */ key) => ({ key, name: key === 'control' ? en.seriesName(key) : s.line(en.seriesName(key), runs[run].name()), ...look(run, key) });
    const shown = (/** @type {string} */ key) => [0, 1].filter((run) => runs[run].history.some(key)).map((run) => ({ run, key }));
    const accuracies = [...shown('test'), ...shown('train'), ...shown('auxiliary')];
    if (runs[0].frame()) accuracies.push({ run: 0, key: 'control' });
    const losses = [0, 1].filter((run) => runs[run].history.some('loss', true)).map((run) => ({ run, key: 'loss' }));
    const key = JSON.stringify([accuracies, losses, runs.map((run) => run.name())]);
    if (key === built) return;
    built = key;
    for (const chart of charts) chart.destroy();
    sources = [accuracies, losses];
    const whole = () => axis === 'iterations';
    charts = [
      curves(upper, 'side-accuracies', { log: false, lines: accuracies.map(({ run, key }) => line(run, key)), format: en.accuracy, caption: s.accuracies, whole }),
      curves(lower, 'side-losses', { log: true, lines: losses.map(({ run, key }) => line(run, key)), format: en.number, caption: s.loss, whole }),
    ];
  }
  function curvesNow() {
    build();
    drawn = performance.now();
    charts.forEach((chart, i) => {
      if (!sources[i].length) return chart.set([], []);
      // Each run has its own places on the axis; a join puts both on one.
      const tables = sources[i].map(({ run, key }) => {
        const { history } = runs[run];
        const x = history.column(axis === 'seconds' ? 'seconds' : 'iteration');
        const control = runs[run].frame()?.accuracy.control ?? null;
        const y = key === 'control' ? x.map(() => control) : history.column(key);
        return [x, i === 1 ? y.map((v) => (v !== null && v > 0 ? v : null)) : y];
      });
      const [x, ...columns] = uPlot.join(/** @type {any} */ (tables));
      chart.set(/** @type {number[]} */ (x), /** @type {(number | null)[][]} */ (columns));
    });
  }

  return {
    id: 'side',
    root,
    /** What the first is compared with. @param {Opened} first */
    compare(first) {
      const second = first.compare.with;
      if (!second) return;
      const own = (/** @type {string} */ key) => (Array.isArray(first.start[key]) ? /** @type {number[]} */ (first.start[key]).join(',') : String(first.start[key]));
      // What the first run has of a setting that only the second's solver knows is nothing.
      const mine = second.differences.filter(([key]) => key in first.start);
      runs[0].open(first, mine.map(([key]) => settingText(key, own(key))).join(', '));
      runs[1].open(null, second.differences.map(([key, value]) => settingText(key, value)).join(', '));
      built = '';
      terms.replaceChildren();
      curvesNow();
    },
    /** The second run is there. @param {Opened} first @param {Opened} second */
    second(first, second) {
      const about = first.compare.with;
      if (!about) return;
      runs[1].open(second, runs[1].name());
      const gain = (/** @type {Opened} */ one) => en.tick(Number(one.spec.gain));
      const sentences = [about.data ? s.data : s.otherData, s.weights(about.weights, gain(first), gain(second))];
      if (first.spec.solver !== second.spec.solver) sentences.push(s.ownLoss);
      say(terms, sentences.join(' '));
    },
    /** @param {string} reason */
    failed(reason) {
      say(terms, s.failed(reason));
    },
    /** @param {number} run @param {Frame} frame @param {string} status */
    show(run, frame, status) {
      const grown = runs[run].update(frame);
      runs[run].state(status);
      if (run === 0) say(sample.value, en.network.of(frame.sample.index, frame.sample.count));
      if (!frame.playing || (grown && performance.now() - drawn > 90)) curvesNow();
      const now = performance.now();
      if (!frame.playing || now - spoken > 1000) {
        spoken = now;
        const text = s.summaryCurves(runs[0].summary(), runs[1].summary());
        upper.setAttribute('aria-label', text);
        lower.setAttribute('aria-label', text);
      }
    },
    draw() {
      for (const chart of charts) chart.redraw();
      for (const run of runs) run.draw();
    },
    /** Both runs as a table: one row an iteration and run. */
    csv() {
      const columns = [...new Set(runs.flatMap((run) => run.history.columns))];
      const rows = runs.flatMap((run) => Array.from({ length: run.history.count }, (_, i) => [run.name(), ...columns.map((key) => run.history.column(key)[i] ?? null)]));
      return { columns: ['run', ...columns], rows };
    },
  };
}
