// What the network answers: the decision map with the data for two inputs, the output spikes against their target where
// that is a spike train, the confusion matrix otherwise.
import { Texels, paint, surface } from '../charts/canvas.js';
import { Points, drawConfusion, drawFrame, drawTrains } from '../charts/points.js';
import { read, unread } from '../charts/reading.js';
import { el, explain, panel, say, segmented } from '../dom.js';
import { words as en } from '../strings/words.js';

/** @param {{ view: (change: Partial<import('../types.d.ts').View>) => void }} host */
export function learnedPanel(host) {
  const s = en.learned;
  const choice = segmented(
    s.view,
    [
      { value: 'map', text: s.map, help: s.viewHelp },
      { value: 'confusion', text: s.confusion, help: s.viewHelp },
    ],
    (value) => host.view({ confusion: value === 'confusion' }),
    'small',
  );
  const { root, note } = panel('learned', s.title, s.hintMap, choice.root);
  const body = el('div', { class: 'plot square' });
  const under = el('p', { class: 'under', 'aria-hidden': 'true' });
  const figures = el('dl', { class: 'figures' });
  const legend = el('p', { class: 'legend points' });
  root.append(el('div', { class: 'learned-body' }, body, el('div', { class: 'beside' }, figures, legend, under)));
  const screen = surface(body, s.empty);
  screen.canvas.id = 'decision-map';

  /** @type {Record<string, { row: HTMLElement, value: HTMLElement }>} */ const figure = {};
  for (const [key, name, help] of [
    ['test', s.testName, s.classesHelp.test],
    ['train', s.trainName, s.classesHelp.train],
    ['auxiliary', s.auxiliaryName, s.auxiliaryHelp],
    ['control', s.controlName, s.classesHelp.control],
    ['best', s.bestName, s.classesHelp.best],
  ]) {
    const value = el('dd', { class: 'num', id: `figure-${key}` });
    const row = el('div', { class: `figure ${key}`, help }, el('dt', { text: name }), value);
    row.tabIndex = 0;
    figure[key] = { row, value };
    figures.append(row);
  }
  const gap = el('p', { class: 'gap', hidden: true, text: s.silentGap });
  figures.after(gap);

  const picture = new Texels();
  /** What one neuron answers, while one is pointed at or chosen. */
  const answered = new Texels();
  /** @type {import('../types.d.ts').Answer | null} */ let answer = null;
  const answering = el('p', { class: 'num', id: 'answering' });
  const aside = el('div', { class: 'answering', hidden: true }, answering, el('button', { type: 'button', id: 'release', text: en.picture.release, onclick: () => host.view({ focus: null }) }));
  figures.after(aside);
  let hasMap = false;
  /** @type {import('../types.d.ts').Opened | null} */ let opened = null;
  /** @type {import('../types.d.ts').Frame | null} */ let frame = null;
  /** @type {import('../types.d.ts').Frame['confusion']} */ let confusion = null;
  let flat = true;
  let split = 'test';
  const points = new Points();

  function draw() {
    const { context: c, width, height, ratio } = screen.begin();
    if (!opened || !frame || !width) return;
    if (flat) {
      if (answer) answered.draw(c, 0, 0, width, height);
      else if (hasMap) picture.draw(c, 0, 0, width, height);
      points.draw(c, opened, width, height, ratio);
      drawFrame(c, frame.sample.xy, width, height);
    } else if (frame.target) drawTrains(c, width, height, frame.target);
    else if (confusion) drawConfusion(c, width, height, confusion);
  }

  /** Counts of each true class and each answer, as last seen: not every frame brings them. @template V @param {(k: number, j: number) => V} name @returns {[V, number][]} */
  const confused = (name) => Array.from(confusion?.counts ?? [], (n, i) => [name(Math.floor(i / (confusion?.classes ?? 1)), i % (confusion?.classes ?? 1)), n]);

  function explainColours() {
    if (!opened) return;
    if (opened.info.trains) {
      legend.replaceChildren(...s.signs.map((name, i) => el('span', {}, el('i', { class: `train-sign ${['hit', 'extra', 'missed'][i]}` }), name)));
      return;
    }
    const called = opened.info.classNames;
    legend.replaceChildren(
      ...Array.from({ length: opened.info.classes }, (_, k) => {
        // The sign has the colour, the name is plain text: the colours are too light for small letters.
        const [sign, ...name] = en.className(k).split(' ');
        const mark = el('span', { 'aria-hidden': 'true', text: sign });
        mark.style.color = paint.classes[k % paint.classes.length];
        if (called[k] && called[k] !== String(k)) name.push(called[k]);
        return el('span', { class: `class-${k}` }, mark, name.join(' '));
      }),
      ...(opened.info.dimensions === 2 ? [el('span', {}, el('i', { class: 'dot filled' }), s.trainPoint), el('span', {}, el('i', { class: 'dot' }), s.testPoint)] : []),
    );
  }

  /** @param {MouseEvent} event */
  function nearest(event) {
    const box = screen.canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = 1 - (event.clientY - box.top) / box.height;
    /** @type {{ split: 'train' | 'test', index: number, label: number } | null} */ let found = null;
    let least = (9 / box.width) ** 2;
    for (const which of /** @type {const} */ (['train', 'test'])) {
      const data = opened?.points[which];
      if (!data) continue;
      for (let i = 0; i < data.labels.length; i++) {
        const d = (data.xy[2 * i] - x) ** 2 + (data.xy[2 * i + 1] - y) ** 2;
        if (d < least) {
          least = d;
          found = { split: which, index: i, label: data.labels[i] };
        }
      }
    }
    return { x, y, found };
  }
  screen.canvas.addEventListener('pointermove', (event) => {
    if (!flat) return;
    const { x, y, found } = nearest(event);
    if (answer) {
      const column = Math.max(0, Math.min(answer.size - 1, Math.floor(x * answer.size)));
      const row = Math.max(0, Math.min(answer.size - 1, Math.floor((1 - y) * answer.size)));
      read([en.picture.answerAt(answer, opened?.info.layers.length ?? 0, answer.values[row * answer.size + column])], event);
    }
    say(under, s.at(en.number(Math.round(x * 1000) / 1000), en.number(Math.round(y * 1000) / 1000), found ? s.point(found.split, found.index + 1, en.className(found.label)) : ''));
  });
  screen.canvas.addEventListener('pointerleave', () => {
    if (flat) say(under, '');
    unread();
  });
  screen.canvas.addEventListener('click', (event) => {
    if (!flat) return;
    const { found } = nearest(event);
    if (found) host.view({ split: found.split, sample: found.index });
  });
  screen.onresize(draw);

  return {
    id: 'learned',
    root,
    draw() {
      explainColours();
      draw();
    },
    table() {
      if (!frame) return null;
      const { accuracy, best } = frame;
      return {
        caption: s.title,
        columns: [en.cells.what, s.accuracy],
        rows: [
          [s.testName, en.accuracy(accuracy.test)],
          [s.trainName, en.accuracy(accuracy.train)],
          [s.auxiliaryName, en.accuracy(accuracy.auxiliary)],
          [s.controlName, en.accuracy(accuracy.control)],
          ...(best ? [[s.bestName, s.best(best.iteration, best.test)]] : []),
          ...confused((k, j) => en.cells.confused(en.className(k), en.className(j))),
        ],
      };
    },
    /** The samples of a planar task, else the confusion counts. */
    csv() {
      if (!opened) return null;
      if (opened.info.dimensions !== 2) return { columns: ['true', 'answer', 'count'], rows: confused((k, j) => [k, j]).map(([place, n]) => [...place, n]) };
      const { points } = opened;
      const rows = /** @type {const} */ (['train', 'test']).flatMap((split) => Array.from(points[split]?.labels ?? [], (label, i) => [split, points[split]?.xy[2 * i], points[split]?.xy[2 * i + 1], label]));
      return { columns: ['set', 'x', 'y', 'class'], rows };
    },
    /** @param {import('../types.d.ts').Opened} next */
    open(next) {
      opened = next;
      hasMap = false;
      answer = null;
      confusion = null;
      const two = next.info.dimensions === 2;
      const { trains } = next.info;
      for (const [key, word] of Object.entries(trains ? s.trainsHelp : s.classesHelp)) explain(figure[key].row, word);
      choice.root.hidden = !two;
      explainColours();
    },
    /** @param {import('../types.d.ts').Frame} next @param {import('../types.d.ts').View} view */
    update(next, view) {
      frame = next;
      split = view.split;
      flat = opened?.info.dimensions === 2 && !view.confusion;
      choice.set(flat ? 'map' : 'confusion');
      if (!view.focus || !flat) answer = null;
      else if (next.answer) {
        answer = next.answer;
        answered.put(answer.size, answer.size, answer.rgba);
      }
      aside.hidden = !answer;
      if (answer) say(answering, en.picture.answers(answer, opened?.info.layers.length ?? 0, opened?.info.inputNames ?? []));
      say(note, answer ? en.picture.hintAnswer : flat ? s.hintMap : next.target ? s.hintTrains(next.sample.index + 1) : s.hintConfusion);
      if (next.target) say(under, s.distances(next.target.distance));
      if (next.map) {
        picture.put(next.map.size, next.map.size, next.map.rgba);
        hasMap = true;
      }
      if (next.confusion) confusion = next.confusion;
      const a = next.accuracy;
      say(figure.test.value, en.accuracy(a.test));
      say(figure.train.value, en.accuracy(a.train));
      say(figure.auxiliary.value, en.accuracy(a.auxiliary));
      figure.auxiliary.row.hidden = a.auxiliary === null || a.auxiliary === undefined;
      say(figure.control.value, en.accuracy(a.control));
      figure.control.row.hidden = a.control === null || a.control === undefined;
      figure.best.row.hidden = !next.best;
      if (next.best) say(figure.best.value, s.best(next.best.iteration, next.best.test));
      gap.hidden = !(a.auxiliary !== null && a.auxiliary - a.train > 0.1);
      draw();
      screen.describe(() => {
        if (flat && answer) return en.picture.answers(answer, opened?.info.layers.length ?? 0, opened?.info.inputNames ?? []);
        if (flat) return s.summaryMap(en.accuracy(a.test), en.accuracy(a.train));
        if (next.target) {
          const counts = [1, 2, 3].map((code) => next.target?.codes.reduce((n, one) => n + Number(one === code), 0) ?? 0);
          return s.summaryTrains(counts, next.target.distance);
        }
        let right = 0;
        let all = 0;
        const classes = confusion?.classes ?? 0;
        confusion?.counts.forEach((n, i) => {
          all += n;
          if (i % (classes + 1) === 0) right += n;
        });
        return s.summaryConfusion(right, all);
      });
    },
  };
}
