// The words of the page, in the language that was chosen before the page was loaded.
import { spoken } from './language.js';
import { sentences } from './sentences.js';

/** @typedef {ReturnType<typeof sentences>} Words */

/** What the page says. */
export const words = sentences(spoken.lang, spoken.texts);
