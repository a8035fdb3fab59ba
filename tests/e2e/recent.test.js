// What this browser keeps of the last experiments, as a person finds it again.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, ready } from './browser.js';
import { home, text, visit } from './stage.js';

const hash = (page) => page.evaluate(() => location.hash);
const load = (page, link) => page.evaluate((to) => window.heaviside.load(to), link);
/** So many iterations, seen. */
async function run(page, iterations) {
  await hv(page, 'run', iterations);
  await page.waitForFunction((at) => document.querySelector('#iteration').textContent === String(at), iterations);
}
/** The links under "Recent", the newest first. */
async function recent(page) {
  await page.click('#examples');
  await page.locator('#examples-menu[open]').waitFor();
  const links = await page.locator('#recent .preset').evaluateAll((all) => all.map((one) => one.dataset.link));
  return links;
}
const close = (page) => page.locator('#examples-menu > header > button').click();
/** Later parts are there. */
const settled = (page) => page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /later/.test(name)));

describe('the last experiments', () => {
  test('are listed with how far they came, survive a reload, open again, and are forgotten in one click', () =>
    visit('', async ({ page }) => {
      await settled(page);
      assert.deepEqual(await recent(page), []);
      assert.ok(await page.locator('#recent').isHidden(), 'no heading over nothing');
      await close(page);
      const first = '#v=1&task=moons&hidden=12&n=40';
      await load(page, first);
      await run(page, 5);
      await load(page, '#v=1&task=circles&n=40'); // looked at, not trained
      await load(page, '#v=1&task=xor&solver=surrogate&n=40');
      await run(page, 3);
      await page.reload();
      await ready(page);
      await settled(page);
      assert.deepEqual(await recent(page), ['#v=1&task=xor&solver=surrogate&n=40', first]);
      const said = await page.locator('#recent .preset').last().innerText();
      assert.match(said, /Moons · Exact · 12/);
      assert.match(said, /iteration 5, test (1\.00|\.\d+) · this minute/);
      await page.locator('#recent .preset').last().click();
      await page.waitForFunction((link) => location.hash === link, first);
      // Opened again it is no second entry.
      await run(page, 7);
      await load(page, '#v=1&task=spirals');
      assert.deepEqual(await recent(page), [first, '#v=1&task=xor&solver=surrogate&n=40']);
      await page.click('#forget');
      await page.getByText('Nothing is kept.').waitFor();
      await close(page);
      assert.deepEqual(await recent(page), []);
      await close(page);
      await page.reload();
      await ready(page);
      assert.deepEqual(await recent(page), []);
    }));

  test('are twenty, and hold a drawing as it was left, not each stroke of it', () =>
    visit('#v=1&task=own', async ({ page }) => {
      await settled(page);
      await page.locator('#drawing').waitFor();
      const box = await page.locator('#drawing').boundingBox();
      for (const share of [0.1, 0.5, 0.9]) {
        const before = await hash(page);
        await page.mouse.click(box.x + share * box.width, box.y + 0.95 * box.height);
        await page.waitForFunction((was) => location.hash !== was, before);
      }
      const drawn = await hash(page);
      await load(page, '#v=1&task=moons&n=20');
      assert.deepEqual(await recent(page), [drawn]);
      assert.match(await text(page, '#recent .preset'), /Your own · Exact · 50/);
      await close(page);
      for (let seed = 1; seed <= 21; seed++) {
        await load(page, `#v=1&task=xor&hidden=4&n=8&T=4&seed=${seed}`);
        await run(page, 1);
      }
      await load(page, '#v=1&task=spirals');
      const links = await recent(page);
      assert.equal(links.length, 20);
      assert.equal(await page.locator('#recent .preset:visible').count(), 4);
      await page.locator('#recent summary', { hasText: '16 earlier' }).click();
      assert.equal(await page.locator('#recent .preset:visible').count(), 20);
      assert.equal(links[0], '#v=1&task=xor&hidden=4&n=8&T=4&seed=21');
      assert.ok(!links.includes(drawn));
    }));

  test('of a page in another page are kept by neither', () =>
    visit('?embed=1#v=1&task=xor&hidden=4&n=8&T=4', async ({ page }) => {
      await settled(page);
      await run(page, 2);
      await page.goto(`${home.url}#v=1&task=spirals`);
      await ready(page);
      assert.deepEqual(await recent(page), []);
    }));

  test('are no harm where the browser keeps nothing', () =>
    visit('', async ({ page }) => {
      await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { get: () => undefined }));
      await page.reload();
      await ready(page);
      await settled(page);
      await load(page, '#v=1&task=xor&hidden=4&n=8&T=4');
      await run(page, 2);
      await load(page, '#v=1&task=spirals');
      assert.deepEqual(await recent(page), []);
      assert.ok(await page.getByRole('button', { name: /Two spirals/ }).isVisible());
    }));
});
