// The Heaviside branch of one spike: step, margin, charge, and the proximal step from a point that is dragged.
import { el, segmented } from '../../dom.js';
import { axis, handle, label, maths, picture, scale, slider, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const [THETA, MARGIN, RHO] = [1, 0.6, 1];
const [LEAST, MOST] = [-0.4, 2.4];

/** @param {import('../kit.js').Given} given */
export function branch({ words, core }) {
  const s = words.figures.branch;
  let side = 1;
  let reach = 0.45;
  let q = 0.5;
  /** @type {ReturnType<typeof scale>} */ let x = scale(0, 1, 0, 1);
  const told = summary();
  const plot = picture(s.label, () => 300, ({ width, height }) => {
    x = scale(LEAST, MOST, 16, width - 16);
    const base = height - 34;
    const { z, outcome } = core.learnBranch(q, side * reach * RHO, RHO, THETA, MARGIN);
    const charge = (/** @type {number} */ at) => core.learnBranch(at, side * reach * RHO, RHO, THETA, MARGIN).charge;
    const v = scale(0, 2.6, base, 60);
    const kink = THETA + MARGIN * side;
    const lane = 42;
    const text = /** @type {const} */ (['untouched', 'moved', 'stopped'])[outcome];
    told.say(fill(s[text], { q: words.fixed(q, 2), z: words.fixed(z, 2), reach: words.fixed(reach, 2) }));
    grip.place(x(q), lane);
    const arrow = Math.abs(x(z) - x(q)) > 24;
    return [
      svg('rect', { class: 'band-m', mark: 'm', x: x(THETA - MARGIN), y: 60, width: x(THETA + MARGIN) - x(THETA - MARGIN), height: base - 60 }),
      svg('path', { class: 'line thin ink', mark: 'm', d: `M${x(THETA)} ${base - 8}H${x(kink)}m${-5 * side} -4l${5 * side} 4l${-5 * side} 4` }),
      label((x(THETA) + x(kink)) / 2, base - 14, maths('m'), { class: 'sign', mark: 'm', 'text-anchor': 'middle' }),
      // The step itself.
      svg('path', { class: 'line ink', mark: 'theta', d: `M${x(LEAST)} ${base - 1}H${x(THETA)}V84H${x(MOST)}` }),
      label(x(LEAST) + 4, base - 10, s.silent, { class: 'tick' }),
      label(x(MOST), 78, s.fires, { class: 'tick', 'text-anchor': 'end' }),
      label(x(THETA) + (side > 0 ? -6 : 6), 80, maths('\u03b8'), { class: 'sign', mark: 'theta', 'text-anchor': side > 0 ? 'end' : 'start' }),
      // The charge, from the end where it is largest.
      svg('path', { class: 'line c-phi', mark: 'phi', d: side > 0 ? `M${x(LEAST)} ${v(charge(LEAST))}L${x(kink)} ${v(0)}H${x(MOST)}` : `M${x(MOST)} ${v(charge(MOST))}L${x(kink)} ${v(0)}H${x(LEAST)}` }),
      label(x(side > 0 ? LEAST + 0.12 : MOST - 0.12), v(charge(side > 0 ? LEAST + 0.12 : MOST - 0.12)) - 10, maths('\u03c6'), { class: 'sign c-phi', mark: 'phi', 'text-anchor': 'middle' }),
      ...axis(x, LEAST, MOST, base, words.tick, 6),
      // From q to z.
      svg('path', { class: 'line thin c-q', mark: 'q', d: `M${x(q)} ${lane}V${base}` }),
      svg('path', { class: 'line thin dash c-z', mark: 'z', d: `M${x(z)} ${lane}V${base}` }),
      ...(arrow ? [svg('path', { class: 'line thick c-z', mark: 'z', d: `M${x(q) + 10 * side} ${lane}H${x(z) - 12 * side}m${-6 * side} -5l${6 * side} 5l${-6 * side} 5` })] : []),
      svg('circle', { class: 'fill-z', mark: 'z', cx: x(z), cy: lane, r: outcome === 0 ? 4 : 8 }),
      label(x(z), lane - 17, outcome === 0 ? maths('q = z') : maths('z'), { class: 'sign c-z', mark: 'z', 'text-anchor': 'middle' }),
      ...(outcome === 0 ? [] : [label(x(q), lane - 17, maths('q'), { class: 'sign c-q', mark: 'q', 'text-anchor': 'middle' })]),
    ];
  });
  const grip = handle(plot, { label: s.handle, mark: 'q', min: LEAST, max: MOST, step: 0.05, value: () => q, text: (now) => words.fixed(now, 2), change: (to) => ((q = to), plot.redraw()), back: (at) => x.back(at) });
  const sides = segmented(
    s.side,
    [
      { value: '1', text: s.spike },
      { value: '-1', text: s.silence },
    ],
    (now) => ((side = Number(now)), plot.redraw()),
  );
  sides.set('1');
  plot.redraw();
  return {
    symbols: ['q', 'z', 'phi', 'theta', 'm'],
    parts: [plot.frame, el('div', { class: 'controls' }, sides.root, slider(s.reach, { min: 0.05, max: 0.9, step: 0.05, value: reach, mark: 'lambda phi', text: (now) => words.fixed(now, 2), change: (now) => ((reach = now), plot.redraw()) }))],
    summary: told.root,
  };
}
