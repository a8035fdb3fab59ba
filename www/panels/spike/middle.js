// The wide picture of a spike's story: what the method of the experiment does with it.
import { LANE, branchMarks, placing } from '../../charts/branch.js';
import { el, segmented } from '../../dom.js';
import { axis, handle, label, maths, path, scale, svg } from '../../learn/kit.js';
import { words as en } from '../../strings/words.js';
import { card, signed } from './figures.js';

/** @typedef {import('./figures.js').Told} Told */
/** @typedef {import('../../types.d.ts').Proximal} Proximal */

const s = en.spike;
const TALL = () => 210;

/**
 * The Heaviside branch of `exact`, with a `q` to drag.
 * @param {{ proximal: (how: { q: number, lambda: number, rho: number, theta: number, margin: number }) => Promise<Proximal>, stage: (stage: number) => void, moved: (text: string) => void }} host
 */
export function branch(host) {
  /** @type {Told | null} */ let told = null;
  /** Where q was dragged, and where the proximal step puts it; null where the method has it. @type {{ q: number, put: Proximal } | null} */ let dragged = null;
  let asked = 0;
  /** @type {(at: number) => number} */ let back = () => 0;
  const now = () => {
    const charge = told?.story.charge;
    const stage = charge?.stages[told?.stage ?? 0];
    if (!told || !charge || !stage) return null;
    return { story: told.story, charge, stage, q: dragged?.q ?? stage.start, z: dragged?.put.z ?? stage.own, outcome: dragged?.put.outcome ?? stage.outcome };
  };
  /** @param {NonNullable<ReturnType<typeof now>>} at */
  const sentence = ({ charge, q, z, outcome }) => s.say(charge.lambda === 0 && outcome === 'untouched' ? s.branch.free : s.branch[outcome], { q: en.fixed(q, 3), z: en.fixed(z, 3), reach: en.number(charge.rho > 0 ? Math.abs(charge.lambda) / charge.rho : 0) });
  const own = card('branch', s.branch.title, s.branch.help, (_, { width, height }) => {
    const at = now();
    if (!at) return [];
    const { story, charge, q, z, outcome } = at;
    const [least, most] = charge.axis;
    const x = placing([least, most], width);
    back = x.back;
    grip.place(x(q), LANE);
    const top = Math.max(...charge.ends) || 1;
    // Linear between the kink and the end where it is largest.
    const kink = story.theta + charge.margin * charge.side;
    const far = charge.side > 0 ? least : most;
    const slope = Math.max(...charge.ends) / Math.abs(far - kink);
    return branchMarks({ width, height, ends: [least, most], theta: story.theta, margin: charge.margin, side: charge.side, charge: (v) => slope * Math.max(0, charge.side * (kink - v)), most: 1.25 * top, q, z, untouched: outcome === 'untouched', tick: en.tick, silent: s.side.silent, fires: s.side.fires });
  }, () => {
    const at = now();
    return at ? s.say(s.branch.numbers, { V: en.fixed(at.stage.given, 3), u: en.number(at.stage.dual), q: en.fixed(at.q, 3), z: en.fixed(at.z, 3), word: s.branch.words[at.outcome] }) : '';
  }, TALL);
  const grip = handle(own.plot, {
    label: s.branch.handle,
    mark: 'q',
    min: -1e9,
    max: 1e9,
    step: 0.05,
    value: () => now()?.q ?? 0,
    text: (q) => en.fixed(q, 3),
    back: (at) => back(at),
    async change(to) {
      const at = now();
      if (!at) return;
      const q = Math.min(at.charge.axis[1], Math.max(at.charge.axis[0], to));
      const mine = ++asked;
      const { lambda, rho, margin } = at.charge;
      // The grip goes with the finger; where z goes comes a moment later.
      dragged = { q, put: dragged?.put ?? { z: at.z, outcome: at.outcome, charge: 0 } };
      own.plot.redraw();
      const put = await host.proximal({ q, lambda, rho, theta: at.story.theta, margin }).catch(() => null);
      if (!put || mine !== asked) return;
      dragged = { q, put };
      own.tell(told);
      again.hidden = false;
      const after = now();
      if (after) host.moved(sentence(after));
    },
  });
  const again = el('button', { type: 'button', class: 'quiet text', text: s.branch.again, hidden: true, onclick: () => put(told) });
  const rounds = el('span', {});
  own.root.append(el('div', { class: 'controls' }, rounds, again));
  let roundsFor = '';
  /** @param {Told | null} next */
  function put(next) {
    // The same story told again takes nothing from the hand that drags.
    const same = told !== null && next !== null && told !== next && told.stage === next.stage && JSON.stringify(told.story.charge) === JSON.stringify(next.story.charge);
    told = next;
    if (!same) {
      dragged = null;
      asked++;
      again.hidden = true;
    }
    const charge = next?.story.charge;
    const numbers = charge?.stages.map((stage) => stage.number) ?? [];
    if (String(numbers) !== roundsFor) {
      roundsFor = String(numbers);
      rounds.replaceChildren();
      if (numbers.length > 1) {
        const choice = segmented(s.branch.rounds, numbers.map((number, k) => ({ value: String(k), text: s.say(s.branch.round, { number }) })), (value) => host.stage(Number(value)), 'small');
        choice.set(String(next?.stage ?? 0));
        rounds.append(choice.root);
      }
    }
    if (charge) {
      grip.root.setAttribute('aria-valuemin', String(charge.axis[0]));
      grip.root.setAttribute('aria-valuemax', String(charge.axis[1]));
    }
    own.tell(next);
  }
  return {
    root: own.root,
    tell: put,
    sentence: () => {
      const at = now();
      return at ? sentence(at) : '';
    },
  };
}

