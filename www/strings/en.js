// Every sentence and name that a visitor can read, in English. A translation is one more file like this one.
import { formats } from './formats.js';

const formatted = formats({ lang: 'en', decimal: '.', bare: true, none: 'none', infinite: 'infinite', minusInfinite: 'minus infinite' });
const { number, accuracy, size, count, percent, tick } = formatted;

/** @type {Record<string, string>} */
const tasks = {
  xor: 'XOR',
  moons: 'Moons',
  circles: 'Circles',
  spirals: 'Spirals',
  yinyang: 'Yin-Yang',
  'yinyang-published': 'Published',
  order: 'Order',
  randman: 'Randman',
  match: 'Match',
  saccade: 'Digits',
  channels: 'Channels',
  trains: 'Trains',
};

/** @type {Record<string, string>} */
const taskHelp = {
  xor: 'XOR: the class says whether two inputs fire at different rates; no single neuron can tell.',
  moons: 'Two moons: two half circles that reach into each other.',
  circles: 'Circles: one class surrounds the other.',
  spirals: 'Two spirals: two arms wound around each other, hard for a straight cut.',
  yinyang: 'Yin-Yang: the two halves of the sign and its dots, three classes.',
  'yinyang-published': 'Yin-Yang with the very points of its publication, 5000 to train on and 1000 to test: numbers that compare with the literature. The seed changes only weights and batches.',
  order: 'Order: the class is the order in time in which groups of inputs fire, so only timing helps.',
  randman: 'Randman: each class is a smooth random curve through the spike times of all inputs; look for a hidden layer that reads times, since every input fires just once.',
  match: 'Delayed match: is the pattern after the silent gap the one before it? Look for hidden neurons that keep the first until the second comes.',
  saccade: 'Saccade digits: ten glyphs seen by a camera that sends events where the light changes while it makes three small jumps. The picture beside the input shows them, ON orange and OFF blue: those up to the cursor, or else of the first jump.',
  channels: 'Channels: hundreds of noisy input channels and few samples, where the paper\u2019s solver does fit its training data.',
  trains: 'Trains: five output neurons must fire a given spike train to each of four input patterns; what counts is when they fire.',
};

/** @type {Record<string, { name: string, says: string }>} */
const solvers = {
  exact: {
    name: 'Exact',
    says: 'Multipliers, closed forms and exact spike branches, started each time from the real forward pass. With inner = 1 no multiplier is kept and the step equals a boxcar surrogate\u2019s with detached resets, preconditioned.',
  },
  targets: {
    name: 'Targets',
    says: 'Spikes get target trains by exact single flips, then each layer fits its own. Its best loss never rises, but it learns less than exact.',
  },
  paper: {
    name: 'Paper',
    says: 'ADMM with relaxed spikes. The problem looks solved in its own variables while the real network, run forward, is not: compare auxiliary with train accuracy.',
  },
  surrogate: {
    name: 'Surrogate',
    says: 'The usual baseline: back-propagation through time with a smooth stand-in for the spike\u2019s derivative, and Adam.',
  },
  control: {
    name: 'Control',
    says: 'A frozen random hidden layer with a ridge readout. A method that is no better has not used its hidden layer.',
  },
};

/** Name, unit and one sentence for every setting. @type {Record<string, { name: string, help: string }>} */
const fields = {
  n: { name: 'Samples', help: 'How many samples the training set has; validation and test set have as many, but the published Yin-Yang no more than 1000.' },
  T: { name: 'Time steps', help: 'How many time steps each sample lasts.' },
  noise: { name: 'Noise', help: 'Spread of the noise added to every sample.' },
  encoder: { name: 'Encoder', help: 'How a number becomes input over time: a rate of spikes, the time of one spike, a population of tuned neurons, a constant current, or the events of a camera.' },
  seed: { name: 'Seed', help: 'The number that all randomness comes from: same seed, same data, same first weights, same run.' },
  hidden: { name: 'Neurons', help: 'How many spiking neurons this hidden layer has.' },
  delta: { name: 'Leak \u03b4', help: 'How much of the potential is left after one time step; 1 forgets nothing.' },
  theta: { name: 'Threshold \u03b8', help: 'A neuron spikes when its potential is above this value, which is then subtracted.' },
  iterations: { name: 'Iterations', help: 'The planned end of the run; one iteration is one round of all blocks.' },
  gain: { name: 'Start gain', help: 'Spread of the potentials under the first random weights, in thresholds; too small leaves deep layers silent.' },
  margin: { name: 'Margin m', help: 'How near to the threshold a potential must be to feel the pull of its spike, and how far beyond it is drawn.' },
  mu: { name: 'Inertia \u03bc', help: 'How strongly the old weights are held on to, the more so the fewer samples there are for each input.' },
  tau: { name: 'Step size \u03c4', help: 'How far the potentials of a hidden layer move in one iteration.' },
  inner: { name: 'Inner rounds K', help: 'Rounds of ADMM inside a layer\u2019s problem; with 1 no multiplier is kept in the exact solver.' },
  batch: { name: 'Batch', help: 'Samples used in one iteration; 0 means all of them.' },
  average: { name: 'Averaging', help: 'How slowly the averaged weights, kept beside the current ones, follow them.' },
  rho0: { name: 'First \u03c1', help: 'Penalty on a potential far from its flipped spike, at the start.' },
  rho1: { name: 'Last \u03c1', help: 'The same penalty at the end; it grows evenly on a log scale in between.' },
  kappa: { name: 'Ridge \u03ba', help: 'Weight of the ridge penalty on the readout.' },
  alpha: { name: 'Relaxation \u03b1', help: 'Over-relaxation of the layer\u2019s ADMM; 1 is plain, up to 2.' },
  rho: { name: 'Penalty \u03c1', help: 'How dearly a broken law of motion (the potentials\u2019 dynamics) is paid for.' },
  beta: { name: 'Penalty \u03b2', help: 'How dearly a spike that contradicts its potential is paid for.' },
  warmup: { name: 'Warm-up', help: 'Share of the iterations at the start in which the multiplier stays at zero.' },
  lr: { name: 'Learning rate', help: 'Step size of Adam.' },
  slope: { name: 'Slope', help: 'Steepness of the smooth stand-in for the spike; steeper is closer to the step and passes less on.' },
};

/** @type {Record<string, string>} */
const encoders = { rate: 'Rate', latency: 'Latency', population: 'Population', current: 'Current', events: 'Events' };

/** What each block does. @type {Record<string, Record<string, string>>} */
const blocks = {
  paper: {
    W: 'Weights of this layer: least squares, so that its spikes in best explain its potentials.',
    a: 'Spikes of this layer, relaxed to numbers between 0 and 1: a ridge problem, then clipped. The clipping may raise the objective.',
    z: 'Potentials of this layer: the best value below or above the threshold, whichever branch is cheaper. Exact.',
    W_out: 'Readout weights: least squares against the readout\u2019s potentials.',
    z_out: 'Readout potentials: drawn to the label at the last time step.',
    lambda: 'The multiplier grows by what the last constraint is still broken by; it stays at zero in the warm-up. This may raise the objective.',
  },
  exact: {
    forward: 'The real network runs on all samples: potentials, spikes, class probabilities. The readout\u2019s multiplier is what the label wants minus what the network says.',
    message: 'The readout tells the last hidden layer what its trace is worth at the end, and how fast that changes.',
    flip_costs: 'For every spike, the cost of having it flipped. Where flipping pays, the neuron is asked for the other side of the threshold; the multiplier says how badly.',
    layer_problem: 'ADMM inside the layer: weights in closed form, potentials by an exact branch, multipliers in between, K rounds.',
    step: 'All layers move at once, scaled so that potentials shift by \u03c4; the best network so far is kept.',
  },
  targets: {
    forward: 'The real network runs on all samples; every residual is zero here.',
    readout: 'Readout weights in closed form: ridge regression on the traces of the last hidden layer.',
    flips: 'Neuron by neuron, the one flip of a spike that lowers the loss most is accepted, if one does. These are the target trains.',
    layer_problem: 'Weights that put every potential on its target\u2019s side of the threshold with margin m, by ADMM with multipliers u.',
    step: 'The new weights are taken; the best network so far is kept.',
  },
  surrogate: {
    forward: 'The real network runs on the batch.',
    backward: 'Errors go back through time, with a smooth stand-in where the spike has no derivative.',
    adam: 'Every weight moves by its running mean gradient over its running size.',
  },
  control: {
    forward: 'The real network with its frozen random weights runs on all samples.',
    readout: 'Readout weights in closed form: ridge regression. Nothing else is learned.',
    ridge: 'Readout weights in closed form: ridge regression. Nothing else is learned.',
  },
};

