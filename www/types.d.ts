/** What travels between the worker and the page; mirrors the web face of the crate. */
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
export type Info = {
  classes: number;
  /** Whether the target is a spike train of the output neurons. */
  trains: boolean;
  dimensions: number;
  inputs: number;
  layers: number[];
  T: number;
  samples: number;
  parameters: number;
  bytes: number;
  iterations: number;
  inputNames: string[];
  /** Pixels a side of the camera that sees the sample: ON events row by row, then OFF; null without one. */
  camera: number | null;
  blocks: string[];
};
export type BlockReport = {
  name: string;
  kind: string;
  layer: number | null;
  time: number | null;
  iteration: number;
  quantity: string | null;
  before: number | null;
  after: number | null;
  residualBefore: number | null;
  residualAfter: number | null;
  changed: number | null;
  outOf: number | null;
  change: number | null;
  extras: [string, number][];
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
export type Raster = {
  name: 'input' | 'hidden';
  layer: number;
  neurons: number;
  T: number;
  rgba: Uint8ClampedArray;
  codes: Uint8Array;
  differ: number;
  auxiliary: boolean;
};
export type Weights = { layer: number; rows: number; columns: number; rgba: Uint8ClampedArray; maxAbs: number };
/** A neuron by its column (0 is the input) and its row from 0. */
export type Place = { layer: number; neuron: number };
/** Weights as lines into a layer, the strongest first; neurons by their row from 0. */
export type Lines = { layer: number; from: Uint32Array; to: Uint32Array; weight: Float32Array; maxAbs: number };
export type Graph = { rates: Float32Array[]; lines: Lines[] };
/** What one neuron answers over the plane, row by row from the top. */
export type Answer = Place & { size: number; values: Float32Array; rgba: Uint8ClampedArray };
export type Frame = {
  /** The iteration that the pictures show. */
  iteration: number;
  newest: number;
  /** Whether that is an older one, and whether the trainer stands there, too. */
  looksBack: boolean;
  exact: boolean;
  status: Status;
  failure: Failure | null;
  block: string;
  blockKind: string;
  layer: number | null;
  time: number | null;
  seconds: number;
  accuracy: Accuracy;
  best: Best;
  objective: number | null;
  loss: number | null;
  firingRates: number[];
  silent: number[];
  saturated: number[];
  maxAbsPotential: number;
  history: { columns: string[]; from: number; rows: Float64Array };
  sample: { index: number; count: number; label: number; predicted: number; xy: [number, number] | null };
  raster: Raster[];
  readout: { classes: number; T: number; values: Float32Array; auxiliary: Float32Array | null };
  neuron: {
    layer: number;
    neuron: number;
    T: number;
    potential: Float32Array;
    spikes: Uint8Array;
    auxiliaryPotential: Float32Array | null;
    auxiliarySpikes: Float32Array | null;
    threshold: number;
    margin: number | null;
  };
  weights: Weights[] | null;
  map: { size: number; rgba: Uint8ClampedArray } | null;
  confusion: { classes: number; counts: Uint32Array } | null;
  graph: Graph | null;
  answer: Answer | null;
  /** Output spikes against the target trains: 1 on time, 2 too many, 3 missed. */
  target: { outputs: number; T: number; codes: Uint8Array; distance: { agreement: number; victorPurpura: number; vanRossum: number } } | null;
  /** Added by the worker: the block just done (when stepping or slow), and whether the trainer is at work. */
  report: BlockReport | null;
  playing: boolean;
};
/** What went wrong in the core: a code and the values of its sentence. */
export type Failure = Parameters<import('./strings/words.js').Words['failure']>[0];
/** What was wrong with a link. */
export type Problem = Parameters<import('./strings/words.js').Words['problem']>[0];
export type Points = { xy: Float32Array; labels: Uint8Array };
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
  info: Info;
  problems: Problem[];
  defaults: Spec;
  points: { train: Points | null; test: Points | null };
};
export type View = { split: 'train' | 'test'; sample: number; layer: number; neuron: number; dark: boolean; confusion: boolean; graph: boolean; focus: Place | null };

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
  interface Window {
    heaviside: import('./scripting.js').Scripting;
    __heavisideMissing?: string;
  }
}
