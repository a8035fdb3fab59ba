// The eight sections in their order: what stands in each in the catalogues under its id, its figure, and the experiment in
// the playground that shows the same.
import { branch } from './figures/branch.js';
import { exact } from './figures/exact.js';
import { limits } from './figures/limits.js';
import { neuron } from './figures/neuron.js';
import { relaxed } from './figures/relaxed.js';
import { smooth } from './figures/smooth.js';
import { staircase } from './figures/staircase.js';
import { variables } from './figures/variables.js';

/** @typedef {{ symbols: string[], parts: Node[], summary: Node }} Figure */

/** With a `picture`, the playground opens on that view. @type {{ id: string, link: string, picture?: import('../types.d.ts').Picture, figure: (given: import('./kit.js').Given) => Figure }[]} */
export const SECTIONS = [
  { id: 'neuron', link: '#v=1&task=spirals', figure: neuron },
  { id: 'staircase', link: '#v=1&task=moons&hidden=8&n=20&T=8', figure: staircase },
  { id: 'smooth', link: '#v=1&task=spirals&solver=surrogate', figure: smooth },
  { id: 'variables', link: '#v=1&task=xor&solver=paper&hidden=5&n=20&T=2&warmup=0', figure: variables },
  { id: 'branch', link: '#v=1&task=xor&hidden=5&n=20&T=6', picture: 'spike', figure: branch },
  { id: 'relaxed', link: '#v=1&task=moons&solver=paper', figure: relaxed },
  { id: 'exact', link: '#v=1&task=spirals&hidden=12,12', picture: 'spike', figure: exact },
  { id: 'limits', link: '#v=1&task=spirals&with=solver:surrogate', figure: limits },
];
