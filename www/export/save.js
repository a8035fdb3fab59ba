// What can be taken away of a panel: a picture as PNG or SVG, its numbers as CSV.
import { el, icon, unique } from '../dom.js';
import { words as en } from '../strings/words.js';
import { paint } from '../charts/canvas.js';

/** What makes files comes with the first one. */
export const files = () =>
  import('./files.js').catch((cause) => {
    throw new Error(en.notice.part, { cause });
  });

/** @typedef {{ title: string, setting: string, link: string, name: string }} About what a picture is of; `name` is the file's, without its ending */

/**
 * The button of a panel with what can be taken away.
 * @param {HTMLElement} panel its root; the button goes to the tools of its header
 * @param {{ title: string, about: () => About | null, data?: () => Blob | null | Promise<Blob | null>, failed: (reason: string) => void }} options
 */
export function takeAway(panel, { title, about, data, failed }) {
  const s = en.save;
  const id = unique('save');
  const menu = el('div', { class: 'save-menu', id, popover: 'auto', role: 'group', 'aria-label': s.label(title) });
  const button = el('button', { type: 'button', class: 'quiet save', 'aria-label': s.label(title), 'aria-haspopup': 'true', 'aria-expanded': 'false', popovertarget: id, help: s.help }, icon('M10 3 V12|M6.5 8.5 L10 12 L13.5 8.5|M4 16 H16'));
  /** @param {string} ending @param {(about: About) => Blob | null | Promise<Blob | null>} make */
  const entry = (ending, make) =>
    el('button', {
      type: 'button',
      class: 'quiet text',
      'data-ending': ending,
      text: s.endings[ending],
      onclick: async () => {
        menu.hidePopover();
        button.focus();
        const what = about();
        if (!what) return;
        try {
          const blob = await make(what);
          if (blob) (await files()).save(`${what.name}.${ending}`, blob);
        } catch (error) {
          failed(error instanceof Error ? error.message : String(error));
        }
      },
    });
  /** @param {'svgOf' | 'pngOf'} of */
  const drawn = (of) => async (/** @type {About} */ what) => (await files())[of](panel, { ...what, ink: paint.ink, soft: paint.soft, ground: paint.ground });
  menu.append(
    entry('png', drawn('pngOf')),
    entry('svg', drawn('svgOf')),
  );
  if (data) menu.append(entry('csv', () => data()));
  // Focus moves as the menu opens, not with its `toggle`, which comes a task later: a key pressed at once is the menu's.
  menu.querySelector('button')?.setAttribute('autofocus', '');
  menu.addEventListener('toggle', (event) => {
    const open = /** @type {ToggleEvent} */ (event).newState === 'open';
    button.setAttribute('aria-expanded', String(open));
    if (!open) return;
    const box = button.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, box.bottom + 4 + menu.offsetHeight < innerHeight ? box.bottom + 4 : box.top - menu.offsetHeight - 4)}px`;
  });
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const entries = /** @type {HTMLElement[]} */ ([...menu.children]);
    entries.at((entries.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step + entries.length) % entries.length)?.focus();
  });
  /** @type {HTMLElement} */ (panel.querySelector(':scope > header .tools')).append(button, menu);
  return button;
}
