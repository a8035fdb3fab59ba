// The tables of locked links: their rows as text, what differs between two, and what the tables must hold.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

/**
 * A link with how far it is trained and, once accepted, what it must come to (see README.md).
 * @typedef {{ name: string, link: string, iterations: number, blocks?: true, live?: { at: number, set: Record<string, number> },
 *   [locked: string]: unknown }} Row
 * @typedef {{ field: string, expected: string, got: string }} Difference
 */

/** What says how a row is trained; everything else in it is expected of the run. */
const TOLD = ['name', 'iterations', 'blocks', 'live'];

/** How the tables are rewritten. */
export const ACCEPT = 'cargo xtask links --accept';

/** The rows of a table, one a line. @param {string} text @returns {Row[]} */
export const parse = (text) => text.split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));

/** The text of a table. @param {Row[]} rows */
export const format = (rows) => rows.map((row) => `${JSON.stringify(plain(row))}\n`).join('');

/** All tables of a folder, by file name. @param {URL} folder @returns {Map<string, Row[]>} */
export const read = (folder) =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => [name, parse(readFileSync(new URL(name, folder), 'utf8'))]),
  );

/** @param {URL} folder @param {Map<string, Row[]>} tables */
export function write(folder, tables) {
  for (const [name, rows] of tables) writeFileSync(new URL(name, folder), format(rows));
}

/** JSON has no word for these numbers and would write null or 0. @param {any} value @returns {any} */
function plain(value) {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  return value;
}

/** A value as the tables write it, with every digit; nothing for one that is not there. @param {unknown} value */
const text = (value) => (value === undefined ? 'nothing' : JSON.stringify(plain(value)));

/**
 * Every field in which a run is not what its row says, compared as text.
 * @param {Row} row @param {Record<string, unknown>} locked @returns {Difference[]}
 */
export function differences(row, locked) {
  const expected = Object.keys(row).filter((field) => !TOLD.includes(field));
  return [...new Set([...expected, ...Object.keys(locked)])]
    .map((field) => ({ field, expected: text(row[field]), got: text(locked[field]) }))
    .filter(({ expected, got }) => expected !== got);
}

/** The row with what its run came to. @param {Row} row @param {Record<string, unknown>} locked @returns {Row} */
export function accepted(row, locked) {
  const { name, link, iterations, blocks, live } = row;
  return { name, link, iterations, ...(blocks && { blocks }), ...(live && { live }), ...locked };
}

/** The sizes that keep the whole table within a minute. */
const SMALL = { n: 48, T: 16, hidden: 20 };
/** Below so many neurons times steps times samples an example is small as it is. */
const LITTLE = 3000;

/**
 * A link with its samples, steps and neurons brought down. What it leaves out stands in `defaults`.
 * @param {string} link @param {Record<string, any>} defaults
 */
export function reduced(link, defaults) {
  const said = new Map(new URLSearchParams(link.slice(1)));
  const [n, T] = [Number(said.get('n') ?? defaults.n), Number(said.get('T') ?? defaults.T)];
  // Of a layer that is no number of neurons, only that of a recurrent one is brought down.
  const hidden = String(said.get('hidden') ?? defaults.hidden).split(',');
  if (n * T * hidden.reduce((sum, layer) => sum + Number.parseInt(layer, 10), 0) <= LITTLE) return link;
  said.set('n', String(Math.min(n, SMALL.n)));
  said.set('T', String(Math.min(T, SMALL.T)));
  said.set('hidden', hidden.map((layer) => layer.replace(/^\d+(?=r?$)/, (neurons) => String(Math.min(Number(neurons), SMALL.hidden)))).join(','));
  return `#${[...said].map(([key, value]) => `${key}=${value}`).join('&')}`;
}

/** What every method is trained at. */
const DEPTHS = [1, 2, 5];

/**
 * The rows that must stand in the tables by rule, with the table that each belongs to: every task by every method that it
 * takes and every encoder that it has, every method at some depths, and every example of the page.
 * @param {any} catalogue what a link can say
 * @param {{ id: string, presets: { id: string, link: string }[] }[]} presets
 * @param {(task: string, solver: string) => Record<string, any>} defaults
 * @param {(link: string) => string} canonical
 * @returns {{ table: string, row: Row }[]}
 */
export function required(catalogue, presets, defaults, canonical) {
  /** @type {{ table: string, row: Row }[]} */
  const all = [];
  const add = (/** @type {string} */ table, /** @type {string} */ name, /** @type {string} */ link, /** @type {number} */ iterations) =>
    all.push({ table, row: { name, link: canonical(link), iterations } });
  const sizes = `n=${SMALL.n}&T=${SMALL.T}`;
  for (const { value: task, solvers, encoders } of catalogue.tasks)
    for (const solver of solvers)
      for (const encoder of encoders) {
        const link = `#v=1&task=${task}&solver=${solver}&encoder=${encoder}&hidden=${SMALL.hidden}&${sizes}`;
        add('tasks.jsonl', `${task} by ${solver}, ${encoder}`, link, 8);
      }
  for (const { value: solver } of catalogue.solvers)
    for (const depth of DEPTHS) {
      const task = catalogue.tasks.find((/** @type {any} */ one) => one.solvers.includes(solver))?.value;
      const link = `#v=1&task=${task}&solver=${solver}&hidden=${Array(depth).fill(10).join(',')}&${sizes}&iterations=8`;
      add('depths.jsonl', `${solver}, ${depth} hidden`, link, 8);
    }
  for (const { id, link } of presets.flatMap((group) => group.presets)) {
    const said = new URLSearchParams(link.slice(1));
    const given = defaults(said.get('task') ?? '', said.get('solver') ?? catalogue.solvers[0].value);
    add('presets.jsonl', `example ${id}`, reduced(link, given), 10);
  }
  return all;
}

/** Those of the required rows that are not there, or are there with another link. @param {{ table: string, row: Row }[]} all @param {Row[]} rows */
export const absent = (all, rows) =>
  all.filter(({ row }) => !rows.some(({ name, link, iterations }) => name === row.name && link === row.link && iterations === row.iterations));

/**
 * Settings that no link moves away from their default, a sentence each.
 * @param {any} catalogue @param {Record<string, any>[]} specs
 * @param {(task: string, solver: string) => Record<string, any>} defaults
 */
export function unmoved(catalogue, specs, defaults) {
  const missing = [];
  for (const { value: solver } of catalogue.solvers)
    for (const { key, kind, solvers } of catalogue.fields) {
      if (kind === 'choice' || (solvers && !solvers.includes(solver))) continue;
      const moved = specs.some((spec) => spec.solver === solver && text(spec[key]) !== text(defaults(spec.task, solver)[key]));
      if (!moved) missing.push(`No link moves \`${key}\` of ${solver} from its default: add one to settings.jsonl and run \`${ACCEPT}\`.`);
    }
  return missing;
}
