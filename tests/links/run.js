// Trains every locked link on the wasm of the page and compares: `node tests/links/run.js [--accept] [FOLDER OF THE BINDINGS]`.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PRESETS } from '../../www/presets.js';
import { canonical, load } from './core.js';
import { ACCEPT, absent, accepted, differences, read, required, unmoved, write } from './table.js';

const TABLES = new URL('./', import.meta.url);
const accept = process.argv.includes('--accept');
const folder = resolve(process.argv.slice(2).find((word) => !word.startsWith('--')) ?? 'www/pkg');

/** @typedef {import('./table.js').Row} Row */
/** @typedef {{ spec: Record<string, any>, locked: Record<string, unknown> }} Run */

/** Longer than any link may take: a run that does not end fails as well. */
const LIMIT = 60_000;

/** Has a worker train a row. @param {Worker} worker @param {Row} row @returns {Promise<{ run?: Run, error?: string, broken?: boolean }>} */
const ask = (worker, row) =>
  new Promise((answer) => {
    const end = (/** @type {{ run?: Run, error?: string, broken?: boolean }} */ result) => {
      clearTimeout(timer);
      worker.off('message', end).off('error', fail);
      answer(result);
    };
    const fail = (/** @type {Error} */ error) => end({ error: String(error), broken: true });
    const timer = setTimeout(() => end({ error: `no end within ${LIMIT / 1000} s`, broken: true }), LIMIT);
    worker.on('message', end).on('error', fail);
    worker.postMessage(row);
  });

/** Trains rows on all processors, in any order. @param {Row[]} rows @returns {Promise<{ run?: Run, error?: string }[]>} */
async function trainAll(rows) {
  /** @type {{ run?: Run, error?: string }[]} */
  const answers = Array(rows.length);
  const start = () => new Worker(new URL('./worker.js', import.meta.url), { workerData: { folder } });
  let next = 0;
  const share = async () => {
    let worker = start();
    for (let at = next++; at < rows.length; at = next++) {
      const answer = await ask(worker, rows[at]);
      answers[at] = answer;
      if (answer.broken) {
        await worker.terminate();
        worker = start();
      }
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), rows.length) }, share));
  return answers;
}

const core = await load(folder);
const tables = read(TABLES);
const rules = required(core.catalogue(), PRESETS, core.defaults, (link) => canonical(core, link));
const rows = [...tables.values()].flat();
const answers = await trainAll(rows);
/** What was found wrong with a row, a line each. @type {Map<Row, string[]>} */
const wrong = new Map();
/** @type {Record<string, any>[]} */
const specs = [];
rows.forEach((row, i) => {
  const { run, error } = answers[i];
  if (run) specs.push(run.spec);
  const lines = run
    ? differences(row, run.locked).map(({ field, expected, got }) => `${row.name} | ${field} | expected ${expected} | got ${got}`)
    : [`${row.name} | ${error}`];
  if (rows.findIndex(({ name }) => name === row.name) < i) lines.push(`${row.name} | this name stands twice`);
  if (lines.length) wrong.set(row, lines);
});
const missing = absent(rules, rows);

if (accept) {
  const fresh = missing.map(({ row }) => row);
  const names = new Set(fresh.map(({ name }) => name));
  const more = await trainAll(fresh);
  const failures = [];
  const settle = (/** @type {Row} */ row, /** @type {{ run?: Run, error?: string }} */ { run, error }) => {
    if (run) return accepted(row, run.locked);
    failures.push(`${row.name} | ${error}`);
    return row;
  };
  rows.forEach((row, i) => {
    const { run } = answers[i];
    if (!run || names.has(row.name)) return;
    if (!('fingerprint' in row)) return console.log(`${row.name} | new`);
    for (const { field, expected, got } of differences(row, run.locked)) console.log(`${row.name} | ${field} | ${expected} -> ${got}`);
  });
  const settled = new Map(rows.map((row, i) => [row, settle(row, answers[i])]));
  // An example whose link changed takes the place of its old row.
  for (const [name, table] of tables) tables.set(name, table.filter((row) => !names.has(row.name)).map((row) => settled.get(row) ?? row));
  missing.forEach(({ table, row }, i) => {
    console.log(`${row.name} | ${rows.some(({ name }) => name === row.name) ? 'of another link' : 'new'}`);
    tables.set(table, [...(tables.get(table) ?? []), settle(row, more[i])]);
  });
  write(TABLES, tables);
  for (const line of failures) console.log(line);
  process.exitCode = failures.length ? 1 : 0;
} else {
  for (const line of [...wrong.values()].flat()) console.log(line);
  const holes = [
    ...missing.map(({ row }) => `Nothing locks “${row.name}” (${row.link}): run \`${ACCEPT}\`.`),
    ...unmoved(core.catalogue(), specs, core.defaults),
  ];
  for (const hole of holes) console.log(hole);
  const failed = wrong.size + holes.length;
  console.log(`\ntest result: ${failed ? 'FAILED' : 'ok'}. ${rows.length - wrong.size} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
