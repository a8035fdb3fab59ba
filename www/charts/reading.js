// The value under the pointer, beside it. The same words stand in a line of the panel or in a label for those who do not see it.
import { el } from '../dom.js';

const box = el('div', { class: 'reading num', 'aria-hidden': 'true', hidden: true });

/** Up to here there is no room beside what is touched. */
const NARROW = 640;

/** @param {string[]} lines the first is the name @param {{ clientX: number, clientY: number }} at @param {Node | null} [picture] @param {DOMRect | null} [clear] what a narrow screen does not cover */
export function read([name, ...lines], { clientX, clientY }, picture = null, clear = null) {
  if (!box.isConnected) {
    document.body.append(box);
    // Under a finger it stays until the next touch.
    document.addEventListener('pointerdown', unread, { capture: true });
    document.addEventListener('scroll', unread, { capture: true, passive: true });
  }
  box.replaceChildren(...(picture ? [picture] : []), el('b', { text: name }), ...lines.map((text) => el('span', { text })));
  box.hidden = false;
  const own = box.getBoundingClientRect();
  if (clear && innerWidth <= NARROW) {
    const under = clear.bottom + 4;
    const top = under + own.height < innerHeight ? under : clear.top - 4 - own.height;
    box.style.left = `${Math.max(4, Math.min(clientX - own.width / 2, innerWidth - 4 - own.width))}px`;
    box.style.top = `${top >= 4 ? top : Math.max(4, innerHeight - 4 - own.height)}px`;
    return;
  }
  const right = clientX + 16 + own.width < innerWidth;
  const below = clientY + 16 + own.height < innerHeight;
  box.style.left = `${Math.max(4, right ? clientX + 16 : clientX - 12 - own.width)}px`;
  box.style.top = `${Math.max(4, below ? clientY + 16 : clientY - 12 - own.height)}px`;
}

export function unread() {
  box.hidden = true;
}
