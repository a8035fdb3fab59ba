// What a link says of data of one's own, as the core reads it (src/tasks/own/): bytes in base64 of the alphabet of URLs, first the
// version of what follows.

const VERSION = 1;

/** Most classes, by the core. */
export const CLASSES = 5;

/** @param {string} text @returns {number[]} what follows the version */
export const bytesOf = (text) => Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0)).slice(1);

/** @param {number[]} bytes what follows the version */
export const textOf = (bytes) =>
  btoa([VERSION, ...bytes].map((byte) => String.fromCharCode(byte)).join(''))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/** A change of what is drawn: it begins, shows itself, and ends. @typedef {{ begin: () => void, changed: () => void, end: () => void }} Strokes */
