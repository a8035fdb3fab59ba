// The legend of a section's symbols; what is lit there dims the rest of the section.
import { el } from '../dom.js';
import { SIGNS, linked, maths } from '../symbols.js';

/** @param {HTMLElement} section @param {import('../strings/learn/words.js').Words} words */
export function symbols(section, words) {
  linked(section, {
    held(name) {
      for (const one of section.querySelectorAll('.legend button')) one.setAttribute('aria-pressed', String(one.getAttribute('data-sym') === name));
    },
  });
  return {
    /** @param {string[]} names of the symbols; after an equals sign, a meaning that is not the usual one */
    legend: (names) =>
      el('div', { class: 'legend', role: 'group', 'aria-label': words.page.symbols }, ...names.map((given) => {
        const [name, meaning = name] = given.split('=');
        return el('button', { type: 'button', 'aria-pressed': 'false', 'data-sym': name }, el('span', { class: 'sign', 'aria-hidden': 'true', text: maths(SIGNS[name]) }), el('span', { text: words.symbols[/** @type {'z'} */ (meaning)] }));
      })),
  };
}
