// Scaled ADMM on one neuron, one input, one sample: three numbers, updated in turn.
import { el } from '../../dom.js';
import { axis, button, label, maths, path, picture, scale, slider, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const PROBLEM = { lambda: 0.3, rho: 1, theta: 1, margin: 0.3, start: 0.35, trace: 1.2 };
const MOST = 40;

/** @param {import('../kit.js').Given} given */
export function variables({ words, core }) {
  const s = words.figures.variables;
  let mu = 0.2;
  let at = 0;
  /** @type {Float32Array} */ let course;
  const told = summary();
  const moment = (/** @type {number} */ k) => ({ V: course[4 * k], z: course[4 * k + 1], u: course[4 * k + 2], w: course[4 * k + 3] });
  const plot = picture(s.label, () => 330, ({ width, height }) => {
    const { theta, margin } = PROBLEM;
    const { V, z, u } = moment(at);
    const x = scale(-0.1, 1.7, 16, width - 16);
    const q = V + u;
    const what = at === 0 ? null : ['z', 'u', 'w'][(at - 1) % 3];
    const round = Math.ceil(at / 3);
    told.say(fill(what ? s[/** @type {'z' | 'u' | 'w'} */ (what)] : s.start, { round, z: words.fixed(z, 3), V: words.fixed(V, 3), u: words.fixed(u, 3), r: words.fixed(z - V, 3) }));
    const [yz, yv, base] = [62, 118, 150];
    // Below: the three over the updates.
    const h = { top: 206, bottom: height - 22 };
    const t = scale(0, Math.max(12, at), 34, width - 24);
    const values = [...Array(at + 1).keys()].map(moment);
    const v = scale(-0.5, 1.5, h.bottom, h.top);
    const course3 = (/** @type {'z' | 'V' | 'u'} */ name) => path(values.flatMap((_, k) => [t(k), t(k + 1)]).slice(0, -1), values.flatMap((one) => [v(one[name]), v(one[name])]).slice(0, -1));
    return [
      svg('rect', { class: 'band-m', mark: 'm', x: x(theta - margin), y: 14, width: x(theta + margin) - x(theta - margin), height: base - 14 }),
      svg('path', { class: 'dash ink', mark: 'theta', d: `M${x(theta)} 14V${base}` }),
      label(x(theta) + 5, 26, maths('\u03b8'), { class: 'sign', mark: 'theta' }),
      svg('path', { class: 'line thin c-phi', mark: 'phi', d: `M${x(-0.1)} ${base - 46 * (theta + margin + 0.1)}L${x(theta + margin)} ${base}H${x(1.7)}` }),
      label(x(0.02), base - 46 * (theta + margin) - 10, maths('\u03c6'), { class: 'sign c-phi', mark: 'phi' }),
      ...axis(x, 0, 1.6, base, words.tick, 6),
      label(width - 16, base + 34, s.axis, { class: 'tick', 'text-anchor': 'end' }),
      // z, its circle; V, its square; the residual between them; u from V.
      svg('path', { class: 'line thin c-z', mark: 'z', d: `M${x(z)} ${yz}V${base}` }),
      svg('path', { class: 'line thin c-V', mark: 'V', d: `M${x(V)} ${yv}V${base}` }),
      ...(Math.abs(z - V) > 0.004
        ? [svg('path', { class: 'residual', mark: 'z V', d: `M${x(V)} ${(yz + yv) / 2}H${x(z)}M${x(V)} ${(yz + yv) / 2 - 5}v10M${x(z)} ${(yz + yv) / 2 - 5}v10` }), label((x(V) + x(z)) / 2, (yz + yv) / 2 - 7, s.residual, { class: 'tick', 'text-anchor': 'middle', mark: 'z V' })]
        : []),
      ...(Math.abs(u) > 0.004 ? [svg('path', { class: 'line thick c-u', mark: 'u', d: `M${x(V)} ${yv + 14}H${x(q)}m${u > 0 ? -6 : 6} -5L${x(q)} ${yv + 14}l${u > 0 ? -6 : 6} 5` }), label(x(q) + (u > 0 ? 6 : -6), yv + 19, maths('u'), { class: 'sign c-u', mark: 'u', 'text-anchor': u > 0 ? 'start' : 'end' })] : []),
      svg('rect', { class: `fill-V ${what === 'w' ? 'now' : ''}`, mark: 'V', x: x(V) - 7, y: yv - 7, width: 14, height: 14 }),
      label(x(V) - 14, yv + 5, maths('V'), { class: 'sign c-V', mark: 'V', 'text-anchor': 'end' }),
      svg('circle', { class: `fill-z ${what === 'z' ? 'now' : ''}`, mark: 'z', cx: x(z), cy: yz, r: 8 }),
      label(x(z) - 14, yz + 5, maths('z'), { class: 'sign c-z', mark: 'z', 'text-anchor': 'end' }),
      // Their course.
      svg('path', { class: 'rule', d: `M34 ${v(0)}H${width - 24}` }),
      label(28, v(0) + 4, '0', { class: 'tick', 'text-anchor': 'end' }),
      svg('path', { class: 'dash ink', mark: 'theta', d: `M34 ${v(theta)}H${width - 24}` }),
      label(28, v(theta) + 5, maths('\u03b8'), { class: 'sign', mark: 'theta', 'text-anchor': 'end' }),
      svg('path', { class: 'line c-V', mark: 'V', d: course3('V') }),
      svg('path', { class: 'line c-z', mark: 'z', d: course3('z') }),
      svg('path', { class: 'line c-u', mark: 'u', d: course3('u') }),
      label(width - 24, height - 4, s.history, { class: 'tick', 'text-anchor': 'end' }),
    ];
  });
  const next = button(s.next, () => go(at + 1), 'primary');
  const more = button(s.more, () => go(at + 30));
  /** @param {number} to */
  const go = (to) => {
    at = Math.min(3 * MOST, to);
    next.disabled = more.disabled = at === 3 * MOST;
    plot.redraw();
  };
  const solve = () => {
    const { lambda, rho, theta, margin, start, trace } = PROBLEM;
    course = core.learnScaled(lambda, rho, theta, margin, start, trace, mu, MOST);
    go(0);
  };
  solve();
  return {
    symbols: ['z', 'V', 'u', 'phi', 'theta', 'm'],
    parts: [
      plot.frame,
      el('div', { class: 'controls' }, next, more, button(s.again, () => go(0)), slider(s.inertia, { min: 0.05, max: 1, step: 0.05, value: mu, text: words.number, change: (now) => ((mu = now), solve()) })),
    ],
    summary: told.root,
  };
}
