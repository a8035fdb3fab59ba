// A panel as it stands on the screen, as SVG: its words as text, its boxes as shapes, its pictures as vectors.
import { el } from '../dom.js';
import { words as en } from '../strings/words.js';
import { escape, vectors } from './record.js';

/** Texels of a PNG for each pixel of the page. */
const SHARPNESS = 2;

/** What of a panel works on the page only. */
const CONTROLS = '.unseen, .views-head, .measure, .tools, .exports, dialog, input, select, [popover], .icon, button:not(.cell)';

/** @param {number} v */
const n = (v) => String(Math.round(v * 100) / 100);

/** @param {string} colour */
const visible = (colour) => colour !== 'transparent' && !/^rgba\(.*, 0\)$/.test(colour);

/** What the style sheet says of a drawn figure. */
const LOOKS = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size'];

/** A drawn figure with the style sheet's looks as attributes of its own: a file has no style sheet. @param {SVGSVGElement} figure */
function dressed(figure) {
  const copy = /** @type {SVGSVGElement} */ (figure.cloneNode(true));
  const own = figure.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(own[i]);
    for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
  });
  return copy;
}

/**
 * The inside of an SVG of the panel's size, with the panel's corner at the origin.
 * @param {Element} root
 */
export function panelMarkup(root) {
  const { left, top } = root.getBoundingClientRect();
  /** @type {string[]} */ const parts = [];

  /** @param {Text} text */
  function words(text) {
    if (!text.data.trim()) return;
    const parent = /** @type {Element} */ (text.parentElement);
    const style = getComputedStyle(parent);
    const size = parseFloat(style.fontSize);
    const range = document.createRange();
    // Word by word, gathered into lines as the browser has broken them.
    /** @type {{ text: string, x: number, y: number, height: number }[]} */ const lines = [];
    for (const match of text.data.matchAll(/\S+/g)) {
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      const line = lines.at(-1);
      if (line && Math.abs(line.y - box.top) < size / 2) line.text += ` ${match[0]}`;
      else lines.push({ text: match[0], x: box.left - left, y: box.top, height: box.height });
    }
    const upright = parent.localName === 'mi' && text.data.trim().length === 1 && !parent.hasAttribute('mathvariant') ? 'italic' : style.fontStyle;
    const look = `font-family="${escape(style.fontFamily)}" font-size="${n(size)}" fill="${escape(style.color)}"${style.fontWeight === '400' ? '' : ` font-weight="${style.fontWeight}"`}${upright === 'normal' ? '' : ` font-style="${upright}"`}`;
    for (const line of lines) parts.push(`<text x="${n(line.x)}" y="${n(line.y - top + line.height / 2 + size * 0.35)}" ${look}>${escape(line.text)}</text>`);
  }

  /** Ground and borders. @param {Element} element @param {DOMRect} box @param {CSSStyleDeclaration} style */
  function shape(element, box, style) {
    const [x, y] = [box.left - left, box.top - top];
    const sides = /** @type {const} */ (['Top', 'Right', 'Bottom', 'Left']).map((side) => ({
      width: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]),
      colour: style[`border${side}Color`],
      style: style[`border${side}Style`],
    }));
    const seen = sides.filter((side) => side.width > 0 && visible(side.colour));
    const ground = visible(style.backgroundColor) ? style.backgroundColor : 'none';
    const round = style.borderTopLeftRadius.endsWith('%') ? box.width / 2 : parseFloat(style.borderTopLeftRadius) || 0;
    if (ground === 'none' && seen.length === 0) return;
    if (seen.length === 4 || (ground !== 'none' && seen.length === 0)) {
      const edge = seen[0]?.width ?? 0;
      parts.push(`<rect x="${n(x + edge / 2)}" y="${n(y + edge / 2)}" width="${n(Math.max(0, box.width - edge))}" height="${n(Math.max(0, box.height - edge))}" rx="${n(round)}" fill="${escape(ground)}"${seen.length ? ` stroke="${escape(seen[0].colour)}" stroke-width="${edge}"` : ''}/>`);
      return;
    }
    const ends = [
      [x, y, x + box.width, y],
      [x + box.width, y, x + box.width, y + box.height],
      [x, y + box.height, x + box.width, y + box.height],
      [x, y, x, y + box.height],
    ];
    sides.forEach((side, i) => {
      if (!(side.width > 0 && visible(side.colour))) return;
      const dash = side.style === 'dashed' ? ' stroke-dasharray="4 3"' : side.style === 'dotted' ? ' stroke-dasharray="2 2"' : '';
      const [x1, y1, x2, y2] = ends[i];
      parts.push(`<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${escape(side.colour)}" stroke-width="${side.width}"${dash}/>`);
    });
  }

  /** @param {Element} element */
  function walk(element) {
    if (element.matches(CONTROLS)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    const box = element.getBoundingClientRect();
    const at = `x="${n(box.left - left)}" y="${n(box.top - top)}" width="${n(box.width)}" height="${n(box.height)}"`;
    const vector = vectors.get(element);
    if (element instanceof HTMLCanvasElement) {
      if (!box.width || !box.height) return;
      let inside = null;
      try {
        inside = vector?.() ?? null;
      } catch {
        // Drawn with something that has no vectors: its pixels will do.
      }
      if (inside !== null) parts.push(`<svg ${at}>${inside}</svg>`);
      else parts.push(`<image ${at} preserveAspectRatio="none" href="${element.toDataURL()}"/>`);
      return;
    }
    if (vector) {
      parts.push(`<svg ${at}>${vector()}</svg>`);
      return;
    }
    if (element instanceof SVGSVGElement) {
      parts.push(`<svg ${at} viewBox="${escape(element.getAttribute('viewBox') ?? '')}" preserveAspectRatio="none">${new XMLSerializer().serializeToString(dressed(element)).replace(/^<svg[^>]*>|<\/svg>$/g, '')}</svg>`);
      return;
    }
    if (element !== root && element instanceof HTMLElement) shape(element, box, style);
    // The bar of a fraction is drawn by the browser and is no element.
    if (element.localName === 'mfrac' && element.children.length === 2) {
      const [over, under] = [...element.children].map((child) => child.getBoundingClientRect());
      const y = (over.bottom + under.top) / 2 - top;
      parts.push(`<line x1="${n(box.left - left)}" x2="${n(box.right - left)}" y1="${n(y)}" y2="${n(y)}" stroke="${escape(style.color)}"/>`);
    }
    for (const child of element.childNodes) {
      if (child instanceof Text) words(child);
      else if (child instanceof Element) walk(child);
    }
  }
  walk(root);
  return parts.join('');
}

