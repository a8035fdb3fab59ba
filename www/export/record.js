// A canvas context that writes down what is drawn on it as SVG: the pictures of the page, drawn once more as vectors.

/** How to draw an element as SVG markup of its own size, for elements whose picture is not in the document. @type {WeakMap<Element, () => string>} */
export const vectors = new WeakMap();

/** @param {unknown} text */
export const escape = (text) =>
  String(text)
    // XML has no place for control characters.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (c) => /** @type {Record<string, string>} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

/** @param {number} v */
const n = (v) => String(Math.round(v * 100) / 100);

const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));

/** As much of CanvasRenderingContext2D as pictures here are drawn with; anything else throws. */
export class Recording {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '12px sans-serif';
  /** @type {CanvasTextAlign} */ textAlign = 'start';
  /** @type {CanvasTextBaseline} */ textBaseline = 'alphabetic';
  lineJoin = 'miter';
  lineCap = 'butt';
  imageSmoothingEnabled = true;
  /** @type {number[]} */ #dash = [];
  #matrix = [1, 0, 0, 1, 0, 0];
  #path = '';
  /** @type {Record<string, any>[]} */ #stack = [];
  /** @type {string[]} */ #parts = [];

  markup() {
    return this.#parts.join('');
  }

  get #transform() {
    return this.#matrix.join() === '1,0,0,1,0,0' ? '' : ` transform="matrix(${this.#matrix.map(n).join(' ')})"`;
  }
  get #opacity() {
    return this.globalAlpha === 1 ? '' : ` opacity="${n(this.globalAlpha)}"`;
  }
  get #strokes() {
    const dash = this.#dash.length ? ` stroke-dasharray="${this.#dash.join(' ')}"` : '';
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`;
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    return `fill="none" stroke="${escape(this.strokeStyle)}" stroke-width="${n(this.lineWidth)}"${dash}${join}${cap}`;
  }
  /** @param {string} element the name and its geometry @param {string} look */
  #add(element, look) {
    this.#parts.push(`<${element} ${look}${this.#opacity}${this.#transform}/>`);
  }

  save() {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin, lineCap } = this;
    this.#stack.push({ own: { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin, lineCap }, dash: this.#dash, matrix: this.#matrix });
  }
  restore() {
    const state = this.#stack.pop();
    if (!state) return;
    Object.assign(this, state.own);
    this.#dash = state.dash;
    this.#matrix = state.matrix;
  }
  /** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} e @param {number} f */
  transform(a, b, c, d, e, f) {
    const [A, B, C, D, E, F] = this.#matrix;
    this.#matrix = [A * a + C * b, B * a + D * b, A * c + C * d, B * c + D * d, A * e + C * f + E, B * e + D * f + F];
  }
  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.transform(1, 0, 0, 1, x, y);
  }
  /** @param {number} x @param {number} y */
  scale(x, y) {
    this.transform(x, 0, 0, y, 0, 0);
  }
  /** @param {number} angle */
  rotate(angle) {
    this.transform(Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0);
  }
  /** @param {number[]} dash */
  setLineDash(dash) {
    this.#dash = dash;
  }

  beginPath() {
    this.#path = '';
  }
  closePath() {
    this.#path += 'Z';
  }
  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#path += `M${n(x)} ${n(y)}`;
  }
  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#path += `${this.#path ? 'L' : 'M'}${n(x)} ${n(y)}`;
  }
  /** @param {number} a @param {number} b @param {number} x @param {number} y */
  quadraticCurveTo(a, b, x, y) {
    this.#path += `Q${n(a)} ${n(b)} ${n(x)} ${n(y)}`;
  }
  /** @param {number} a @param {number} b @param {number} c @param {number} d @param {number} x @param {number} y */
  bezierCurveTo(a, b, c, d, x, y) {
    this.#path += `C${n(a)} ${n(b)} ${n(c)} ${n(d)} ${n(x)} ${n(y)}`;
  }
  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  rect(x, y, w, h) {
    this.#path += `M${n(x)} ${n(y)}h${n(w)}v${n(h)}h${n(-w)}Z`;
  }
  /** @param {number} x @param {number} y @param {number} r @param {number} from @param {number} to @param {boolean} [back] */
  arc(x, y, r, from, to, back = false) {
    const turn = back ? from - to : to - from;
    const full = turn >= 2 * Math.PI - 1e-6;
    const start = `${n(x + r * Math.cos(from))} ${n(y + r * Math.sin(from))}`;
    this.#path += `${this.#path && !this.#path.endsWith('Z') && !this.#path.endsWith(start) ? 'L' : 'M'}${start}`;
    const sweep = back ? 0 : 1;
    // An arc of SVG has no full circle: two halves.
    const ends = full ? [from + (back ? -Math.PI : Math.PI), from] : [to];
    const large = !full && ((turn % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI) > Math.PI ? 1 : 0;
    for (const end of ends) this.#path += `A${n(r)} ${n(r)} 0 ${large} ${sweep} ${n(x + r * Math.cos(end))} ${n(y + r * Math.sin(end))}`;
    if (full) this.#path += 'Z';
  }
  fill() {
    if (this.#path) this.#add(`path d="${this.#path}"`, `fill="${escape(this.fillStyle)}"`);
  }
  stroke() {
    if (this.#path) this.#add(`path d="${this.#path}"`, this.#strokes);
  }
  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  #box(x, y, w, h) {
    return `rect x="${n(Math.min(x, x + w))}" y="${n(Math.min(y, y + h))}" width="${n(Math.abs(w))}" height="${n(Math.abs(h))}"`;
  }
  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  fillRect(x, y, w, h) {
    this.#add(this.#box(x, y, w, h), `fill="${escape(this.fillStyle)}"`);
  }
  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  strokeRect(x, y, w, h) {
    this.#add(this.#box(x, y, w, h), this.#strokes);
  }

  /** @param {string} text */
  measureText(text) {
    ruler.font = this.font;
    return ruler.measureText(text);
  }
  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const [, weight, size, family] = this.font.match(/^(?:(bold|\d{3}) )?([\d.]+)px (.*)$/) ?? ['', '', '12', 'sans-serif'];
    const anchor = this.textAlign === 'center' ? ' text-anchor="middle"' : this.textAlign === 'right' || this.textAlign === 'end' ? ' text-anchor="end"' : '';
    // Not every reader of SVG knows baselines.
    const down = Number(size) * (this.textBaseline === 'middle' ? 0.35 : this.textBaseline === 'top' || this.textBaseline === 'hanging' ? 0.8 : this.textBaseline === 'bottom' ? -0.2 : 0);
    const bold = weight ? ` font-weight="${weight}"` : '';
    this.#parts.push(`<text x="${n(x)}" y="${n(y + down)}" font-family="${escape(family)}" font-size="${size}"${bold}${anchor} fill="${escape(this.fillStyle)}"${this.#opacity}${this.#transform}>${escape(text)}</text>`);
  }
  /**
   * All of a canvas, or with eight numbers a part of it.
   * @param {HTMLCanvasElement} source @param {[number, number, number, number] | [number, number, number, number, number, number, number, number]} place
   */
  drawImage(source, ...place) {
    let from = source;
    if (place.length === 8) {
      const [left, top, width, height] = place;
      from = document.createElement('canvas');
      [from.width, from.height] = [width, height];
      /** @type {CanvasRenderingContext2D} */ (from.getContext('2d')).drawImage(source, -left, -top);
    }
    const [x, y, w, h] = place.slice(-4);
    this.#add(`image x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" preserveAspectRatio="none" href="${from.toDataURL()}"`, this.imageSmoothingEnabled ? '' : 'image-rendering="pixelated"');
  }
}
