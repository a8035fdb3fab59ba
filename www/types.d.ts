/**
 * What travels between the worker and the page. Frames and what an experiment is made of come from the crate, whose build
 * writes their types; here stand those that the page adds to, and plain data of the core.
 */
import type * as core from './pkg/heaviside.js';

export type { Accuracy, Answer, Best, Catalogue, Charge, Compared, Fault, FieldEntry as Field, Flip, Flips, Graph, Info, Lines, Parabolas, Points, Proximal, Raster, Read, Sheet, Smooth, Snapshot, Spec, Spike, Stage, Status, Stored, Story, TrainDistance as Distance, Trial, Value, Verdict, Weights } from './pkg/heaviside.js';
/** A neuron by its column (0 is the input) and its row from 0. */
export type Place = { layer: number; neuron: number };
export type BlockReport = core.BlockReport;
/** What is drawn: from the core, with what the worker adds. */
export type Frame = core.State & core.Pictures & {
  /** The block just done, when stepping or slow. */
  report: BlockReport | null;
  /** Whether the trainer is at work. */
  playing: boolean;
};
/** What went wrong in the core: a code and the values of its sentence. */
export type Failure = Parameters<import('./strings/words.js').Words['failure']>[0];
/** What was wrong with a link. */
export type Problem = Parameters<import('./strings/words.js').Words['problem']>[0];
export type Opened = {
  /** The settings as they are now. */
  spec: core.Spec;
  /** Those of the start, and `live` with what is changed under way: what the link says. */
  start: core.Spec;
  live: core.Change[];
  /** The iteration of the proof that the link came with. */
  proof: number | null;
  link: string;
  compare: core.Compared;
  /** Iterations done when it was opened. */
  iteration: number;
  info: core.Info;
  problems: Problem[];
  defaults: core.Spec;
  points: { train: core.Points | null; test: core.Points | null };
};
/** What the middle column shows. */
export type Picture = 'network' | 'spikes' | 'weights' | 'spike';
export type View = { split: 'train' | 'test'; sample: number; layer: number; neuron: number; dark: boolean; confusion: boolean; picture: Picture; measure: 'count' | 'first'; focus: Place | null; /** The cell whose story is told; null leaves the choice to the page. */ spike: core.Spike | null };

/** The numbers behind a picture in words, to be read. */
export type Table = { caption: string; columns: string[]; rows: (string | number)[][] };
/** All of them, to be taken away as a file. */
export type Columns = { columns: string[]; rows: Iterable<ArrayLike<string | number | null | undefined>> };
/** A part of the page: told what is open, and of each frame. */
export type Panel = {
  id: string;
  root: HTMLElement;
  /** Another experiment is open. */
  open?(next: Opened): void;
  /** The same one has other settings, or stands elsewhere. */
  moved?(next: Opened): void;
  update?(frame: Frame, view: View): void;
  /** Once more, in other colours. */
  draw?(): void;
  table?(): Table | null | Promise<Table>;
  csv?(): Columns | null | Promise<Columns>;
};

declare global {
  /** Called by the first part of the core where something of the rest is wanted: adds it before it returns. */
  var heavisideRest: () => void;
  interface Window {
    heaviside: import('./scripting.js').Scripting;
    __heavisideMissing?: string;
  }
}
