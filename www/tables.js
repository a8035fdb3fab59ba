// The numbers behind each picture, as a table: for screen readers, and for whoever wants to read them.
import { el } from './dom.js';
import { moreWords, words } from './strings/words.js';

/** A button after each picture that has numbers, seen when it has the focus, that opens its table. */
export function tables() {
  const s = words.table;
  const dialog = el('dialog', { class: 'sheet', id: 'picture-table', 'aria-labelledby': 'picture-table-title' });

  /** @param {import('./types.d.ts').Panel} panel */
  async function show(panel) {
    await moreWords();
    const table = await panel.table?.();
    if (!table) return;
    const { caption, columns, rows } = table;
    dialog.replaceChildren(
      el('header', {}, el('h2', { id: 'picture-table-title', text: caption }), el('button', { type: 'button', text: words.bar.close, onclick: () => dialog.close() })),
      el(
        'div',
        { class: 'scroll', tabindex: '0', role: 'group', 'aria-labelledby': 'picture-table-title' },
        el('table', {}, el('thead', {}, el('tr', {}, ...columns.map((text) => el('th', { scope: 'col', text })))), el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell, i) => el(i ? 'td' : 'th', { class: 'num', scope: i ? null : 'row', text: String(cell) })))))),
      ),
    );
    if (!dialog.open) dialog.showModal();
  }

  return {
    root: dialog,
    /** @param {import('./types.d.ts').Panel[]} panels */
    add(panels) {
      for (const panel of panels) {
        if (!panel.table) continue;
        const title = panel.root.querySelector('h2')?.textContent ?? panel.root.getAttribute('aria-label') ?? panel.id;
        panel.root.querySelector('.plot')?.append(el('button', { type: 'button', class: 'as-table', 'data-picture': panel.id, text: s.button, 'aria-label': s.label(title), onclick: () => show(panel).catch(() => {}) }));
      }
    },
  };
}
