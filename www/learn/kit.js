// What the figures are made of: an SVG at the screen's own size, marks that belong to symbols, things to drag, sliders.
import { el, say } from '../dom.js';

export { maths } from '../symbols.js';

/** @typedef {import('../strings/learn/words.js').Words} Words */
/** @typedef {typeof import('../pkg/heaviside.js')} Core */
/** What a figure is given. @typedef {{ words: Words, core: Core }} Given */

/**
 * @param {string} name
 * @param {Record<string, any>} [props] attributes; `mark` is the symbol that it belongs to
 * @param {(Node | string)[]} children
 */
export function svg(name, props = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'text') element.textContent = value;
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key === 'mark' ? 'data-mark' : key, String(value));
  }
  element.append(...children);
  return element;
}

/** A path through points; NaN lifts the pen. @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys */
export function path(xs, ys) {
  let d = '';
  let down = false;
  for (let i = 0; i < xs.length; i++) {
    if (Number.isNaN(ys[i])) {
      down = false;
      continue;
    }
    d += `${down ? 'L' : 'M'}${xs[i].toFixed(2)} ${ys[i].toFixed(2)}`;
    down = true;
  }
  return d;
}

/** A straight scale. @param {number} a0 @param {number} a1 @param {number} b0 @param {number} b1 */
export function scale(a0, a1, b0, b1) {
  const to = (/** @type {number} */ v) => b0 + ((v - a0) / (a1 - a0)) * (b1 - b0);
  return Object.assign(to, { back: (/** @type {number} */ p) => a0 + ((p - b0) / (b1 - b0)) * (a1 - a0) });
}

/** About so many round numbers within a range. @param {number} from @param {number} to @param {number} count */
export function ticks(from, to, count) {
  const raw = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw) ?? raw;
  const out = [];
  for (let k = Math.ceil(from / step); k * step <= to + 1e-9 * step; k++) out.push(Number((k * step).toPrecision(6)));
  return out;
}

/**
 * A picture that is drawn again whenever its width changes.
 * @param {string} label what it shows
 * @param {(width: number) => number} height
 * @param {(into: { width: number, height: number }) => Node[]} draw its marks
 */
export function picture(label, height, draw) {
  const marks = svg('g', { 'aria-hidden': 'true' });
  const handles = svg('g');
  const root = /** @type {SVGSVGElement} */ (svg('svg', { class: 'plot', role: 'group', 'aria-label': label }, marks, handles));
  const frame = el('div', { class: 'frame' }, root);
  let width = 0;
  let asked = false;
  const redraw = () => {
    asked = false;
    width = frame.clientWidth;
    if (!width) return;
    const tall = height(width);
    root.setAttribute('viewBox', `0 0 ${width} ${tall}`);
    root.setAttribute('height', String(tall));
    marks.replaceChildren(...draw({ width, height: tall }));
  };
  new ResizeObserver(() => {
    if (frame.clientWidth !== width) redraw();
  }).observe(frame);
  return {
    frame,
    root,
    handles,
    /** Draw before the next frame of the screen, however often it is asked for. */
    redraw() {
      if (!asked) requestAnimationFrame(redraw);
      asked = true;
    },
  };
}

/** @typedef {ReturnType<typeof picture>} Picture */

/**
 * Something in a picture that is dragged along the x axis, or moved by arrow keys.
 * @param {Picture} into
 * @param {object} how
 * @param {string} how.label
 * @param {string} how.mark the symbol that it belongs to
 * @param {number} how.min
 * @param {number} how.max
 * @param {number} how.step of an arrow key
 * @param {() => number} how.value
 * @param {(value: number) => string} how.text the value as it is read out
 * @param {(value: number) => void} how.change
 * @param {(x: number) => number} how.back from a place in the picture to a value
 */
export function handle(into, { label, mark, min, max, step, value, text, change, back }) {
  const grip = svg('circle', { class: 'grip', r: 9 });
  const root = /** @type {SVGGElement} */ (svg('g', { class: 'handle', role: 'slider', tabindex: '0', 'aria-label': label, 'aria-valuemin': min, 'aria-valuemax': max, mark }, svg('circle', { class: 'reach', r: 22 }), grip));
  into.handles.append(root);
  const set = (/** @type {number} */ to) => change(Math.min(max, Math.max(min, to)));
  root.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -10 * step, PageUp: 10 * step }[event.key];
    if (by) set(value() + by);
    else if (event.key === 'Home') set(min);
    else if (event.key === 'End') set(max);
    else return;
    event.preventDefault();
  });
  let dragging = false;
  const follow = (/** @type {PointerEvent} */ event) => set(back(event.clientX - into.root.getBoundingClientRect().left));
  into.root.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    dragging = true;
    into.root.setPointerCapture(event.pointerId);
    root.focus({ preventScroll: true });
    follow(event);
  });
  into.root.addEventListener('pointermove', (event) => dragging && follow(event));
  for (const end of ['pointerup', 'pointercancel']) into.root.addEventListener(end, () => (dragging = false));
  return {
    root,
    /** @param {number} x @param {number} y */
    place(x, y) {
      root.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      root.setAttribute('aria-valuenow', String(Number(value().toPrecision(4))));
      root.setAttribute('aria-valuetext', text(value()));
    },
  };
}

/**
 * A slider with its name and its value.
 * @param {string} label @param {{ min: number, max: number, step: number, value: number, text: (value: number) => string, change: (value: number) => void, mark?: string }} how
 */
export function slider(label, { min, max, step, value, text, change, mark }) {
  const input = el('input', { type: 'range', min: String(min), max: String(max), step: String(step), value: String(value) });
  const output = el('output', { class: 'num', text: text(value) });
  input.setAttribute('aria-valuetext', text(value));
  input.addEventListener('input', () => {
    const now = Number(input.value);
    say(output, text(now));
    input.setAttribute('aria-valuetext', text(now));
    change(now);
  });
  return el('label', { class: 'slider', 'data-mark': mark }, el('span', { text: label }), input, output);
}

/** @param {string} text @param {() => void} press @param {string} [style] */
export const button = (text, press, style = '') => el('button', { type: 'button', class: style, onclick: press, text });

/** The sentence under a figure: read out when it rests, not at every frame. */
export function summary() {
  const root = el('figcaption', { class: 'summary', 'aria-live': 'polite' });
  let text = '';
  let waiting = 0;
  return {
    root,
    /** @param {string} now */
    say(now) {
      text = now;
      if (!root.textContent) say(root, text);
      clearTimeout(waiting);
      waiting = window.setTimeout(() => say(root, text), 200);
    },
  };
}

/** A name at the end of a line or an axis. @param {number} x @param {number} y @param {string} text @param {Record<string, any>} [props] */
export const label = (x, y, text, props = {}) => svg('text', { x: x.toFixed(1), y: y.toFixed(1), text, ...props });

/**
 * A horizontal axis with its numbers.
 * @param {(v: number) => number} x @param {number} from @param {number} to @param {number} y @param {(v: number) => string} text @param {number} [count]
 */
export const axis = (x, from, to, y, text, count = 5) => [
  svg('path', { class: 'rule', d: `M${x(from)} ${y}H${x(to)}` }),
  ...ticks(from, to, count).flatMap((v) => [svg('path', { class: 'rule', d: `M${x(v).toFixed(1)} ${y}v4` }), label(x(v), y + 17, text(v), { class: 'tick', 'text-anchor': 'middle' })]),
];
