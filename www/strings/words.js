// The words of the page in the visitor's language. A translation is one file beside this one, named by its language.

/** @typedef {typeof import('./en.js').en} Words */

/** Every file of this folder whose name is a language's two letters. */
const CATALOGUES = /** @type {Record<string, () => Promise<{ default: Words }>>} */ (import.meta.glob(['./??.js']));

export const LANGUAGES = Object.keys(CATALOGUES).map((path) => path.slice(2, 4));

/** What the page says; set by {@link speak} before anything else of the page is loaded. @type {Words} */
export let words;

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
  words = (await CATALOGUES[`./${lang}.js`]()).default;
  document.documentElement.lang = lang;
  document.title = words.page.title;
}
