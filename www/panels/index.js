// The panels of one run, in the order of the page, with the time cursor that they share.
import { el } from '../dom.js';
import { graphPanel } from './graph.js';
import { learnedPanel } from './learned.js';
import { networkPanel } from './network.js';
import { neuronPanel } from './neuron.js';
import { nowPanel } from './now.js';
import { playback } from './playback.js';
import { progressPanel } from './progress.js';
import { rewind } from './rewind.js';
import { weightsPanel } from './weights.js';

/** @param {ReturnType<typeof import('../session.js').createSession>} session */
export function runPanels(session) {
  const view = session.look;
  /** @param {number | null} t @param {number} [share] */
  const move = (t, share) => {
    network.cursor(t);
    neuron.cursor(t);
    graph.cursor(t, share);
  };
  /** @param {number | null} t */
  const cursor = (t) => {
    if (!player.playing()) move(t);
  };
  const network = networkPanel({ view, cursor });
  const graph = graphPanel({ view }, network);
  const player = playback({ show: move });
  const neuron = neuronPanel({ view, cursor });
  const weights = weightsPanel({ weight: (layer, out, input) => session.ask('weight', { layer, out, input }), weights: (layer) => session.ask('weights', { layer }) });
  const now = nowPanel({ single: session.setSingle });
  const learned = learnedPanel({ view });
  const past = rewind({ look: session.glance, go: session.goTo, newest: session.newest });
  const progress = progressPanel({ chart: past.chart });
  network.root.querySelector('.tools')?.append(player.root);
  const pair = el('div', { class: 'pair-of-panels' }, neuron.root, weights.root);
  const middle = el('main', { class: 'middle' }, past.root, network.root, pair, now.root);
  const outcome = el('div', { class: 'outcome' }, learned.root, progress.root);
  // On a phone what it learned follows the network, for the eye and for the keyboard alike.
  const phone = matchMedia('(max-width: 640px)');
  const place = () => (phone.matches ? network.root.after(learned.root) : outcome.prepend(learned.root));
  phone.addEventListener('change', place);
  place();
  /** @type {import('../types.d.ts').Panel[]} */
  const list = [past, network, graph, player, neuron, weights, now, learned, progress];
  return {
    list,
    progress,
    middle,
    outcome,
  };
}