/** The two parabolas of `paper`. */
export function parabolas() {
  return card('parabolas', s.paper.title, s.paper.help, ({ story }, { width, height }) => {
    const p = story.parabolas;
    if (!p) return [];
    const x = scale(p.axis[0], p.axis[1], 16, width - 16);
    const [low, high] = [Math.min(...p.silent, ...p.firing), Math.max(...p.silent, ...p.firing)];
    const y = scale(low, high || 1, height - 44, 26);
    const at = (/** @type {number} */ k, /** @type {number} */ count) => x(p.axis[0] + ((p.axis[1] - p.axis[0]) * k) / (count - 1));
    const xs = Array.from(p.silent, (_, k) => at(k, p.silent.length));
    /** @param {Float32Array} values @param {boolean} below its side of the threshold */
    const part = (values, below) => path(xs, Array.from(values, (v, k) => (xs[k] <= x(story.theta) === below ? y(v) : NaN)));
    return [
      svg('path', { class: 'line thin dash ink', mark: 'theta', d: `M${x(story.theta)} 18V${height - 34}` }),
      label(x(story.theta) + 5, 20, maths('\u03b8'), { class: 'sign', mark: 'theta' }),
      // Each holds on its own side of the threshold.
      svg('path', { class: 'line thin dash', d: path(xs, Array.from(p.silent, (v) => y(v))) }),
      svg('path', { class: 'line thin dash', d: path(xs, Array.from(p.firing, (v) => y(v))) }),
      svg('path', { class: 'line c-phi', d: part(p.silent, true) }),
      svg('path', { class: 'line c-phi', d: part(p.firing, false) }),
      ...axis(x, p.axis[0], p.axis[1], height - 34, en.tick, width > 320 ? 6 : 4),
      ...[0, 1].flatMap((k) => {
        const won = p.fires === (k === 1);
        const [px, py] = [x(p.least[k][0]), y(p.least[k][1])];
        return [
          svg('circle', { class: won ? 'fill-z' : 'gone', mark: 'z', cx: px, cy: py, r: won ? 7 : 6 }),
          ...(won ? [label(px, py - 12, s.paper.won, { class: 'tag', 'text-anchor': px > width - 60 ? 'end' : px < 60 ? 'start' : 'middle' })] : []),
        ];
      }),
      svg('path', { class: 'line thin c-q', mark: 'q', d: `M${x(p.past)} ${height - 34}V26` }),
      label(x(p.past) - 5, 22, maths('q'), { class: 'sign c-q', mark: 'q', 'text-anchor': 'end' }),
    ];
  }, ({ story }) => (story.parabolas ? s.say(s.paper.numbers, { q: en.fixed(story.parabolas.past, 3), r: en.fixed(story.parabolas.future, 3), free: en.fixed(story.parabolas.free, 3), a: en.fixed(story.parabolas.spike, 2), silent: en.number(story.parabolas.least[0][1]), firing: en.number(story.parabolas.least[1][1]) }) : s.paper.none), TALL);
}

