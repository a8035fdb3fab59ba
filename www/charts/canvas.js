// Canvas at the screen's own resolution, and pictures of one texel a cell.
import { Recording, vectors } from '../export/record.js';

/** @param {HTMLElement} parent @param {string} label */
export function surface(parent, label) {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  parent.append(canvas);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  let width = 0;
  let height = 0;
  let ratio = 1;
  /** @type {() => void} */ let redraw = () => {};
  /** Where the next picture goes instead of the screen. @type {Recording | null} */ let record = null;
  vectors.set(canvas, () => {
    const into = (record = new Recording());
    try {
      redraw();
    } finally {
      record = null;
    }
    return into.markup();
  });
  new ResizeObserver(() => {
    if (measure()) redraw();
  }).observe(parent);

  function measure() {
    const box = parent.getBoundingClientRect();
    const r = Math.min(3, devicePixelRatio || 1);
    if (box.width === width && box.height === height && r === ratio) return false;
    width = box.width;
    height = box.height;
    ratio = r;
    canvas.width = Math.max(1, Math.round(width * r));
    canvas.height = Math.max(1, Math.round(height * r));
    return true;
  }

  /** @type {(() => string) | null} */ let describing = null;
  let waiting = 0;
  return {
    canvas,
    /** Called when the size has changed. @param {() => void} draw */
    onresize(draw) {
      redraw = draw;
    },
    /** A clean context in CSS pixels. */
    begin() {
      if (!width) measure();
      const font = `${12 * paint.scale}px ${getComputedStyle(document.body).fontFamily}`;
      if (record) {
        record.font = font;
        return { context: /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (record)), width, height, ratio };
      }
      // In whole pixels of the canvas: the picture stays the same when its place grows or shrinks by a fraction of one.
      const [wide, high] = [canvas.width / ratio, canvas.height / ratio];
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, wide, high);
      context.font = font;
      // What the last picture left, so that this one does not depend on it.
      Object.assign(context, { lineJoin: 'miter', lineCap: 'butt', lineWidth: 1, globalAlpha: 1 });
      context.setLineDash([]);
      return { context, width: wide, height: high, ratio };
    },
    /** The text that stands for the picture, at most once a second; the last one is never lost. @param {() => string} text */
    describe(text) {
      describing = text;
      if (waiting) return;
      const say = () => {
        waiting = 0;
        if (!describing) return;
        canvas.setAttribute('aria-label', describing());
        describing = null;
        waiting = window.setTimeout(say, 1000);
      };
      say();
    },
  };
}

/** A picture of one texel a cell, kept between frames of one size. */
export class Texels {
  #canvas = document.createElement('canvas');
  #context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
  /** @type {ImageData | null} */ #image = null;

  /** @param {number} columns @param {number} rows @param {Uint8ClampedArray} rgba */
  put(columns, rows, rgba) {
    if (!columns || !rows) return;
    if (this.#image?.width !== columns || this.#image.height !== rows) {
      this.#canvas.width = columns;
      this.#canvas.height = rows;
      this.#image = new ImageData(columns, rows);
    }
    this.#image.data.set(rgba);
    this.#context.putImageData(this.#image, 0, 0);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} w @param {number} h */
  draw(context, x, y, w, h) {
    if (!this.#image) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#canvas, x, y, w, h);
  }
}

/** Class colours; a marker and a dash go with each as a second sign. */
export const CLASS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#7f7f7f', '#8c6d31', '#332288', '#7a9a01'];
export const CLASS_DARK = ['#4aa8e0', '#f07f2e', '#2cc295', '#e39bc4', '#8fd0f5', '#f0b93a', '#a8a8a8', '#c4a35a', '#9a8cff', '#b5d15c'];
export const DASH = [[], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2], [12, 4], [4, 4], [10, 2]];

/**
 * The marker of a class, centred.
 * @param {CanvasRenderingContext2D} c @param {number} label @param {number} x @param {number} y @param {number} r
 */
export function marker(c, label, x, y, r) {
  switch (label % 10) {
    case 0:
      c.moveTo(x + r, y);
      c.arc(x, y, r, 0, 7);
      break;
    case 1:
      c.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
      break;
    case 2:
      polygon(c, x, y, [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0], r);
      break;
    case 3:
      polygon(c, x, y, [0, -1.2, 1.1, 0.85, -1.1, 0.85], r);
      break;
    case 4:
      polygon(c, x, y, [-0.4, -1.1, 0.4, -1.1, 0.4, -0.4, 1.1, -0.4, 1.1, 0.4, 0.4, 0.4, 0.4, 1.1, -0.4, 1.1, -0.4, 0.4, -1.1, 0.4, -1.1, -0.4, -0.4, -0.4], r);
      break;
    case 5:
      polygon(c, x, y, [0, 1.2, 1.1, -0.85, -1.1, -0.85], r);
      break;
    case 6:
      polygon(c, x, y, star(5, 1.3, 0.55), r);
      break;
    case 7:
      polygon(c, x, y, star(3, 1.1, 1.1), r);
      break;
    case 8:
      c.moveTo(x, y - 1.1 * r);
      c.arc(x, y, 1.1 * r, -Math.PI / 2, Math.PI / 2);
      c.closePath();
      break;
    default:
      polygon(c, x, y, [-1.1, -1, -1.1, 1, 1.1, -1, 1.1, 1], r);
  }
}

/** Corners of a star that points upwards, its tips and notches in turn. @param {number} tips @param {number} outer @param {number} inner */
const star = (tips, outer, inner) =>
  Array.from({ length: 2 * tips }, (_, k) => [k % 2 ? inner : outer, (Math.PI * k) / tips]).flatMap(([r, angle]) => [r * Math.sin(angle), -r * Math.cos(angle)]);

/** @param {CanvasRenderingContext2D} c @param {number} x @param {number} y @param {number[]} p @param {number} r */
function polygon(c, x, y, p, r) {
  c.moveTo(x + p[0] * r, y + p[1] * r);
  for (let i = 2; i < p.length; i += 2) c.lineTo(x + p[i] * r, y + p[i + 1] * r);
  c.closePath();
}

/** The colours of the style sheet, read again when the theme changes. */
export const paint = { dark: false, scale: 1, ink: '#000', soft: '#555', rule: '#ddd', ground: '#fff', blue: '', red: '', bad: '', potential: '', moss: '', plum: '', classes: CLASS };

export function readPaint() {
  const page = document.documentElement;
  const probe = document.createElement('i');
  page.append(probe);
  /** A colour of the style sheet as canvas takes it, for the theme that holds. @param {string} colour */
  const resolve = (colour) => {
    probe.style.color = colour;
    const channels = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
    return `#${channels.slice(0, 3).map((one) => Number(one).toString(16).padStart(2, '0')).join('')}`;
  };
  /** @param {string} name */
  const get = (name) => resolve(`var(${name})`);
  paint.dark = resolve('light-dark(#ffffff, #000000)') === '#000000';
  paint.scale = Number(getComputedStyle(page).getPropertyValue('--scale')) || 1;
  paint.ink = get('--ink');
  paint.soft = get('--soft');
  paint.rule = get('--rule');
  paint.ground = get('--ground');
  paint.blue = get('--blue');
  paint.red = get('--red');
  paint.bad = get('--bad');
  paint.potential = get('--z');
  paint.moss = get('--moss');
  paint.plum = get('--plum');
  paint.classes = paint.dark ? CLASS_DARK : CLASS;
  probe.remove();
}
