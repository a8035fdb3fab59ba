// The stops of the guided tour: what each opens, where it points and how it knows that its wish was done. What a stop
// says stands in the catalogues, under its id.

/**
 * What a stop sees of the page.
 * @typedef {object} Scene
 * @property {import('../types.d.ts').Frame} frame what is on the screen
 * @property {import('../types.d.ts').View} view what is looked at
 * @property {import('../types.d.ts').View} first what was looked at when the stop was reached
 */

/**
 * @typedef {object} Stop
 * @property {string} id
 * @property {string} link the experiment
 * @property {string} target selector of what it points at
 * @property {import('../types.d.ts').Picture} [shows] the picture of the middle column in which that is
 * @property {boolean} [untrained] whether what it says holds for a network that has not learned anything yet
 * @property {string} learn the section of the explanation that is about the same
 * @property {(scene: Scene) => boolean} [done] whether what it asks for was done; none when it asks for nothing
 */

const FIRST = '#v=1&task=spirals';
const RELAXED = '#v=1&task=spirals&solver=paper';
/** Small enough that every block is a few key presses away, its multiplier at work from the start. */
const SMALL = '#v=1&task=xor&solver=paper&hidden=5&n=20&T=2&warmup=0';

/** Whether the block just done is of a kind. @param {string} kind @returns {(scene: Scene) => boolean} */
const did = (kind) => ({ frame }) => frame.report?.kind === kind;

/** @type {Stop[]} */
export const STOPS = [
  { id: 'spike', link: FIRST, target: '#neuron', shows: 'spikes', learn: 'neuron', done: ({ view, first }) => view.neuron !== first.neuron || view.sample !== first.sample },
  { id: 'step', link: FIRST, target: '#learned', untrained: true, learn: 'staircase' },
  { id: 'surrogate', link: '#v=1&task=spirals&solver=surrogate', target: '#now', learn: 'smooth', done: did('backward') },
  { id: 'variables', link: RELAXED, target: '#network', shows: 'spikes', learn: 'variables', done: ({ frame }) => frame.iteration >= 1 },
  { id: 'residuals', link: RELAXED, target: '#progress', learn: 'variables', done: ({ frame }) => frame.iteration >= 10 },
  { id: 'weights', link: SMALL, target: '#now', learn: 'variables', done: did('W') },
  { id: 'branches', link: SMALL, target: '#now', learn: 'branch', done: (scene) => did('z')(scene) || did('sweep')(scene) },
  { id: 'multipliers', link: SMALL, target: '#now', learn: 'variables', done: did('lambda') },
  { id: 'gap', link: RELAXED, target: '#learned', learn: 'relaxed', done: ({ frame: { accuracy, iteration } }) => iteration >= 20 && (accuracy.auxiliary ?? 0) - accuracy.train > 0.1 },
  { id: 'prices', link: FIRST, target: '#now', learn: 'exact', done: did('flip_costs') },
  { id: 'exact', link: FIRST, target: '#learned', learn: 'exact', done: ({ frame }) => frame.accuracy.test > 0.9 },
  { id: 'limits', link: FIRST, target: '#solver-says', learn: 'limits' },
];
