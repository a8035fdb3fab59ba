// The small pictures of a spike's story: what the loss wants, the message, the price, what is added to the weights.
import { paint } from '../../charts/canvas.js';
import { el, say } from '../../dom.js';
import { label, maths, picture, scale, svg } from '../../learn/kit.js';
import { words as en } from '../../strings/words.js';

/** @typedef {import('../../types.d.ts').Story} Story */
/** @typedef {import('../../types.d.ts').Flip} Flip */
/** What the pictures show. @typedef {{ story: Story, flip: Flip | null, stage: number, trains: boolean, own: string, inputs: string[] }} Told */

const s = en.spike;
/** Large text needs larger pictures. */
const tall = () => 126 * paint.scale;
/** @param {ArrayLike<number>} values */
const largest = (values) => Math.max(1e-12, ...Array.from(values, Math.abs));
/** A number with its sign. @param {number} value */
export const signed = (value) => (value > 0 ? `+${en.number(value)}` : en.number(value));

/**
 * A picture with its name over it and its numbers under it.
 * @param {string} id @param {string} title @param {string} help @param {(told: Told, size: { width: number, height: number }) => Node[]} marks @param {(told: Told) => string} numbers @param {() => number} [height]
 */
export function card(id, title, help, marks, numbers, height = tall) {
  /** @type {Told | null} */ let told = null;
  const plot = picture(title, height, (size) => (told ? marks(told, size) : []));
  const under = el('p', { class: 'num numbers' });
  const name = el('span', { text: title });
  const root = el('figure', { class: `tale ${id}`, 'data-tale': id }, el('figcaption', { help, tabindex: '0' }, name), plot.frame, under);
  return {
    root,
    plot,
    /** @param {Told | null} next */
    tell(next) {
      told = next;
      if (!next) return;
      say(under, numbers(next));
      plot.redraw();
    },
    /** @param {string} text */
    name: (text) => say(name, text),
  };
}

/** What the loss wants of each output: bars up and down. */
export const wants = () =>
  card('wants', s.wants.title, s.wants.help, ({ story, trains }, { width, height }) => {
    const values = [...story.wants];
    const most = largest(values);
    const wide = (width - 8) / values.length;
    const y = scale(-most, most, height - 26, 14);
    const every = Math.ceil(values.length / Math.max(1, Math.floor(width / 22)));
    return [
      svg('path', { class: 'rule', d: `M0 ${y(0)}H${width}` }),
      ...values.flatMap((value, k) => [
        svg('rect', { class: 'fill-lambda', mark: 'lambda', x: 4 + wide * (k + 0.2), width: Math.max(2, wide * 0.6), y: Math.min(y(0), y(value)), height: Math.max(1, Math.abs(y(value) - y(0))) }),
        ...(k % every ? [] : [label(4 + wide * (k + 0.5), height - 6, en.className(k), { class: k === story.label && !trains ? 'tag' : 'tick', 'text-anchor': 'middle' })]),
      ]),
    ];
  }, ({ story, trains }) => s.say(trains ? s.wants.trains : s.wants.classes, { label: en.className(story.label), value: trains ? en.number(largest(story.wants)) : signed(story.wants[story.label]) }));

/** The message to the neuron over time, and what of it reaches the step. */
export const message = () =>
  card('message', s.message.title, s.message.help, ({ story }, { width, height }) => {
    const [g, q] = [story.slope, story.curvature];
    const steps = g.length;
    const most = Math.max(largest(g), largest(q));
    const x = scale(0.5, steps + 0.5, 2, width - 2);
    const y = scale(-most, most, height - 26, 20);
    const wide = Math.max(1.5, ((width - 4) / steps) * 0.6);
    const bar = (/** @type {number} */ t, /** @type {number} */ value, /** @type {string} */ style, /** @type {number} */ w) =>
      value === 0 ? [] : [svg('rect', { class: style, mark: 'g', x: x(t) - w / 2, width: w, y: Math.min(y(0), y(value)), height: Math.max(1, Math.abs(y(value) - y(0))) })];
    return [
      svg('rect', { class: 'faint-box', x: x(story.t - 0.5), width: Math.max(3, x(story.t + 0.5) - x(story.t - 0.5)), y: 0, height: height - 22 }),
      svg('path', { class: 'rule', d: `M0 ${y(0)}H${width}` }),
      ...Array.from(q, (value, k) => bar(k + 1, value, 'fill-q-soft', wide)).flat(),
      ...Array.from(g, (value, k) => bar(k + 1, value, 'fill-g', wide * 0.6)).flat(),
      // It is traced back in time, to the step that is looked at.
      ...(x(steps) - x(story.t) > 24 ? [svg('path', { class: 'line thin c-g', mark: 'g', d: `M${x(steps)} 10H${x(story.t) + 2}m6 -4l-6 4l6 4` })] : []),
      label(Math.min(width - 18, Math.max(18, x(story.t))), height - 6, `t = ${story.t}`, { class: 'tick', 'text-anchor': 'middle' }),
    ];
  }, ({ story }) => s.say(s.message.numbers, { g: signed(story.reach), q: en.number(story.reachCurvature) }));

