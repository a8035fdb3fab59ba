// What a cold visit of the bare address fetches, gzipped: what it takes until the page is usable has a budget. What the page
// fetches when it stands, the rest of the core and the maths font, is told beside it. Sizes alone, no times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, hv, open, ready, site } from './browser.js';
import { weigh } from './weigh.js';

/** Bytes, at gzip's best. */
const BUDGET = 250_000;
test('the first load is within its budget, and the later parts are none of it', async (t) => {
  const served = await site();
  const chrome = await browser();
  try {
    const { files, first, rest, faults } = await weigh(chrome, served.url);
    for (const { name, bytes, rest } of files) t.diagnostic(`${String(bytes).padStart(7)} ${name}${rest ? ', later' : ''}`);
    t.diagnostic(`${first} bytes until the page is usable, ${rest} after`);
    assert.ok(files.some(({ name }) => /heaviside_bg[^/]*\.wasm$/.test(name)), 'what the worker fetches is counted');
    assert.ok(files.some(({ name, rest }) => rest && /heaviside_rest[^/]*\.wasm$/.test(name)), 'the rest comes by itself, when the page stands');
    assert.ok(first <= BUDGET, `${first} bytes`);
    assert.deepEqual(faults, []);
  } finally {
    await chrome.close();
    await served.close();
  }
});

test('a method of the rest trains where the rest comes only when it is called', async () => {
  const served = await site();
  const chrome = await browser();
  try {
    const { page, faults, close } = await open(chrome, `${served.url}#v=1&task=xor&solver=paper&hidden=5&n=20&T=2`);
    const snapshot = await hv(page, 'run', 3);
    assert.equal(snapshot.iteration, 3);
    assert.deepEqual(faults, []);
    await close();
  } finally {
    await chrome.close();
    await served.close();
  }
});

test('where the rest does not come, what needs it says so, and what was open is there again', async () => {
  const served = await site();
  const chrome = await browser();
  try {
    const context = await chrome.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    await context.route('**/assets/heaviside_rest-*.wasm', (route) => route.abort());
    await page.goto(`${served.url}#v=1&task=spirals`);
    await ready(page);
    // What the first view does goes on without it.
    for (const done of ['1', '2']) {
      await page.click('#step-iteration');
      await page.waitForFunction((want) => document.querySelector('#iteration').textContent === want, done);
    }
    await page.evaluate(() => window.heaviside.load('#v=1&task=xor&solver=paper&hidden=5&n=20&T=2')).catch(() => {});
    await page.evaluate(() => window.heaviside.run(2)).catch(() => {});
    await page.locator('.notice[data-kind=dead]').waitFor();
    await context.unroute('**/assets/heaviside_rest-*.wasm');
    await page.getByRole('button', { name: 'Start again with the same experiment' }).click();
    await page.waitForFunction(() => document.querySelector('#iteration').textContent === '0' && !document.body.classList.contains('dead'));
    assert.equal(new URL(page.url()).hash, '#v=1&task=spirals');
    await page.evaluate(() => window.heaviside.load('#v=1&task=xor&solver=paper&hidden=5&n=20&T=2'));
    assert.equal((await hv(page, 'run', 2)).iteration, 2);
    await context.close();
  } finally {
    await chrome.close();
    await served.close();
  }
});

test('a part waits for its words', async () => {
  const served = await site();
  const chrome = await browser();
  try {
    const context = await chrome.newContext({ serviceWorkers: 'block', locale: 'it' });
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    // Of the two parts of the Italian catalogue the first has come when the page is ready.
    let slow = 0;
    await context.route(/\/assets\/(it|more)-/, async (route) => {
      const ready = await page.evaluate(() => document.documentElement.dataset.ready === 'true').catch(() => false);
      if (ready) {
        slow++;
        await new Promise((go) => setTimeout(go, 1000));
      }
      await route.continue();
    });
    await page.goto(`${served.url}#v=1&task=moons&hidden=6&n=20&T=6`);
    await ready(page);
    await page.click('.views-choice label:has(input[value=spike])');
    await page.locator('#spike .story').waitFor();
    assert.ok(slow > 0, 'its words came after the page was ready');
    assert.deepEqual(faults, []);
    await context.close();
  } finally {
    await chrome.close();
    await served.close();
  }
});

test('a part that does not come says so, leaves what was open, and comes at the next asking', async () => {
  const served = await site();
  const chrome = await browser();
  try {
    const context = await chrome.newContext({ serviceWorkers: 'block', locale: 'en-GB' });
    const page = await context.newPage();
    const parts = '**/assets/{both,compare,tour,lessons-dialog,examples,curves}-*.js';
    let asked = 0;
    await context.route(parts, (route) => (asked++, route.abort()));
    await page.goto(`${served.url}#v=1&task=moons&hidden=6&n=20&T=6`);
    await ready(page);
    const notice = page.locator('.notice[data-kind=part]');
    const story = '.views-choice label:has(input[value=spike])';
    /** What asks for each part, and what is there when it has come. */
    const parted = [
      ['#lessons', '#lessons-dialog[open]'],
      ['#examples', '#examples-menu[open]'],
      ['#compare', '#compare-with[open]'],
      [story, '#spike .story'],
      ['#tour-button', '#tour'],
    ];
    for (const [button] of parted) {
      await notice.waitFor();
      assert.match(await notice.innerText(), /could not be fetched/);
      await notice.getByRole('button').first().click();
      await page.click(button);
    }
    await notice.waitFor();
    const before = asked;
    assert.equal((await hv(page, 'run', 3)).iteration, 3, 'training goes on without them');
    await page.waitForTimeout(500);
    assert.equal(asked, before, 'no frame asks again for what did not come');

    await context.unroute(parts);
    await page.click('.views-choice label:has(input[value=network])');
    for (const [button, part] of parted) {
      await page.click(button);
      await page.locator(part).waitFor();
      await page.keyboard.press('Escape');
    }
    await hv(page, 'load', '#v=1&task=moons&hidden=6&n=20&T=7');
    await page.locator('#progress .uplot').first().waitFor();
    await context.close();
  } finally {
    await chrome.close();
    await served.close();
  }
});
