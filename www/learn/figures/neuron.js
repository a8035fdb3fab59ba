// One neuron: input spikes to add, take away and drag; its potential; its output spikes.
import { el } from '../../dom.js';
import { label, maths, path, picture, scale, slider, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const STEPS = 16;
const LEFT = 44;
const RIGHT = 8;

/** @param {import('../kit.js').Given} given */
export function neuron({ words, core }) {
  const s = words.figures.neuron;
  const input = new Float32Array(STEPS);
  for (const t of [1, 3, 4, 9, 10, 13]) input[t] = 1;
  let weight = 0.6;
  let leak = 0.9;
  const theta = 1;
  let focused = 1;
  const told = summary();

  const plot = picture(s.label, (width) => (width < 480 ? 250 : 290), ({ width, height }) => {
    const { potential, spikes } = core.learnNeuron(input, weight, leak, theta);
    const x = scale(0, STEPS, LEFT, width - RIGHT);
    const top = Math.max(1.6, ...potential);
    const y = scale(Math.min(-0.6, ...potential), top, height - 34, 40);
    /** The course: it leaks within a step and jumps at the next. @type {number[]} */ const xs = [];
    /** @type {number[]} */ const ys = [];
    for (let t = 0; t < STEPS; t++) {
      xs.push(x(t), x(t + 1));
      ys.push(y(potential[t]), y(potential[t]));
    }
    const out = Array.from(spikes, (one, t) => (one ? t : -1)).filter((t) => t >= 0);
    told.say(fill(s.summary, { inputs: input.reduce((n, one) => n + one, 0), outputs: out.length, top: words.number(Math.max(0, ...potential)) }));
    return [
      ...Array.from({ length: STEPS + 1 }, (_, t) => svg('path', { class: 'faint', d: `M${x(t)} 24V${height - 28}` })),
      svg('path', { class: 'rule', d: `M${LEFT} ${y(0)}H${width - RIGHT}` }),
      label(LEFT - 8, y(0) + 4, '0', { class: 'tick', 'text-anchor': 'end' }),
      svg('path', { class: 'dash ink', mark: 'theta', d: `M${LEFT} ${y(theta)}H${width - RIGHT}` }),
      label(LEFT - 8, y(theta) + 5, maths('\u03b8'), { class: 'sign', mark: 'theta', 'text-anchor': 'end' }),
      ...out.map((t) => svg('rect', { class: 'wash-z', mark: 'a', x: x(t), y: 24, width: x(1) - x(0), height: height - 52 })),
      svg('path', { class: 'line c-z', mark: 'z', d: path(xs, ys) }),
      label(LEFT - 8, y(potential[0]) + (Math.abs(y(potential[0]) - y(0)) < 16 ? -14 : 4), maths('z'), { class: 'sign c-z', mark: 'z', 'text-anchor': 'end' }),
      ...out.map((t) => svg('rect', { class: 'fill-ink', mark: 'a', x: (x(t) + x(t + 1)) / 2 - 2, y: 4, width: 4, height: 18 })),
      label(LEFT - 8, 18, maths('a'), { class: 'sign', mark: 'a', 'text-anchor': 'end' }),
      label(width - RIGHT, height - 8, s.time, { class: 'tick', 'text-anchor': 'end' }),
      ...[0, 5, 10].map((t) => label((x(t) + x(t + 1)) / 2, height - 10, String(t + 1), { class: 'tick', 'text-anchor': 'middle' })),
    ];
  });

  const cells = Array.from({ length: STEPS }, (_, t) => el('button', { type: 'button', class: 'cell', 'aria-label': fill(s.input, { t: t + 1 }), tabindex: '-1' }));
  const row = el('div', { class: 'cells', role: 'group', 'aria-label': s.inputs, 'data-mark': 'x' }, ...cells);
  const refresh = () => {
    cells.forEach((cell, t) => {
      cell.setAttribute('aria-pressed', String(input[t] === 1));
      cell.tabIndex = t === focused ? 0 : -1;
    });
    plot.redraw();
  };
  /** @param {number} t */
  const focus = (t) => {
    focused = Math.min(STEPS - 1, Math.max(0, t));
    refresh();
    cells[focused].focus({ preventScroll: true });
  };
  row.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by && event.key !== 'Home' && event.key !== 'End') return;
    event.preventDefault();
    const to = by ? focused + by : event.key === 'Home' ? 0 : STEPS - 1;
    // With shift, the spike goes along to a free place.
    if (event.shiftKey && by && input[focused] && to >= 0 && to < STEPS && !input[to]) [input[focused], input[to]] = [0, 1];
    focus(to);
  });
  // A press on a spike may begin to drag it; one that goes nowhere takes it away.
  /** @type {{ from: number, at: number } | null} */ let drag = null;
  const under = (/** @type {PointerEvent} */ event) => {
    const box = row.getBoundingClientRect();
    return Math.min(STEPS - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * STEPS)));
  };
  row.addEventListener('pointerdown', (event) => {
    const t = under(event);
    if (!event.button && input[t]) drag = { from: t, at: t };
  });
  row.addEventListener('pointermove', (event) => {
    const to = under(event);
    if (!drag || to === drag.at || input[to]) return;
    row.setPointerCapture(event.pointerId);
    [input[drag.at], input[to]] = [0, 1];
    drag.at = to;
    focused = to;
    refresh();
  });
  let dragged = false;
  const drop = () => {
    dragged = drag !== null && drag.at !== drag.from;
    drag = null;
  };
  row.addEventListener('pointerup', drop);
  row.addEventListener('pointercancel', drop);
  cells.forEach((cell, t) =>
    cell.addEventListener('click', () => {
      if (dragged) return void (dragged = false);
      focused = t;
      input[t] = 1 - input[t];
      refresh();
    }),
  );
  row.addEventListener('click', (event) => event.target === row && (dragged = false));
  refresh();
  return {
    symbols: ['x', 'z', 'theta', 'a', 'w'],
    parts: [
      plot.frame,
      el('div', { class: 'inputs' }, el('span', { class: 'sign', 'aria-hidden': 'true', 'data-mark': 'x', text: maths('x') }), row),
      el(
        'div',
        { class: 'controls' },
        slider(`${s.weight} ${maths('w')}`, { min: 0.1, max: 1.5, step: 0.05, value: weight, text: words.number, mark: 'w', change: (now) => ((weight = now), plot.redraw()) }),
        slider(`${s.leak} ${maths('\u03b4')}`, { min: 0, max: 0.99, step: 0.01, value: leak, text: words.number, change: (now) => ((leak = now), plot.redraw()) }),
      ),
    ],
    summary: told.root,
  };
}
