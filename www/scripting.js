// `window.heaviside`: the page from the console, for lessons and for tests.
import { linkOf } from './edits.js';
import { PICTURES } from './options.js';
import { moreWords, words as en } from './strings/words.js';

/**
 * Every call returns a promise. Calls run one after another in the order they were made: a second command waits for the
 * first, and is never lost. A refused call rejects with a sentence and changes nothing.
 *
 * @example
 * await heaviside.load('#v=1&task=moons&hidden=20');
 * const { accuracy, weightsHash } = await heaviside.run(40);
 *
 * @typedef {object} Scripting
 * @property {(hashOrSpec: string | Record<string, import('./types.d.ts').Value>) => Promise<Snapshot>} load
 *   Opens an experiment from its link (`#v=1&task=…`) or from an object of link keys (`{ task: 'moons', hidden: [20] }`).
 * @property {(iterations: number) => Promise<Snapshot>} run
 *   Trains this many more iterations at full speed; resolves when they are done or at an earlier end.
 * @property {(size: 'block' | 'iteration') => Promise<Snapshot & { report?: BlockReport }>} step
 *   One block update (its report is in `report`), or the rest of the iteration.
 * @property {(iteration: number) => Promise<Snapshot>} goto
 *   Back to an iteration that was done, by replaying the run from its start; what comes next goes on from there.
 * @property {() => Promise<Snapshot>} reset Back to iteration 0: same seed, same data, same first weights.
 * @property {() => Promise<Snapshot>} snapshot The state as plain JSON; numbers that are absent are null.
 * @property {() => Promise<Snapshot | null>} compared The state of the second run, where the link has one (`&with=…`); both are
 *   driven by the calls above, whose answers are about the first.
 * @property {(place: { split: 'train' | 'test', sample: number, layer: number, neuron: number, t: number }) => Promise<Flip>} flip
 *   Flips one spike of a sample and lets the network run on: `foretold` by its price, `real`, loss `before` and `after`, what the
 *   `surrogate`'s gradient foretold, and the spikes that `changed`. Sample and neuron count from 0, layer and t from 1. Nothing
 *   of the experiment changes.
 * @property {(change?: { picture?: import('./types.d.ts').Picture }) => Promise<import('./types.d.ts').View>} view What is looked at; with a
 *   `picture`, the middle column shows that one: `network`, `spikes`, `weights` or `spike`.
 * @property {() => Promise<string>} link The experiment's canonical link, with what it is compared with.
 * @property {(kind: 'npz' | 'nir' | 'snntorch' | 'json' | 'csv') => Promise<File>} export What was trained, as a file with a name: arrays for
 *   numpy; the network for other simulators (NIR, lossy); a script that runs the network of such arrays in snnTorch; link, proof and snapshot; the history as a table.
 * @property {(file: Blob) => Promise<Snapshot>} open The experiment of a `.heaviside.json`, with its proof where it has one.
 * @property {() => Promise<import('./types.d.ts').Verdict>} prove Trains to the iteration of the proof that the link came with (`&at=…&fp=…`)
 *   and says whether the run is the `same` to the last bit, or where its `firstDifference` is.
 * @property {() => Promise<string>} fingerprint Sixteen hexadecimal digits over weights and history: equal on every machine.
 */
/** @typedef {import('./types.d.ts').Snapshot} Snapshot */
/** @typedef {import('./types.d.ts').BlockReport} BlockReport */
/** @typedef {import('./types.d.ts').Flip} Flip */

/**
 * @param {{ ask: <N extends import('./protocol/commands.d.ts').Name>(command: N, ...rest: import('./protocol/commands.d.ts').Rest<N>) => Promise<import('./protocol/commands.d.ts').Answer<N>>, open: (link: string) => Promise<unknown>, go: (iteration: number) => Promise<unknown>, second: () => Promise<any>, view: () => import('./types.d.ts').View, show: (picture: import('./types.d.ts').Picture) => void, ready: Promise<unknown> }} host
 * @returns {Scripting}
 */
export function scripting(host) {
  /** @type {Promise<unknown>} */ let tail = host.ready;
  /** @template V @param {() => Promise<V>} work @returns {Promise<V>} */
  const queue = (work) => {
    const result = tail.then(work);
    tail = result.catch(() => {});
    return result;
  };
  /** Refuses an argument, in words that come with the first refusal. @param {() => string} why @returns {Promise<never>} */
  const refuse = async (why) => {
    await moreWords();
    throw new Error(why());
  };
  /** Plain JSON, with null for what is absent or not a number. @returns {Promise<Snapshot>} */
  const snapshot = async () => plain(await host.ask('snapshot'));
  return {
    load: (hashOrSpec) =>
      queue(async () => {
        await host.open(typeof hashOrSpec === 'string' ? hashOrSpec : linkOf(hashOrSpec));
        return snapshot();
      }),
    run: (iterations) =>
      queue(async () => {
        if (!Number.isInteger(iterations) || iterations < 0) await refuse(() => en.badRun(iterations));
        return plain(await host.ask('run', { iterations }));
      }),
    step: (size) =>
      queue(async () => {
        if (size !== 'block' && size !== 'iteration') await refuse(() => en.badStep(size));
        /** @type {BlockReport | undefined} */ let report;
        try {
          report = await host.ask('step', { size });
        } catch (error) {
          // After the end of a run there is no further step: the snapshot's status says so.
          if (!(error instanceof Error) || error.cause !== 'over') throw error;
        }
        return { ...(await snapshot()), ...(report ? { report: plain(report) } : {}) };
      }),
    goto: (iteration) =>
      queue(async () => {
        if (!Number.isInteger(iteration) || iteration < 0) await refuse(() => en.badGoto(iteration));
        await host.go(iteration);
        return snapshot();
      }),
    reset: () =>
      queue(async () => {
        await host.ask('reset');
        return snapshot();
      }),
    snapshot: () => queue(snapshot),
    compared: () => queue(async () => plain(await host.second())),
    flip: (place) =>
      queue(async () => {
        const { split, sample, layer, neuron, t } = place ?? {};
        const whole = [sample, layer, neuron, t].every((v) => Number.isInteger(v) && v >= 0);
        if (!whole || (split !== 'train' && split !== 'test')) await refuse(() => en.badFlip(JSON.stringify(place)));
        return plain(await host.ask('flip', { split, sample, layer, neuron, t }));
      }),
    view: ({ picture } = {}) =>
      queue(async () => {
        if (picture !== undefined && !PICTURES.includes(picture)) await refuse(() => en.badPicture(String(picture), PICTURES.join(', ')));
        if (picture) host.show(picture);
        return plain(host.view());
      }),
    prove: () =>
      queue(async () => {
        const verdict = await host.ask('prove');
        return verdict ? plain(verdict) : refuse(() => en.proof.none);
      }),
    export: (kind) => queue(async () => (await import('./share.js')).fileOf(String(kind), host.ask)),
    open: (file) =>
      queue(async () => {
        await moreWords();
        await host.open(await (await import('./later.js')).linkIn(file));
        return snapshot();
      }),
    link: () => queue(() => host.ask('link')),
    fingerprint: () => queue(() => host.ask('fingerprint')),
  };
}

/** @param {any} value @returns {any} */
function plain(value) {
  return JSON.parse(JSON.stringify(value, (_, v) => (v === undefined || (typeof v === 'number' && !Number.isFinite(v)) ? null : v)));
}