/** What a block does differently where the target is a spike train. @type {Record<string, Record<string, string>>} */
const trainBlocks = {
  exact: {
    forward: 'The real network runs on all samples: potentials and spikes, those of the output neurons included.',
    message: 'The distance of the output traces from those of the target trains is quadratic: its slope at every step is what a spike then is worth.',
    flip_costs: 'For every spike, the cost of having it flipped, for output spikes also of moving it by a step. Where that pays, the neuron is asked for the other side of the threshold; the multiplier says how badly.',
  },
  control: { readout: 'Weights of the output neurons in closed form: ridge regression of the potentials that would fire the target, its own resets included. Nothing else is learned.' },
};

/** @type {Record<string, string>} */
const quantities = {
  augmented_lagrangian: 'augmented Lagrangian',
  loss: 'loss',
  layer_objective: 'layer objective',
  violation: 'violation',
};

/** What `changed` counts. @type {Record<string, string>} */
const changed = {
  z: 'potentials took another branch',
  a: 'spikes moved across one half',
  flip_costs: 'priced spikes are cheaper flipped',
  flips: 'trains of a neuron took a flip',
  layer_problem: 'potentials on the wrong side',
  forward: 'cells hold a spike',
  step: 'spikes changed',
};

/** @type {Record<string, string>} */
const extras = {
  rho: '\u03c1', rounds: 'rounds', tau: '\u03c4', rms_lambda: 'rms \u03bb', mu: '\u03bc', beta: '\u03b2', lr: 'rate', kappa: '\u03ba', margin: 'm', alpha: '\u03b1', slope: 'slope', primal: 'primal residual', residual: 'residual', cost: 'cost of the flips', objective: 'objective', objective_before: 'objective before', lambda: 'rms \u03bb', warmup: 'warm-up',
};

/** @type {Record<string, string>} */
const series = { objective: 'objective', loss: 'loss', train: 'train', test: 'test', auxiliary: 'auxiliary', control: 'control', iteration: 'iteration', seconds: 'seconds', validation: 'validation' };

/** @param {string} key */
function seriesName(key) {
  const [, kind, layer] = key.match(/^(dynamics|spikes|firing|timing)_(\d+)$/) ?? [];
  if (kind === 'timing') return `hidden ${layer}`;
  if (kind === 'dynamics') return `dynamics ${layer}`;
  if (kind === 'spikes') return `spikes ${layer}`;
  if (kind === 'firing') return `firing ${layer}`;
  return series[key] ?? key;
}

/** @type {Record<string, string>} */
const seriesHelp = {
  objective: 'the number the optimiser lowers',
  loss: 'loss of the real network on the training set',
  dynamics: 'rms residual of a layer\u2019s law of motion',
  spikes: 'how far a layer\u2019s spikes are from the wanted ones: rms for paper, the fraction of wanted sides not reached for the others',
};

/** Names of the blocks that are no symbol. @type {Record<string, string>} */
const blockNames = {
  forward: 'forward',
  message: 'message',
  flip_costs: 'flip costs',
  layer_problem: 'layer problem',
  step: 'step',
  readout: 'readout',
  flips: 'flips',
  backward: 'backward',
  adam: 'adam',
  ridge: 'ridge',
};

/** Words inside equations. */
const equation = {
  cheaper: 'the cheaper of',
  across: 'and just across',
  where: 'where',
  subjectTo: 's.t.',
  side: 'on the side of',
  flipAt: 'flip at',
  if: 'if',
  relaxed: 'relaxed',
  average: 'average',
  warmup: 'warm-up',
};

/** @typedef {{ kind: string, whole?: boolean, min?: number, max?: number, most?: number, names?: string[], task?: string | null, solver?: string, owners?: string[], text?: string }} Allowed */

/** @param {string[]} names */
const oneOf = (names) => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);

/** What a setting can be, after "it must be". @param {Allowed} allowed @returns {string} */
function allowedText({ kind, whole, min, max, most, names = [], task, solver, owners = [], text }) {
  switch (kind) {
    case 'range':
      return `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`;
    case 'layers':
      return `1 to ${most} whole numbers from ${min} to ${max} with commas between them, like 50 or 40,40`;
    case 'oneOf':
      return oneOf(names) + (task ? ` for the task ${task}` : '');
    case 'otherSolver':
      return owners.length ? `left out for the solver ${solver}: it belongs to ${owners.join(' and ')}` : `left out: ${solver} has no such setting`;
    case 'keys':
      return names.join(', ');
    case 'once':
      return 'given once';
    case 'differences':
      return 'settings that differ from the experiment\u2019s, like solver:surrogate or mu:0.03;inner:1';
    case 'sweep':
      return `a setting and 2 to ${most} values of it, like mu:0.001,0.01,0.1`;
    case 'atMost':
      return `one of at most ${most} values`;
    default:
      return text ?? '';
  }
}

/** A given text as a sentence can hold it. @param {string} text */
const shown = (text) => (text === '' ? 'empty' : text.length > 40 ? `${text.slice(0, 40)}\u2026` : text);

/**
 * What was wrong with a link.
 * @param {{ reason: string, key: string, given: string, allowed: Allowed, used: string | null }} problem
 */
function problem({ reason, key, given, allowed, used }) {
  const name = `\u201c${shown(key)}\u201d`;
  const may = allowedText(allowed);
  const what =
    reason === 'unknownKey'
      ? `${name} (it was ${shown(given)}) is not a setting; there are ${may}.`
      : reason === 'repeated'
        ? `${name} was given again as ${shown(given)}; it must be ${may}.`
        : `${name} was ${shown(given)}; it must be ${may}.`;
  return `${what} ${used === null ? 'It is left out.' : `${used} is used instead.`}`;
}

/**
 * What went wrong in the core, from its code and values; the core's own English sentence for what is not known here.
 * @param {{ code: string, key?: string, given?: string, allowed?: Allowed, neededMib?: number, limitMib?: number, block?: string, reason?: string }} detail
 * @param {string} [sentence]
 */
function failure({ code, key = '', given = '', allowed, neededMib = 0, limitMib = 0, block = '', reason = '' }, sentence = '') {
  if (code === 'setting' && allowed) return `\u201c${key}\u201d was ${given}; it must be ${allowedText(allowed)}.`;
  if (code === 'memory') return `This experiment would need about ${count(neededMib)} MiB, and the limit is ${count(limitMib)} MiB: take fewer samples, time steps or neurons.`;
  if (code === 'numerical') return `The numbers stopped making sense in ${block}: ${reasons[reason] ?? reason}. The last good iterate was kept.`;
  return sentence;
}

