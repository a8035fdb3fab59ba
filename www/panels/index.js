// The panels of one run, in the order of the page, with the time cursor that they share.
import { el, place } from '../dom.js';
import { marks } from '../marks.js';
import { graphPanel } from './graph/index.js';
import { learnedPanel } from './learned.js';
import { networkPanel } from './network.js';
import { nowPanel } from './now.js';
import { onDemand } from '../ondemand.js';
import { playback } from './playback.js';
import { progressPanel } from './progress.js';
import { rewind } from './rewind.js';
import { viewsPanel } from './views.js';
import { moreWords } from '../strings/words.js';

/** @typedef {import('../types.d.ts').Panel} Panel */

/**
 * @param {ReturnType<typeof import('../session.js').createSession>} session
 * @param {{ stands: Promise<unknown>, arrived: (panels: Panel[]) => void, failed: (error: unknown) => void }} host `stands` settles when the page does; `arrived` hears of panels that came later, `failed` of what did not
 */
export function runPanels(session, host) {
  const view = session.look;
  /** @param {number | null} t @param {number} [share] */
  const move = (t, share) => {
    network.cursor(t);
    neuron.cursor?.(t);
    graph.cursor(t, share);
  };
  /** @param {number | null} t */
  const cursor = (t) => {
    if (!player.playing()) move(t);
  };
  const network = networkPanel({ view, cursor });
  const graph = graphPanel({ view }, network);
  const player = playback({ show: move });
  /**
   * A panel that comes when it is first looked at.
   * @param {string} id @param {(panel: Panel) => Promise<Panel[]>} load makes it of the panel that stands in its place, and says which have come
   */
  const later = (id, load) => {
    let looked = false;
    const come = onDemand(async () => {
      await moreWords();
      host.arrived(await load(panel));
    });
    /** @type {Panel & { cursor?: (t: number | null) => void }} */ const panel = {
      id,
      root: place(id),
      update() {
        // Once each time that its tab is chosen, not with every frame.
        const now = !panel.root.hidden;
        if (now && !looked) come().catch(host.failed);
        looked = now;
      },
    };
    return panel;
  };
  const neuron = later('neuron', async (panel) => [Object.assign(panel, (await import('./neuron.js')).neuronPanel({ view, cursor }))]);
  const weights = later('weights', async (panel) => [
    Object.assign(panel, (await import('./weights.js')).weightsPanel({ weight: (layer, out, input) => session.ask('weight', { layer, out, input }), weights: (layer) => session.ask('weights', { layer }) })),
  ]);
  /** @type {Panel} */ const scatter = { id: 'foretold', root: place('foretold') };
  const spike = later('spike', async (panel) => {
    const { scatterPanel, spikePanel } = await import('./spike/both.js');
    const over = Object.assign(scatter, scatterPanel({ ask: session.ask }));
    return [Object.assign(panel, spikePanel({ view, ask: session.ask, scatter: over.start }, network)), scatter];
  });
  const now = nowPanel({ single: session.setSingle });
  const learned = learnedPanel({ view });
  const past = rewind({ look: session.glance, go: session.goTo, newest: session.newest });
  const progress = progressPanel({ chart: past.chart, stands: host.stands, failed: host.failed });
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
  const put = () => (phone.matches ? pictures.after(learned.root) : outcome.prepend(learned.root));
  phone.addEventListener('change', put);
  put();
  /** @type {Panel[]} */
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