/** What was foretold of the flip, and what it did. */
export const price = () =>
  card('price', s.price.title, s.price.help, ({ story, flip }, { width, height }) => {
    /** @type {[string, number | null, string][]} */ const rows = [
      [maths('\u03ba'), story.kappa, 'fill-kappa'],
      [s.price.gradient, story.surrogate, 'fill-soft'],
      [s.price.real, flip?.real ?? null, 'fill-ink'],
    ];
    const most = largest(rows.map(([, value]) => value ?? 0));
    const x = scale(-most, most, 2, width - 60 * paint.scale);
    const pitch = height / rows.length;
    const at = (/** @type {number} */ y) => y * paint.scale;
    return rows.flatMap(([name, value, style], k) => {
      const y = k * pitch;
      return [
        label(0, y + at(13), name, { class: k ? 'tick' : 'sign c-kappa' }),
        ...(value === null
          ? [label(0, y + at(30), s.price.flipIt, { class: 'tick' })]
          : [
              svg('path', { class: 'rule', d: `M${x(0)} ${y + at(17)}V${y + pitch - 4}` }),
              svg('rect', { class: style, mark: 'kappa', x: Math.min(x(0), x(value)), width: Math.max(1.5, Math.abs(x(value) - x(0))), y: y + at(20), height: Math.max(4, pitch - at(27)) }),
              label(width, y + at(31), signed(value), { class: 'tag', 'text-anchor': 'end' }),
            ]),
      ];
    });
  }, ({ story, flip }) => (flip ? s.say(s.price.both, { foretold: signed(story.kappa), real: signed(flip.real) }) : s.say(story.kappa < 0 ? s.price.falls : s.price.rises, { kappa: signed(story.kappa) })));

/** The cheaper side, and the multiplier. */
export const side = () =>
  card('side', s.side.title, s.side.help, ({ story }, { width, height }) => {
    const charge = story.charge;
    if (!charge) return [];
    const up = charge.side > 0;
    const [middle, base, top] = [width / 2, height - 40, 30];
    // The step, with the cheaper side in ink.
    return [
      svg('path', { class: up ? 'dash' : 'line ink', d: `M8 ${base}H${middle}` }),
      svg('path', { class: 'rule', d: `M${middle} ${base}V${top}` }),
      svg('path', { class: up ? 'line ink' : 'dash', d: `M${middle} ${top}H${width - 8}` }),
      label(8, base + 16, s.side.silent, { class: up ? 'tick' : 'tag' }),
      label(width - 8, top - 10, s.side.fires, { class: up ? 'tag' : 'tick', 'text-anchor': 'end' }),
      ...(charge.lambda === 0 ? [] : [svg('path', { class: 'line thick c-lambda', mark: 'lambda', d: `M${middle + (up ? -16 : 16)} ${(base + top) / 2}h${up ? 30 : -30}m${up ? -7 : 7} -6l${up ? 7 : -7} 6l${up ? -7 : 7} 6` })]),
      label(middle, height - 6, maths('\u03b8'), { class: 'sign', mark: 'theta', 'text-anchor': 'middle' }),
    ];
  }, ({ story }) => (story.charge ? s.say(story.charge.lambda === 0 ? s.side.beyond : s.side.numbers, { s: story.charge.side > 0 ? '+1' : '\u22121', lambda: signed(story.charge.lambda) }) : ''));

/** What of a row of weights is made by this spike: a bar an input. */
export const weights = () =>
  card('weights', s.weights.title, s.weights.help, ({ story, stage, inputs }, { width, height }) => {
    const row = story.charge?.stages[stage]?.weights ?? story.smooth?.weights;
    if (!row) return [];
    const most = largest(row);
    const wide = (width - 2) / row.length;
    const y = scale(-most, most, height - 26, 8);
    const names = Array.from(row, (_, k) => (story.layer === 1 && inputs[k]) || String(k + 1));
    const every = Math.ceil(row.length / Math.max(1, Math.floor(width / (12 + 7 * Math.max(...names.map((name) => name.length))))));
    return [
      svg('path', { class: 'rule', d: `M0 ${y(0)}H${width}` }),
      ...Array.from(row).flatMap((value, k) => [
        svg('rect', { class: 'fill-w', mark: 'w', x: 1 + wide * (k + 0.15), width: Math.max(0.7, wide * 0.7), y: Math.min(y(0), y(value)), height: Math.max(value === 0 ? 0 : 1, Math.abs(y(value) - y(0))) }),
        ...(k % every ? [] : [label(1 + wide * (k + 0.5), height - 6, names[k], { class: 'tick', 'text-anchor': k === 0 ? 'start' : 'middle' })]),
      ]),
    ];
  }, ({ story, stage }) => {
    const row = story.charge?.stages[stage]?.weights ?? story.smooth?.weights;
    return row ? s.say(story.charge ? s.weights.adds : s.weights.gradient, { most: en.number(Math.max(...Array.from(row, Math.abs))), batch: story.charge?.batch ?? 1 }) : '';
  });
