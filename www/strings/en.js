// Every sentence and name that a visitor can read, in English. A translation is one more file like this one.

/** @param {number} value @param {number} digits */
const fixed = (value, digits) => value.toFixed(digits).replace(/^(-?)0\./, '$1.').replace('-', '\u2212');

/** A number as short as it can be read: .982, 12.4, 3.1e−5. @param {number | null | undefined} value */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return 'none';
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : 'minus infinite';
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (Number.isInteger(value) && size < 1e6) return String(value).replace('-', '\u2212');
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace(/-/g, '\u2212').replace('+', '');
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
}

/** @param {number | null | undefined} value */
export function accuracy(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return 'none';
  return value >= 0.9995 ? '1.00' : fixed(value, 3);
}

/** @param {number} seconds */
export const duration = (seconds) => (seconds < 0.0005 ? '0 s' : seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`);

/** A label of an axis, without trailing zeros. @param {number} value */
export const tick = (value) => {
  const text = value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(0).replace('+', '') : String(Number(value.toPrecision(3)));
  return text.replace(/^(-?)0\./, '$1.').replace(/-/g, '\u2212');
};

/** @param {number} bytes */
export const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} KiB` : bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(bytes < 1e7 ? 1 : 0)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`);

/** @type {Record<string, string>} */
const tasks = {
  xor: 'XOR',
  moons: 'Moons',
  circles: 'Circles',
  spirals: 'Spirals',
  yinyang: 'Yin-Yang',
  order: 'Order',
  channels: 'Channels',
};

/** @type {Record<string, string>} */
const taskHelp = {
  xor: 'XOR: the class says whether two inputs fire at different rates; no single neuron can tell.',
  moons: 'Two moons: two half circles that reach into each other.',
  circles: 'Circles: one class surrounds the other.',
  spirals: 'Two spirals: two arms wound around each other, hard for a straight cut.',
  yinyang: 'Yin-Yang: the two halves of the sign and its dots, three classes.',
  order: 'Order: the class is the order in time in which groups of inputs fire, so only timing helps.',
  channels: 'Channels: hundreds of noisy input channels and few samples, where the paper\u2019s solver does fit its training data.',
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
  n: { name: 'Samples', help: 'How many samples the training set has; the test set has as many.' },
  T: { name: 'Time steps', help: 'How many time steps each sample lasts.' },
  noise: { name: 'Noise', help: 'Spread of the noise added to every sample.' },
  encoder: { name: 'Encoder', help: 'How a number becomes input over time: a rate of spikes, the time of one spike, a population of tuned neurons, or a constant current.' },
  seed: { name: 'Seed', help: 'The number that all randomness comes from: same seed, same data, same first weights, same run.' },
  hidden: { name: 'Neurons', help: 'How many spiking neurons this hidden layer has.' },
  delta: { name: 'Leak \u03b4', help: 'How much of the potential is left after one time step; 1 forgets nothing.' },
  theta: { name: 'Threshold \u03b8', help: 'A neuron spikes when its potential is above this value, which is then subtracted.' },
  iterations: { name: 'Iterations', help: 'The planned end of the run; one iteration is one round of all blocks.' },
  gain: { name: 'Start gain', help: 'Spread of the potentials under the first random weights, in thresholds; too small leaves deep layers silent.' },
  margin: { name: 'Margin m', help: 'How near to the threshold a potential must be to feel the pull of its spike, and how far beyond it is drawn.' },
  mu: { name: 'Inertia \u03bc', help: 'How strongly the old weights are held on to; the one knob worth tuning.' },
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
const encoders = { rate: 'Rate', latency: 'Latency', population: 'Population', current: 'Current' };

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
const series = { objective: 'objective', loss: 'loss', train: 'train', test: 'test', auxiliary: 'auxiliary', control: 'control' };

/** @param {string} key */
function seriesName(key) {
  const [, kind, layer] = key.match(/^(dynamics|spikes|firing)_(\d+)$/) ?? [];
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

export const en = {
  number,
  tick,
  accuracy,
  duration,
  size,
  tasks,
  taskHelp,
  solvers,
  fields,
  encoders,
  blocks,
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
  },
  /** @param {string} status @param {string | null} message */
  statusHelp: (status, message) =>
    message ?? /** @type {Record<string, string>} */ ({
      ready: 'Press play, or step through the blocks one by one.',
      converged: 'The residuals are small enough to stop.',
      'no progress': 'No iteration has bettered the best one for a while, so it stopped there.',
      'max iterations': 'The planned number of iterations is done.',
      'numerical error': 'A number overflowed; the last good network is kept.',
    })[status] ?? 'What the trainer is doing.',

  keys: {
    title: 'Keys',
    list: /** @type {[string, string][]} */ ([
      ['space', 'play or pause'],
      ['\u2192', 'one block'],
      ['shift \u2192', 'one iteration'],
      ['R', 'reset, same seed'],
      ['S', 'copy the link'],
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
    shape: (layers, parameters, bytes) => `${layers.join('\u2013')} neurons, ${parameters.toLocaleString('en')} weights, ${size(bytes)} at work`,
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
    /** @param {boolean} auxiliary */
    hint: (auxiliary) => (auxiliary ? 'rows are neurons; coloured spikes are in dispute' : 'rows are neurons, filled cells are spikes'),
    input: 'Input',
    /** @param {number} layer */
    hidden: (layer) => `Hidden ${layer}`,
    readout: 'Readout',
    /** @param {number} count */
    neurons: (count) => `${count} neurons`,
    /** @param {number} count */
    channels: (count) => `${count} channels`,
    potentials: 'potentials',
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
    /** @param {string} name */
    next: (name) => `Next block`,
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
    counted: (changed, outOf, what) => (outOf === null ? `${changed} ${what}` : `${changed.toLocaleString('en')} of ${outOf.toLocaleString('en')} ${what}`),
    entries: 'entries changed',
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
    trainHelp: 'Share of the training samples that the real network answers rightly.',
    testHelp: 'Share of the samples it was never trained on that the real network answers rightly.',
    auxiliaryHelp: 'Share answered rightly by the optimiser\u2019s own variables; a gap to train means it has not taught the network.',
    controlHelp: 'Test accuracy of a frozen random hidden layer with a ridge readout: the bar to beat.',
    bestHelp: 'Test accuracy of the iterate kept so far: the one with the best validation.',
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
    higher: 'accuracy, higher is better:',
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
    rates: (rates) => rates.map((rate) => `${(rate * 100).toFixed(rate < 0.0995 ? 1 : 0)} %`).join(' \u00b7 '),
    /** @param {number[]} counts */
    counts: (counts) => counts.join(' \u00b7 '),
    /** @param {number} iteration @param {string} loss @param {string} test */
    summary: (iteration, loss, test) => `Curves up to iteration ${iteration}: loss ${loss}, test accuracy ${test}.`,
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

  classNames: ['\u25cf 0', '\u25a0 1', '\u25c6 2', '\u25b2 3', '\u271a 4', '\u25bc 5', '\u2605 6', '\u2b22 7'],
  /** @param {number} index */
  className: (index) => en.classNames[index] ?? String(index),

  /** What can go wrong between the page and its worker, by code. @type {Record<string, string>} */
  errors: {
    over: 'The run is over.',
    closed: 'No experiment is open.',
    nothing: 'There is nothing to undo.',
    gone: 'The trainer has stopped.',
  },
  /** @param {unknown} given */
  badRun: (given) => `run needs a whole number of iterations, 0 or more; it was given ${given}.`,
  /** @param {unknown} given */
  badStep: (given) => `step takes 'block' or 'iteration'; it was given ${given}.`,

  /** What the announcer says now and then. @param {string} status @param {number} iteration @param {string} test */
  announce: (status, iteration, test) => `${status}, iteration ${iteration}, test accuracy ${test}`,

  presets: [
    { link: '#v=1&task=spirals', name: 'Two spirals', says: 'The first look: exact spikes, one hidden layer. Watch the map wind up within seconds.' },
    { link: '#v=1&task=circles', name: 'Circles', says: 'An island of one class. The control, with its frozen hidden layer, stays behind.' },
    { link: '#v=1&task=moons', name: 'Two moons', says: 'An easy bend: a few iterations will do.' },
    { link: '#v=1&task=xor', name: 'XOR', says: 'The smallest problem that needs a hidden layer. Step through it block by block.' },
    { link: '#v=1&task=order', name: 'Order of spikes', says: 'Only timing tells the classes apart; look at the rasters of different samples.' },
    { link: '#v=1&task=yinyang', name: 'Yin-Yang', says: 'Three classes and constant currents: the slowest and most beautiful map.' },
    { link: '#v=1&task=spirals&hidden=40,40', name: 'Two hidden layers', says: 'Flip costs travel down two layers: compare firing rates and both weight maps.' },
    { link: '#v=1&task=spirals&solver=targets', name: 'Target trains', says: 'Each spike flipped lowers the loss exactly; the best loss never rises.' },
    { link: '#v=1&task=spirals&solver=paper', name: 'The gap', says: 'The paper\u2019s relaxed form: auxiliary accuracy climbs while the real network stays near chance.' },
    { link: '#v=1&task=channels&solver=paper', name: 'Where the paper\u2019s form fits', says: 'Hundreds of channels, few samples: now train accuracy does rise. Mind the control.' },
    { link: '#v=1&task=spirals&solver=surrogate', name: 'Surrogate gradients', says: 'The baseline on the same data: compare its curve with exact.' },
    { link: '#v=1&task=spirals&solver=control', name: 'The control', says: 'Nothing but a readout is learned: the bar that every method must clear.' },
  ],
};
