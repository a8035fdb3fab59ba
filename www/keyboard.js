// The keys, and the list of them.
import { el, hideTip } from './dom.js';
import { moreWords, words as en } from './strings/words.js';

/**
 * @param {Record<'space' | 'block' | 'iteration' | 'r' | 's' | 'f' | 't' | 'undo' | 'redo' | 'escape', () => unknown>} acts
 * @param {(error: unknown) => void} failed the words of the list did not come
 */
export function keyboard(acts, failed) {
  const root = el('dialog', { class: 'sheet', id: 'keys-list' });
  const show = () =>
    moreWords().then(() => {
      const s = en.keys;
      root.setAttribute('aria-label', s.title);
      root.replaceChildren(
        el('header', {}, el('h2', { text: s.title }), el('button', { type: 'button', text: en.bar.close, onclick: () => root.close() })),
        el('dl', { class: 'keys' }, ...s.list.map(([key, does]) => el('div', {}, el('dt', {}, el('kbd', { text: key })), el('dd', { text: does })))),
      );
      root.showModal();
    }, failed);
  /** @type {Record<string, () => unknown>} */
  const all = { ...acts, '?': show };

  /** What a key does, by its name in {@link all}. @param {KeyboardEvent} event */
  function nameOf({ key, shiftKey, ctrlKey, metaKey, altKey }) {
    const letter = key.toLowerCase();
    if (altKey) return '';
    if (ctrlKey || metaKey) return letter === 'z' ? (shiftKey ? 'redo' : 'undo') : letter === 'y' ? 'redo' : '';
    return key === ' ' ? 'space' : key === 'ArrowRight' ? (shiftKey ? 'iteration' : 'block') : letter;
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      hideTip();
      acts.escape();
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    const target = /** @type {Element} */ (event.target);
    if (target.matches('input, select, textarea, [contenteditable]') && !target.matches('input[type=radio]')) return;
    if (target.matches('input[type=radio]') && event.key.startsWith('Arrow')) return;
    if (event.key === ' ' && target.matches('button, a, summary, input')) return; // space presses what has the focus
    const act = all[nameOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  });
  return { root, show };
}
