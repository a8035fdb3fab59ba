// The small pictures of all neurons: as the core packs them, kept until the next come.
import { paint } from '../../charts/canvas.js';
import { el } from '../../dom.js';

/** @typedef {NonNullable<import('../../types.d.ts').Frame['neurons']>} NeuronMaps */
/** @typedef {import('../../types.d.ts').Frame} Frame */
/** @typedef {import('../../types.d.ts').Place} Place */

/** Pixels a side of the map of the neuron that is pointed at. */
const LARGE = 176;

export function neuronMaps() {
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const single = document.createElement('canvas');
  const alone = /** @type {CanvasRenderingContext2D} */ (single.getContext('2d'));
  const large = el('canvas', { class: 'large-map' });
  /** @type {NeuronMaps | null} */ let maps = null;
  /** @type {ImageData | null} */ let image = null;
  /** What one neuron answers on the finer grid, as last seen. @type {Frame['answer']} */ let answer = null;
  /** The tile of the first neuron of each layer. @type {number[]} */ let first = [];

  /** @param {Place} one @returns {{ x: number, y: number } | null} its corner in the picture of all */
  function corner({ layer, neuron }) {
    const tile = (first[layer] ?? Infinity) + neuron;
    if (!maps || tile >= maps.tiles) return null;
    return { x: (tile % maps.across) * maps.columns, y: Math.floor(tile / maps.across) * maps.rows };
  }

  return {
    now: () => maps,
    /** @param {number[]} sizes of the layers, the input first */
    open(sizes) {
      maps = answer = null;
      let tile = 0;
      first = sizes.map((neurons, layer) => {
        const at = layer === 0 ? Infinity : tile;
        if (layer > 0) tile += neurons;
        return at;
      });
    },
    /** Not every frame brings them. @param {Frame} frame */
    take(frame) {
      answer = frame.answer ?? answer;
      const next = frame.neurons;
      if (!next) return;
      const [width, height] = [next.columns * next.across, next.rows * Math.ceil(next.tiles / next.across)];
      if (image?.width !== width || image.height !== height) {
        [canvas.width, canvas.height] = [width, height];
        image = new ImageData(width, height);
      }
      image.data.set(next.rgba);
      context.putImageData(image, 0, 0);
      maps = next;
    },
    /** Whether there is a picture of it. @param {Place} one */
    has: (one) => corner(one) !== null,
    /** @param {CanvasRenderingContext2D} c @param {Place} one @param {number} x of its middle @param {number} y @param {number} size */
    draw(c, one, x, y, size) {
      const from = corner(one);
      if (!from || !maps) return;
      c.imageSmoothingEnabled = false;
      c.drawImage(canvas, from.x, from.y, maps.columns, maps.rows, x - size / 2, y - size / 2, size, size);
    },
    /**
     * A neuron's picture, larger: what it answers on the finer grid, where that has come.
     * @param {Place} one @returns {HTMLCanvasElement | null}
     */
    enlarge(one) {
      const from = corner(one);
      if (!from || !maps) return null;
      const ratio = Math.min(3, devicePixelRatio || 1);
      large.width = large.height = Math.round(LARGE * ratio);
      const c = /** @type {CanvasRenderingContext2D} */ (large.getContext('2d'));
      c.setTransform(ratio, 0, 0, ratio, 0, 0);
      c.imageSmoothingEnabled = false;
      if (maps.measure === 'count' && one.layer < first.length - 1 && answer?.layer === one.layer && answer.neuron === one.neuron) {
        single.width = single.height = answer.size;
        alone.putImageData(new ImageData(new Uint8ClampedArray(answer.rgba), answer.size, answer.size), 0, 0);
        c.drawImage(single, 0, 0, LARGE, LARGE);
      } else c.drawImage(canvas, from.x, from.y, maps.columns, maps.rows, 0, 0, LARGE, LARGE);
      // A row is a class: its colour stands before it.
      if (maps.measure === 'rate')
        for (let k = 0; k < maps.rows; k++) {
          c.fillStyle = paint.classes[k % paint.classes.length];
          c.fillRect(0, (k * LARGE) / maps.rows, 6, LARGE / maps.rows - 1);
        }
      return large;
    },
  };
}
