// An experiment that comes as a file, as a person opens it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { hv } from './browser.js';
import { home, text, visit } from './stage.js';

const SMALL = '#v=1&task=moons&hidden=12&n=40';
const file = (of) => ({ name: 'mine.heaviside.json', mimeType: 'application/json', buffer: Buffer.from(typeof of === 'string' ? of : JSON.stringify(of)) });
const GOOD = { format: 'heaviside', version: 1, link: SMALL };
const settled = (page) => page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /later/.test(name)));
const linkIs = (page, link) => page.waitForFunction((want) => location.hash === want, link);

async function choose(page, given) {
  await settled(page);
  await page.click('#examples');
  await page.locator('#examples-menu[open]').waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Open a file…' }).click()]);
  await chooser.setFiles(given);
}

describe('a file', () => {
  test('that was taken away is what its schema says, opens again, and proves itself', () =>
    visit('#v=1&task=own', async ({ page }) => {
      await hv(page, 'run', 6);
      const taken = await page.evaluate(async () => (await window.heaviside.export('json')).text());
      const schema = JSON.parse(await readFile(new URL('../../www/public/heaviside.schema.json', import.meta.url), 'utf8'));
      const check = new Ajv({ allErrors: true }).compile(schema);
      assert.ok(check(JSON.parse(taken)), JSON.stringify(check.errors));
      assert.ok(!check({ ...JSON.parse(taken), version: 2 }) && !check({ format: 'heaviside', version: 1 }));
      await page.evaluate((to) => window.heaviside.load(to), SMALL);
      await choose(page, file(taken));
      await page.locator('.notice[data-kind=proof]', { hasText: /same to the last bit/ }).waitFor();
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '6');
      // From the console as well.
      await page.evaluate((to) => window.heaviside.load(to), SMALL);
      const snapshot = await page.evaluate((all) => window.heaviside.open(new Blob([all])), taken);
      assert.equal(snapshot.spec.task, 'own');
      assert.deepEqual(await hv(page, 'prove'), { same: true, iteration: 6, firstDifference: null });
    }));

  test('is dropped anywhere', () =>
    visit('', async ({ page }) => {
      await settled(page);
      // Once the page listens, it says so by taking what is held over it.
      const drag = (name, all) =>
        page.evaluate(
          ([name, all]) => {
            const data = new DataTransfer();
            data.items.add(new File([all], 'mine.heaviside.json'));
            return !document.body.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
          },
          [name, all],
        );
      while (!(await drag('dragover', ''))) await page.waitForTimeout(50);
      assert.ok(await page.evaluate(() => document.documentElement.hasAttribute('data-dropping')));
      await drag('drop', JSON.stringify(GOOD));
      await linkIs(page, SMALL);
      assert.ok(!(await page.evaluate(() => document.documentElement.hasAttribute('data-dropping'))));
    }));

  test('is fetched where the address asks for it, once', () =>
    visit('', async ({ page }) => {
      await page.route('**/given.heaviside.json', (route) => route.fulfill({ json: GOOD }));
      await page.goto(`${home.url}?open=given.heaviside.json`);
      await linkIs(page, SMALL);
      assert.equal(await page.evaluate(() => location.search), '');
    }));

  test('that is none gets a sentence, and what was open stays', () =>
    visit(
      SMALL,
      async ({ page }) => {
        await hv(page, 'run', 3);
        const cases = [
          ['{"format": "heaviside",', /mine\.heaviside\.json is no JSON/],
          ['[1, 2]', /no experiment of Heaviside/],
          ['null', /no experiment of Heaviside/],
          [{ ...GOOD, version: 2 }, /of version 2 of the format; this page knows version 1/],
          [{ ...GOOD, version: '<b>x</b>' }, /of version "<b>x<\/b>"/],
          [{ ...GOOD, link: 7 }, /has no “link”/],
          [{ ...GOOD, link: 'javascript:alert(1)' }, /has no “link”/],
          [{ ...GOOD, link: `#v=1&points=${'A'.repeat(70000)}` }, /longer than 65536 letters/],
          ['x'.repeat((16 << 20) + 1), /larger than 16 MiB/],
        ];
        for (const [given, sentence] of cases) {
          await choose(page, file(given));
          await page.locator('.notice[data-kind=file]', { hasText: sentence }).waitFor();
          assert.equal(await page.locator('.notice b').count(), 0);
          assert.equal(await page.evaluate(() => location.hash), SMALL);
          assert.equal(await text(page, '#iteration'), '3');
        }
        await page.goto(`${home.url}?open=nothing.json${SMALL}`);
        await page.locator('.notice[data-kind=file]', { hasText: /nothing\.json \(404\) could not be fetched/ }).waitFor();
        assert.equal(await page.evaluate(() => location.hash), SMALL);
      },
      {},
      { faultsAllowed: true }, // the browser itself tells of what was not found
    ));
});
