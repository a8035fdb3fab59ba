// The loss of the real network as one of its weights moves.
import { el, segmented } from '../../dom.js';
import { axis, button, handle, label, maths, picture, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';
import { course, hidden, REACH, scales, staircase as stairs, tread } from './landscape.js';

/** @param {import('../kit.js').Given} given */
export function staircase({ words, core }) {
  const s = words.figures.staircase;
  const others = hidden(core);
  let shown = others.next().value;
  let value = shown.stood;
  /** @type {ReturnType<typeof scales>} */ let size;
  const told = summary();
  const nearest = () => Math.round(((value - shown.stood) / REACH + 1) * 0.5 * (shown.at.length - 1));

  const plot = picture(s.label, (width) => (width < 480 ? 260 : 300), ({ width, height }) => {
    size = scales(shown, width, height);
    const { x, y, least, most } = size;
    const k = nearest();
    const flat = tread(shown, k);
    const isFlat = shown.place.layer === 0;
    told.say(fill(isFlat ? s.flat : s.smooth, { w: words.number(value), loss: words.number(shown.loss[k]), from: words.number(shown.at[flat.from]), to: words.number(shown.at[flat.to]), differ: shown.differ[k] }));
    grip.place(x(value), y(shown.loss[k]));
    return [
      ...axis(x, shown.at[0], shown.at[shown.at.length - 1], height - 30, words.tick, width < 480 ? 4 : 7),
      label(width - 10, height - 36, maths('w'), { class: 'sign', 'text-anchor': 'end', mark: 'w' }),
      label(6, 18, '\u2112', { class: 'sign c-loss', mark: 'loss' }),
      ...[least + 0.08 * (most - least), most - 0.08 * (most - least)].map((v) => label(36, y(v) + 4, words.fixed(v, 2), { class: 'tick', 'text-anchor': 'end' })),
      svg('path', { class: 'dash', d: `M${x(shown.stood)} 12V${height - 30}` }),
      label(x(shown.stood) + 5, height - 38, s.stood, { class: 'tick' }),
      ...(isFlat ? [svg('path', { class: 'band', mark: 'loss', d: `M${x(shown.at[flat.from]).toFixed(1)} ${y(shown.loss[k])}H${x(shown.at[flat.to]).toFixed(1)}` })] : []),
      ...stairs(shown, x, y, isFlat),
      svg('path', { class: 'line thin', mark: 'w', d: `M${x(value).toFixed(1)} ${y(shown.loss[k])}V${height - 30}` }),
    ];
  });
  /** @type {ReturnType<typeof handle>} */
  let grip;
  const mount = () => {
    grip?.root.remove();
    grip = handle(plot, {
      label: s.handle,
      mark: 'w',
      min: shown.at[0],
      max: shown.at[shown.at.length - 1],
      step: shown.at[1] - shown.at[0],
      value: () => value,
      text: words.number,
      change: (to) => ((value = to), plot.redraw()),
      back: (at) => size.x.back(at),
    });
    value = shown.stood;
    plot.redraw();
  };
  const which = segmented(
    s.which,
    [
      { value: 'hidden', text: s.hidden },
      { value: 'readout', text: s.readout },
    ],
    (layer) => {
      shown = layer === 'hidden' ? others.next().value : (course(core, { layer: 1, to: 0, from: shown.place.to }) ?? shown);
      another.disabled = layer !== 'hidden';
      mount();
    },
  );
  which.set('hidden');
  const another = button(s.another, () => {
    shown = others.next().value;
    mount();
  });
  mount();
  return { symbols: ['loss', 'w'], parts: [plot.frame, el('div', { class: 'controls' }, which.root, another)], summary: told.root };
}
