// What goes on, said to those who do not see the page: seldom enough to be heard.
import { el } from '../dom.js';
import { stateOf } from '../session.js';
import { words as en } from '../strings/words.js';

/** Milliseconds between two words: while it trains, and else. */
const TRAINING = 5000;
const RESTING = 1000;

export function announcer() {
  const root = el('p', { class: 'unseen', 'aria-live': 'polite', id: 'announcer' });
  let announced = -TRAINING;
  let trains = false;
  return {
    id: 'announcer',
    root,
    /** @param {import('../types.d.ts').Opened} opened */
    open({ info }) {
      ({ trains } = info);
    },
    /** @param {import('../types.d.ts').Frame} frame */
    update(frame) {
      const time = performance.now();
      if (time - announced < (frame.playing ? TRAINING : RESTING)) return;
      announced = time;
      root.textContent = en.announce(en.status[stateOf(frame)] ?? '', frame.iteration, en.score(trains), en.accuracy(frame.accuracy.test));
    },
  };
}
