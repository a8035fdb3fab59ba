// A choice among some classes, each by its sign in its colour.
import { el, segmented } from '../dom.js';
import { paint } from '../charts/canvas.js';
import { words as en } from '../strings/words.js';

/** @param {string} help @param {(label: number) => void} choose */
export function classChoice(help, choose) {
  const root = el('span', { class: 'brushes' });
  let offered = 0;
  return {
    root,
    /** @param {number} count @param {number} chosen */
    offer(count, chosen) {
      if (count !== offered) {
        offered = count;
        root.replaceChildren(segmented(en.own.class, Array.from({ length: count }, (_, label) => ({ value: String(label), text: en.className(label), help })), (value) => choose(Number(value)), 'small').root);
      }
      root.querySelectorAll('input')[chosen].checked = true;
      for (const [label, one] of root.querySelectorAll('b').entries()) one.style.color = paint.classes[label];
    },
  };
}
