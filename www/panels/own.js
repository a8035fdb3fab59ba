// A drawing of one's own: points of some classes on the plane, by mouse, finger or keyboard. What is drawn is in the link.
import { el, explain, icon, say, segmented } from '../dom.js';
import { marker, paint, surface } from '../charts/canvas.js';
import { words as en } from '../strings/words.js';
import '../styles/own.css';

/** As the core has it (src/tasks/own.rs). */
const [VERSION, MOST, CLASSES, FEWEST] = [1, 400, 5, 4];
/** Pixels between two points of one stroke, how far they scatter about it, and how far the eraser reaches. */
const [APART, SCATTER, REACH] = [9, 7, 14];

/** A drawing: by class its points, `x` and `y` (upwards) in steps of 1/255. @typedef {[number, number][][]} Drawing */

/** @param {string} text as a link says it @returns {Drawing} */
export function readPoints(text) {
  const bytes = Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
  /** @type {Drawing} */ const classes = [];
  for (let at = 1; at < bytes.length; ) {
    const end = at + 2 + 2 * (256 * bytes[at] + bytes[at + 1]);
    /** @type {Drawing[number]} */ const points = [];
    for (at += 2; at < end; at += 2) points.push([bytes[at], bytes[at + 1]]);
    classes.push(points);
  }
  return classes;
}

/** What a link says of a drawing. @param {Drawing} classes */
export const pointsText = (classes) =>
  btoa(String.fromCharCode(VERSION, ...classes.flatMap((points) => [points.length >> 8, points.length & 255, ...points.flat()])))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/**
 * @param {HTMLElement} root where it stands
 * @param {(text: string) => void} take the points of an experiment, when there are enough
 */
