// What is changed under way, each to be taken back or to be so from the start.
import { el } from '../dom.js';
import { words as en } from '../strings/words.js';
import '../styles/changes.css';

/**
 * @param {HTMLElement} root where they stand
 * @param {(key: string, change: import('../types.d.ts').Value) => void} set a setting for the whole run
 */
export function changesList(root, set) {
  const s = en.changes;
  let told = '';
  root.setAttribute('aria-label', s.title);
  /** @param {import('../types.d.ts').Opened['live']} live */
  return (live) => {
    const now = live.map(({ text }) => text).join(';');
    root.hidden = !live.length;
    if (now === told) return;
    told = now;
    const one = (/** @type {typeof live[number]} */ change) =>
      el(
        'li',
        {},
        el('span', { class: 'num', text: s.said(change, en.fields[change.key]?.label ?? change.key, en.full(change.value)) }),
        el('button', { type: 'button', class: 'quiet text', text: s.start, help: s.startHelp, onclick: () => set(change.key, change.value) }),
        el('button', { type: 'button', class: 'quiet text', text: s.back, help: s.backHelp, onclick: () => set('live', live.filter((other) => other !== change).map(({ text }) => text).join(';')) }),
      );
    root.replaceChildren(el('p', { class: 'part', text: s.title }), el('ul', {}, ...live.map(one)));
  };
}
