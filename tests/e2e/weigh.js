// What a cold visit of the bare address fetches, gzipped at its best, and how long it takes until it is usable.
import { gzipSync } from 'node:zlib';
import { open } from './browser.js';

/** What comes when the page stands. */
const REST = /heaviside_rest[^/]*\.wasm$/;

/**
 * @param {import('playwright-core').Browser} chrome @param {string} url of the site
 * @returns {Promise<{ files: { name: string, bytes: number, rest: boolean }[], first: number, rest: number, faults: string[] }>} the largest first, and the sums of what comes until the page is usable and after
 */
export async function weigh(chrome, url) {
  const { page, requests, faults, close } = await open(chrome, url, { first: true, options: { locale: 'en-GB' } });
  // Until nothing more is asked for. (Not the driver's own idle network: it does not hear the end of a script that blocks.)
  for (let known = -1; known < requests.length; await page.waitForTimeout(1500)) known = requests.length;
  const asked = [...new Set(requests)].filter((one) => one.startsWith(url));
  const files = await Promise.all(asked.map(async (one) => ({ name: one.slice(url.length) || 'index.html', bytes: gzipSync(Buffer.from(await (await fetch(one)).arrayBuffer()), { level: 9 }).length, rest: REST.test(one) })));
  const sum = (/** @type {boolean} */ rest) => files.filter((one) => one.rest === rest).reduce((all, { bytes }) => all + bytes, 0);
  await close();
  return { files: files.sort((a, b) => b.bytes - a.bytes), first: sum(false), rest: sum(true), faults };
}
