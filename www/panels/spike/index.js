// One spike: the raster with a chosen cell, its story in one row of pictures, and what happens when it is flipped.
import { el, panel, say } from '../../dom.js';
import { words as en } from '../../strings/words.js';
import { cells, same } from './cells.js';
import { message, price, side, signed, wants, weights } from './figures.js';
import { branch, parabolas, smooth, trial } from './middle.js';
import '../../styles/figures.css';
import '../../styles/spike.css';

/** @typedef {import('../../types.d.ts').Spike} Spike */
/** @typedef {import('../../types.d.ts').Story} Story */
/** @typedef {import('../../types.d.ts').Flip} Flip */
/** @typedef {import('../../types.d.ts').View} View */

/** Milliseconds between two stories while the network learns. */
const GAP = 250;

/**
 * @param {object} host
 * @param {(change: Partial<View>) => void} host.view
 * @param {<N extends import('../../protocol/commands.d.ts').Name>(name: N, ...rest: import('../../protocol/commands.d.ts').Rest<N>) => Promise<import('../../protocol/commands.d.ts').Answer<N>>} host.ask
 * @param {(layer: number) => void} host.scatter over the whole layer
 * @param {ReturnType<typeof import('../network.js').networkPanel>} network
 */
export function spikePanel(host, network) {
  const s = en.spike;
  const flipIt = el('button', { type: 'button', class: 'strong', id: 'flip', 'aria-pressed': 'false', text: s.flip, help: s.flipHelp, onclick: () => turn() });
  const colour = el('button', { type: 'button', id: 'worth', 'aria-pressed': 'false', text: s.worth, help: s.worthHelp, onclick: () => paintWorth(!worth) });
  const all = el('button', { type: 'button', id: 'over-the-layer', text: s.layer, help: s.layerHelp, onclick: () => host.scatter(view?.spike?.layer ?? shown?.layer ?? 1) });
  const { root } = panel('spike', s.title, s.hint, flipIt, colour, all);
  const told = el('p', { class: 'story', 'aria-live': 'polite' });
  const legend = el('p', { class: 'legend worth-legend', hidden: true }, el('span', {}, el('i', { class: 'key blue' }), s.costs), el('span', {}, el('i', { class: 'key red' }), s.pays), el('span', { text: s.deeper }));
  const marks = el('p', { class: 'legend flip-legend', hidden: true }, el('span', {}, el('i', { class: 'key added', text: '+' }), s.added), el('span', {}, el('i', { class: 'key removed', text: '\u2212' }), s.removed));
  const learn = el('a', { class: 'more', href: `./learn.html?lang=${document.documentElement.lang}#branch`, text: s.learn });
  const middle = branch({ proximal: (how) => host.ask('proximal', how), stage: (next) => ((stage = next), tell()), moved: (text) => say(told, text) });
  const [paper, surrogate, targets] = [parabolas(), smooth(), trial()];
  const [first, second, third, fourth, last] = [wants(), message(), price(), side(), weights()];
  const control = el('p', { class: 'no-picture', text: s.control });
  const list = [first, second, third, fourth, middle, paper, surrogate, targets, last];
  const row = el('div', { class: 'plot tales', role: 'group', 'aria-label': s.row }, first.root, second.root, third.root, fourth.root, middle.root, paper.root, surrogate.root, targets.root, control, last.root);
  root.append(legend, marks, told, row, learn);
  const over = cells(network, {
    choose,
    flip(cell) {
      choose(cell);
      turn();
    },
  });

  /** @type {import('../../types.d.ts').Opened | null} */ let opened = null;
  /** @type {import('../../types.d.ts').Frame | null} */ let frame = null;
  /** @type {View | null} */ let view = null;
  /** The story that is told. @type {Story | null} */ let shown = null;
  /** The cell that the page chose while the visitor has none. @type {Spike | null} */ let own = null;
  /** @type {Flip | null} */ let flip = null;
  let worth = false;
  let stage = 0;
  let on = false;
  /** What the story was last asked for, and which question the last answer belongs to. */
  let askedFor = '';
  let standing = '';
  let question = 0;
  let waiting = 0;
  let lastAsked = 0;

  const at = () => view?.spike ?? own;
  const set = () => ({ split: view?.split ?? 'train', sample: frame?.sample.index ?? 0 });

  /** @param {Spike} cell */
  function choose(cell) {
    if (view?.spike && same(cell, view.spike)) return;
    unflip();
    // The next key or click may come before the next frame.
    if (view) view = { ...view, spike: cell };
    host.view({ spike: cell, layer: cell.layer, neuron: cell.neuron });
    over.mark(cell, []);
    ask();
  }
  function unflip() {
    flipping++;
    if (!flip) return;
    flip = null;
    over.mark(at(), []);
    tell();
  }
  /** Which flip was last asked for: an answer to an older one is none. */
  let flipping = 0;
  /** Flip the chosen spike, or flip it back. */
  async function turn() {
    const cell = at();
    if (!cell) return;
    if (flip) return unflip();
    const mine = ++flipping;
    /** @type {Flip} */ let done;
    try {
      done = await host.ask('flip', { ...set(), ...cell });
    } catch (error) {
      if (mine === flipping) say(told, error instanceof Error ? error.message : String(error));
      return;
    }
    if (mine !== flipping || !same(cell, at())) return;
    flip = done;
    over.mark(cell, done.changed);
    tell();
  }
  /** @param {boolean} next */
  async function paintWorth(next) {
    worth = next;
    colour.setAttribute('aria-pressed', String(worth));
    legend.hidden = !worth;
    const prices = worth && on ? await host.ask('prices', set()).catch(() => null) : null;
    if (worth || !next) over.colour(worth ? prices : null);
  }

  /** Ask for the story of the cell, where it may have another. */
  async function ask() {
    clearTimeout(waiting);
    if (!on || !frame) return;
    const wait = frame.playing ? GAP - (performance.now() - lastAsked) : 0;
    if (wait > 0) return void (waiting = window.setTimeout(ask, wait));
    lastAsked = performance.now();
    const mine = ++question;
    try {
      const place = set();
      if (!view?.spike) own = await host.ask('disputed', place);
      const cell = at();
      if (mine !== question || !cell) return;
      const story = await host.ask('story', { ...place, ...cell });
      if (mine !== question) return;
      shown = story;
      stage = Math.min(stage, Math.max(0, (story.charge?.stages.length ?? 1) - 1));
      over.mark(cell, flip?.changed ?? []);
      tell();
      if (worth) paintWorth(true);
    } catch (error) {
      // Where another cell or experiment has come in between, its own story follows.
      if (mine !== question) return;
      nothing(error instanceof Error ? error.message : String(error));
    }
  }

  /** No picture, and why. @param {string} why */
  function nothing(why) {
    shown = null;
    for (const one of list) one.root.hidden = true;
    control.hidden = true;
    say(told, why);
  }

  /** Every picture, and the sentence. */
  function tell() {
    flipIt.setAttribute('aria-pressed', String(flip !== null));
    say(flipIt, flip ? s.flipBack : s.flip);
    marks.hidden = !flip;
    if (!shown || !opened) return;
    const story = shown;
    const solver = String(opened.spec.solver);
    third.name(solver === 'exact' ? s.price.title : s.price.of);
    const all = { story, flip, stage, trains: opened.info.trains, own: solver, inputs: opened.info.inputNames };
    const show = { exact: [fourth, middle, last], paper: [paper], surrogate: [surrogate, last], targets: [targets], control: [] }[solver] ?? [];
    for (const one of list) {
      one.root.hidden = !([first, second, third].includes(/** @type {any} */ (one)) || show.includes(/** @type {any} */ (one)));
      one.tell(all);
    }
    control.hidden = solver !== 'control';
    say(told, sentence(story, solver));
  }

  /** The story in words. @param {Story} story @param {string} solver */
  function sentence(story, solver) {
    const raster = frame?.raster[story.layer];
    const who = s.say(story.fires ? s.tell.fires : s.tell.silent, { layer: raster ? network.nameOf(raster) : '', neuron: story.neuron + 1, t: story.t, z: en.fixed(story.potential, 3) });
    const worth = s.say(solver === 'exact' ? (story.kappa < 0 ? s.tell.pays : s.tell.costs) : s.tell.others, { kappa: signed(story.kappa), gradient: signed(story.surrogate) });
    if (flip) {
      const gained = flip.changed.filter((cell) => !over.fires(cell)).length;
      return `${who} ${s.say(s.tell.flipped, { foretold: signed(flip.foretold), gradient: signed(flip.surrogate), real: signed(flip.real), before: en.number(flip.before), after: en.number(flip.after), gained, gone: flip.changed.length - gained })}`;
    }
    const does = { exact: () => middle.sentence(), paper: () => (story.parabolas ? s.tell[story.parabolas.fires ? 'paperFires' : 'paperSilent'] : s.paper.none), surrogate: () => s.say(s.tell.surrogate, { slope: en.number(story.smooth?.derivative) }), targets: () => (story.trial ? (story.trial.lowers ? s.targets.lowers : s.targets.rises) : s.targets.none), control: () => s.control }[solver];
    return `${who} ${worth} ${does?.() ?? ''}`;
  }

  return {
    id: 'spike',
    root,
    draw() {
      for (const one of list) if ('plot' in one) one.plot.redraw();
    },
    /** @param {import('../../types.d.ts').Opened} next */
    open(next) {
      opened = next;
      own = null;
      flip = null;
      question++;
      askedFor = '';
      over.mark(null, []);
      over.colour(null);
      nothing(s.empty);
    },
    /** @param {import('../../types.d.ts').Frame} next @param {View} looked */
    update(next, looked) {
      frame = next;
      view = looked;
      over.update(next);
      if (on !== (looked.picture === 'spike')) {
        on = !on;
        over.show(on);
        askedFor = '';
      }
      if (!on) return;
      const { iteration, block, time, status, looksBack, sample } = next;
      const stands = [iteration, block, time, status, looksBack, sample.index, looked.split].join();
      // A flip is a what-if of what stands: anything new ends it.
      if (stands !== standing) unflip();
      standing = stands;
      const key = [stands, looked.spike?.layer, looked.spike?.neuron, looked.spike?.t].join();
      if (key === askedFor) return;
      askedFor = key;
      ask();
    },
    table: () =>
      shown && {
        caption: `${s.title}: ${told.textContent}`,
        columns: [s.columns.symbol, s.columns.value],
        rows: numbers(shown, flip).map(([name, value]) => [name, en.number(value)]),
      },
    csv: () => shown && { columns: ['quantity', 'value'], rows: numbers(shown, flip) },
  };
}

