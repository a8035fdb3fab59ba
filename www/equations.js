// The equations of the blocks: set when the page is built, with the layer, the time and the words of the page's language put
// in when they are shown. They come with the meanings of their symbols and the font, after the page itself.
import { words as en } from './strings/words.js';
import { MEANINGS } from './strings/symbols/meanings.js';
import { maths } from './symbols.js';

/** @typedef {{ equations: Record<string, Record<string, string[]>>, meanings: Record<string, string>, typeset: typeof import('./typeset.js').typeset }} Sets by solver and kind of block, by symbol, and what puts them together */

/** @type {Promise<Sets> | null} */ let coming = null;
/** Everything that an equation needs, the font included, so that nothing moves once it is shown. @returns {Promise<Sets>} */
export function sets() {
  coming ??= Promise.all([import('./typeset.js'), import('./strings/symbols/equations.json?maths'), (MEANINGS[`./${document.documentElement.lang}.json`] ?? MEANINGS['./en.json'])(), document.fonts.load('16px Maths', maths('W')).catch(() => [])])
    .then(([{ typeset }, equations, meanings]) => ({ typeset, equations: equations.default, meanings }))
    .catch((error) => {
      coming = null; // the next block asks again
      throw error;
    });
  return coming;
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
