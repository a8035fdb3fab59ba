// Points of some classes on the plane, by mouse, finger or keyboard.
import { el, explain, segmented } from '../dom.js';
import { marker, paint, surface } from '../charts/canvas.js';
import { words as en } from '../strings/words.js';
import { classChoice } from './classes.js';
import { CLASSES, bytesOf, textOf } from './encoding.js';
import { press } from './press.js';

/** As the core has it: most points of all, and fewest of a class. */
const [MOST, FEWEST] = [400, 4];
/** Pixels between two points of one stroke, how far they scatter about it, and how far the eraser reaches. */
const [APART, SCATTER, REACH] = [9, 7, 14];

/** @param {import('./encoding.js').Strokes} strokes */
export function pointsEditor({ begin, changed, end }) {
  const s = en.own;
  /** By class its points, `x` and `y` (upwards) in steps of 1/255. @type {[number, number][][]} */ let drawing = [];
  let brush = 0;
  let erases = false;
  /** Where the keyboard is, in steps of 1/255. */ const at = { x: 128, y: 128 };
  let keyed = false;

  const board = el('div', { class: 'board' });
  const screen = surface(board, s.points.board);
  const { canvas } = screen;
  Object.assign(canvas, { id: 'drawing', tabIndex: 0 });
  canvas.setAttribute('role', 'application');
  explain(canvas, s.points.boardHelp);
  const brushes = classChoice(s.points.classHelp, (label) => {
    brush = label;
    tool.set('draw');
    erases = false;
  });
  const tool = segmented(s.tool, [{ value: 'draw', text: s.draw, help: s.drawHelp }, { value: 'erase', text: s.erase, help: s.eraseHelp }], (value) => (erases = value === 'erase'), 'small');
  tool.set('draw');
  const root = el('div', { id: 'own-points' }, el('div', { class: 'line' }, brushes.root, tool.root), board);

  const all = () => drawing.reduce((sum, points) => sum + points.length, 0);
  /** A class to draw: those that there are, and one more. */
  function offer() {
    const offered = Math.min(CLASSES, Math.max(2, drawing.length + 1));
    brush = Math.min(brush, offered - 1);
    brushes.offer(offered, brush);
  }

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

  // ---------------------------------------------------------------- strokes

  /** @param {() => void} work */
  function stroke(work) {
    begin();
    work();
    end();
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
  }
  press(canvas, {
    down(event) {
      keyed = false;
      last = null;
      begin();
      touch(event);
      changed();
    },
    along: touch,
    moved: changed,
    up: end,
  });

  canvas.addEventListener('keydown', (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (altKey || ctrlKey || metaKey) return;
    const by = shiftKey ? 1 : 8;
    const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[key] ?? [0, 0];
    const label = Number(key) - 1;
    if (dx || dy) [at.x, at.y] = [Math.max(0, Math.min(255, at.x + dx)), Math.max(0, Math.min(255, at.y + dy))];
    else if (key === ' ' || key === 'Enter') stroke(() => dot(at.x, at.y));
    else if (key === 'Delete' || key === 'Backspace') stroke(() => rub(at.x, at.y, 12));
    else if (label >= 0 && label < CLASSES) {
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
    root,
    /** @param {string} text as a link says it */
    read(text) {
      const bytes = bytesOf(text);
      drawing = [];
      for (let from = 0; from < bytes.length; ) {
        const to = from + 2 + 2 * (256 * bytes[from] + bytes[from + 1]);
        /** @type {[number, number][]} */ const points = [];
        for (from += 2; from < to; from += 2) points.push([bytes[from], bytes[from + 1]]);
        drawing.push(points);
      }
    },
    /** What a link says of it. A class that has lost its points is none. */
    text() {
      drawing = drawing.filter((points) => points.length);
      return textOf(drawing.flatMap((points) => [points.length >> 8, points.length & 255, ...points.flat()]));
    },
    clear: () => (drawing = []),
    empty: () => !all(),
    count: () => s.points.count(all(), MOST),
    /** What there is, for those who do not see it. */
    describe: () => canvas.setAttribute('aria-label', `${s.points.board}: ${drawing.map((points, label) => `${en.className(label)} ${points.length}`).join(', ')}`),
    /** What is missing for an experiment. */
    missing() {
      if (drawing.length < 2) return s.points.another;
      const few = drawing.findIndex((points) => points.length < FEWEST);
      return few < 0 ? '' : s.points.more(en.className(few), FEWEST - drawing[few].length);
    },
    full: () => (all() >= MOST ? s.points.full : ''),
    draw() {
      offer();
      draw();
    },
  };
}
