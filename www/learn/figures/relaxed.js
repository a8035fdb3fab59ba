// The relaxed form trained live: its own claim, the real network, the control.
import { el, segmented, say } from '../../dom.js';
import { axis, button, label, path, picture, scale, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const LINK = '#v=1&task=moons&solver=paper&iterations=100';
const ITERATIONS = 100;
/** Milliseconds of training before the screen is drawn. */
const SLICE = 10;

/** @param {import('../kit.js').Given} given */
export function relaxed({ words, core }) {
  const s = words.figures.relaxed;
  let beta = '';
  /** @type {import('../../pkg/heaviside.js').Session} */ let session;
  /** @type {{ iteration: number, accuracy: { train: number, test: number, auxiliary: number | null, control: number } }[]} */ let rows = [];
  let training = false;
  const told = summary();
  const plot = picture(s.label, (width) => (width < 480 ? 290 : 320), ({ width, height }) => {
    const x = scale(0, ITERATIONS, 40, width - 12);
    const y = scale(0.3, 1, height - 36, 26);
    const control = rows[0].accuracy.control;
    const last = rows[rows.length - 1];
    const line = (/** @type {'auxiliary' | 'test'} */ name) => path(rows.map((row) => x(row.iteration)), rows.map((row) => y(row.accuracy[name] ?? NaN)));
    told.say(last.iteration === 0 ? fill(s.start, { control: words.accuracy(control) }) : fill(s.summary, { iteration: last.iteration, own: words.accuracy(last.accuracy.auxiliary), real: words.accuracy(last.accuracy.test), train: words.accuracy(last.accuracy.train), control: words.accuracy(control) }));
    // Names stand at their lines, apart from each other and from where the line runs under the name.
    const late = rows.slice(-Math.ceil(0.4 * rows.length)).map((row) => y(row.accuracy.test));
    const above = Math.min(...late) - 10;
    const names = [
      { name: s.own, at: last.accuracy.auxiliary ?? NaN, mark: 'own', style: 'c-u', lift: -9 },
      { name: s.control, at: control, mark: 'control', style: 'c-soft', lift: 17 },
      { name: s.real, at: last.accuracy.test, mark: 'real', style: 'c-z', lift: (above > y(control) + 36 ? above : Math.max(...late) + 20) - y(last.accuracy.test) },
    ].filter(({ at, mark }) => Number.isFinite(at) && (last.iteration > 0 || mark === 'control'));
    return [
      ...[0.4, 0.6, 0.8, 1].flatMap((v) => [svg('path', { class: 'faint', d: `M40 ${y(v)}H${width - 12}` }), label(34, y(v) + 4, words.fixed(v, 1), { class: 'tick', 'text-anchor': 'end' })]),
      ...axis(x, 0, ITERATIONS, height - 34, words.tick, 5),
      label(width - 12, height - 2, s.axis, { class: 'tick', 'text-anchor': 'end' }),
      svg('path', { class: 'line dash', mark: 'control', d: `M40 ${y(control)}H${width - 12}` }),
      svg('path', { class: 'line c-u', mark: 'own', d: line('auxiliary') }),
      svg('path', { class: 'line c-z', mark: 'real', d: line('test') }),
      ...names.map(({ name, at, mark, style, lift }) => label(width - 14, y(at) + lift, name, { class: `tag ${style}`, mark, 'text-anchor': 'end' })),
    ];
  });
  const start = button(s.train, () => (training ? rest() : train()), 'primary');
  const rest = () => {
    training = false;
    say(start, s.train);
  };
  const look = () => {
    rows = session.snapshot().history;
    plot.redraw();
  };
  const train = () => {
    training = true;
    say(start, s.pause);
    const turn = () => {
      if (!training) return;
      const did = session.advance(SLICE, 1);
      look();
      if (did === 0) return rest();
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  };
  const again = () => {
    rest();
    session?.free();
    session = new core.Session(LINK + beta);
    look();
  };
  const penalty = segmented(
    s.beta,
    [
      { value: '', text: s.usual },
      { value: '&beta=.01', text: s.small },
    ],
    (value) => {
      beta = value;
      again();
    },
  );
  penalty.set('');
  again();
  return { symbols: ['own', 'real', 'control'], parts: [plot.frame, el('div', { class: 'controls' }, start, button(s.again, again), penalty.root)], summary: told.root };
}