export function drawingBoard(root, take) {
  const s = en.own;
  /** @type {Drawing} */ let drawing = [];
  /** What was before each stroke. @type {Drawing[]} */ const before = [];
  let open = '';
  let brush = 0;
  let erases = false;
  /** Where the keyboard is, in steps of 1/255. */ const at = { x: 128, y: 128 };
  let keyed = false;

  const board = el('div', { class: 'board' });
  const screen = surface(board, s.board);
  const { canvas } = screen;
  Object.assign(canvas, { id: 'drawing', tabIndex: 0 });
  canvas.setAttribute('role', 'application');
  explain(canvas, s.boardHelp);
  const brushes = el('span', { class: 'brushes' });
  const tool = segmented(s.tool, [{ value: 'draw', text: s.draw, help: s.drawHelp }, { value: 'erase', text: s.erase, help: s.eraseHelp }], (value) => (erases = value === 'erase'), 'small');
  tool.set('draw');
  const undo = el('button', { type: 'button', class: 'quiet', id: 'undo-stroke', 'aria-label': s.undo, help: s.undo, onclick: back }, icon('M8 5 L4 9 L8 13|M4 9 H12 A4 4 0 0 1 12 17 H9'));
  const clear = el('button', { type: 'button', class: 'quiet text', id: 'clear-drawing', text: s.clear, help: s.clearHelp, onclick: () => stroke(() => (drawing = [])) });
  const count = el('span', { class: 'num hint' });
  const wants = el('p', { class: 'complaint', role: 'status', hidden: true });
  root.setAttribute('aria-label', s.title);
  root.append(el('div', { class: 'line' }, brushes, tool.root), board, el('div', { class: 'line' }, count, el('span', {}, clear, undo)), wants, el('p', { class: 'says', text: s.stays }));

  const all = () => drawing.reduce((sum, points) => sum + points.length, 0);

  // ---------------------------------------------------------------- what is drawn

  function draw() {
    const { context: c, width, height } = screen.begin();
    c.strokeStyle = paint.rule;
    c.beginPath();
    for (const share of [0.25, 0.5, 0.75]) {
      c.moveTo(Math.round(share * width) + 0.5, 0);
      c.lineTo(Math.round(share * width) + 0.5, height);
      c.moveTo(0, Math.round(share * height) + 0.5);
      c.lineTo(width, Math.round(share * height) + 0.5);
    }
    c.globalAlpha = 0.5;
    c.stroke();
    c.globalAlpha = 1;
    c.strokeRect(0.5, 0.5, width - 1, height - 1);
    for (const [label, points] of drawing.entries()) {
      c.beginPath();
      for (const [x, y] of points) marker(c, label, (x / 255) * width, (1 - y / 255) * height, 3.5);
      c.fillStyle = paint.classes[label];
      c.fill();
    }
    if (!keyed) return;
    const [x, y] = [(at.x / 255) * width, (1 - at.y / 255) * height];
    c.strokeStyle = paint.ink;
    c.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      c.moveTo(x + 5 * dx, y + 5 * dy);
      c.lineTo(x + 12 * dx, y + 12 * dy);
    }
    c.stroke();
  }
  screen.onresize(draw);

  /** A class to draw: those that there are, and one more. */
  function offer() {
    const offered = Math.min(CLASSES, Math.max(2, drawing.length + 1));
    brush = Math.min(brush, offered - 1);
    if (brushes.childElementCount !== 1 || brushes.querySelectorAll('input').length !== offered) {
      const choice = segmented(s.class, Array.from({ length: offered }, (_, label) => ({ value: String(label), text: en.className(label), help: s.classHelp })), (value) => {
        brush = Number(value);
        tool.set('draw');
        erases = false;
      }, 'small');
      brushes.replaceChildren(choice.root);
    }
    /** @type {HTMLInputElement} */ (brushes.querySelectorAll('input')[brush]).checked = true;
    for (const [label, one] of brushes.querySelectorAll('b').entries()) one.style.color = paint.classes[label];
  }

  /** What is missing for an experiment. */
  function missing() {
    if (drawing.length < 2) return s.another;
    const few = drawing.findIndex((points) => points.length < FEWEST);
    return few < 0 ? '' : s.more(en.className(few), FEWEST - drawing[few].length);
  }

  function tell() {
    const lacks = missing();
    say(count, s.count(all(), MOST));
    say(wants, lacks || (all() === MOST ? s.full : ''));
    wants.hidden = !wants.textContent;
    undo.disabled = !before.length;
    clear.disabled = !all();
    canvas.setAttribute('aria-label', `${s.board}: ${drawing.map((points, label) => `${en.className(label)} ${points.length}`).join(', ')}`);
    offer();
    draw();
    return lacks;
  }

  // ---------------------------------------------------------------- strokes

  /** One change by hand, which can be taken back. @param {() => void} work */
  function stroke(work) {
    begin();
    work();
    end();
  }
  const begin = () => void before.push(drawing.map((points) => [...points]));
  function end() {
    drawing = drawing.filter((points) => points.length);
    const [text, was] = [drawing, /** @type {Drawing} */ (before.at(-1))].map(pointsText);
    if (text === was) before.pop();
    settle();
  }
  function back() {
    drawing = before.pop() ?? drawing;
    settle();
  }
  function settle() {
    if (tell()) return;
    const text = pointsText(drawing);
    if (text !== open) take((open = text));
  }

  /** @param {number} x @param {number} y in steps of 1/255 */
  function dot(x, y) {
    if (all() >= MOST) return;
    const inside = (/** @type {number} */ v) => Math.max(0, Math.min(255, Math.round(v)));
    while (drawing.length <= brush) drawing.push([]);
    drawing[brush].push([inside(x), inside(y)]);
  }
  /** @param {number} x @param {number} y @param {number} reach in steps of 1/255 */
  function rub(x, y, reach) {
    drawing = drawing.map((points) => points.filter(([px, py]) => Math.hypot(px - x, py - y) > reach));
  }

  /** Where the last point of the stroke lies, in pixels. @type {{ x: number, y: number } | null} */ let last = null;
  /** @param {PointerEvent} event */
  function touch(event) {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const step = 255 / box.width;
    const put = (/** @type {number} */ px, /** @type {number} */ py) => (erases ? rub(px * step, 255 - py * step, REACH * step) : dot(px * step, 255 - py * step));
    if (!last) put(x, y);
    else {
      const way = Math.hypot(x - last.x, y - last.y);
      if (way < APART) return;
      // A fast hand leaves no gaps.
      for (let gone = APART; gone <= way; gone += APART) {
        const stray = () => (erases ? 0 : (2 * Math.random() - 1) * SCATTER);
        put(last.x + ((x - last.x) * gone) / way + stray(), last.y + ((y - last.y) * gone) / way + stray());
      }
    }
    last = { x, y };
    say(count, s.count(all(), MOST));
    draw();
  }
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || last) return;
    canvas.setPointerCapture(event.pointerId);
    keyed = false;
    begin();
    touch(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (last) for (const one of event.getCoalescedEvents?.().concat(event) ?? [event]) touch(one);
  });
  for (const over of ['pointerup', 'pointercancel'])
    canvas.addEventListener(over, () => {
      if (!last) return;
      last = null;
      end();
    });

  canvas.addEventListener('keydown', (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (altKey || ((ctrlKey || metaKey) && key.toLowerCase() !== 'z') || (ctrlKey && shiftKey)) return;
    const by = shiftKey ? 1 : 8;
    const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[key] ?? [0, 0];
    const label = Number(key) - 1;
    if (ctrlKey || metaKey) back();
    else if (dx || dy) [at.x, at.y] = [Math.max(0, Math.min(255, at.x + dx)), Math.max(0, Math.min(255, at.y + dy))];
    else if (key === ' ' || key === 'Enter') stroke(() => dot(at.x, at.y));
    else if (key === 'Delete' || key === 'Backspace') stroke(() => rub(at.x, at.y, 12));
    else if (label >= 0 && label < brushes.querySelectorAll('input').length) {
      brush = label;
      offer();
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
    draw() {
      offer();
      draw();
    },
    /** @param {string} text the points of the experiment that is open; none, where it has no drawing */
    show(text) {
      root.hidden = !text;
      if (!text || text === open) return draw();
      open = text;
      drawing = readPoints(text);
      before.length = 0;
      tell();
    },
  };
}
