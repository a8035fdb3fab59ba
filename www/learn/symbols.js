// Symbols and their marks: one colour everywhere, and whichever is pointed at, focused or tapped lights up while the rest
// of its section dims.
import { el } from '../dom.js';
import { maths } from './kit.js';

/** How the legend writes each. @type {Record<string, string>} */
const SIGNS = { z: 'z', V: 'V', u: 'u', q: 'q', theta: '\u03b8', m: 'm', a: 'a', x: 'x', w: 'w', loss: '\u2112', slope: '\u2215', phi: '\u03c6', lambda: '\u03bb', kappa: '\u03ba', g: 'g', own: '\u2014', real: '\u2014', control: '\u2505' };

/** @param {HTMLElement} section @param {import('../strings/learn/words.js').Words} words */
export function symbols(section, words) {
  /** @type {string | null} */ let held = null;
  const light = (/** @type {string | null} */ name) => {
    if (name) section.dataset.lit = name;
    else delete section.dataset.lit;
  };
  /** @param {EventTarget | null} target */
  const of = (target) => (target instanceof Element ? (target.closest('[data-sym]')?.getAttribute('data-sym') ?? null) : null);
  section.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'mouse') light(of(event.target) ?? held);
  });
  section.addEventListener('pointerleave', () => light(held));
  section.addEventListener('focusin', (event) => light(of(event.target) ?? held));
  section.addEventListener('focusout', () => light(held));
  // A tap or a press holds it, the next one lets go.
  section.addEventListener('click', (event) => {
    const name = of(event.target);
    held = name === held ? null : name;
    light(held);
    for (const one of section.querySelectorAll('.legend button')) one.setAttribute('aria-pressed', String(one.getAttribute('data-sym') === held));
  });
  return {
    /** @param {string[]} names */
    legend: (names) =>
      el('div', { class: 'legend', role: 'group', 'aria-label': words.page.symbols }, ...names.map((name) => el('button', { type: 'button', 'aria-pressed': 'false', 'data-sym': name }, el('span', { class: 'sign', 'aria-hidden': 'true', text: maths(SIGNS[name]) }), el('span', { text: words.symbols[/** @type {'z'} */ (name)] })))),
  };
}
