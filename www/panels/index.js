// The panels of one run, in the order of the page, with the time cursor that they share.
import { el } from '../dom.js';
import { marks } from '../marks.js';
import { graphPanel } from './graph/index.js';
import { learnedPanel } from './learned.js';
import { networkPanel } from './network.js';
import { neuronPanel } from './neuron.js';
import { nowPanel } from './now.js';
import { playback } from './playback.js';
import { progressPanel } from './progress.js';
import { rewind } from './rewind.js';
import { scatterPanel } from './spike/scatter.js';
import { spikePanel } from './spike/index.js';
import { viewsPanel } from './views.js';
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
  const scatter = scatterPanel({ ask: session.ask });
  const spike = spikePanel({ view, ask: session.ask, scatter: scatter.start }, network);
  const now = nowPanel({ single: session.setSingle });
  const learned = learnedPanel({ view });
  const past = rewind({ look: session.glance, go: session.goTo, newest: session.newest });
  const progress = progressPanel({ chart: past.chart });
  network.root.querySelector('.tools')?.append(player.root);
  const pictures = el('div', { class: 'views' }, network.root, neuron.root, weights.root, spike.root, scatter.root);
  const views = viewsPanel(
    pictures,
    network.root,
    [
      { value: 'network', shows: [graph.root] },
      { value: 'spikes', shows: [network.spikes, neuron.root] },
      { value: 'weights', shows: [weights.root] },
      { value: 'spike', shows: [spike.root, network.spikes] },
    ],
    view,
  );
  const middle = el('main', { class: 'middle' }, past.root, pictures, now.root);
  const outcome = el('div', { class: 'outcome' }, learned.root, progress.root);
  // On a phone what it learned follows the picture, for the eye and for the keyboard alike.
  const phone = matchMedia('(max-width: 640px)');
  const place = () => (phone.matches ? pictures.after(learned.root) : outcome.prepend(learned.root));
  phone.addEventListener('change', place);
  place();
  /** @type {import('../types.d.ts').Panel[]} */
  const list = [past, views, network, graph, player, neuron, weights, spike, scatter, now, learned, progress];
  list.push(marks(list.slice()));
  return {
    list,
    progress,
    views,
    middle,
    outcome,
  };
}
