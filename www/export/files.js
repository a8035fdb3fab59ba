// What makes files: pictures, tables, and the way to the visitor's disk.
import { el } from '../dom.js';

export { pngOf, svgOf } from './svg.js';

/** @param {string} name @param {Blob} blob */
export function save(name, blob) {
  const url = URL.createObjectURL(blob);
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A table as a CSV file; absent values are empty. @param {import('../types.d.ts').Columns} table */
export function csvOf({ columns, rows }) {
  const cell = (/** @type {unknown} */ v) => (v === null || v === undefined || Number.isNaN(v) ? '' : /[",\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v));
  const lines = [columns, ...rows].map((row) => Array.from(row, cell).join(','));
  return new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' });
}
