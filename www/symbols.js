// Symbols and their marks: one colour everywhere, and whichever is pointed at, focused or tapped is lit.

/** How each is written outside an equation. @type {Record<string, string>} */
export const SIGNS = { z: 'z', V: 'V', u: 'u', q: 'q', theta: '\u03b8', m: 'm', a: 'a', x: 'x', w: 'w', loss: '\u2112', slope: '\u2215', phi: '\u03c6', lambda: '\u03bb', kappa: '\u03ba', g: 'g', own: '\u2014', real: '\u2014', control: '\u2505' };

/** A letter as the mathematics shows it. @param {string} letter */
export const maths = (letter) =>
  [...letter]
    .map((one) => {
      const code = one.codePointAt(0) ?? 0;
      if (one === 'h') return '\u210e';
      if (one === '\u03c6') return String.fromCodePoint(0x1d711);
      if (/[A-Z]/.test(one)) return String.fromCodePoint(0x1d434 + code - 65);
      if (/[a-z]/.test(one)) return String.fromCodePoint(0x1d44e + code - 97);
      return /[\u03b1-\u03c9]/.test(one) ? String.fromCodePoint(0x1d6fc + code - 0x3b1) : one;
    })
    .join('');

/** The symbol that something of the page is, or belongs to. @param {EventTarget | null} target */
export const symbolAt = (target) => (target instanceof Element ? (target.closest('[data-sym]')?.getAttribute('data-sym') ?? null) : null);

/**
 * Follows what is pointed at, focused or held by a tap among the symbols of an element: `data-lit` names it.
 * @param {HTMLElement} root
 * @param {{ held?: (name: string | null) => void, at?: (event: MouseEvent) => string | null, lit?: (name: string | null) => void }} [told]
 *   `at` finds the symbol of a tap where it is not the one that was hit
 */
export function linked(root, { held: holds = () => {}, at = ({ target }) => symbolAt(target), lit = () => {} } = {}) {
  /** @type {string | null} */ let held = null;
  const light = (/** @type {string | null} */ name) => {
    if (name) root.dataset.lit = name;
    else delete root.dataset.lit;
    lit(name);
  };
  root.addEventListener('pointerover', (event) => {
    if (event.pointerType === 'mouse') light(symbolAt(event.target) ?? held);
  });
  root.addEventListener('pointerleave', () => light(held));
  root.addEventListener('focusin', (event) => light(symbolAt(event.target) ?? held));
  root.addEventListener('focusout', () => light(held));
  // A tap or a press holds it, the next one lets go.
  root.addEventListener('click', (event) => {
    const name = at(event);
    held = name === held ? null : name;
    light(held);
    holds(held);
  });
  return {
    /** Nothing is held any more. */
    clear() {
      held = null;
      light(null);
    },
  };
}
