// The equations of the blocks: set when the page is built, with the layer, the time and the words of the page's language put
// in when they are shown. They come with the meanings of their symbols and the font, after the page itself.
import { explain } from './dom.js';
import { words as en } from './strings/words.js';
import { MEANINGS } from './strings/symbols/meanings.js';
import { maths } from './symbols.js';

/** @typedef {{ equations: Record<string, Record<string, string[]>>, meanings: Record<string, string> }} Sets by solver and kind of block, and by symbol */

/** @type {Promise<Sets> | null} */ let coming = null;
/** Everything that an equation needs, the font included, so that nothing moves once it is shown. @returns {Promise<Sets>} */
export function sets() {
  coming ??= Promise.all([import('./strings/symbols/equations.json?maths'), (MEANINGS[`./${document.documentElement.lang}.json`] ?? MEANINGS['./en.json'])(), document.fonts.load('16px Maths', maths('W')).catch(() => [])])
    .then(([equations, meanings]) => ({ equations: equations.default, meanings }))
    .catch((error) => {
      coming = null; // the next block asks again
      throw error;
    });
  return coming;
}

/** The words that stand between the signs of some equations. */
const WORDS = new Set(['cheaper', 'across', 'where', 'subjectTo', 'side', 'flipAt', 'if', 'relaxed']);
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * The equations of a block, with its layer and time put in.
 * @param {Sets} from
 * @param {string} solver @param {string} kind @param {{ layer: number | null, time: number | null, L: number, T: number, trains: boolean }} where `trains`: the target is a spike train
 * @returns {Element[]}
 */
export function equations({ equations: all, meanings }, solver, kind, { layer, time, L, T, trains }) {
  const list = (trains ? all[`${solver}Trains`]?.[kind] : undefined) ?? (time !== null && time >= T ? all[solver]?.[`${kind}End`] : undefined) ?? all[solver]?.[kind] ?? [];
  /** @type {Record<string, number | null>} */
  const numbers = { l: layer, u: layer && layer + 1, d: layer && layer - 1, t: time, b: time && time - 1, a: time && time + 1, L, K: L - 1, M: L - 2 };
  return list.map((set) => {
    const holder = document.createElement('div');
    holder.innerHTML = set; // set at build time, of our own
    const math = /** @type {Element} */ (holder.firstElementChild);
    // The role of mathematics hides what it is made of; its symbols are to be reached.
    math.setAttribute('role', 'group');
    math.setAttribute('aria-label', en.now.equation);
    for (const place of math.querySelectorAll('[data-at]')) {
      const name = place.getAttribute('data-at') ?? '';
      const value = WORDS.has(name) ? en.equation[name] : numbers[name];
      if (value === null || value === undefined) continue;
      const put = document.createElementNS(MATHML, WORDS.has(name) ? 'mtext' : 'mn');
      // Plain spaces at the ends of a text are taken off.
      put.textContent = WORDS.has(name) ? `${name === 'flipAt' || name === 'relaxed' ? '' : '\u00a0'}${value.toString().replace(/ /g, '\u00a0')}\u00a0` : String(value);
      place.replaceWith(put);
    }
    for (const one of math.querySelectorAll('[data-sym]')) {
      const meaning = meanings[one.getAttribute('data-sym') ?? ''];
      if (!meaning) continue;
      explain(one, `${one.textContent}: ${meaning}`, `symbol-${one.getAttribute('data-sym')}`);
      one.setAttribute('role', 'button');
      one.setAttribute('aria-label', `${one.textContent}, ${meaning}`);
    }
    return math;
  });
}

/** A block's name as a symbol: W_1 with its index below the line. @param {string} name */
export function blockSymbol(name) {
  const [, base, index] = name.match(/^(.*?)_?(\d*)$/) ?? [];
  const plain = base ?? name;
  const letter = plain === 'lambda' ? '\u03bb' : plain;
  const span = document.createElement('span');
  span.textContent = letter.length === 1 ? maths(letter) : (en.blocks[plain]?.name ?? plain.replace(/_/g, ' '));
  if (letter.length === 1) span.className = 'symbol';
  if (index) {
    const sub = document.createElement('sub');
    sub.textContent = index;
    span.append(sub);
  }
  return span;
}

/** The settings whose values stand in a block's equation. @type {Record<string, Record<string, string[]>>} */
export const WHERE = {
  paper: { W: ['delta', 'theta'], a: ['theta', 'beta', 'rho'], z: ['delta', 'theta', 'rho', 'beta'], sweep: ['delta', 'theta', 'beta', 'rho'], W_out: ['rho', 'delta'], z_out: ['rho', 'delta'], lambda: ['rho', 'warmup'] },
  exact: { forward: ['delta', 'theta'], message: [], flip_costs: ['margin'], layer_problem: ['mu', 'margin', 'inner'], step: ['tau', 'average'] },
  targets: { forward: ['delta', 'theta'], readout: ['kappa'], flips: ['theta'], layer_problem: ['mu', 'margin', 'alpha', 'inner'] },
  surrogate: { forward: ['delta', 'theta'], backward: ['slope', 'theta'], adam: ['lr'] },
  control: { forward: ['delta', 'theta'], readout: ['kappa'] },
};
/** @type {Record<string, string>} */
const SYMBOL = { delta: '\u03b4', theta: '\u03b8', rho: '\u03c1', beta: '\u03b2', margin: 'm', mu: '\u03bc', inner: 'K', tau: '\u03c4', kappa: '\u03ba', alpha: '\u03b1', slope: 'k', lr: '\u03b7' };
/** A setting as it stands in an equation. @param {string} key */
export const symbolOf = (key) => SYMBOL[key] ?? en.equation[key] ?? key;
