// Over a whole layer: what was foretold of random flips against what they did, for two ways to foretell it.
import { paint, surface } from '../../charts/canvas.js';
import { el, panel, say, segmented } from '../../dom.js';
import { words as en } from '../../strings/words.js';

/** Flips of a draw, and of a piece of it: in between the trainer and the pictures have their turn. */
const COUNT = 600;
const PIECE = 25;
const [LEFT, FOOT, TOP] = [56, 36, 10];

/** @param {{ ask: <N extends import('../../protocol/commands.d.ts').Name>(name: N, ...rest: import('../../protocol/commands.d.ts').Rest<N>) => Promise<import('../../protocol/commands.d.ts').Answer<N>> }} host */
export function scatterPanel(host) {
  const s = en.spike.scatter;
  const holder = el('span');
  const close = el('button', { type: 'button', class: 'quiet', text: s.close, onclick: () => show(false) });
  const { root } = panel('foretold', s.title, s.hint, holder, close);
  const body = el('div', { class: 'plot' });
  const progress = el('progress', { max: String(COUNT), value: '0', 'aria-label': s.progress });
  const exact = el('span', { class: 'of-kappa' });
  const surrogate = el('span', {});
  const count = el('span', { class: 'num', 'aria-live': 'polite' });
  const what = el('p', { class: 'story', text: s.what });
  root.append(what, el('p', { class: 'legend' }, exact, surrogate, progress, count), body);
  root.hidden = true;
  const screen = surface(body, s.title);
  screen.canvas.id = 'foretold-real';

  let layer = 1;
  /** Which draw is under way: an older one stops. */
  let turn = 0;
  /** @type {number[]} */ const real = [];
  /** @type {number[]} */ const kappa = [];
  /** @type {number[]} */ const gradient = [];
  /** @type {{ exact: number | null, surrogate: number | null }} */ let found = { exact: null, surrogate: null };
  let state = '';
  /** @type {import('../../types.d.ts').Frame | null} */ let frame = null;
  let layers = 1;
  /** @type {HTMLElement | null} */ let opener = null;

  function draw() {
    const { context: c, width, height } = screen.begin();
    if (root.hidden || !real.length) return;
    // One scale for both axes: a right price lies on the diagonal.
    const sizes = [...real, ...kappa, ...gradient].map(Math.abs).sort((a, b) => a - b);
    const most = sizes[Math.floor(0.985 * (sizes.length - 1))] || 1e-6;
    const side = Math.min(width - LEFT - 12, height - FOOT - TOP);
    const x = (/** @type {number} */ v) => LEFT + side / 2 + (Math.max(-most, Math.min(most, v)) / most) * (side / 2 - 6);
    const y = (/** @type {number} */ v) => TOP + side / 2 - (Math.max(-most, Math.min(most, v)) / most) * (side / 2 - 6);
    c.strokeStyle = paint.rule;
    c.strokeRect(LEFT, TOP, side, side);
    c.beginPath();
    c.moveTo(x(0), TOP);
    c.lineTo(x(0), TOP + side);
    c.moveTo(LEFT, y(0));
    c.lineTo(LEFT + side, y(0));
    c.stroke();
    c.setLineDash([4, 4]);
    c.strokeStyle = paint.soft;
    c.beginPath();
    c.moveTo(x(-most), y(-most));
    c.lineTo(x(most), y(most));
    c.stroke();
    c.setLineDash([]);
    c.strokeStyle = paint.soft;
    c.lineWidth = 1;
    c.beginPath();
    gradient.forEach((v, k) => {
      c.moveTo(x(v) - 2.5, y(real[k]) - 2.5);
      c.lineTo(x(v) + 2.5, y(real[k]) + 2.5);
      c.moveTo(x(v) + 2.5, y(real[k]) - 2.5);
      c.lineTo(x(v) - 2.5, y(real[k]) + 2.5);
    });
    c.stroke();
    c.fillStyle = kappaColour();
    for (let k = 0; k < kappa.length; k++) {
      c.beginPath();
      c.arc(x(kappa[k]), y(real[k]), 2.4, 0, 7);
      c.fill();
    }
    c.fillStyle = paint.soft;
    c.textBaseline = 'alphabetic';
    c.textAlign = 'center';
    for (const v of [-most, 0, most]) c.fillText(en.tick(Number(v.toPrecision(2))), Math.min(Math.max(x(v), LEFT + 14), LEFT + side - 14), TOP + side + 14);
    c.fillText(s.foretold, LEFT + side / 2, TOP + side + 30);
    c.textAlign = 'right';
    for (const v of [-most, 0, most]) c.fillText(en.tick(Number(v.toPrecision(2))), LEFT - 4, y(v) + 4);
    c.save();
    c.translate(12, TOP + side / 2);
    c.rotate(-Math.PI / 2);
    c.textAlign = 'center';
    c.fillText(s.real, 0, 0);
    c.restore();
  }
  const kappaColour = () => getComputedStyle(exact).color;

  function tell() {
    const number = (/** @type {number | null} */ v) => (v === null ? s.none : en.fixed(v, 2));
    exact.replaceChildren(el('i', { class: 'dot kappa-dot' }), en.spike.say(s.exact, { r: number(found.exact) }));
    surrogate.replaceChildren(el('b', { class: 'cross', 'aria-hidden': 'true', text: '\u00d7' }), en.spike.say(s.surrogate, { r: number(found.surrogate) }));
    progress.hidden = real.length === COUNT || state !== stateOf();
    progress.value = real.length;
    if (real.length === COUNT) say(count, en.spike.say(s.count, { count: real.length, layer, iteration: frame?.iteration ?? 0 }));
    screen.describe(() => en.spike.say(s.summary, { count: real.length, layer, exact: number(found.exact), surrogate: number(found.surrogate) }));
    draw();
  }
  const stateOf = () => (frame ? [frame.iteration, frame.block].join() : '');

  async function run() {
    const mine = ++turn;
    for (const list of [real, kappa, gradient]) list.length = 0;
    found = { exact: null, surrogate: null };
    state = stateOf();
    say(count, '');
    tell();
    while (real.length < COUNT) {
      const piece = await host.ask('flips', { layer, count: PIECE, skip: real.length }).catch(() => null);
      if (!piece || mine !== turn) return;
      if (state !== stateOf()) {
        // The network has learned on: these and the next would not be of one.
        say(count, s.moved);
        return tell();
      }
      real.push(...piece.real);
      kappa.push(...piece.foretold);
      gradient.push(...piece.surrogate);
      const other = Float64Array.from(real);
      const [exact, surrogate] = await Promise.all([kappa, gradient].map((one) => host.ask('correlation', { one: Float64Array.from(one), other }))).catch(() => [null, null]);
      if (mine !== turn) return;
      found = { exact, surrogate };
      tell();
    }
  }
  /** @param {boolean} on */
  function show(on) {
    root.hidden = !on;
    if (on) return;
    turn++;
    opener?.focus();
  }
  let choiceFor = 0;
  function choose() {
    if (choiceFor !== layers) {
      choiceFor = layers;
      choice = segmented(s.layer, Array.from({ length: layers }, (_, i) => ({ value: String(i + 1), text: en.network.hidden(i + 1) })), (value) => {
        layer = Number(value);
        run();
      }, 'small');
      holder.replaceChildren(choice.root);
    }
    choice?.set(String(layer));
  }
  /** @type {ReturnType<typeof segmented> | null} */ let choice = null;
  screen.onresize(draw);
  return {
    id: 'foretold',
    root,
    draw,
    /** @param {number} which */
    start(which) {
      opener = /** @type {HTMLElement | null} */ (document.activeElement);
      layer = which;
      show(true);
      choose();
      root.scrollIntoView({ block: 'nearest' });
      run();
    },
    /** @param {import('../../types.d.ts').Opened} next */
    open(next) {
      layers = next.info.layers.length - 2;
      turn++;
      root.hidden = true;
    },
    /** @param {import('../../types.d.ts').Frame} next @param {import('../../types.d.ts').View} view */
    update(next, view) {
      frame = next;
      if (view.picture !== 'spike' && !root.hidden) show(false);
    },
    table: () =>
      real.length
        ? { caption: `${s.title}: ${en.network.hidden(layer)}`, columns: [s.columns.flip, s.columns.exact, s.columns.surrogate, s.columns.real], rows: real.map((v, k) => [k + 1, en.number(kappa[k]), en.number(gradient[k]), en.number(v)]) }
        : null,
    csv: () => (real.length ? { columns: ['flip', 'exact', 'surrogate', 'real'], rows: real.map((v, k) => [k + 1, kappa[k], gradient[k], v]) } : null),
  };
}
