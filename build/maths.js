// Mathematics set when the page is built: LaTeX between dollar signs in a catalogue becomes MathML, and a font for
// mathematics is cut down to the signs that occur. At run time there is nothing left to do.
//
// A JSON module imported with `?maths` is given back with every `$..$` and `$$..$$` of its strings typeset; whatever else
// stands in a string stays. `@name{..}` inside a formula marks it as the symbol `name` (`data-sym`), for the page to
// colour and to point at; `#name{..}` as a place (`data-at`) where it puts a number or a word in. The font is the style sheets' `url('~maths/maths.woff2')`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';
import temml from 'temml';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const font = createRequire(import.meta.url).resolve('@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2');
const cache = join(root, 'node_modules', '.cache', 'heaviside');

/** A formula as MathML. @param {string} tex @param {boolean} [display] */
export function formula(tex, display = false) {
  const marked = tex.replace(/@(\w+)\{/g, '\\data{sym=$1}{').replace(/#(\w+)\{/g, '\\data{at=$1}{');
  // The page's content policy takes no style attributes; the browser's own style of display maths is the same.
  return temml.renderToString(marked, { displayMode: display, trust: true, throwOnError: true }).replace(/ style="[^"]*"/g, '').replace(' class="tml-display"', '');
}

/** A text with its formulas typeset; no line ends between a formula and its full stop. @param {string} text */
export const typeset = (text) =>
  text.replace(/\$\$([^$]+)\$\$|\$([^$]+)\$([.,;:)]*)/g, (_, display, inline, end) => (display ? formula(display, true) : end ? `<span class="whole">${formula(inline)}${end}</span>` : formula(inline)));

/** Every string of a value, changed. @param {any} value @param {(text: string) => string} change @returns {any} */
function strings(value, change) {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => strings(one, change));
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, strings(one, change)]));
  return value;
}

/** A letter as a formula shows it: slanted, at its place among the mathematical signs. @param {string} letter */
export function slanted(letter) {
  const code = letter.codePointAt(0) ?? 0;
  const others = { h: 0x210e, '\u03d5': 0x1d719, '\u2202': 0x1d715, '\u03f5': 0x1d716 };
  if (letter in others) return String.fromCodePoint(others[/** @type {keyof typeof others} */ (letter)]);
  if (/[A-Z]/.test(letter)) return String.fromCodePoint(0x1d434 + code - 65);
  if (/[a-z]/.test(letter)) return String.fromCodePoint(0x1d44e + code - 97);
  if (/[\u03b1-\u03c9]/.test(letter)) return String.fromCodePoint(0x1d6fc + code - 0x3b1);
  return letter;
}

/** All signs of the formulas of some texts. @param {string[]} texts */
function signs(texts) {
  const all = new Set('0123456789.,()[]|+\u2212=');
  for (const text of texts)
    for (const [math] of typeset(text).matchAll(/<math[^]*?<\/math>/g)) {
      const plain = math.replace(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      for (const sign of plain) for (const one of [sign, slanted(sign)]) all.add(one);
    }
  return [...all].join('');
}

/** @param {{ catalogues: string[] }} options files whose formulas the font must be able to show, from the project's folder */
export function maths({ catalogues }) {
  return {
    name: 'heaviside-maths',
    enforce: /** @type {const} */ ('pre'),
    config: () => ({ resolve: { alias: [{ find: '~maths', replacement: cache }] } }),
    async buildStart() {
      /** @type {string[]} */ const texts = [];
      for (const file of catalogues) strings(JSON.parse(readFileSync(join(root, file), 'utf8')), (text) => (texts.push(text), text));
      mkdirSync(cache, { recursive: true });
      writeFileSync(join(cache, 'maths.woff2'), await subset(readFileSync(font), signs(texts), { targetFormat: 'woff2', noHinting: true }));
    },
    /** The font's licence goes with the font. */
    generateBundle() {
      /** @type {any} */ (this).emitFile({ type: 'asset', fileName: 'assets/maths-licence.txt', source: readFileSync(join(dirname(dirname(font)), 'LICENSE'), 'utf8') });
    },
    /** @param {string} id */
    load(id) {
      const [file, query] = id.split('?');
      if (query !== 'maths' || !file.endsWith('.json')) return null;
      /** @type {any} */ (this).addWatchFile(file);
      const value = strings(JSON.parse(readFileSync(file, 'utf8')), typeset);
      return { code: `export default JSON.parse(${JSON.stringify(JSON.stringify(value))});`, moduleType: 'js' };
    },
  };
}
