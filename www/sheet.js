// The column of settings, which on a narrow page is a dialog over it.
import { el, icon } from './dom.js';
import { words as en } from './strings/words.js';

export function sheet() {
  const root = el('aside', { id: 'experiment', 'aria-label': en.bar.settings });
  const close = el('button', { type: 'button', class: 'quiet', 'aria-label': en.bar.close, onclick: () => toggle(false) }, icon('M5 5 L15 15|M15 5 L5 15'));
  root.append(el('header', { class: 'sheet-head' }, el('h2', { text: en.bar.settings }), close));
  /** What cannot be reached while it is open. @type {Element[]} */ let still = [];
  /** What had the focus before. @type {Element | null} */ let before = null;

  /** All around it but what is said to the visitor. */
  function around() {
    const found = [];
    for (let at = /** @type {Element} */ (root); at !== document.body && at.parentElement; at = at.parentElement)
      for (const one of at.parentElement.children) if (one !== at && !one.matches('#notices, .explaining-bar, [role=tooltip], #explanations, script') && !one.hasAttribute('inert')) found.push(one);
    return found;
  }
  const isOpen = () => document.body.classList.contains('sheet-open');

  /** @param {boolean} [open] @param {{ modal?: boolean }} [how] not modal for the tour, whose card stands beside it */
  function toggle(open = !isOpen(), { modal = true } = {}) {
    const was = still.length > 0;
    for (const one of still) one.removeAttribute('inert');
    still = [];
    document.body.classList.toggle('sheet-open', open);
    root.toggleAttribute('aria-modal', false);
    root.removeAttribute('role');
    if (open && modal) {
      before = document.activeElement;
      root.setAttribute('role', 'dialog');
      root.setAttribute('aria-modal', 'true');
      still = around();
      for (const one of still) one.setAttribute('inert', '');
      close.focus();
    } else if (was && before instanceof HTMLElement) before.focus();
  }
  document.addEventListener('pointerdown', ({ target }) => {
    if (still.length && target instanceof Element && !root.contains(target) && !target.closest('#notices')) toggle(false);
  });
  // A wide page has it beside the pictures.
  addEventListener('resize', () => {
    if (still.length && !close.checkVisibility()) toggle(false);
  });
  return {
    root,
    toggle,
    /** What is pointed at inside needs it open, where it is a sheet. @param {Element} target @param {Element} opener its button */
    reveal: (target, opener) => toggle(root.contains(target) && getComputedStyle(opener).display !== 'none', { modal: false }),
  };
}
