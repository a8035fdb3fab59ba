// Multipliers of exact flip costs against the gradient of a boxcar surrogate, a point a charged spike.
import { el, segmented } from '../../dom.js';
import { axis, label, maths, picture, scale, summary, svg, ticks } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const LINK = '#v=1&task=spirals&hidden=20&n=40&T=16';
const ITERATIONS = 10;
/** Points that are drawn. */
const MOST = 900;

/** @param {import('../kit.js').Given} given */
export function limits({ words, core }) {
  const s = words.figures.limits;
  let curvature = true;
  /** @type {{ gradient: Float32Array, lambda: Float32Array, fires: Uint8Array }} */ let all;
  const told = summary();
  const plot = picture(s.label, (width) => Math.min(380, width), ({ width, height }) => {
    const { gradient, lambda, fires } = all;
    const largest = [...gradient, ...lambda].reduce((most, v) => Math.max(most, Math.abs(v)), 0) * 1.04;
    const x = scale(-largest, largest, 52, width - 12);
    const y = scale(-largest, largest, height - 50, 12);
    const every = Math.ceil(lambda.length / MOST);
    const dots = ['', ''];
    for (let k = 0; k < lambda.length; k += every) dots[fires[k]] += `M${x(gradient[k]).toFixed(1)} ${y(lambda[k]).toFixed(1)}h0`;
    let [xx, yy, xy, apart, most] = [0, 0, 0, 0, 0];
    lambda.forEach((l, k) => {
      xx += gradient[k] ** 2;
      yy += l ** 2;
      xy += gradient[k] * l;
      apart = Math.max(apart, Math.abs(gradient[k] - l));
      most = Math.max(most, Math.abs(l));
    });
    told.say(fill(s.summary, { count: words.count(lambda.length), cosine: words.fixed(xy / Math.sqrt(xx * yy), 3), apart: words.percent(apart / most) }));
    return [
      ...axis(x, -largest, largest, height - 48, words.tick, width < 480 ? 4 : 6),
      label(width - 12, height - 8, s.x, { class: 'tick', 'text-anchor': 'end', mark: 'slope' }),
      ...ticks(-largest, largest, 5).flatMap((v) => [svg('path', { class: 'faint', d: `M52 ${y(v)}H${width - 12}` }), label(46, y(v) + 4, words.tick(v), { class: 'tick', 'text-anchor': 'end' })]),
      label(58, 24, s.y.replace('\u03bb', maths('\u03bb')), { class: 'tick', mark: 'lambda' }),
      svg('path', { class: 'dash ink', mark: 'slope', d: `M${x(-largest)} ${y(-largest)}L${x(largest)} ${y(largest)}` }),
      svg('path', { class: 'dots c-lambda', mark: 'lambda', d: dots[0] || 'M0 0' }),
      svg('path', { class: 'dots c-ink', mark: 'lambda a', d: dots[1] || 'M0 0' }),
      svg('path', { class: 'dots c-ink', mark: 'a', d: `M${width - 120} ${height - 86}h0` }),
      label(width - 110, height - 82, s.fires, { class: 'tick', mark: 'a' }),
      svg('path', { class: 'dots c-lambda', mark: 'lambda', d: `M${width - 120} ${height - 66}h0` }),
      label(width - 110, height - 62, s.silent, { class: 'tick', mark: 'lambda' }),
    ];
  });
  const compute = () => {
    all = core.learnBoxcar(LINK, ITERATIONS, curvature);
    plot.redraw();
  };
  const choice = segmented(
    s.curvature,
    [
      { value: '1', text: s.with },
      { value: '0', text: s.without },
    ],
    (now) => {
      curvature = now === '1';
      compute();
    },
  );
  choice.set('1');
  compute();
  return { symbols: ['lambda', 'a'], parts: [plot.frame, el('div', { class: 'controls' }, el('span', { text: s.curvature }), choice.root)], summary: told.root };
}
