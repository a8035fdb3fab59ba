// The surrogate's slopes on the staircase, and the loss of the network that is as smooth as they pretend.
import { el } from '../../dom.js';
import { axis, button, label, maths, path, picture, slider, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';
import { hidden, landscape, scales, staircase } from './landscape.js';

/** Points at which the slope is asked for. */
const POINTS = 15;
/** Points of the smooth loss. */
const SMOOTH = 121;

/** @param {import('../kit.js').Given} given */
export function smooth({ words, core }) {
  const s = words.figures.smooth;
  const others = hidden(core);
  let shown = others.next().value;
  let power = 0.7;
  const told = summary();
  const plot = picture(s.label, (width) => (width < 480 ? 260 : 320), ({ width, height }) => {
    const { layer, to, from } = shown.place;
    const steepness = 10 ** power;
    const last = shown.at.length - 1;
    const coarse = Float32Array.from({ length: SMOOTH }, (_, k) => shown.at[Math.round((k * last) / (SMOOTH - 1))]);
    const losses = landscape(core).smooth(layer, to, from, coarse, steepness);
    const places = Array.from({ length: POINTS }, (_, k) => Math.round(((k + 0.5) * last) / POINTS));
    const slopes = landscape(core).surrogate(layer, to, from, Float32Array.from(places, (k) => shown.at[k]), steepness);
    const { x, y, least, most } = scales(shown, width, height, losses);
    // A tangent is as long on the screen at any slope.
    const tangents = places.map((k, i) => {
      const [dx, dy] = [x(1) - x(0), (y(1) - y(0)) * slopes[i]];
      const length = (width < 480 ? 9 : 13) / Math.hypot(dx, dy);
      const [cx, cy] = [x(shown.at[k]), y(shown.loss[k])];
      return `M${(cx - dx * length).toFixed(1)} ${(cy - dy * length).toFixed(1)}l${(2 * dx * length).toFixed(1)} ${(2 * dy * length).toFixed(1)}`;
    });
    told.say(fill(s.summary, { k: words.number(Number(steepness.toPrecision(2))), least: words.number(Math.min(...slopes)), most: words.number(Math.max(...slopes)), points: POINTS }));
    return [
      ...axis(x, shown.at[0], shown.at[last], height - 30, words.tick, width < 480 ? 4 : 7),
      label(width - 10, height - 36, maths('w'), { class: 'sign', 'text-anchor': 'end', mark: 'w' }),
      label(6, 18, '\u2112', { class: 'sign c-loss', mark: 'loss' }),
      ...[least + 0.08 * (most - least), most - 0.08 * (most - least)].map((v) => label(36, y(v) + 4, words.fixed(v, 2), { class: 'tick', 'text-anchor': 'end' })),
      svg('path', { class: 'line thin dash c-slope', mark: 'slope', d: path(Array.from(coarse, x), Array.from(losses, y)) }),
      ...staircase(shown, x, y, true),
      svg('path', { class: 'line thick c-slope', mark: 'slope', d: tangents.join('') }),
      ...places.map((k) => svg('circle', { class: 'fill-slope', mark: 'slope', cx: x(shown.at[k]).toFixed(1), cy: y(shown.loss[k]).toFixed(1), r: 2.5 })),
    ];
  });
  plot.redraw();
  return {
    symbols: ['loss', 'slope', 'w'],
    parts: [
      plot.frame,
      el(
        'div',
        { class: 'controls' },
        slider(s.steepness, { min: -0.5, max: 2, step: 0.05, value: power, mark: 'slope', text: (now) => words.number(Number((10 ** now).toPrecision(2))), change: (now) => ((power = now), plot.redraw()) }),
        button(s.another, () => ((shown = others.next().value), plot.redraw())),
      ),
    ],
    summary: told.root,
  };
}
