/**
 * What travels between the worker and the page. Frames and what an experiment is made of come from the crate, whose build
 * writes their types; here stand those that the page adds to, and plain data of the core.
 */
import type * as core from './pkg/heaviside.js';

export type { Answer, Charge, Graph, Info, Lines, Parabolas, Points, Proximal, Raster, Smooth, Stage, Story, Trial, Weights } from './pkg/heaviside.js';
export type Value = number | string | number[];
export type Spec = Record<string, Value>;
export type Status = 'running' | 'converged' | 'no progress' | 'max iterations' | 'numerical error' | 'stopped';
export type Field = {
  key: string;
  kind: 'integer' | 'number' | 'choice' | 'layers';
  group: 'data' | 'network' | 'optimiser';
  min?: number;
  max?: number;
  choices?: string[];
  solvers: string[] | null;
  live: boolean;
};
export type Catalogue = {
  version: number;
  tasks: { value: string; dimensions: number; classes: number; encoders: string[]; solvers: string[]; maxNoise?: number }[];
  solvers: { value: string }[];
  fields: Field[];
};
/** A spike of a sample: layer and t from 1, neuron from 0. */
export type Spike = { layer: number; neuron: number; t: number };
/** What flipping a spike was foretold to do to its sample's loss, by the price of `exact` and by the surrogate's gradient, and what it did. */
export type Flip = { foretold: number; surrogate: number; real: number; before: number; after: number; changed: Spike[] };
/** The same of many flips, a number each, with the correlations of what was foretold with what happened. */
export type Flips = { foretold: Float64Array; surrogate: Float64Array; real: Float64Array; correlation: number | null; surrogateCorrelation: number | null };
export type Accuracy = { train: number; test: number; auxiliary: number | null; control: number | null };
export type Best = { iteration: number; train: number; test: number } | null;
export type Snapshot = {
  version: number;
  spec: Spec;
  iteration: number;
  block: string;
  time: number | null;
  status: Status;
  seconds: number;
  objective: number | null;
  loss: number | null;
  accuracy: Accuracy;
  best: Best;
  residuals: { layer: number; dynamics: number | null; spikes: number | null }[];
  firingRates: number[];
  silent: number[];
  saturated: number[];
  maxAbsPotential: number;
  timing: number | null;
  timingLayers: number[];
  history: Record<string, number | null>[];
  weightsHash: string;
  link: string;
  message: string | null;
};
/** A neuron by its column (0 is the input) and its row from 0. */
export type Place = { layer: number; neuron: number };
export type Distance = { agreement: number; victorPurpura: number; vanRossum: number };
export type BlockReport = core.BlockReport;
/** What is drawn: from the core, with what the worker adds. */
export type Frame = core.Frame & {
  /** The block just done, when stepping or slow. */
  report: BlockReport | null;
  /** Whether the trainer is at work. */
  playing: boolean;
};
/** What went wrong in the core: a code and the values of its sentence. */
export type Failure = Parameters<import('./strings/words.js').Words['failure']>[0];
/** What was wrong with a link. */
export type Problem = Parameters<import('./strings/words.js').Words['problem']>[0];
/** What an experiment is compared with. */
export type Compared = {
  /** The link of the experiment's own run, and what follows it in the whole link. */
  run: string;
  text: string;
  with: { link: string; differences: [string, string][]; data: boolean; weights: 'same' | 'scaled' | 'zero' | 'other' } | null;
  sweep: { key: string; runs: [string, string][] } | null;
};
export type Opened = {
  spec: Spec;
  link: string;
  compare: Compared;
  /** Iterations done when it was opened. */
  iteration: number;
  info: core.Info;
  problems: Problem[];
  defaults: Spec;
  points: { train: core.Points | null; test: core.Points | null };
};
/** What the middle column shows. */
export type Picture = 'network' | 'spikes' | 'weights' | 'spike';
export type View = { split: 'train' | 'test'; sample: number; layer: number; neuron: number; dark: boolean; confusion: boolean; picture: Picture; measure: 'count' | 'first'; focus: Place | null; /** The cell whose story is told; null leaves the choice to the page. */ spike: Spike | null };

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
