// The visitor's language and its catalogue, fetched before the page is. A translation is one more catalogue beside
// en.json, named by its language: texts alone, which the terminal reads as well.

/** @typedef {import('./first.js').Texts} Texts */

/**
 * Every catalogue of this folder in two parts (build/words.js): what the first view says, fetched when its language is
 * spoken, and what is said by parts that are fetched later.
 */
const CATALOGUES = /** @type {Record<string, () => Promise<Texts>>} */ (import.meta.glob(['./??.json'], { import: 'default', query: '?first' }));
const MORE = /** @type {Record<string, () => Promise<Texts>>} */ (import.meta.glob(['./??.json'], { import: 'default', query: '?more' }));

export const LANGUAGES = Object.keys(CATALOGUES).map((path) => path.slice(2, 4));

/** What is spoken; set by {@link speak} before anything else of the page is loaded. @type {{ lang: string, texts: Texts }} */
export let spoken;

/**
 * The first of the wished languages that there is, or English.
 * @param {readonly (string | null | undefined)[]} wishes as `navigator.languages` has them
 */
export function nearest(wishes) {
  for (const wish of wishes) {
    const lang = wish?.split(/[-_]/, 1)[0].toLowerCase();
    if (lang && LANGUAGES.includes(lang)) return lang;
  }
  return 'en';
}

/** Speak a language from now on. @param {string} lang one of {@link LANGUAGES} */
export async function speak(lang) {
  const texts = await CATALOGUES[`./${lang}.json`]();
  spoken = { lang, texts };
  document.documentElement.lang = lang;
  document.title = texts.page.title;
}

/** The other part of the catalogue that is spoken. */
export const more = () => MORE[`./${spoken.lang}.json`]();
