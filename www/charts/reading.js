// The value under the pointer, beside it. The same words stand in a line of the panel or in a label for those who do not see it.
import { el } from '../dom.js';

const box = el('div', { class: 'reading num', 'aria-hidden': 'true', hidden: true });

/** @param {string[]} lines the first is the name @param {{ clientX: number, clientY: number }} at @param {Node | null} [picture] */
export function read([name, ...lines], { clientX, clientY }, picture = null) {
  if (!box.isConnected) {
    document.body.append(box);
    // Under a finger it stays until the next touch.
    document.addEventListener('pointerdown', unread, { capture: true });
    document.addEventListener('scroll', unread, { capture: true, passive: true });
  }
  box.replaceChildren(...(picture ? [picture] : []), el('b', { text: name }), ...lines.map((text) => el('span', { text })));
  box.hidden = false;
  const own = box.getBoundingClientRect();
  const right = clientX + 16 + own.width < innerWidth;
  const below = clientY + 16 + own.height < innerHeight;
  box.style.left = `${Math.max(4, right ? clientX + 16 : clientX - 12 - own.width)}px`;
  box.style.top = `${Math.max(4, below ? clientY + 16 : clientY - 12 - own.height)}px`;
}

export function unread() {
  box.hidden = true;
}
