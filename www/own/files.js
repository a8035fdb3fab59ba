// Data that a link names and does not hold: files that ship with the page, and a visitor's own, which stay in this browser.
import { delMany, get, keys, set } from 'idb-keyval';
import { moreWords, words as en } from '../strings/words.js';

/** A table as it came, and how it is read. @typedef {{ name: string, bytes: Uint8Array, reading: string }} Given */

/** What ships with the page. */
export const SHIPPED = ['iris', 'digits'];
/** Where the browser keeps what a visitor brought, by the hash of what is in it. */
export const KEY = 'data-';

/** What is here, by the hash of what is in it, or by its name where it ships with the page. @type {Map<string, Given>} */ const here = new Map();
/** What each trainer has. @type {WeakMap<object, Set<string>>} */ const has = new WeakMap();

/** @param {string} link */
export const dataOf = (link) => new URLSearchParams(link.replace(/^[^#]*#/, '')).get('data') ?? '';
/** Name, hash, rows and columns, and how it is read, of what a link says of data. @param {string} said */
export function partsOf(said) {
  const [name, hash = '', shape = '', ...reading] = said.split('~');
  const [rows, columns] = shape.split('x').map(Number);
  return { name, hash, rows, columns, reading: reading.join('~') };
}

/** Makes a visitor's table known: links of that name can be opened from then on. @param {string} said @param {Given} given */
export function know(said, given) {
  const { hash } = partsOf(said);
  if (hash) here.set(hash, given);
}

/** Makes what a file carries known to its link. @param {string} link @param {any} data whatever stands in the file */
export function offer(link, { name, csv, reading }) {
  if (![name, csv, reading].every((text) => typeof text === 'string')) return;
  know(dataOf(link), { name, bytes: new TextEncoder().encode(csv), reading });
}

/** Keeps a table in this browser, for a visit to come. @param {string} hash @param {Given} given */
async function keep(hash, given) {
  try {
    await set(KEY + hash, given);
  } catch {
    // A browser may keep nothing, as in a private window.
  }
}

/** Forgets the tables that this browser keeps; what is open stays. */
export const forgetFiles = async () => delMany((await keys()).filter((key) => String(key).startsWith(KEY)));

/** @param {string} said @returns {Promise<Given | undefined>} */
async function find(said) {
  const { name, hash } = partsOf(said);
  const known = here.get(hash || name);
  if (known) return known;
  if (hash) return get(KEY + hash).catch(() => undefined);
  const response = await fetch(new URL(`data/${name}.csv`, document.baseURI));
  if (!response.ok) throw new Error(en.own.table.notFetched(name));
  const given = { name, bytes: new Uint8Array(await response.arrayBuffer()), reading: '' };
  here.set(name, given);
  return given;
}

/** Brings a trainer what a link names. @param {import('../protocol/client.js').Client} trainer @param {string} link */
export async function bring(trainer, link) {
  const said = dataOf(link);
  const { name, hash, rows, columns } = partsOf(said);
  // What is no name of data gets its sentence from whoever reads links.
  if (hash ? !/^[0-9a-f]{16}$/.test(hash) : !SHIPPED.includes(said)) return;
  const there = has.get(trainer) ?? new Set();
  has.set(trainer, there);
  if (there.has(hash || name)) return;
  await moreWords();
  const given = await find(said);
  if (!given) throw new Error(en.own.table.wanted(name, rows, columns), { cause: { wanted: said, link } });
  const read = await trainer.ask('table', given);
  if (hash && partsOf(read.said ?? '').hash !== hash) {
    // Another file was said to be this one.
    here.delete(hash);
    throw new Error(en.own.table.other(name), { cause: { wanted: said, link } });
  }
  there.add(hash || name);
  if (hash) void keep(hash, given);
}
