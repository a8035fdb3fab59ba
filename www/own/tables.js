// Data in a table: those that ship with the page, or a file of the visitor's own.
import { el, say } from '../dom.js';
import { words as en } from '../strings/words.js';
import { SHIPPED, partsOf } from './files.js';

/** @param {(said: string) => void} choose data that ship with the page @param {() => void} open asks for a file */
export function tablesEditor(choose, open) {
  const s = en.own.table;
  let said = '';
  /** @type {string[]} */ let names = [];
  const about = el('p', { class: 'says', id: 'data-about' });
  const classes = el('p', { class: 'legend', id: 'data-classes' });
  const shipped = SHIPPED.map((name) => el('button', { type: 'button', class: 'quiet text', 'data-ships': name, text: s.shipped[name].name, help: s.shipped[name].about, onclick: () => choose(name) }));
  const root = el('div', { id: 'own-table' }, el('div', { class: 'line' }, ...shipped, el('button', { type: 'button', id: 'open-table', text: s.open, help: s.openHelp, onclick: open })), about, classes);
  return {
    root,
    text: () => said,
    missing: () => (said ? '' : s.choose),
    full: () => '',
    count: () => '',
    empty: () => true,
    clear() {},
    draw() {},
    /** @param {string} text @param {string[]} [called] names of its classes */
    read(text, called = []) {
      [said, names] = [text, called];
    },
    describe() {
      const { name, hash, rows, columns } = partsOf(said);
      say(about, !said ? '' : hash ? s.is(name, rows, columns) : (s.shipped[name]?.about ?? name));
      for (const button of shipped) button.setAttribute('aria-pressed', String(button.dataset.ships === said));
      classes.replaceChildren(...names.map((called, k) => el('span', { class: `class-${k}` }, en.className(k), called === String(k) ? '' : ` ${called}`)));
    },
  };
}
