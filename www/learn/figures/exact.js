// Solver `exact` block by block on two hidden layers of four neurons: what each block changed.
import { el } from '../../dom.js';
import { button, label, maths, picture, summary, svg } from '../kit.js';
import { fill } from '../../strings/learn/words.js';

const LINK = '#v=1&task=moons&hidden=4,4&n=40&T=12&margin=1&gain=5';
const STEPS = 12;
const SAMPLES = 40;

/** @typedef {{ sizes: number[], label: number, loss: number | null, accuracy: number, readout: Float32Array, layers: { spikes: Float32Array, kappa: Float32Array, lambda: Float32Array, message: Float32Array }[], weights: Float32Array[], steps: Float32Array[] }} Seen */
/** @typedef {{ kind: string, layer: number | null, iteration: number }} Done */

/** @param {import('../kit.js').Given} given */
export function exact({ words, core }) {
  const s = words.figures.exact;
  const blocks = /** @type {string[]} */ (new core.Iteration(LINK).blocks());
  /** @type {import('../../pkg/heaviside.js').Iteration} */ let run;
  /** @type {Seen} */ let seen;
  /** @type {Seen} */ let before;
  /** @type {Done | null} */ let done = null;
  /** How many blocks of the iteration are done. */
  let at = 0;
  let sample = 1;
  const told = summary();
  const largest = (/** @type {ArrayLike<number>} */ values) => Math.max(1e-9, ...Array.from(values, Math.abs));
  const plot = picture(s.label, () => 372, ({ width }) => {
    const left = 92;
    const cell = Math.min(34, (width - left - 4) / STEPS);
    /** @type {Node[]} */ const marks = [];
    // From the readout at the top down to the first layer, as the message goes.
    const tops = [218, 92];
    const now = (/** @type {string} */ kind, /** @type {number | null} */ layer) => done !== null && done.kind === kind && (layer === null || done.layer === layer);
    const has = (/** @type {string} */ kind, /** @type {number} */ layer) => at > blocks.indexOf(`${kind}_${layer}`);
    // The readout: what each class should be raised or lowered by.
    const wants = seen.readout;
    marks.push(label(0, 22, s.readout, { class: 'tag' }));
    wants.forEach((value, k) => {
      const x = left + 60 + k * 110;
      const known = at > blocks.indexOf('message') && at > 0;
      marks.push(
        svg('path', { class: 'rule', d: `M${x - 50} 40H${x + 50}` }),
        label(x, 60, `${words.number(k + 1)}`, { class: k === seen.label ? 'tag' : 'tick', 'text-anchor': 'middle' }),
        ...(known ? [svg('rect', { class: `fill-lambda ${now('message', null) ? 'now' : ''}`, mark: 'lambda', x: value < 0 ? x + 50 * value : x, y: 30, width: Math.abs(50 * value), height: 12 })] : []),
      );
    });
    marks.push(label(0, 40, fill(s.wants, { label: seen.label + 1 }), { class: 'tick' }));
    for (const l of [1, 0]) {
      const { spikes, kappa, lambda } = seen.layers[l];
      const top = tops[l];
      const n = seen.sizes[l + 1];
      const priced = has('flip_costs', l + 1);
      const most = largest(kappa);
      marks.push(label(0, top - 12, fill(s.layer, { layer: l + 1 }), { class: 'tag' }));
      if (has('message', 0) || at > 1) {
        // The message comes from above: to the last hidden layer at the last step, to others at all.
        const arrives = l === 1 ? at > 1 : has('layer_problem', 2);
        if (arrives) marks.push(svg('path', { class: `line thick c-g ${(l === 1 ? now('message', null) : now('layer_problem', 2)) ? 'now' : ''}`, mark: 'g', d: `M${left + STEPS * cell - 12} ${top - 24}v16m-5 -6l5 6l5 -6` }), label(left + STEPS * cell - 22, top - 11, maths('g'), { class: 'sign c-g', mark: 'g', 'text-anchor': 'end' }));
      }
      for (let i = 0; i < n; i++)
        for (let t = 0; t < STEPS; t++) {
          const k = t * n + i;
          const [x, y] = [left + t * cell, top + i * 22];
          const fresh = before.layers[l].spikes[k] !== spikes[k] && now('forward', null) && done !== null && done.iteration > 0;
          marks.push(svg('rect', { class: 'faint-box', x, y, width: cell - 2, height: 20 }));
          if (at > 0 && spikes[k]) marks.push(svg('rect', { class: `fill-ink ${fresh ? 'now' : ''}`, mark: 'a', x: x + cell / 2 - 3, y: y + 3, width: 4, height: 14 }));
          else if (fresh) marks.push(svg('rect', { class: 'gone', mark: 'a', x: x + cell / 2 - 3, y: y + 3, width: 4, height: 14 }));
          // The price, as a bar at the foot of the cell: full where it is the largest; hatched ends are not charged.
          if (priced) {
            const size = (Math.abs(kappa[k]) / most) * (cell - 4);
            marks.push(svg('rect', { class: kappa[k] < 0 ? 'fill-kappa' : 'line-kappa', mark: 'kappa', x: x + 1, y: y + 17, width: Math.max(0.5, size), height: 3 }));
            if (lambda[k]) marks.push(svg('path', { class: `c-lambda line ${now('flip_costs', l + 1) ? 'now' : ''}`, mark: 'lambda', d: lambda[k] > 0 ? `M${x + cell - 9} ${y + 8}l3 -4l3 4` : `M${x + cell - 9} ${y + 4}l3 4l3 -4` }));
          }
        }
      // Weights into the layer, as bars of their change.
      const moved = now('layer_problem', l + 1) ? seen.steps[l] : now('step', null) ? seen.weights[l].map((w, k) => w - before.weights[l][k]) : null;
      const columns = seen.sizes[l];
      const values = seen.weights[l];
      const wide = Math.min(4, 72 / columns);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < columns; j++) {
          const value = moved ? moved[i * columns + j] : values[i * columns + j];
          const tall = (Math.abs(value) / largest(moved ?? values)) * 9;
          marks.push(svg('rect', { class: moved ? 'fill-w now' : 'fill-soft', mark: 'w', x: j * wide, y: top + i * 22 + (value > 0 ? 10 - tall : 10), width: Math.max(1, wide - 1), height: tall }));
        }
    }
    marks.push(label(0, 326, `${s.weights}`, { class: 'tick' }), label(width - 40, 326, s.time, { class: 'tick', 'text-anchor': 'end' }), svg('path', { class: 'rule', d: `M${width - 34} 322h28m-5 -3l5 3l-5 3` }));
    const key = left + 84;
    marks.push(
      svg('rect', { class: 'fill-ink', mark: 'a', x: left, y: 344, width: 4, height: 12 }),
      label(left + 9, 355, s.spike, { class: 'tick', mark: 'a' }),
      svg('path', { class: 'c-lambda line', mark: 'lambda', d: `M${key} 353l3 -4l3 4m4 -4l3 4l3 -4` }),
      label(key + 22, 355, s.charged, { class: 'tick', mark: 'lambda' }),
      svg('rect', { class: 'fill-kappa', mark: 'kappa', x: key + 84, y: 349, width: 14, height: 4 }),
      label(key + 102, 355, maths('\u03ba < 0'), { class: 'sign c-kappa', mark: 'kappa' }),
    );
    return marks;
  });
  const chips = blocks.map((name) => {
    const [, kind, layer] = name.match(/^(.*?)_?(\d*)$/) ?? [];
    return el('li', { text: fill(s.blocks[/** @type {keyof typeof s.blocks} */ (kind)], { layer: layer ?? '' }) });
  });
  const place = el('output', { class: 'num' });
  const tell = () => {
    chips.forEach((chip, k) => {
      chip.toggleAttribute('data-done', k < at);
      if (k === (at || 0) % blocks.length) chip.setAttribute('aria-current', 'step');
      else chip.removeAttribute('aria-current');
    });
    place.textContent = `${sample + 1} / ${SAMPLES}`;
    plot.redraw();
    if (!done) return told.say(s.start);
    const l = (done.layer ?? 1) - 1;
    const { spikes, kappa, lambda } = seen.layers[l];
    const fires = seen.layers.reduce((n, { spikes: all }) => n + all.reduce((m, one) => m + one, 0), 0);
    const change = seen.steps[l].reduce((sum, one) => sum + Math.abs(one), 0) / seen.steps[l].length;
    told.say(
      fill(s[/** @type {'forward'} */ (done.kind)], {
        spikes: fires,
        loss: words.number(seen.loss),
        accuracy: words.accuracy(seen.accuracy),
        label: seen.label + 1,
        wants: words.number(seen.readout[seen.label]),
        layer: l + 1,
        cheaper: kappa.reduce((n, one) => n + Number(one < 0), 0),
        cells: spikes.length,
        charged: lambda.reduce((n, one) => n + Number(one !== 0), 0),
        change: words.number(change),
        iteration: done.iteration,
      }),
    );
  };
  const step = () => {
    if (at === blocks.length) at = 0;
    before = seen;
    done = run.step();
    at++;
    seen = run.sample(sample);
  };
  const again = () => {
    run?.free();
    run = new core.Iteration(LINK);
    at = 0;
    done = null;
    before = seen = run.sample(sample);
    tell();
  };
  /** @param {number} by */
  const other = (by) => {
    sample = (sample + by + SAMPLES) % SAMPLES;
    before = seen = run.sample(sample);
    tell();
  };
  again();
  return {
    symbols: ['a', 'kappa', 'lambda', 'g', 'w'],
    parts: [
      el('ol', { class: 'chips' }, ...chips),
      plot.frame,
      el(
        'div',
        { class: 'controls' },
        button(s.nextBlock, () => (step(), tell()), 'primary'),
        button(s.more, () => {
          // Ten whole iterations, and the forward pass that shows them.
          const goal = (done?.iteration ?? 0) + 10;
          do step();
          while ((done?.iteration ?? 0) < goal);
          step();
          tell();
        }),
        button(s.again, again),
        el(
          'span',
          { class: 'stepper', role: 'group', 'aria-label': s.sample },
          el('span', { text: s.sample }),
          el('button', { type: 'button', 'aria-label': s.previous, text: '\u2039', onclick: () => other(-1) }),
          place,
          el('button', { type: 'button', 'aria-label': s.next, text: '\u203a', onclick: () => other(1) }),
        ),
      ),
    ],
    summary: told.root,
  };
}
