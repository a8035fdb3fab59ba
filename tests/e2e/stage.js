// What every file of page tests shares: one Chromium and the site, from its first test to its last.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { browser, open, site } from './browser.js';

/** @type {Awaited<ReturnType<typeof browser>>} */ export let chrome;
/** @type {Awaited<ReturnType<typeof site>>} */ export let home;
before(async () => {
  home = await site();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await home?.close();
});

/**
 * Open a page for one test, and let no fault pass unseen.
 * @param {string} address after the site's @param {(at: any) => Promise<void>} work
 */
export async function visit(address, work, options = {}, { faultsAllowed = false } = {}) {
  const at = await open(chrome, home.url + address, options);
  try {
    await work(at);
    if (!faultsAllowed) assert.deepEqual(at.faults, []);
  } finally {
    await at.close();
  }
}

/** @param {import('playwright-core').Page} page @param {string} selector */
export const text = (page, selector) => page.locator(selector).innerText();

/**
 * Choose what the middle column shows, as a visitor does.
 * @param {import('playwright-core').Page} page @param {'network' | 'spikes' | 'weights' | 'spike'} view
 */
export async function show(page, view) {
  await page.locator(`.views-choice label:has(input[value=${view}])`).click();
  await page.waitForFunction((wanted) => document.querySelector('.views').dataset.view === wanted, view);
  // Its parts may still be on their way.
  await page.waitForFunction(() => [...document.querySelectorAll('.views > section')].every((one) => one.hidden || one.childElementCount > 0));
}
