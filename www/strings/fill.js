// How a text of a catalogue becomes a sentence.

/**
 * A text with its values put in.
 * @param {string} text @param {Record<string, unknown>} values by the names of its placeholders
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));

/**
 * The sentence of a text whose values go in as they are.
 * @template {string[]} N @param {string} text @param {N} names of its placeholders, in the order that they are given
 * @returns {(...values: { [I in keyof N]: string | number }) => string}
 */
export const say = (text, ...names) => (...values) => fill(text, Object.fromEntries(names.map((name, i) => [name, values[i]])));

/** Texts by names that the core gives, so that any may be asked for. @template T @param {T} texts @returns {Record<string, T[keyof T]>} */
export const named = (texts) => /** @type {Record<string, T[keyof T]>} */ (texts);
