// The Heaviside branch of one spike: step, margin, charge, and the proximal step from a point that is dragged.
import { el, segmented } from '../../dom.js';
import { LANE, branchMarks, placing } from '../../charts/branch.js';
import { handle, picture, scale, slider, summary } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const [THETA, MARGIN, RHO] = [1, 0.6, 1];
const [LEAST, MOST] = [-0.4, 2.4];

/** @param {import('../kit.js').Given} given */
export function branch({ words, core }) {
  const s = words.figures.branch;
  let side = 1;
  let reach = 0.45;
  let q = 0.3;
  /** @type {ReturnType<typeof scale>} */ let x = scale(0, 1, 0, 1);
  const told = summary();
  const plot = picture(s.label, () => 300, ({ width, height }) => {
    x = placing([LEAST, MOST], width);
    const { z, outcome } = core.learnBranch(q, side * reach * RHO, RHO, THETA, MARGIN);
    const charge = (/** @type {number} */ at) => core.learnBranch(at, side * reach * RHO, RHO, THETA, MARGIN).charge;
    const text = /** @type {const} */ (['untouched', 'moved', 'stopped'])[outcome];
    told.say(fill(s[text], { q: words.fixed(q, 2), z: words.fixed(z, 2), reach: words.fixed(reach, 2) }));
    grip.place(x(q), LANE);
    return branchMarks({ width, height, ends: [LEAST, MOST], theta: THETA, margin: MARGIN, side, charge, most: 2.6, q, z, untouched: outcome === 0, tick: words.tick, silent: s.silent, fires: s.fires });
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
    symbols: ['q', 'z=free', 'phi', 'theta', 'm'],
    parts: [plot.frame, el('div', { class: 'controls' }, sides.root, slider(s.reach, { min: 0.05, max: 0.9, step: 0.05, value: reach, mark: 'lambda phi', text: (now) => words.fixed(now, 2), change: (now) => ((reach = now), plot.redraw()) }))],
    summary: told.root,
  };
}
