// What the visitor is told of the experiment: that another is open, what was refused, and that the trainer is gone.
import { DRAWN } from './edits.js';
import { addressWith } from './options.js';
import { editText } from './panels/notices.js';
import { FIRST_LOOK } from './session.js';
import { words as en } from './strings/words.js';

/**
 * @param {ReturnType<typeof import('./panels/notices.js').notices>} notice
 * @param {{ undo: () => unknown, startAgain: () => unknown, cancel: () => unknown, spec: () => import('./types.d.ts').Spec | undefined }} host
 */
export function told(notice, host) {
  const again = { text: en.notice.again, run: host.startAgain };
  const offerUndo = (/** @type {string} */ text) => notice.show('changed', text, { seconds: 20, action: { text: en.notice.undo, run: host.undo } });
  /** Whether there is something to lose in what was left. @param {import('./session.js').Left} left */
  const worth = (left) => left.by !== 'tour' && (left.iteration > 0 || left.link !== FIRST_LOOK);
  /** The address that is given away. */
  const address = () => addressWith({ embed: null, tour: null, projector: null });
  return {
    offerUndo,
    /** @param {import('./types.d.ts').Opened} next @param {import('./session.js').How} how */
    opened({ problems }, { left, by, again: taken }) {
      notice.close('refused');
      notice.close('changed');
      notice.close('proof');
      if (taken && left) notice.show('changed', en.notice.undone, { seconds: 6 });
      else if (left && by !== 'edit' && worth(left)) offerUndo(en.notice.replaced);
      if (problems.length) notice.show('problems', [en.notice.problems, ...problems.map(en.problem)], { tone: 'bad' });
      else notice.close('problems');
    },
    /** The board takes back strokes itself. @param {import('./edits.js').Edit[]} edits */
    edited: (edits) => edits.every(({ key }) => DRAWN.includes(key)) || offerUndo(editText(edits, host.spec() ?? {})),
    /** @param {string} reason @param {unknown} kept what stays open @param {(() => void) | false | null} [bring] asks for the data that are lacking */
    refused: (reason, kept, bring) => notice.show('refused', kept ? en.notice.refused(reason) : en.notice.refusedFirst(reason), { tone: 'bad', action: bring ? { text: en.notice.bring, run: bring } : undefined }),
    /** @param {Error} error */
    failed: (error) => (error.cause === 'over' ? notice.show('over', en.notice.over, { seconds: 8 }) : notice.show('refused', error.message, { tone: 'bad' })),
    /** @param {number} goal @param {number} left */
    replay(goal, left) {
      const words = en.rewind.replaying(goal, left);
      if (!notice.reword('replay', words)) notice.show('replay', words, { action: { text: en.rewind.cancel, run: host.cancel } });
    },
    replayed: () => notice.close('replay'),
    /** @param {string} reason */
    dead(reason) {
      document.body.classList.add('dead');
      notice.show('dead', en.notice.dead(reason), { tone: 'bad', action: again });
    },
    /** @param {boolean} silent */
    silent: (silent) => (silent ? notice.show('silent', en.notice.silent, { tone: 'bad', action: again }) : notice.close('silent')),
    alive() {
      document.body.classList.remove('dead');
      notice.close('dead');
      notice.close('silent');
    },
    address,
    /** The link, copied. */
    async share() {
      const link = address();
      try {
        await navigator.clipboard.writeText(link);
        notice.show('shared', en.bar.shared, { seconds: 5 });
      } catch {
        notice.show('shared', en.bar.shareFailed(link), { seconds: 12 });
      }
    },
  };
}
