// What is fetched when a spike is first looked at.
export { scatterPanel } from './scatter.js';
export { spikePanel } from './index.js';
