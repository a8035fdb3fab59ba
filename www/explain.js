// Explanations without a mouse: a finger that rests on something shows what it is, a tap on what does nothing else does so,
// too, and the "?" turns every tap into a question.
import { el, hideTip, showTip } from './dom.js';
import { words as en } from './strings/words.js';
import './styles/phone.css';

/** Milliseconds a finger rests. */
const REST = 500;
/** Pixels that a resting finger may stray. */
const STRAY = 10;

/** @param {Element} opener the button that turns it on and off */
export function explaining(opener) {
  const s = en.explain;
  const end = el('button', { type: 'button', id: 'explain-end', text: s.end, onclick: () => toggle(false) });
  const root = el('div', { class: 'explaining-bar', role: 'status', hidden: true }, el('span', { text: s.about }), end);
  let on = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let resting;
  /** A finger rested: the click that follows is no press. */
  let rested = false;
  let from = { x: 0, y: 0 };

  /** What explains a place, be it disabled. @param {EventTarget | null} target */
  const owner = (target) => (target instanceof Element ? target.closest('[data-help]') : null);

  /** @param {boolean} [now] */
  function toggle(now = !on) {
    if (now === on) return;
    on = now;
    hideTip();
    root.hidden = !on;
    document.documentElement.toggleAttribute('data-explaining', on);
    opener.setAttribute('aria-pressed', String(on));
    if (!on && opener instanceof HTMLElement && root.contains(document.activeElement)) opener.focus();
  }

  document.addEventListener(
    'click',
    (event) => {
      const target = /** @type {Element} */ (event.target);
      if (rested) {
        rested = false;
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (on && !target.closest('#explain, .explaining-bar, .sheet-button, .sheet-head, dialog header')) {
        event.preventDefault();
        event.stopPropagation();
        const known = owner(target);
        if (known) showTip(known);
        else hideTip();
        return;
      }
      // A name, a number: what a tap does nothing to.
      const known = owner(target);
      if (known && /** @type {PointerEvent} */ (event).pointerType === 'touch' && !target.closest('button, a, input, select, label:has(input), summary, [role=button], canvas')) showTip(known);
    },
    { capture: true },
  );
  // What a press would begin before the click.
  for (const name of ['mousedown', 'change', 'input'])
    document.addEventListener(
      name,
      (event) => {
        if (!on || !(event.target instanceof Element) || event.target.closest('#explain, .explaining-bar')) return;
        if (event.target.matches('select')) event.preventDefault();
      },
      { capture: true },
    );
  document.addEventListener('pointerdown', (event) => {
    clearTimeout(resting);
    rested = false;
    if (event.pointerType === 'mouse') return;
    from = { x: event.clientX, y: event.clientY };
    const known = owner(event.target);
    if (!known) return;
    resting = setTimeout(() => {
      rested = true;
      showTip(known);
    }, REST);
  });
  document.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (Math.hypot(clientX - from.x, clientY - from.y) > STRAY) clearTimeout(resting);
  });
  for (const name of ['pointerup', 'pointercancel', 'scroll']) document.addEventListener(name, () => clearTimeout(resting), { capture: true, passive: true });
  // The browser's own menu would cover what is said.
  document.addEventListener('contextmenu', (event) => {
    if (rested) event.preventDefault();
  });
  opener.setAttribute('aria-pressed', 'false');
  return { root, toggle };
}
