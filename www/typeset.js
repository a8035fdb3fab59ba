// Equations put together: those of the build, with the layer, the time and the words of the page's language in their places.
import { explain } from './dom.js';
import { words as en } from './strings/words.js';

/** The words that stand between the signs of some equations. */
const WORDS = new Set(['cheaper', 'across', 'where', 'subjectTo', 'side', 'flipAt', 'if', 'relaxed']);
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * The equations of a block, with its layer and time put in.
 * @param {import('./equations.js').Sets} from
 * @param {string} solver @param {string} kind @param {{ layer: number | null, time: number | null, L: number, T: number, trains: boolean }} where `trains`: the target is a spike train
 * @returns {Element[]}
 */
export function typeset({ equations: all, meanings }, solver, kind, { layer, time, L, T, trains }) {
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
