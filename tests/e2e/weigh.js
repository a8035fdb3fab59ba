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

/** Milliseconds from the start of a cold load to the first paint and to a page that answers: the middle of some. @param {import('playwright-core').Browser} chrome @param {string} url @param {number} times */
export async function cold(chrome, url, times) {
  const loads = [];
  for (let i = 0; i < times; i++) {
    const context = await chrome.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.documentElement.dataset.ready !== 'true') return;
        observer.disconnect();
        window.usable = performance.now();
      }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
    });
    await page.goto(url);
    await page.waitForFunction(() => window.usable);
    loads.push(await page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, usable: window.usable })));
    await context.close();
  }
  const middle = (/** @type {'paint' | 'usable'} */ key) => loads.map((one) => one[key]).sort((a, b) => a - b)[times >> 1];
  return { paint: middle('paint'), usable: middle('usable') };
}
