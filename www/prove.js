// The proof that a link came with: the run is trained to its iteration, and a sentence says what became of it.
import { words as en } from './strings/words.js';

/**
 * @param {number} at the iteration of the proof
 * @param {object} host
 * @param {() => Promise<import('./types.d.ts').Verdict | null>} host.prove
 * @param {ReturnType<typeof import('./panels/notices.js').notices>} host.notice
 * @param {() => void} host.replayed
 */
export async function prove(at, { prove, notice, replayed }) {
  notice.show('proof', en.proof.checking(at));
  try {
    const verdict = await prove();
    if (verdict) notice.show('proof', en.proof.verdict(verdict), { tone: verdict.same ? 'plain' : 'bad' });
    else notice.show('proof', en.proof.stopped(at), { seconds: 12 });
  } catch {
    // Another experiment is open, or none.
    notice.close('proof');
  } finally {
    replayed();
  }
}