/** The slope that `surrogate` takes for the step's. */
export function smooth() {
  return card('smooth', s.surrogate.title, s.surrogate.help, ({ story }, { width, height }) => {
    const p = story.smooth;
    if (!p) return [];
    const x = scale(p.axis[0], p.axis[1], 16, width - 16);
    const y = scale(0, 1, height - 34, 36);
    const base = height - 34;
    const xs = Array.from(p.curve, (_, k) => x(p.axis[0] + ((p.axis[1] - p.axis[0]) * k) / (p.curve.length - 1)));
    return [
      svg('path', { class: 'line ink', mark: 'theta', d: `M${x(p.axis[0])} ${base - 1}H${x(story.theta)}V${y(0.85)}H${x(p.axis[1])}` }),
      label(x(story.theta) - 6, y(0.85) + 4, maths('\u03b8'), { class: 'sign', mark: 'theta', 'text-anchor': 'end' }),
      svg('path', { class: 'line dash c-slope', mark: 'slope', d: path(xs, Array.from(p.curve, y)) }),
      ...axis(x, p.axis[0], p.axis[1], base, en.tick, width > 320 ? 6 : 4),
      svg('path', { class: 'line thin c-z', mark: 'z', d: `M${x(story.potential)} ${base}V${y(p.derivative)}` }),
      svg('circle', { class: 'fill-z', mark: 'z', cx: x(story.potential), cy: y(p.derivative), r: 6 }),
      label(x(story.potential), y(p.derivative) - 12, maths('z'), { class: 'sign c-z', mark: 'z', 'text-anchor': 'middle' }),
    ];
  }, ({ story }) => (story.smooth ? s.say(s.surrogate.numbers, { slope: en.number(story.smooth.derivative), arrives: signed(story.smooth.arrives), gradient: signed(story.smooth.gradient) }) : ''), TALL);
}

/** The flip as `targets` tries it. */
export function trial() {
  return card('trial', s.targets.title, s.targets.help, ({ story }, { width, height }) => {
    const p = story.trial;
    if (!p) return [];
    const most = Math.max(p.before, p.after + p.penalty) || 1;
    const x = scale(0, most, 4, width - 8);
    const bar = (/** @type {number} */ y, /** @type {string} */ name, /** @type {number} */ value, /** @type {number} */ more) => [
      label(4, y, `${name} ${en.number(value + more)}`, { class: 'tag' }),
      svg('rect', { class: 'fill-lambda', x: x(0), y: y + 8, width: Math.max(1, x(value) - x(0)), height: 20 }),
      ...(more > 0 ? [svg('rect', { class: 'fill-soft', x: x(value), y: y + 8, width: Math.max(1, x(value + more) - x(value)), height: 20 })] : []),
    ];
    return [...bar(30, s.targets.before, p.before, 0), ...bar(96, s.targets.after, p.after, p.penalty), label(4, height - 26, p.lowers ? s.targets.lowers : s.targets.rises, { class: 'tag' })];
  }, ({ story }) => (story.trial ? s.say(story.trial.violation ? s.targets.violation : s.targets.loss, { before: en.number(story.trial.before), after: en.number(story.trial.after), penalty: en.number(story.trial.penalty) }) + (story.trial.best === null ? '' : ` ${s.say(s.targets.best, { t: story.trial.best })}`) : s.targets.none), TALL);
}