/** Why a block failed, by the core's own words. @type {Record<string, string>} */
const reasons = {
  'a number is not finite': 'a number is not finite',
  'a spike is not finite': 'a spike is not finite',
  'a weight is not finite': 'a weight is not finite',
  'the weights are not finite': 'the weights are not finite',
  'the matrix is not finite': 'the matrix is not finite',
  'a matrix is not positive definite': 'a matrix is not positive definite',
  'the loss is not finite': 'the loss is not finite',
};

export const en = {
  ...formatted,
  page: {
    title: 'Heaviside: spiking networks trained by ADMM',
    language: 'Language',
    languageHelp: 'The language of the page.',
    /** Each in its own words. @type {Record<string, string>} */
    languages: { en: 'English', it: 'Italiano' },
    /** @param {string} reason */
    failed: (reason) => `The page could not start (${reason}). Please load it again; if this stays, open it in another browser.`,
  },
  blockNames,
  equation,
  reasons,
  problem,
  failure,
  tasks,
  taskHelp,
  solvers,
  fields,
  encoders,
  blocks,
  trainBlocks,
  /** What the share of right answers is called. @param {boolean} trains @returns {string} */
  score: (trains) => (trains ? 'agreement' : 'accuracy'),
  quantities,
  changed,
  extras,
  seriesName,
  seriesHelp,

  bar: {
    label: 'Controls',
    play: 'Play',
    pause: 'Pause',
    playHelp: 'Train until the planned end, or pause (space).',
    reset: 'Reset',
    resetHelp: 'Back to iteration 0 with the same seed, the same data and the same first weights (R).',
    iteration: 'Iteration',
    iterationHelp: 'Do the rest of this iteration, all its blocks (shift and right arrow).',
    block: 'Block',
    blockHelp: 'Do one block update and see below what it did (right arrow).',
    speed: 'Speed',
    speedHelp: 'From one block a second, to watch each at work, up to as fast as it can.',
    /** @param {number | null} blocks */
    speedValue: (blocks) => (blocks === null ? 'full speed' : blocks === 1 ? '1 block a second' : `${blocks} blocks a second`),
    /** @param {number | null} blocks */
    speedShort: (blocks) => (blocks === null ? 'full' : `${blocks}/s`),
    newSeed: 'New seed',
    newSeedHelp: 'Draw new data and new first weights.',
    share: 'Share',
    shareHelp: 'Copy the link of this very experiment; it opens the same data, weights and settings (S).',
    shared: 'The link of this experiment is on the clipboard.',
    /** @param {string} link */
    shareFailed: (link) => `The clipboard is closed to this page; the link is in the address bar: ${link}`,
    theme: 'Theme',
    /** @param {string} now */
    themeHelp: (now) => `Light, dark or as the system has it; now: ${now}.`,
    themes: /** @type {Record<string, string>} */ ({ system: 'as the system', light: 'light', dark: 'dark' }),
    examples: 'Examples',
    examplesHelp: 'Experiments worth seeing, each with a sentence on what to look for.',
    help: 'Keys',
    tour: 'Tour',
    tourHelp: 'A guided tour of spikes and ADMM in twelve stops; it goes on where you left it (T).',
    lessons: 'For lessons',
    lessonsHelp: 'Make a link or an iframe that shows only what a lesson needs.',
    projector: 'Full screen',
    projectorHelp: 'Large and on the whole screen, for a projector (F).',
    helpHelp: 'The keyboard commands (question mark).',
    iterationName: 'iteration',
    testName: 'test',
    settings: 'Experiment',
  },

  status: {
    opening: 'opening',
    ready: 'ready',
    training: 'training',
    paused: 'paused',
    converged: 'converged',
    'no progress': 'no more progress',
    'max iterations': 'finished',
    'numerical error': 'numerical error',
    stopped: 'stopped',
    running: 'paused',
    'looking back': 'looking back',
  },
  /** @param {string} status @param {string | null} message */
  statusHelp: (status, message) =>
    message ?? /** @type {Record<string, string>} */ ({
      ready: 'Press play, or step through the blocks one by one.',
      converged: 'The residuals are small enough to stop.',
      'no progress': 'No iteration has bettered the best one for a while, so it stopped there.',
      'max iterations': 'The planned number of iterations is done.',
      'numerical error': 'A number overflowed; the last good network is kept.',
      'looking back': 'The pictures show an older iteration; play and step go on from it.',
    })[status] ?? 'What the trainer is doing.',

  keys: {
    title: 'Keys',
    list: /** @type {[string, string][]} */ ([
      ['space', 'play or pause'],
      ['\u2192', 'one block'],
      ['shift \u2192', 'one iteration'],
      ['R', 'reset, same seed'],
      ['S', 'copy the link'],
      ['T', 'open or close the tour'],
      ['F', 'full screen, for a projector'],
      ['?', 'this list'],
      ['esc', 'close what is open'],
    ]),
    close: 'Close',
  },

  settings: {
    data: 'Data',
    network: 'Network',
    optimiser: 'Optimiser',
    task: 'Task',
    solver: 'Solver',
    /** @param {number} layer */
    layer: (layer) => `Hidden layer ${layer}`,
    addLayer: 'Add a hidden layer',
    removeLayer: 'Remove the last hidden layer',
    more: 'More neurons',
    fewer: 'Fewer neurons',
    /** @param {number} layer */
    layerHelp: (layer) => `How many spiking neurons hidden layer ${layer} has; arrow keys change it.`,
    /** @param {number[]} layers @param {number} parameters @param {number} bytes */
    shape: (layers, parameters, bytes) => `${layers.join('\u2013')} neurons, ${count(parameters)} weights, ${size(bytes)} at work`,
    live: 'Takes effect while it runs.',
    restarts: 'Starts again with the same seed.',
    /** @param {string} name @param {string} given @param {number} min @param {number} max @param {boolean} whole */
    invalid: (name, given, min, max, whole) =>
      given.trim() === ''
        ? `${name} needs a number from ${number(min)} to ${number(max)}.`
        : `${name} can\u2019t be \u201c${given.trim().slice(0, 20)}\u201d: ${whole ? 'a whole number' : 'a number'} from ${number(min)} to ${number(max)} is allowed.`,
    summary: 'Change the experiment',
  },

  notice: {
    /** @param {string} what */
    restarted: (what) => `${what}: started again with the same seed.`,
    /** @param {string} name @param {string} value */
    set: (name, value) => `${name} is now ${value}`,
    seed: 'New data and new first weights',
    undo: 'Undo',
    undone: 'The experiment before the change is back, with all it had learned.',
    problems: 'The link asked for something that can\u2019t be had; the nearest experiment is open.',
    dismiss: 'Dismiss',
    label: 'Notices',
    /** @param {string} reason */
    refused: (reason) => `${reason} The experiment that was open is kept.`,
    /** @param {string} reason */
    refusedFirst: (reason) => `${reason} The first look is open instead.`,
    /** @param {string} reason */
    dead: (reason) => `The trainer has stopped unexpectedly (${reason}). Nothing of the link is lost.`,
    silent: 'The trainer has not answered for some seconds. It may be in a long iteration, or gone.',
    again: 'Start again with the same experiment',
    over: 'This run is over: reset starts it again with the same seed, or raise the number of iterations.',
  },

  network: {
    title: 'The network at work',
    /** @param {boolean} auxiliary @returns {string} */
    hint: (auxiliary) => (auxiliary ? 'rows are neurons; coloured spikes are in dispute' : 'rows are neurons, filled cells are spikes'),
    input: 'Input',
    /** @param {number} layer */
    hidden: (layer) => `Hidden ${layer}`,
    output: 'Output',
    readout: 'Readout',
    /** @param {number} count */
    neurons: (count) => `${count} neurons`,
    /** @param {number} count */
    channels: (count) => `${count} channels`,
    potentials: 'potentials',
    traces: 'spike traces',
    time: 'time step',
    both: 'spike in both',
    real: 'only the network',
    wanted: 'only the optimiser',
    /** @param {number} differ @param {number} all */
    disagree: (differ, all) => `The optimiser and the network disagree on ${differ} of ${all} spikes`,
    /** @param {number} differ @param {number} all */
    wants: (differ, all) => `The optimiser would have ${differ} of ${all} spikes otherwise`,
    agree: 'This solver keeps no spikes of its own: these are the real network\u2019s',
    unseen: 'Only training samples have spikes of the optimiser: choose train to see where the two disagree',
    notYet: 'The optimiser\u2019s own spikes appear with the first iteration',
    sample: 'Sample',
    previous: 'Previous sample',
    next: 'Next sample',
    /** @param {number} index @param {number} count */
    of: (index, count) => `${index + 1} of ${count}`,
    split: 'Set',
    splitHelp: 'Show samples that were trained on, or ones the network has never seen.',
    train: 'train',
    test: 'test',
    stepHelp: 'Walk through the samples; a click on a point of the map chooses it, too.',
    /** @param {string} label @param {string} predicted @param {boolean} right */
    verdict: (label, predicted, right) => (right ? `class ${label}, read as ${predicted}: right` : `class ${label}, read as ${predicted}: wrong`),
    /** @param {string} label @param {string} agreement */
    fired: (label, agreement) => `pattern ${label}: agreement ${agreement} with its target trains`,
    /** @param {string} layer @param {string} neuron @param {number} t @param {string} what */
    cell: (layer, neuron, t, what) => `${layer}, ${neuron}, t = ${t}: ${what}`,
    /** @param {number} index */
    neuron: (index) => `neuron ${index}`,
    /** @param {number} index */
    channel: (index) => `channel ${index}`,
    silent: 'no spike',
    spike: 'spike',
    empty: 'The spikes of a sample appear here as soon as the network is built.',
    /** @param {{ name: string, spikes: number, neurons: number }[]} layers @param {string} verdict */
    summary: (layers, verdict) => `${layers.map((l) => `${l.name}: ${l.spikes} spikes of ${l.neurons} neurons`).join('; ')}. ${verdict}.`,
    /** @param {number} on @param {number} off */
    camera: (on, off) => `The camera sent ${on} ON and ${off} OFF events.`,
    /** @param {number} t @param {string} values */
    readoutAt: (t, values) => `Readout, t = ${t}: ${values}`,
  },

  neuron: {
    title: 'One neuron\u2019s potential',
    hint: '',
    layer: 'Layer',
    layerHelp: 'Which hidden layer the neuron is in.',
    neuron: 'Neuron',
    neuronHelp: 'Which neuron; a click on its row above chooses it, too.',
    what: 'spikes above \u03b8',
    threshold: '\u03b8',
    margin: 'margin',
    auxiliary: 'optimiser\u2019s',
    previous: 'Previous neuron',
    next: 'Next neuron',
    /** @param {number} layer @param {number} neuron @param {number} spikes @param {number} min @param {number} max */
    summary: (layer, neuron, spikes, min, max) => `Potential of neuron ${neuron} in hidden layer ${layer}: ${spikes} spikes, between ${number(min)} and ${number(max)}.`,
    /** @param {number} t @param {number} z */
    at: (t, z) => `t = ${t}: potential ${number(z)}`,
  },

  weights: {
    title: 'Weights',
    hint: 'row: to, column: from',
    /** @param {number} layer */
    layer: (layer) => `W${layer}`,
    layerHelp: 'Which layer\u2019s weights to show.',
    /** @param {number} rows @param {number} columns */
    shape: (rows, columns) => `${rows} \u00d7 ${columns}`,
    /** @param {number} layer @param {number} row @param {string} column @param {string} value */
    cell: (layer, row, column, value) => `W${layer}, to neuron ${row} from ${column}: ${value}`,
    /** @param {number} layer @param {number} rows @param {number} columns @param {number} max */
    summary: (layer, rows, columns, max) => `Weights of layer ${layer}: ${rows} rows by ${columns} columns, largest magnitude ${number(max)}.`,
    positive: 'excites',
    negative: 'inhibits',
  },

  now: {
    title: 'Now',
    hint: 'the block update at work: its equation and what it changed',
    next: 'Next block',
    ended: 'The run is over; last of it',
    done: 'Block just done',
    passing: 'One block, caught in passing',
    empty: 'Step one block to see what it changes: its equation, its objective before and after.',
    /** @param {string} quantity @param {number} before @param {number} after */
    beforeAfter: (quantity, before, after) => `${quantity} ${number(before)} \u2192 ${number(after)}`,
    fell: 'fell',
    rose: 'rose',
    kept: 'unchanged',
    /** @param {number} changed @param {number | null} outOf @param {string} what */
    counted: (changed, outOf, what) => (outOf === null ? `${changed} ${what}` : `${count(changed)} of ${count(outOf)} ${what}`),
    entries: 'entries changed',
    residual: 'primal residual',
    /** @param {number} change */
    moved: (change) => `moved by ${number(change)} (rms)`,
    /** @param {number} change */
    gradient: (change) => `gradient ${number(change)} (rms)`,
    blocks: 'Blocks of one iteration',
    /** @param {number} iteration */
    iteration: (iteration) => `iteration ${iteration}`,
    /** @param {number} t @param {number} T */
    time: (t, T) => `t = ${t} of ${T}`,
  },

  learned: {
    title: 'What it learned',
    hintMap: 'colour: its answer',
    hintConfusion: 'test answers by class',
    map: 'Map',
    confusion: 'Confusion',
    view: 'Picture',
    viewHelp: 'The answer over the plane of inputs, or a count of the answers by class.',
    trainPoint: 'train',
    testPoint: 'test',
    class: 'class',
    accuracy: 'accuracy',
    trainName: 'train',
    testName: 'test',
    auxiliaryName: 'auxiliary',
    controlName: 'control',
    bestName: 'best',
    /** @param {number} sample */
    hintTrains: (sample) => `outputs of sample ${sample} against their target`,
    outputs: 'output neurons',
    /** @param {number} T */
    steps: (T) => `time steps 1 to ${T}`,
    signs: ['on time', 'too many', 'missed'],
    /** @param {{ agreement: number, victorPurpura: number, vanRossum: number }} d */
    distances: (d) => `agreement ${accuracy(d.agreement)}; distance by Victor and Purpura ${number(d.victorPurpura)}, by van Rossum ${number(d.vanRossum)}`,
    /** @param {number[]} counts @param {{ agreement: number, victorPurpura: number, vanRossum: number }} d */
    summaryTrains: ([hit, extra, missed], d) => `Output spikes against the target: ${hit} on time, ${extra} too many, ${missed} missed; ${en.learned.distances(d)}.`,
    classesHelp: {
      train: 'Share of the training samples that the real network answers rightly.',
      test: 'Share of the samples it was never trained on that the real network answers rightly.',
      control: 'Test accuracy of a frozen random hidden layer with a ridge readout: the bar to beat.',
      best: 'Test accuracy of the iterate kept so far: the one with the best validation.',
    },
    trainsHelp: {
      train: 'Agreement of the output spikes with the target trains on the training samples: 1 less the cost of moving, adding and dropping spikes, for each spike; 1 is equal.',
      test: 'The same agreement on samples that it was never trained on.',
      control: 'Test agreement of frozen random hidden layers with output neurons fitted by ridge regression: the bar to beat.',
      best: 'Test agreement of the iterate kept so far: the one with the best validation.',
    },
    auxiliaryHelp: 'Share answered rightly by the optimiser\u2019s own variables; a gap to train means it has not taught the network.',
    /** @param {number} iteration @param {number} test */
    best: (iteration, test) => `${accuracy(test)} at ${iteration}`,
    noAuxiliary: 'This solver has no auxiliary spikes of its own.',
    empty: 'The map fills as soon as the network is built.',
    /** @param {string} test @param {string} train */
    summaryMap: (test, train) => `Decision map over the two inputs: test accuracy ${test}, train accuracy ${train}.`,
    /** @param {number} right @param {number} all */
    summaryConfusion: (right, all) => `Confusion matrix of the test set: ${right} of ${all} right.`,
    true: 'true class',
    answered: 'answer',
    /** @param {string} x @param {string} y @param {string} label */
    at: (x, y, label) => `x = ${x}, y = ${y}${label}`,
    /** @param {string} split @param {number} index @param {string} label */
    point: (split, index, label) => `, ${split} sample ${index}, class ${label}`,
    silentGap: 'It looks solved in its own variables, but the real network is not there.',
  },

  progress: {
    title: 'How it got there',
    hint: '',
    axis: 'Horizontal axis',
    axisHelp: 'Count the iterations, or the seconds of training.',
    iterations: 'iterations',
    seconds: 'seconds',
    lower: 'lower is better:',
    /** @param {boolean} trains */
    higher: (trains) => `${en.score(trains)}, higher is better:`,
    below: 'Lower curves',
    /** @param {boolean} trains @returns {string} */
    scoreTabHelp: (trains) => (trains ? 'Agreement of the output spikes with their target trains, over training; 1 is equal.' : 'Share of samples answered rightly, over training.'),
    timingTab: 'spike timing',
    timingTabHelp: 'Of all spikes in the optimiser\u2019s model or in the real network, the share whose time differs, a hidden layer: near 0 the optimiser knows when neurons fire, near 1 it has lost track.',
    mismatch: 'spikes at another time than the optimiser thinks, 0 is a true picture:',
    /** What stands for the optimiser\u2019s picture of the spikes. @type {Record<string, string>} */
    models: {
      exact: 'Its model: the spikes that its layer problems predict for their step (with inner = 1, the wanted sides). It starts from the real spikes, so it errs by what one step changes.',
      targets: 'Its model: the target trains that the layers have just been fitted to.',
      paper: 'Its model: the auxiliary spikes, taken as fired from one half on.',
      surrogate: 'Its model: the same network with the smooth spike whose slope is the surrogate. The forward pass stays real; the gradient belongs to this other network.',
      control: 'The control has no model of its own spikes: there is nothing to compare.',
    },
    /** @param {(number | null)[]} layers */
    timingSummary: (layers) => `Spike timing: ${layers.map((v, l) => `hidden layer ${l + 1} ${accuracy(v)}`).join(', ')} of the spikes differ between the optimiser\u2019s model and the real network.`,
    csv: 'CSV',
    csvHelp: 'Download every curve as a table.',
    table: 'Table',
    tableHelp: 'Read the curves as numbers.',
    empty: 'Press play or step: the curves start with the first iteration.',
    emptyLine: 'control',
    firing: 'Firing',
    firingHelp: 'Mean spikes a neuron and time step in each hidden layer; some 5 to 30 % is healthy.',
    silent: 'silent',
    silentHelp: 'Neurons that never fire on the training set, a hidden layer; they learn nothing.',
    saturated: 'saturated',
    saturatedHelp: 'Neurons that fire nearly all the time, a hidden layer; they tell nothing apart.',
    maxZ: 'max |z|',
    exportLabel: 'Numbers of the curves',
    maxZHelp: 'The largest potential of all, in magnitude; if it explodes, training has gone wrong.',
    /** @param {number[]} rates */
    rates: (rates) => rates.map(percent).join(' \u00b7 '),
    /** @param {number[]} counts */
    counts: (counts) => counts.join(' \u00b7 '),
    /** @param {number} iteration @param {string} loss @param {string} score @param {string} test */
    summary: (iteration, loss, score, test) => `Curves up to iteration ${iteration}: loss ${loss}, test ${score} ${test}.`,
    close: 'Close',
    tableTitle: 'Curves as numbers',
  },

  // ---- side by side, sweep, pictures to take away
  compare: {
    open: 'Compare\u2026',
    openHelp: 'Put a second run beside this one, or try several values of one setting.',
    tabs: 'What is shown',
    one: 'One run',
    side: 'Side by side',
    sweep: 'Sweep',
    tabHelp: /** @type {Record<string, string>} */ ({
      one: 'All about the first run.',
      with: 'Two runs on one experiment, trained at the same time.',
      sweep: 'One setting at several values, trained one after another.',
    }),
    sideHint: 'two runs on one experiment, trained at the same time',
    close: 'Stop comparing',
    closeHelp: 'Closes the second run; the first goes on.',
    /** @param {string} name @param {string} value */
    setting: (name, value) => `${name} ${value}`,
    data: 'The same data.',
    otherData: 'Other data, so the accuracies belong to two test sets.',
    /** @type {Record<string, (first: string, second: string) => string>} */
    weights: {
      same: () => 'The same first weights, to the last bit.',
      scaled: (first, second) =>
        `The same random first weights, each layer at another scale${first === second ? ', since it is set on the data' : `: the first run starts with gain ${first}, the second with gain ${second}`}.`,
      zero: () => 'The paper\u2019s solver starts from zero weights, the other from random ones.',
      other: () => 'Other first weights: the seed or the shape of the network differs.',
    },
    seconds: 'Both train at once: with few cores each slows the other, so compare seconds of single runs.',
    ownLoss: 'Each solver has a loss of its own: compare the shapes, not the heights.',
    accuracies: 'accuracy, higher is better:',
    loss: 'loss, lower is better:',
    /** @param {string} what @param {string} run */
    line: (what, run) => `${what}, ${run}`,
    iteration: 'iteration',
    opening: 'The second run is being built.',
    /** @param {string} reason */
    failed: (reason) => `The second run can\u2019t be had: ${reason}`,
    /** @param {string} run @param {string} test @param {string} train @param {number} iteration */
    summaryMap: (run, test, train, iteration) => `What ${run} answers over the plane after ${iteration} iterations: test accuracy ${test}, train accuracy ${train}.`,
    /** @param {string} run @param {number} spikes @param {number} neurons */
    summaryRaster: (run, spikes, neurons) => `Spikes of the hidden layers of ${run} for one sample: ${spikes} of ${neurons} neurons.`,
    /** @param {string} a @param {string} b */
    summaryCurves: (a, b) => `Curves of both runs. ${a} ${b}`,
    /** @param {string} run @param {number} iteration @param {string} test @param {string} loss */
    summaryRun: (run, iteration, test, loss) => `${run}: iteration ${iteration}, test accuracy ${test}, loss ${loss}.`,
    dialog: 'Compare with\u2026',
    sideTitle: 'A second run beside this one',
    what: 'What differs',
    whatHelp: 'The one setting in which the second run differs; for several, edit the link: with=mu:.03;inner:1.',
    value: 'Value',
    valueHelp: 'What it is in the second run.',
    go: 'Put side by side',
    sweepTitle: 'One setting at several values',
    values: 'Values',
    valuesHelp: 'Two to eight values with commas between them; layers of one network with hyphens, like 20, 40-40.',
    goSweep: 'Sweep',
    linked: 'The link says it all, so you can share it or edit it by hand.',
  },
  sweep: {
    /** @param {string} name */
    title: (name) => `A sweep: ${name}`,
    hint: 'every value is trained to its planned end; a click opens it as the experiment',
    start: 'Train all',
    startHelp: 'Trains the values one after another, in a worker of their own.',
    stop: 'Stop',
    stopHelp: 'Stops training; what is done is kept.',
    resume: 'Go on',
    close: 'Close the sweep',
    /** @param {number} done @param {number} all */
    progress: (done, all) => (done === all ? `all ${all} values are done` : `${done} of ${all} values are done`),
    waiting: 'waiting',
    /** @param {number} iteration @param {number} all */
    at: (iteration, all) => `${iteration} of ${all}`,
    /** @param {string} value @param {string} test @param {string} state */
    cell: (value, test, state) => `${value}: test accuracy ${test}, ${state}. Open it as the experiment.`,
    test: 'test',
    train: 'train',
    control: 'control',
    lines: 'accuracy over iterations:',
    /** @param {string} status @param {number} iteration @param {string} seconds */
    done: (status, iteration, seconds) => `${status} at ${iteration}, ${seconds}`,
    /** @param {string} reason */
    failed: (reason) => `can\u2019t be had: ${reason}`,
    /** @param {string} what */
    opened: (what) => `${what} is the experiment now`,
  },
  save: {
    /** @param {string} title */
    label: (title) => `Take away: ${title}`,
    help: 'Download this panel as a picture, or its numbers, with the setting and the link.',
    endings: /** @type {Record<string, string>} */ ({ png: 'PNG picture', svg: 'SVG drawing', csv: 'CSV numbers' }),
    failed: 'This browser could not draw the picture.',
    /** @param {string} panel */
    title: (panel) => `Heaviside: ${panel}`,
    /** @param {string} task @param {string} solver @param {number[]} layers @param {string | number} seed @param {number} iteration @param {string} test */
    setting: (task, solver, layers, seed, iteration, test) => `${task}, solver ${solver.toLowerCase()}, ${layers.join('\u2013')} neurons, seed ${seed}. Iteration ${iteration}, test accuracy ${test}.`,
    /** @param {string} first @param {string} second */
    versus: (first, second) => `${first} beside ${second}.`,
  },

  rewind: {
    /** @param {number} iteration @param {number} newest */
    showing: (iteration, newest) => `Showing iteration ${iteration} of ${newest}`,
    weightsOnly: 'as its weights were',
    exact: 'the optimiser stands there, too',
    /** Under the spikes of an older iterate. */
    notKept: 'Only weights are kept of the past: rebuild the optimiser to see its spikes',
    newest: 'Back to the newest',
    newestHelp: 'Show the newest iteration again.',
    go: 'Rebuild the optimiser',
    goHelp: 'Replay the run from its start up to this iteration, so that the optimiser\u2019s own variables are those of that moment. Play and step do so by themselves.',
    slider: 'Iteration shown',
    sliderHelp: 'Drag along the curve, or use the arrow keys, to see how everything was at an older iteration.',
    /** @param {number} iteration @param {number} newest @param {string} test */
    value: (iteration, newest, test) => `iteration ${iteration} of ${newest}, test accuracy ${test}`,
    /** @param {number} goal @param {number} left */
    replaying: (goal, left) => `Replaying the run up to iteration ${goal}: ${goal - left} done.`,
    cancel: 'Cancel',
    /** @param {unknown} given */
    badGoto: (given) => `goto needs a whole number, 0 or more; it was given ${given}.`,
  },

  picture: {
    choice: 'Picture of the network',
    spikes: 'Spikes',
    spikesHelp: 'Who spikes when, for one sample: rows are neurons, columns are time steps.',
    graph: 'Network',
    graphHelp: 'Layers as columns of neurons with the strongest weights as lines between them.',
    play: 'Play the sample',
    pause: 'Pause the sample',
    playHelp: 'Move the time cursor through the sample; in the network picture, spikes travel along the weights.',
    /** @param {boolean} whole @param {number} x */
    at: (whole, x) => (whole ? `iteration ${x}` : `after ${formatted.duration(x)}`),
    /** @param {number} layer @param {number} neuron from 0 */
    neuron: (layer, neuron) => `Hidden ${layer}, neuron ${neuron + 1}`,
    /** @param {number} t @param {number} z @param {number} theta @param {boolean} spike */
    potential: (t, z, theta, spike) => `t = ${t}: potential ${number(z)}, threshold ${number(theta)}${spike ? ', spike' : ''}`,
    /** @param {number} layer @param {string} from @param {number} to @param {number} value */
    weight: (layer, from, to, value) => `W${layer}: ${from} \u2192 ${to}, weight ${number(value)} (potential a spike)`,
    /** @param {number} layer @param {number} layers */
    column: (layer, layers) => (layer === 0 ? 'Input' : layer === layers - 1 ? 'Readout' : `Hidden ${layer}`),
    /** @param {number} neurons @param {number | null} rate */
    under: (neurons, rate) => (rate === null ? `${neurons}` : `${neurons} \u00b7 ${percent(rate)}`),
    /** @param {{ layer: number, neuron: number }} place @param {number} layers @param {string[]} names */
    place: (place, layers, names) =>
      place.layer === 0
        ? `Input ${names[place.neuron] ?? place.neuron + 1}`
        : place.layer === layers - 1
          ? `Readout, class ${en.className(place.neuron)}`
          : `Hidden ${place.layer}, neuron ${place.neuron + 1}`,
    /** @param {number} rate */
    fires: (rate) => `fires in ${percent(rate)} of all steps`,
    /** @param {number} mean */
    input: (mean) => `${number(mean)} a step on average`,
    /** @param {number} spikes @param {number} T */
    inSample: (spikes, T) => `in this sample: ${spikes} ${spikes === 1 ? 'spike' : 'spikes'} in ${T} steps`,
    /** @param {number} low @param {number} high @param {number} theta */
    range: (low, high, theta) => `potential ${number(low)} to ${number(high)}, threshold ${number(theta)}`,
    /** @param {number} z */
    ends: (z) => `potential ${number(z)} at the end of this sample`,
    /** @param {number} t @param {number} z */
    now: (t, z) => `t = ${t}: potential ${number(z)}`,
    more: 'Its answer over the plane fills the map; a click keeps it there.',
    /** @param {{ layer: number, neuron: number, values: Float32Array }} answer @param {number} layers @param {string[]} names */
    answers: (answer, layers, names) => {
      const place = en.picture.place(answer, layers, names);
      const [low, high] = answer.values.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [Infinity, -Infinity]);
      return `${place}: ${en.picture.unit(answer.layer, layers)} ${number(low)} to ${number(high)}`;
    },
    /** @param {number} layer @param {number} layers @returns {string} */
    unit: (layer, layers) => (layer === 0 ? 'input' : layer === layers - 1 ? 'potential' : 'spikes'),
    /** @param {{ layer: number, neuron: number }} answer @param {number} layers @param {number} value */
    answerAt: (answer, layers, value) => `${en.picture.unit(answer.layer, layers)} ${number(value)}`,
    hintAnswer: 'colour: one neuron\u2019s answer',
    release: 'Show the network\u2019s answer',
    excites: 'excites',
    inhibits: 'inhibits',
    /** @param {number} shown @param {number} all */
    lines: (shown, all) => (shown < all ? `${count(shown)} strongest of ${count(all)} weights` : `all ${count(all)} weights`),
    /** @param {number} most */
    fill: (most) => `firing 0 to ${percent(most)}`,
    silent: 'never fires',
    /** @param {string} block */
    atWork: (block) => `at work: ${block}`,
    role: 'network picture',
    help: 'Arrow keys walk from neuron to neuron and from layer to layer, enter keeps a neuron\u2019s answer in the map, escape lets go of it.',
    /** @param {{ name: string, neurons: number, rate: number | null, silent: number }[]} columns @param {string[]} strongest */
    summary: (columns, strongest) =>
      `${columns.map((c) => `${c.name}: ${c.neurons} neurons${c.rate === null ? '' : `, firing ${percent(c.rate)}${c.silent ? `, ${c.silent} silent` : ''}`}`).join('; ')}. Strongest weights: ${strongest.join('; ')}.`,
  },

  classNames: ['\u25cf 0', '\u25a0 1', '\u25c6 2', '\u25b2 3', '\u271a 4', '\u25bc 5', '\u2605 6', '\u2b22 7', '\u25d7 8', '\u22c8 9'],
  /** @param {number} index */
  className: (index) => en.classNames[index] ?? String(index),

  /** What can go wrong between the page and its worker, by code. @type {Record<string, string>} */
  errors: {
    over: 'The run is over.',
    closed: 'No experiment is open.',
    nothing: 'There is nothing to undo.',
    gone: 'The trainer has stopped.',
    cancelled: 'The replay was given up.',
  },
  /** @param {unknown} given */
  badRun: (given) => `run needs a whole number of iterations, 0 or more; it was given ${given}.`,
  /** @param {unknown} given */
  badStep: (given) => `step takes 'block' or 'iteration'; it was given ${given}.`,

  /** What the announcer says now and then. @param {string} status @param {number} iteration @param {string} score @param {string} test */
  announce: (status, iteration, score, test) => `${status}, iteration ${iteration}, test ${score} ${test}`,

  /** @type {Record<string, string>} */
  presetGroups: {
    tasks: 'Tasks',
    methods: 'Methods',
    depth: 'Depth',
    settings: 'Settings that go too far',
    data: 'Data and network',
  },
  /** What to look for in each example. @type {Record<string, { name: string, says: string }>} */
  presets: {
    spirals: { name: 'Two spirals', says: 'The first look: exact spikes, one hidden layer. Watch the map wind up within seconds.' },
    circles: { name: 'Circles', says: 'An island of one class. The control, with its frozen hidden layer, stays behind.' },
    moons: { name: 'Two moons', says: 'An easy bend: a dozen iterations will do.' },
    xor: { name: 'XOR', says: 'The smallest problem that needs a hidden layer. Step through it block by block.' },
    order: { name: 'Order of spikes', says: 'Only timing tells the classes apart; look at the rasters of different samples.' },
    yinyang: { name: 'Yin-Yang', says: 'Three classes and constant currents: the slowest and most beautiful map.' },
    published: { name: 'Yin-Yang as published', says: 'The points of the publication, so its numbers compare: a linear readout has .638, frozen lower layers .855, a trained network of rates .987.' },
    saccade: { name: 'Saccade digits', says: 'A camera jumps three times before a glyph: the input shows three bursts of ON and OFF events. See which digits the confusion matrix mixes up.' },
    randman: { name: 'Random manifolds', says: 'Every input fires once in every sample, so rates say nothing: the control stays far behind what learns spike times.' },
    match: { name: 'Delayed match', says: 'Cue, silence, probe: the same or not? Watch potentials in the gap, where the leak forgets; a leak nearer to 1 remembers longer.' },
    trains: { name: 'Learn to fire on cue', says: 'The target is a spike train, not a class. Watch the crosses and empty frames turn into filled spikes; the control cannot.' },
    targets: { name: 'Target trains', says: 'Each spike flipped lowers the loss exactly; the best loss never rises.' },
    gap: { name: 'The gap', says: 'The paper\u2019s relaxed form: auxiliary accuracy reaches 1 while the real network stays below the control.' },
    fits: { name: 'Where the paper\u2019s form fits', says: 'Hundreds of channels, few samples: train accuracy does rise now. Test stays below the control.' },
    surrogate: { name: 'Surrogate gradients', says: 'The baseline on the same data: more iterations than exact, each of them cheaper.' },
    timing: { name: 'Spike timing: who loses track?', says: 'The smooth network that surrogate gradients descend on fires at other times than the real one. Then choose exact and compare the curves.' },
    control: { name: 'The control', says: 'Nothing but a readout is learned, in one iteration: the bar that every method must clear.' },
    oneRound: { name: 'One inner round', says: 'K = 1 keeps no multiplier: a boxcar surrogate, preconditioned. On spirals it learns as much as K = 2.' },
    currentsOne: { name: 'Constant currents, K = 1', says: 'A small margin and a tiny inertia on Yin-Yang: with one inner round .9 comes within some twenty iterations.' },
    currentsTwo: { name: 'Constant currents, K = 2', says: 'The same setting with two inner rounds needs more than twice as many iterations: here the inner ADMM is a hindrance.' },
    depth1: { name: 'One hidden layer', says: 'Forty neurons on the spirals: .9 takes some fifteen iterations.' },
    depth2: { name: 'Two hidden layers', says: 'Flip costs travel down two layers: compare firing rates and both weight maps.' },
    depth3: { name: 'Three hidden layers', says: 'Deeper is dearer an iteration, not slower in iterations: .9 comes about as soon as with one layer.' },
    depth5: { name: 'Five hidden layers', says: 'Prices still reach the first of five layers: .9 within a dozen iterations, and every layer fires.' },
    saccade2: { name: 'Digits, two layers', says: 'Two hidden layers on the camera\u2019s events: compare how often each fires, and the control, which falls back with depth.' },
    depthControl: { name: 'Five frozen layers', says: 'The control sinks with depth: random layers lose what the sample was. Five trained layers do not.' },
    dead: { name: 'Dead neurons', says: 'A small start and a narrow margin: nearly all neurons are silent, too far from the threshold to feel a pull, and stay so.' },
    woken: { name: 'Woken neurons', says: 'The same small start with the usual margin: silent neurons feel the pull of the threshold, and nearly all wake.' },
    saturated: { name: 'Saturated neurons', says: 'A start so large that many neurons fire all the time and tell nothing apart; the rest do the work.' },
    exploding: { name: 'Exploding potential', says: 'Steps some thirty times too long: watch max |z| grow more than thirtyfold. The answers stay right all the same.' },
    overflow: { name: 'Numerical error', says: 'Four samples, a hundred neurons, no inertia: the layer problem has no solution, and the page says so.' },
    rhoSmall: { name: '\u03c1 too small', says: 'Broken dynamics cost nothing: the optimiser\u2019s variables are perfect, and the real network falls silent.' },
    rhoLarge: { name: '\u03c1 too large', says: 'The dynamics are all that counts: even the optimiser\u2019s own variables do not learn the labels.' },
    inertia: { name: 'Too much inertia', says: 'The old weights are held on to so firmly that the network ends below the control.' },
    flat: { name: 'Too smooth a surrogate', says: 'A slope so flat that spikes hardly matter to the gradient: the loss falls slowly, and test stays behind.' },
    noise: { name: 'Noise', says: 'The arms blur into each other: train stays below 1, test far below, whatever the method.' },
    few: { name: 'Too few samples', says: 'Twenty samples are learned by heart: train 1, test near three quarters.' },
    leak: { name: 'No memory', says: 'With \u03b4 = 0 a potential forgets each step at once, and the readout sees the last step only: chance.' },
    oneNeuron: { name: 'XOR, one neuron', says: 'One neuron cuts the plane once: it never gets past chance.' },
    twoNeurons: { name: 'XOR, two neurons', says: 'Two cuts are enough, and much more than two frozen neurons give.' },
  },

  table: {
    button: 'Table',
    /** @param {string} picture */
    label: (picture) => `Table: ${picture}`,
    layer: 'layer',
    neuron: 'neuron',
    times: 'spikes at time steps',
    potential: 'potential',
    yes: 'yes',
    no: 'no',
    what: 'of',
    /** @param {string} label @param {string} answer */
    confused: (label, answer) => `class ${label} read as ${answer}`,
    /** The most rows and columns of a table of weights. */
    most: 64,
  },

  lessons: {
    title: 'For lessons',
    hint: 'Choose what the page shows; the link opens it that way, with the experiment that is open now.',
    how: 'How it is shown',
    page: 'Page',
    pageHelp: 'The page as it is here.',
    embed: 'Embedded',
    embedHelp: 'Without the frame of the page, for an iframe in a lesson.',
    projector: 'Projector',
    projectorHelp: 'Large, and only what a class looks at.',
    panels: 'Panels',
    controls: 'Controls',
    settings: 'Settings',
    size: 'Text size',
    /** @type {Record<string, string>} */
    sizes: { 100: 'normal', 125: 'large', 150: 'very large' },
    tour: 'Tour',
    noTour: 'closed',
    link: 'Link',
    frame: 'Code of an iframe',
    copy: 'Copy',
    copied: 'It is on the clipboard.',
    selected: 'The clipboard is closed to this page; the text is selected.',
    wayOut: 'Open in Heaviside',
    /** @param {string} name @param {string[]} known */
    unknown: (name, known) => `Nothing here is called \u201c${name}\u201d, so it can\u2019t be hidden; there are ${known.join(', ')}.`,
    /** @param {string} size */
    noSize: (size) => `Text size \u201c${size}\u201d is none of 100, 125 and 150; 100 is used instead.`,
    /** @param {string} lang */
    noLanguage: (lang) => `The page does not speak \u201c${lang}\u201d yet.`,
    /** Names of what `hide=` knows and nothing on the page names. @type {Record<string, string>} */
    names: {
      experiment: 'The whole experiment',
      data: 'Data',
      layers: 'Network',
      optimiser: 'Optimiser',
      task: 'Task',
      solver: 'Solver',
      play: 'Play',
      reset: 'Reset',
      block: 'Block',
      iteration: 'Iteration',
      speed: 'Speed',
      state: 'Iteration and accuracy',
      examples: 'Examples',
      tours: 'Tour',
      lessons: 'For lessons',
      share: 'Share',
      theme: 'Theme',
      language: 'Language',
      keys: 'Keys',
      fullscreen: 'Full screen',
      health: 'Health of the layers',
      exports: 'Table and CSV',
    },
  },

  tour: {
    /** @param {number} stop @param {number} all */
    place: (stop, all) => `Tour, stop ${stop} of ${all}`,
    back: 'Back',
    next: 'Next',
    finish: 'Finish',
    skip: 'Leave the tour',
    skipHelp: 'Leave the tour; the tour button takes it up here again.',
    look: 'Go there',
    lookHelp: 'Move to what this stop is about.',
    list: 'All stops',
    done: 'Done. On to the next.',
    /** @type {Record<string, { title: string, says: string[], wish?: string, done?: string }>} */
    stops: {
      spike: {
        title: 'What a spike is',
        says: ['A spiking neuron adds up what comes in; its membrane potential leaks a little every time step. When it passes the threshold \u03b8 (dashed), the neuron sends one spike and \u03b8 is taken off.', 'The spike is all that the next layer gets to see: 0 or 1, and when.'],
        wish: 'Choose another neuron or another sample.',
        done: 'Another potential, other spikes.',
      },
      step: {
        title: 'Why there is no derivative',
        says: ['The output is a step of the potential: 0 below \u03b8, 1 above. Turn a weight a little and mostly nothing happens; turn it a little more and a spike appears from nowhere.', 'So the slope is 0 almost everywhere and infinite at the threshold. Gradient descent has nothing to descend on: this untrained map cannot say which weight is to blame.'],
      },
      surrogate: {
        title: 'What surrogate gradients do',
        says: ['The usual way out: run the real network forward, but on the way back pretend that the step was a smooth curve. It works well; the gradient is that of another network, though.'],
        wish: 'Press Block until \u201cbackward\u201d lights up, and read its equation.',
        done: 'There it is: \u2248 stands where a derivative should.',
      },
      variables: {
        title: 'Variables of their own',
        says: ['ADMM takes no derivative of the step. It gives every spike a and every potential z of every sample a variable of its own, and asks for the network\u2019s laws as constraints between them.', 'Then the spikes that the optimiser believes in and those that the network fires can differ: the coloured cells.'],
        wish: 'Press Iteration once.',
        done: 'The coloured cells are the spikes in dispute.',
      },
      residuals: {
        title: 'Constraints and residuals',
        says: ['A residual says by how much a constraint is broken: \u201cdynamics\u201d for the law of motion of the potentials, \u201cspikes\u201d for spikes that contradict their potential.', 'When all residuals are 0, the variables describe the real network.'],
        wish: 'Play, and pause after ten iterations or more.',
        done: 'Look at how small they are, and that they are not 0.',
      },
      weights: {
        title: 'A block: the weights',
        says: ['All at once would be hard, so one block of variables is moved at a time while the rest stands still. The weights then face plain least squares, solved in closed form.', 'This is a tiny network, so that you can walk through it.'],
        wish: 'Press Block: W is the first.',
        done: 'Its objective before and after stands below the equation: it never rises here.',
      },
      branches: {
        title: 'Spikes and potentials',
        says: ['The spikes a are relaxed to numbers between 0 and 1: a ridge problem, then clipped. The potentials z meet the step itself, and it is no trouble: below the threshold and above it the problem is a parabola. Solve both, take the cheaper.'],
        wish: 'Press Block until a z lights up.',
        done: 'That was the step function, minimised exactly.',
      },
      multipliers: {
        title: 'Multipliers',
        says: ['A penalty alone lets a constraint stay a little broken for ever. The multiplier \u03bb adds up how far it still is from being kept, and presses harder each round. The paper\u2019s form has one, on the readout\u2019s last step.'],
        wish: 'Press Block until \u03bb lights up.',
        done: '\u03bb moved by \u03c1 times what was left.',
      },
      gap: {
        title: 'Solved, and yet not',
        says: ['Now let the relaxed form run. Its own variables soon answer every training sample rightly. But each of thousands of steps may be broken a little, and together they hide the whole error.', 'The network that is run forward with the same weights knows little of it.'],
        wish: 'Play for twenty iterations and compare auxiliary with train.',
        done: 'That gap is why this page shows both.',
      },
      prices: {
        title: 'Exact spikes, and their price',
        says: ['Our form starts every iteration from the real forward pass, so nothing can hide. For every spike it works out what flipping it would cost or save at the end, exactly, and the multiplier carries that price down to the layer.'],
        wish: 'Press Block until \u201cflip costs\u201d lights up.',
        done: 'The numbers say how many priced spikes are cheaper flipped.',
      },
      exact: {
        title: 'Watch it learn',
        says: ['Each layer then moves its weights so that the priced potentials cross the threshold, by ADMM with multipliers of its own. What the optimiser believes and what the network does are one thing here.'],
        wish: 'Play until test accuracy passes .9.',
        done: 'No derivative of the step was taken.',
      },
      limits: {
        title: 'Limits',
        says: ['With one inner round (K = 1) no multiplier is left, and the step equals that of a boxcar surrogate, preconditioned: the two roads meet. Convergence is not guaranteed; the best network is kept.', 'These are toy problems. The surrogate baseline is as good on most, and cheaper an iteration. The examples show where each method fails.'],
      },
    },
  },
};

export default en;
