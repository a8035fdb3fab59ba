// What a cold visit of the bare address fetches, gzipped at its best, and how long it takes until it is usable.
import { gzipSync } from 'node:zlib';

/** Notes in the page when it has become usable. @param {import('playwright-core').Page} page */
const note = (page) =>
  page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.documentElement.dataset.ready !== 'true') return;
      observer.disconnect();
      window.usable = performance.now();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
  });

/**
 * @param {import('playwright-core').Browser} chrome @param {string} url of the site
 * @returns {Promise<{ files: { name: string, bytes: number, rest: boolean }[], first: number, rest: number, faults: string[] }>} the largest first, and the sums of what was asked for until the page was usable, and (`rest`) after
 */
export async function weigh(chrome, url) {
  const context = await chrome.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block', locale: 'en-GB' });
  const page = await context.newPage();
  /** @type {string[]} */ const faults = [];
  /** @type {Map<string, import('playwright-core').Request>} */ const asked = new Map();
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
  context.on('request', (request) => request.url().startsWith(url) && !asked.has(request.url()) && asked.set(request.url(), request));
  await note(page);
  await page.goto(url);
  await page.waitForFunction(() => window.usable);
  const usable = await page.evaluate(() => performance.timeOrigin + window.usable);
  // Until nothing more is asked for. (Not the driver's own idle network: it does not hear the end of a script that blocks.)
  for (let known = -1; known < asked.size; await page.waitForTimeout(1500)) known = asked.size;
  const files = await Promise.all(
    [...asked].map(async ([one, request]) => ({
      name: one.slice(url.length) || 'index.html',
      bytes: gzipSync(Buffer.from(await (await fetch(one)).arrayBuffer()), { level: 9 }).length,
      rest: request.timing().startTime >= usable,
    })),
  );
  const sum = (/** @type {boolean} */ rest) => files.filter((one) => one.rest === rest).reduce((all, { bytes }) => all + bytes, 0);
  await context.close();
  return { files: files.sort((a, b) => b.bytes - a.bytes), first: sum(false), rest: sum(true), faults };
}

/** Milliseconds from the start of a cold load to the first paint and to a page that answers: the middle of some. @param {import('playwright-core').Browser} chrome @param {string} url @param {number} times */
export async function cold(chrome, url, times) {
  const loads = [];
  for (let i = 0; i < times; i++) {
    const context = await chrome.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    await note(page);
    await page.goto(url);
    await page.waitForFunction(() => window.usable);
    loads.push(await page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, usable: window.usable })));
    await context.close();
  }
  const middle = (/** @type {'paint' | 'usable'} */ key) => loads.map((one) => one[key]).sort((a, b) => a - b)[times >> 1];
  return { paint: middle('paint'), usable: middle('usable') };
}
