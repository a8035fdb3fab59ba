// Everything that the page says in a language: for its types and for tests. The page itself takes it in two parts.
import { first } from './first.js';
import { more } from './more.js';

/** @param {string} lang as `<html lang>` has it @param {import('./first.js').Texts} texts */
export const sentences = (lang, texts) => ({ ...first(lang, texts), ...more(lang, texts) });
