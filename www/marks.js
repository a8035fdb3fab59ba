// What a block changed, for the pictures to mark while one steps: the rest dims. At play nothing is marked.

/**
 * @typedef {{ spikes: Set<number>, potentials: Set<number>, weights: Set<number>, readout: boolean, time: number | null }} Changed
 *   layers from 1; `time` where the block was about one time step
 */

/**
 * @param {import('./types.d.ts').Frame} frame
 * @param {number} depth number of layers with weights
 * @returns {Changed | null} null where nothing is to be marked
 */
export function changedBy({ report, playing }, depth) {
  if (!report || playing) return null;
  const { kind, layer, time } = report;
  const all = Array.from({ length: depth }, (_, i) => i + 1);
  const hidden = all.slice(0, -1);
  const of = layer === null ? [] : [layer];
  /** @param {Partial<Record<'spikes' | 'potentials' | 'weights', number[]>>} layers */
  const these = ({ spikes = [], potentials = [], weights = [] }, readout = false) => ({ spikes: new Set(spikes), potentials: new Set(potentials), weights: new Set(weights), readout, time });
  switch (kind) {
    case 'forward':
      return these({ spikes: hidden, potentials: hidden }, true);
    case 'flip_costs':
    case 'flips':
    case 'a':
      return these({ spikes: of });
    case 'z':
      return these({ potentials: of });
    case 'sweep':
      return these({ spikes: of, potentials: of });
    case 'layer_problem':
      return these({ spikes: of, potentials: of, weights: of });
    case 'W':
      return these({ weights: of });
    case 'W_out':
    case 'readout':
      return these({ weights: [depth] }, true);
    case 'z_out':
    case 'lambda':
      return these({}, true);
    case 'step':
    case 'adam':
      return these({ spikes: hidden, potentials: hidden, weights: all }, true);
    default:
      return null; // a message, a gradient: no picture shows it
  }
}

/**
 * Which of two rasters' cells differ.
 * @param {ArrayLike<number> | undefined} before @param {ArrayLike<number>} now
 */
export function differing(before, now) {
  const out = [];
  if (before?.length === now.length) for (let i = 0; i < now.length; i++) if (before[i] !== now[i]) out.push(i);
  return out;
}

/**
 * Tells each panel, for the style sheet, whether the block changed what it shows.
 * @param {import('./types.d.ts').Panel[]} panels
 */
export function marks(panels) {
  let depth = 1;
  return {
    id: 'marks',
    root: document.createElement('div'),
    /** @param {import('./types.d.ts').Opened} opened */
    open(opened) {
      depth = opened.info.layers.length - 1;
    },
    /** @param {import('./types.d.ts').Frame} frame */
    update(frame) {
      const changed = changedBy(frame, depth);
      /** @type {Record<string, (of: Changed) => boolean>} */
      const shows = {
        network: ({ spikes, potentials, readout }) => spikes.size > 0 || potentials.size > 0 || readout,
        neuron: ({ spikes, potentials }) => spikes.has(frame.neuron.layer) || potentials.has(frame.neuron.layer),
        weights: ({ weights }) => weights.size > 0,
        learned: ({ weights }) => weights.size > 0,
      };
      for (const { id, root } of panels) {
        if (!shows[id]) continue;
        const value = changed === null ? '' : shows[id](changed) ? 'yes' : 'no';
        if ((root.dataset.changed ?? '') !== value) {
          if (value) root.dataset.changed = value;
          else delete root.dataset.changed;
        }
      }
    },
  };
}