/** Everything that the pictures say as numbers. @param {Story} story @param {Flip | null} flip @returns {[string, number][]} */
function numbers(story, flip) {
  const { charge, parabolas: p, smooth, trial } = story;
  /** @param {string} name @param {ArrayLike<number>} values @returns {[string, number][]} */
  const each = (name, values) => Array.from(values, (value, k) => [`${name}[${k + 1}]`, value]);
  /** @type {[string, number][]} */ const rows = [['layer', story.layer], ['neuron', story.neuron + 1], ['t', story.t], ['a', Number(story.fires)], ['z', story.potential], ['theta', story.theta], ...each('lambda_L', story.wants), ['S', story.reach], ['S2', story.reachCurvature], ['kappa', story.kappa], ['surrogate', story.surrogate]];
  if (charge) {
    rows.push(['s', charge.side], ['lambda', charge.lambda], ['rho', charge.rho], ['m', charge.margin], ['charged kappa', charge.kappa]);
    for (const { number, given, dual, start, own, weights } of charge.stages) rows.push([`V round ${number}`, given], [`u round ${number}`, dual], [`q round ${number}`, start], [`z round ${number}`, own], ...each(`dW round ${number}`, weights));
  }
  if (p) rows.push(['a relaxed', p.spike], ['q', p.past], ['r', p.future], ['z*', p.free], ['z silent', p.least[0][0]], ['cost silent', p.least[0][1]], ['z firing', p.least[1][0]], ['cost firing', p.least[1][1]]);
  if (smooth) rows.push(['slope at z', smooth.derivative], ['dloss/da', smooth.arrives], ['dloss/dz', smooth.gradient], ...each('gradient', smooth.weights));
  if (trial) rows.push(['before the flip', trial.before], ['after the flip', trial.after], ['penalty of the flip', trial.penalty]);
  if (flip) rows.push(['foretold', flip.foretold], ['real', flip.real], ['loss before', flip.before], ['loss after', flip.after]);
  return rows;
}
