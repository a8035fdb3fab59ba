// The words of the page, in the language that was chosen before the page was loaded.
import { onDemand } from '../ondemand.js';
import { first } from './first.js';
import { more, spoken } from './language.js';

/** @typedef {ReturnType<typeof import('./sentences.js').sentences>} Words */

/** What the page says; the part that {@link moreWords} brings only after it. */
export const words = /** @type {Words} */ (/** @type {unknown} */ (first(spoken.lang, spoken.texts)));

/** The words of what is fetched when it is asked for. They come before it does: its modules may read them as they load. */
export const moreWords = onDemand(async () => {
  const [sentences, texts] = await Promise.all([import('./more.js'), more()]);
  Object.assign(words, sentences.more(spoken.lang, texts));
});