/**
 * A whole SVG file: the panel, and under it what it is and where it can be had again.
 * @param {Element} root
 * @param {{ title: string, setting: string, link: string, ink: string, soft: string, ground: string }} caption
 */
function panelSvg(root, { title, setting, link, ink, soft, ground }) {
  const edge = 16;
  const box = root.getBoundingClientRect();
  const width = Math.max(320, Math.ceil(box.width)) + 2 * edge;
  const letters = Math.max(20, Math.floor((width - 2 * edge) / 6.6));
  // The link may be broken anywhere, the setting between its words.
  const wrapped = (setting.match(new RegExp(`.{1,${letters}}(?: |$)`, 'g')) ?? [setting]).map((line) => line.trim());
  const address = link.match(new RegExp(`.{1,${letters}}`, 'g')) ?? [link];
  const inner = Math.ceil(box.height) + edge;
  const line = 17;
  const height = inner + 12 + line * (1 + wrapped.length + address.length) + edge;
  const font = 'font-family="system-ui, -apple-system, \'Segoe UI\', Roboto, \'Helvetica Neue\', Arial, sans-serif" font-size="12"';
  let y = inner + 12;
  const row = (/** @type {string} */ text, /** @type {string} */ look) => `<text x="${edge}" y="${(y += line) - 4}" ${font} ${look}>${escape(text)}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
    `<title>${escape(title)}</title><desc>${escape(setting)} ${escape(link)}</desc>` +
    `<rect width="${width}" height="${height}" fill="${escape(ground)}"/>` +
    `<g transform="translate(${edge} ${edge})">${panelMarkup(root)}</g>` +
    `<line x1="${edge}" x2="${width - edge}" y1="${inner + 8}" y2="${inner + 8}" stroke="${escape(soft)}" stroke-width="0.5"/>` +
    row(title, `fill="${escape(ink)}" font-weight="650"`) +
    wrapped.map((text) => row(text, `fill="${escape(ink)}"`)).join('') +
    `<a href="${escape(link)}">${address.map((text) => row(text, `fill="${escape(soft)}"`)).join('')}</a>` +
    '</svg>\n'
  );
}

/** A panel as a file. @param {Parameters<typeof panelSvg>} of */
export const svgOf = (...of) => new Blob([panelSvg(...of)], { type: 'image/svg+xml' });

/** The same as a PNG. @param {Parameters<typeof panelSvg>} of @returns {Promise<Blob>} */
export async function pngOf(...of) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(panelSvg(...of))}`;
  await image.decode();
  const canvas = el('canvas', { width: String(image.naturalWidth * SHARPNESS), height: String(image.naturalHeight * SHARPNESS) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(en.save.failed))), 'image/png'));
}
