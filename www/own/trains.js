// Spike trains of some samples, each a raster of cells to be set, with a class each.
import { el, explain, segmented, stepper } from '../dom.js';
import { paint, surface } from '../charts/canvas.js';
import { words as en } from '../strings/words.js';
import { classChoice } from './classes.js';
import { CLASSES, bytesOf, textOf } from './encoding.js';
import { press } from './press.js';

/** As the core has it: most samples, channels and steps. */
const [SAMPLES, CHANNELS, STEPS] = [8, 32, 60];

/** @typedef {{ class: number, cells: boolean[] }} Sample step by step, from channel 1 on */

/** Two ramps, one up and one down. @returns {Sample[]} */
const ramps = () => [0, 1].map((label) => ({ class: label, cells: Array.from({ length: 12 * 30 }, (_, cell) => Math.floor(cell / 12) === 2 + 2 * (label ? cell % 12 : 11 - (cell % 12))) }));

/** @param {import('./encoding.js').Strokes} strokes */
export function trainsEditor({ begin, changed, end }) {
  const s = en.own;
  let channels = 12;
  let steps = 30;
  let samples = ramps();
  let shown = 0;
  /** Where the keyboard is. */ const at = { t: 0, channel: 0 };
  let keyed = false;

  const board = el('div', { class: 'board wide' });
  const screen = surface(board, s.trains.board);
  const { canvas } = screen;
  Object.assign(canvas, { id: 'trains-drawing', tabIndex: 0 });
  canvas.setAttribute('role', 'application');
  explain(canvas, s.trains.boardHelp);
  const tabs = el('span', { class: 'samples' });
  let tabbed = 0;
  const classes = classChoice(s.trains.classHelp, (label) => stroke(() => (samples[shown].class = label)));
  const add = el('button', { type: 'button', class: 'quiet text', id: 'add-sample', text: s.trains.add, help: s.trains.addHelp, onclick: () => stroke(more) });
  const drop = el('button', { type: 'button', class: 'quiet text', id: 'drop-sample', text: s.trains.drop, help: s.trains.dropHelp, onclick: () => stroke(fewer) });
  const size = (/** @type {'channels' | 'steps'} */ what) =>
    stepper({ previous: s.trains.fewer, next: s.trains.longer, help: s.trains.size[what], label: s.trains.size[what], change: (by) => stroke(() => resize(what === 'channels' ? channels + by : channels, what === 'steps' ? steps + 5 * by : steps)) });
  const sizes = { channels: size('channels'), steps: size('steps') };
  const root = el(
    'div',
    { id: 'own-trains' },
    el('div', { class: 'line' }, tabs, el('span', {}, drop, add)),
    el('div', { class: 'line' }, classes.root),
    board,
    el('div', { class: 'line' }, el('span', { class: 'size' }, el('span', { class: 'hint', text: s.trains.channels }), sizes.channels.root), el('span', { class: 'size' }, el('span', { class: 'hint', text: s.trains.steps }), sizes.steps.root)),
  );

  /** @param {() => void} work */
  function stroke(work) {
    begin();
    work();
    end();
  }
  /** One more sample, to be drawn: of the class that has fewest. */
  function more() {
    const counts = Array.from({ length: Math.min(CLASSES, used() + 1) }, (_, label) => samples.filter((one) => one.class === label).length);
    samples.push({ class: counts.indexOf(Math.min(...counts)), cells: Array(channels * steps).fill(false) });
    shown = samples.length - 1;
  }
  function fewer() {
    samples.splice(shown, 1);
    shown = Math.max(0, shown - 1);
  }
  const used = () => 1 + Math.max(...samples.map((one) => one.class));
  /** @param {number} wide @param {number} long */
  function resize(wide, long) {
    [wide, long] = [Math.max(1, Math.min(CHANNELS, wide)), Math.max(5, Math.min(STEPS, long))];
    samples = samples.map((one) => ({ ...one, cells: Array.from({ length: wide * long }, (_, cell) => cell % wide < channels && Math.floor(cell / wide) < steps && one.cells[Math.floor(cell / wide) * channels + (cell % wide)]) }));
    [channels, steps] = [wide, long];
  }

  function draw() {
    const { context: c, width, height } = screen.begin();
    const [w, h] = [width / steps, height / channels];
    c.strokeStyle = paint.rule;
    c.beginPath();
    for (let t = 0; t <= steps; t += 5) {
      c.moveTo(Math.round(t * w) + 0.5, 0);
      c.lineTo(Math.round(t * w) + 0.5, height);
    }
    for (let channel = 1; channel < channels; channel++) {
      c.moveTo(0, Math.round(channel * h) + 0.5);
      c.lineTo(width, Math.round(channel * h) + 0.5);
    }
    c.globalAlpha = 0.6;
    c.stroke();
    c.globalAlpha = 1;
    c.strokeRect(0.5, 0.5, width - 1, height - 1);
    const { class: label, cells } = samples[shown];
    c.fillStyle = paint.classes[label];
    for (const [cell, spike] of cells.entries()) if (spike) c.fillRect(Math.floor(cell / channels) * w + 1, (cell % channels) * h + 1, Math.max(2, w - 1.5), Math.max(2, h - 1.5));
    if (!keyed) return;
    c.strokeStyle = paint.ink;
    c.lineWidth = 2;
    c.strokeRect(at.t * w, at.channel * h, w, h);
  }
  screen.onresize(draw);

  /** What a press does to the cells that it passes. */ let sets = true;
  /** Where the pointer was, in cells. */ let last = { t: 0, channel: 0 };
  /** @param {PointerEvent} event */
  function placeOf(event) {
    const box = canvas.getBoundingClientRect();
    const within = (/** @type {number} */ share, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
    return { t: within((event.clientX - box.left) / box.width, steps), channel: within((event.clientY - box.top) / box.height, channels) };
  }
  /** All cells from the last place to this one: a fast hand leaves no gaps. @param {{ t: number, channel: number }} to @param {boolean} spike */
  function line(to, spike) {
    const far = Math.max(1, Math.abs(to.t - last.t), Math.abs(to.channel - last.channel));
    for (let i = 0; i <= far; i++) samples[shown].cells[Math.round(last.t + ((to.t - last.t) * i) / far) * channels + Math.round(last.channel + ((to.channel - last.channel) * i) / far)] = spike;
    last = to;
  }
  press(canvas, {
    down(event) {
      keyed = false;
      begin();
      last = placeOf(event);
      sets = !samples[shown].cells[last.t * channels + last.channel];
      line(last, sets);
      changed();
    },
    along: (event) => line(placeOf(event), sets),
    moved: changed,
    up: end,
  });
  canvas.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    const [dt, dc] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
    if (dt || dc) [at.t, at.channel] = [Math.max(0, Math.min(steps - 1, at.t + dt)), Math.max(0, Math.min(channels - 1, at.channel + dc))];
    else if (key === ' ' || key === 'Enter') {
      const cell = at.t * channels + at.channel;
      stroke(() => (samples[shown].cells[cell] = !samples[shown].cells[cell]));
    } else return;
    keyed = true;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys play and step
    draw();
  });
  canvas.addEventListener('blur', () => {
    keyed = false;
    draw();
  });

  return {
    root,
    /** @param {string} text as a link says it */
    read(text) {
      const bytes = bytesOf(text);
      if (bytes.length < 2) return;
      [channels, steps] = bytes;
      const length = 1 + Math.ceil((channels * steps) / 8);
      samples = Array.from({ length: Math.floor((bytes.length - 2) / length) }, (_, k) => {
        const from = 2 + k * length;
        return { class: bytes[from], cells: Array.from({ length: channels * steps }, (_, cell) => (bytes[from + 1 + (cell >> 3)] & (0x80 >> (cell & 7))) !== 0) };
      });
      shown = Math.min(shown, samples.length - 1);
      [at.t, at.channel] = [Math.min(at.t, steps - 1), Math.min(at.channel, channels - 1)];
    },
    /** What a link says of it. */
    text() {
      return textOf([
        channels,
        steps,
        ...samples.flatMap(({ class: label, cells }) => {
          const packed = Array(Math.ceil(cells.length / 8)).fill(0);
          for (const [cell, spike] of cells.entries()) if (spike) packed[cell >> 3] |= 0x80 >> (cell & 7);
          return [label, ...packed];
        }),
      ]);
    },
    clear: () => (samples[shown].cells = Array(channels * steps).fill(false)),
    empty: () => !samples[shown].cells.some(Boolean),
    count: () => s.trains.count(samples[shown].cells.filter(Boolean).length, shown + 1, samples.length),
    /** What there is, for those who do not see it. */
    describe: () => canvas.setAttribute('aria-label', `${s.trains.board}: ${samples.map((one) => `${en.className(one.class)} ${one.cells.filter(Boolean).length}`).join(', ')}`),
    /** What is missing for an experiment. */
    missing() {
      const missed = Array.from({ length: Math.max(2, used()) }, (_, label) => label).find((label) => !samples.some((one) => one.class === label));
      return missed === undefined ? '' : s.trains.another(en.className(missed));
    },
    full: () => '',
    draw() {
      if (tabbed !== samples.length) {
        tabbed = samples.length;
        tabs.replaceChildren(segmented(s.trains.sample, samples.map((_, k) => ({ value: String(k), text: String(k + 1), help: s.trains.sampleHelp })), (value) => {
          shown = Number(value);
          changed();
        }, 'small').root);
      }
      tabs.querySelectorAll('input')[shown].checked = true;
      for (const [k, one] of tabs.querySelectorAll('b').entries()) one.style.color = paint.classes[samples[k].class];
      classes.offer(Math.min(CLASSES, Math.max(2, used() + 1)), samples[shown].class);
      add.disabled = samples.length >= SAMPLES;
      drop.disabled = samples.length <= 2;
      sizes.channels.value.textContent = String(channels);
      sizes.steps.value.textContent = String(steps);
      draw();
    },
  };
}
