// Two sentences on the first visit: at the hidden neurons when training starts, at the gap between test and control when
// it ends. Each is said once, to those who have the whole page before them.
import { el } from './dom.js';
import { memory } from './options.js';
import { words as en } from './strings/words.js';

/** Iterations after which a pause, too, has something to show. */
const LEARNED = 10;

/**
 * @param {{ asked: import('./options.js').Options, page: import('./types.d.ts').Panel[] }} at the panels among which those are that they stand at
 * @returns {{ id: string, root: HTMLElement, update: (frame: import('./types.d.ts').Frame) => void }}
 */
export function callouts({ asked, page }) {
  const s = en.callouts;
  // A lesson says itself what is to be looked at.
  const lesson = asked.embed || asked.projector || asked.tour !== null || asked.hide.length > 0;
  /** @param {'spikes' | 'gap'} which */
  const unsaid = (which) => asked.hints || (!lesson && memory.get(`callout-${which}`) === null);
  const waiting = new Set(/** @type {const} */ (['spikes', 'gap']).filter(unsaid));
  const text = el('p', {});
  const root = el('div', { class: 'callout', role: 'status', hidden: true }, text, el('button', { type: 'button', text: s.close, onclick: close }));
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  let trained = false;

  function close() {
    root.hidden = true;
  }
  /** @param {'spikes' | 'gap'} which @param {string} id of the panel @param {string} sentence */
  function show(which, id, sentence) {
    waiting.delete(which);
    memory.set(`callout-${which}`, 'said');
    text.textContent = sentence;
    root.dataset.at = which;
    page.find((one) => one.id === id)?.root.append(root);
    root.hidden = false;
  }
  return {
    id: 'callouts',
    root,
    update({ playing, iteration, status, accuracy: { test, control } }) {
      if (playing) {
        trained = true;
        if (waiting.has('spikes')) show('spikes', 'network', s.spikes);
      } else if (trained && waiting.has('gap') && control !== null && (iteration >= LEARNED || status !== 'running')) show('gap', 'learned', s.gap(en.accuracy(test), en.accuracy(control)));
    },
  };
}
