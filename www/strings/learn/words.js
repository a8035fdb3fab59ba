// The words of the explanation: catalogues of their own, fetched only there.
import { formats } from '../formats.js';
import { MEANINGS } from '../symbols/meanings.js';

/** @typedef {typeof import('./en.json')} Texts */

/** Every catalogue of this folder, its formulas set. */
const CATALOGUES = /** @type {Record<string, () => Promise<Texts>>} */ (import.meta.glob(['./??.json'], { import: 'default', query: '?maths' }));

export const LANGUAGES = Object.keys(CATALOGUES).map((path) => path.slice(2, 4));

/** A text with its values put in. @param {string} text @param {Record<string, string | number>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));

/**
 * The words of the first of the wished languages that there is, or the English ones.
 * @param {readonly (string | null | undefined)[]} wishes as `navigator.languages` has them
 */
export async function wordsIn(wishes) {
  const lang = wishes.map((wish) => wish?.slice(0, 2).toLowerCase()).find((one) => one && LANGUAGES.includes(one)) ?? 'en';
  const [texts, symbols] = await Promise.all([CATALOGUES[`./${lang}.json`](), MEANINGS[`./${lang}.json`]()]);
  return { lang, ...texts, symbols, ...formats({ lang, ...texts.numbers }) };
}

/** @typedef {Awaited<ReturnType<typeof wordsIn>>} Words */
