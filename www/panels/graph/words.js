// What the network picture shows, in words: of one neuron, and of all.
import { words as en } from '../../strings/words.js';

/** @typedef {import('../../types.d.ts').Frame} Frame */
/** @typedef {import('../../types.d.ts').Opened['info']} Info */

/** Whether a neuron spikes in the sample at t. @param {Frame} frame @param {number} layer @param {number} neuron @param {number} t */
export function spikesAt({ raster }, layer, neuron, t) {
  const r = raster[layer];
  const code = r ? r.codes[neuron * r.T + t] : 0;
  return code === 1 || code === 2;
}

/**
 * What there is to say about a neuron.
 * @param {import('../../types.d.ts').Place} one
 * @param {{ frame: Frame, info: Info, cursor: number | null, map: 'count' | 'first' | 'rate' | null }} now `map`: what its map shows, where it has one
 * @returns {string[]}
 */
export function aboutNeuron(one, { frame, info, cursor, map }) {
  const s = en.picture;
  const { layers, middles, inputNames, T, dimensions } = info;
  const stands = one.neuron + middles[one.layer];
  const out = [s.place(one, layers.length, inputNames)];
  const r = frame.raster[one.layer];
  const readout = one.layer === layers.length - 1;
  if (!frame.graph) return [];
  if (r && !readout) {
    const times = Array.from({ length: r.T }, (_, t) => t).filter((t) => spikesAt(frame, one.layer, stands, t));
    const rate = frame.graph.rates[one.layer]?.[one.neuron];
    out.push(one.layer === 0 ? s.input(rate) : s.fires(rate), s.inSample(times.length, T));
    if (times.length && one.layer > 0) out.push(s.firstAt(times[0] + 1));
  } else {
    const { values } = frame.readout;
    out.push(s.ends(values[one.neuron * T + T - 1]));
    if (cursor !== null) out.push(s.now(cursor + 1, values[one.neuron * T + cursor]));
  }
  const { neuron } = frame;
  if (one.layer === neuron.layer && stands === neuron.neuron && one.layer > 0) {
    out.push(s.range(Math.min(...neuron.potential), Math.max(...neuron.potential), neuron.threshold));
    if (cursor !== null) out.push(s.now(cursor + 1, neuron.potential[cursor]));
  }
  if (map) out.push(readout ? s.largeClass : s.large[map]);
  if (dimensions === 2) out.push(s.more);
  return out;
}

/** The picture for those who do not see it. @param {Info} info @param {import('../../types.d.ts').Graph} graph */
export function inWords({ columns: layers, inputNames }, graph) {
  const s = en.picture;
  const described = layers.map((neurons, layer) => {
    const rates = layer > 0 ? graph.rates[layer] : undefined;
    return { name: s.column(layer, layers.length), neurons, rate: rates ? rates.reduce((a, b) => a + b, 0) / neurons : null, silent: rates ? rates.filter((r) => r === 0).length : 0 };
  });
  const strongest = graph.lines.filter((lines) => lines.weight.length).map((lines) => s.weight(lines.layer, s.place({ layer: lines.layer - 1, neuron: lines.from[0] }, layers.length, inputNames), lines.to[0] + 1, lines.weight[0]));
  return s.summary(described, strongest);
}
