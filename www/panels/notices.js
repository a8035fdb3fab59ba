// Sentences to the visitor: what was changed, refused or broken, with what can be done about it.
import { el, icon } from '../dom.js';
import { words as en } from '../strings/words.js';

/** What edits have made of an experiment. @param {import('../edits.js').Edit[]} edits @param {import('../types.d.ts').Spec} spec as it is now */
export function editText(edits, spec) {
  // New data were asked for, not a certain seed.
  if (edits.every(({ key, change }) => key === 'seed' && typeof change === 'function')) return `${en.notice.seed}.`;
  if (edits.every(({ key }) => key === 'live')) return en.notice.restarted(en.notice.takenBack);
  const texts = [...new Set(edits.map(({ key }) => key))].map((key) => {
    const value = spec[key];
    const name = key === 'task' ? en.settings.task : key === 'solver' ? en.settings.solver : (en.fields[key]?.label ?? key);
    const known = key === 'task' ? en.tasks[String(value)]?.name : key === 'solver' ? en.solvers[String(value)]?.name : undefined;
    return en.notice.set(name, known ?? (Array.isArray(value) ? value.join(', ') : typeof value === 'number' ? en.number(value) : (en.encoders[value]?.name ?? String(value))));
  });
  return en.notice.restarted(texts.join(', '));
}

export function notices() {
  const root = el('div', { id: 'notices', role: 'region', 'aria-live': 'polite', 'aria-label': en.notice.label });
  /** @type {Map<string, { element: HTMLElement, timer?: ReturnType<typeof setTimeout> }>} */
  const open = new Map();

  /** @param {string} kind */
  function close(kind) {
    const one = open.get(kind);
    clearTimeout(one?.timer);
    one?.element.remove();
    open.delete(kind);
  }
  /**
   * One notice of a kind at a time.
   * @param {string} kind
   * @param {string | string[]} text a sentence, or a first one and a list
   * @param {{ action?: { text: string, run: () => void }, seconds?: number, tone?: 'plain' | 'bad' }} [options]
   */
  function show(kind, text, { action, seconds, tone = 'plain' } = {}) {
    close(kind);
    const [first, ...rest] = Array.isArray(text) ? text : [text];
    const element = el(
      'div',
      { class: `notice ${tone}`, 'data-kind': kind, role: tone === 'bad' ? 'alert' : 'status' },
      el('div', { class: 'words' }, el('p', { text: first }), rest.length ? el('ul', {}, ...rest.map((line) => el('li', { text: line }))) : null),
      action ? el('button', { type: 'button', class: 'act', text: action.text, onclick: () => (close(kind), action.run()) }) : null,
      el('button', { type: 'button', class: 'quiet', 'aria-label': en.notice.dismiss, onclick: () => close(kind) }, icon('M5 5 L15 15|M15 5 L5 15')),
    );
    root.append(element);
    open.set(kind, { element, timer: seconds ? setTimeout(() => close(kind), seconds * 1000) : undefined });
  }
  /** Other words in an open notice, whose buttons stay as they are. @param {string} kind @param {string} text @returns {boolean} whether it is open */
  function reword(kind, text) {
    const words = open.get(kind)?.element.querySelector('.words p');
    if (words) words.textContent = text;
    return Boolean(words);
  }
  return { root, show, reword, close };
}
