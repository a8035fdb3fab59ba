/** What the page may ask of its worker, and what comes back: one map for both ends. */
import type { BlockReport, Carried, Catalogue, Failure, Flip, Flips, Frame, Opened, Problem, Proximal, Read, Snapshot, Spike, Story, Verdict, View } from '../types.d.ts';

/** Every command: what it takes and what it answers. The worker has a function of each name; the page asks by it. */
export type Commands = {
  /**
   * Opens a link as the experiment `number`, or what was left under the number `take` where that is still kept (then
   * `taken`). A refused one leaves all as it is; else the open one is `left`, and with `keep` kept as it stands. It `plays`
   * when it is told to, or when it is to `follow` and the one that is left was at play.
   */
  open(how: { link: string; number: number; take: number | null; keep: boolean; play: boolean; follow: boolean }): Opened & {
    left: { iteration: number; seconds: number } | null;
    taken: boolean;
    plays: boolean;
  };
  play(): void;
  pause(): void;
  /** Blocks a second; null for as fast as can be. With `single` each time step of a sweep is a block of its own. */
  speed(how: { blocks: number | null; single: boolean }): void;
  /** A `block` is the smallest step; a `sweep` is a block with all that is left of its time steps, for blocks that have them. */
  step(how: { size: 'block' | 'sweep' | 'iteration' }): BlockReport | undefined;
  reset(): void;
  /** Trains so many iterations; answers when they are done or at an earlier end. */
  run(how: { iterations: number }): Promise<Snapshot>;
  /** Replays the run up to an iteration; a rejected answer says `cancelled` when something else was asked meanwhile. */
  go(how: { iteration: number }): Promise<Opened>;
  /** A look at an older iterate; `settled` when the drag is over, then with the one that is shown. */
  look(how: { iteration: number; settled: boolean }): { shown: number } | undefined;
  newest(): Opened;
  /** Gives up a replay. */
  cancel(): void;
  /** Changes a setting under way: now, or at a place that the run comes to. Null after the end of the run, which has no way left. */
  live(how: { key: string; value: number; place?: { iteration: number; block: number } }): Opened | null;
  /** What a link can say of the run as it stands, to be put after it; null where no number of whole iterations leads to it. */
  proof(): string | null;
  /** Trains to the iteration of the link's proof and compares; null where there is no proof, or the run is stopped on the way. */
  prove(): Promise<Verdict | null>;
  /** Another comparison; the run goes on. */
  compare(how: { link: string }): Opened | { wrong: Problem[] };
  view(how: { view: View }): void;
  snapshot(): Snapshot;
  /** Weights, test data and what the network does with them: by the name of each array, its file in numpy's format. */
  arrays(): { [name: string]: Uint8Array<ArrayBuffer> };
  /** The network as NIR has it: the arrays of its file. */
  nir(): Stored[];
  /** The history as a table. */
  csv(): string;
  fingerprint(): string;
  link(): string;
  /** Row by row; the layer from 1. */
  weights(how: { layer: number }): Float32Array;
  weight(how: { layer: number; out: number; input: number }): number;
  /** Flips a spike of a sample in the network shown; sample and neuron from 0, layer and t from 1. */
  flip(how: { split: 'train' | 'test'; sample: number } & Spike): Flip;
  /** Flips spikes of a layer (from 1) at so many random places of the training data; with `skip`, the same draw without its first so many. */
  flips(how: { layer: number; count: number; skip?: number }): Flips;
  /** Of numbers; null where either are all the same. */
  correlation(how: { one: Float64Array; other: Float64Array }): number | null;
  /** The price of `exact` of every cell of a sample, without a flip, `[t][neuron]`, a hidden layer each. */
  prices(how: { split: 'train' | 'test'; sample: number }): Float64Array[];
  /** The cell of a sample with the largest price, whatever its sign. */
  disputed(how: { split: 'train' | 'test'; sample: number }): Spike;
  story(how: { split: 'train' | 'test'; sample: number } & Spike): Story;
  /** What the layers of a link come to before it is opened, and what of them cannot be. */
  fit(how: { link: string }): { layers: [string, { neurons: number; picture: [number, number, number] | null }][]; problem: Problem | null };
  /** Reads a table, as `reading` says and else as it looks, and keeps one that can be trained on: links can name it from then on. */
  table(how: { name: string; bytes: Uint8Array; reading: string }): Read;
  /** The data that the link names and does not hold, as a file carries them; null for none. */
  carried(): Carried | null;
  /** Where the proximal step puts `q`. */
  proximal(how: { q: number; lambda: number; rho: number; theta: number; margin: number }): Proximal;
  /** The rest of the core, which the first view does without. */
  rest(): Promise<void>;
  ping(): void;
};
export type Name = keyof Commands;
/** What follows a command's name: nothing, or its one object. */
export type Rest<N extends Name> = Parameters<Commands[N]>;
export type Answer<N extends Name> = Awaited<ReturnType<Commands[N]>>;

/** A command on its way, or the word that the frame of an experiment is drawn. */
export type ToWorker = { id: number; command: Name; how: unknown } | { drawn: number };
export type ToPage =
  | { ready: Catalogue }
  | { frame: Frame; generation: number }
  /** Changes under way were made, or are still to be made again. */
  | { moved: Opened; generation: number }
  | { replay: { goal: number; left: number } }
  | { dead: string }
  | { reply: number; value: unknown }
  | { reply: number; error: string; detail?: Failure };
