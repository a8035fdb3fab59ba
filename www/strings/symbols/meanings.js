// What the symbols of the equations mean, one list for both pages, a file a language, fetched when it is needed.

/** @typedef {typeof import('./en.json')} Meanings by the symbol's name */

export const MEANINGS = /** @type {Record<string, () => Promise<Meanings>>} */ (import.meta.glob(['./??.json'], { import: 'default' }));
