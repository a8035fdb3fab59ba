// The column of settings, which on a narrow page is a sheet over it.
import { el, icon } from './dom.js';
import { words as en } from './strings/words.js';

export function sheet() {
  const root = el('aside', { id: 'experiment', 'aria-label': en.bar.settings });
  root.append(el('header', { class: 'sheet-head' }, el('h2', { text: en.bar.settings }), el('button', { type: 'button', class: 'quiet', 'aria-label': en.keys.close, onclick: () => toggle(false) }, icon('M5 5 L15 15|M15 5 L5 15'))));
  /** @param {boolean} [open] */
  function toggle(open) {
    const now = document.body.classList.toggle('sheet-open', open);
    if (now) /** @type {HTMLElement | null} */ (root.querySelector('input, button'))?.focus();
  }
  return {
    root,
    toggle,
    /** What is pointed at inside needs it open, where it is a sheet. @param {Element} target @param {Element} opener its button */
    reveal: (target, opener) => toggle(root.contains(target) && getComputedStyle(opener).display !== 'none'),
  };
}
