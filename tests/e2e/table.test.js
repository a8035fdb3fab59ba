// A table of one's own, as a person brings it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { hv, open } from './browser.js';
import { chrome, home, text, visit } from './stage.js';

const hash = (page) => page.evaluate(() => location.hash);
const data = async (page) => new URLSearchParams((await hash(page)).slice(1)).get('data');
const notice = (page) => page.locator('.notice[data-kind="refused"]');
/** Forty fruits, told by their length; a strange name and a value that is missing. */
const FRUITS = `length;width;<img src=x onerror=alert(1)>;kind\n${Array.from({ length: 40 }, (_, k) => `${k},5;${k === 7 ? '' : (k * 7) % 11};${k % 3};${k < 20 ? 'berry' : 'melon'}`).join('\n')}\n`;
const file = (name, body) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(body) });

describe('a table', () => {
  test('that ships with the page is trained on at once, and its link gives the same numbers elsewhere', () =>
    visit('#v=1&task=own', async ({ page }) => {
      await page.locator('#own label', { hasText: 'Table' }).click();
      await page.locator('[data-ships="iris"]').click();
      await page.waitForFunction(() => location.hash === '#v=1&task=own&data=iris');
      assert.match(await text(page, '#data-classes'), /● 0 setosa\s+■ 1 versicolor\s+◆ 2 virginica/);
      assert.match(await text(page, '#learned .legend'), /0 setosa\s+■?\s*1 versicolor/);
      await hv(page, 'run', 30);
      const mine = await hv(page, 'snapshot');
      assert.ok(mine.accuracy.test >= 0.85, `${mine.accuracy.test}`);
      const print = await hv(page, 'fingerprint');
      const other = await open(chrome, home.url + (await hash(page)));
      try {
        await hv(other.page, 'run', 30);
        assert.equal(await hv(other.page, 'fingerprint'), print);
        assert.deepEqual(other.faults, []);
      } finally {
        await other.close();
      }
      // Another method keeps the data.
      await page.getByRole('radio', { name: 'Surrogate' }).check({ force: true });
      await page.waitForFunction(() => location.hash === '#v=1&task=own&data=iris&solver=surrogate');
    }));

  test('is shown before it is used, read as the visitor says, and asked of whoever gets its link', () =>
    visit('', async ({ page }) => {
      await page.locator('#settings label', { hasText: 'Your own' }).click();
      await page.locator('#own label', { hasText: 'Table' }).click();
      await page.locator('#open-table').click();
      await page.locator('#table-file').setInputFiles(file('my fruits.csv', FRUITS));
      await page.locator('#table-label').waitFor();
      assert.equal(await text(page, '#table-facts'), 'my fruits.csv: 40 rows, 3 columns of numbers.');
      assert.equal(await page.locator('#table-separator').inputValue(), 'semicolon');
      assert.match(await text(page, '#table-lacks'), /1 row is left out since a value is missing \(line 9\)/);
      assert.match(await text(page, '#table-classes'), /berry \(19\)\s+■ 1 melon \(20\)/);
      assert.match(await text(page, '.table-rows thead'), /<img src=x onerror=alert\(1\)>/);
      // A class that is none is said, and not used.
      await page.locator('#table-label').selectOption({ label: 'length' });
      await page.waitForFunction(() => /“length” can be no class/.test(document.querySelector('#table-problem')?.textContent ?? ''));
      assert.ok(await page.locator('#use-table').isDisabled());
      await page.locator('#table-label').selectOption({ label: 'kind' });
      await page.locator('[data-column="2"]').uncheck();
      await page.waitForFunction(() => /2 columns/.test(document.querySelector('#table-facts')?.textContent ?? ''));
      await page.locator('#use-table').click();
      await page.waitForFunction(() => location.hash.includes('&data='));
      assert.match(await data(page), /^my-fruits~[0-9a-f]{16}~39x2~label:3~out:2$/);
      await hv(page, 'run', 5);
      const print = await hv(page, 'fingerprint');
      const link = await hash(page);

      // After a reload it is there.
      await page.reload();
      await page.locator('html[data-ready]').waitFor();
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '5');
      assert.equal(await hv(page, 'fingerprint'), print);

      // Elsewhere it is asked for: other data are refused, and what is open stays; the file in other clothes is taken.
      const other = await open(chrome, home.url + link);
      try {
        const there = other.page;
        await notice(there).waitFor();
        assert.match(await notice(there).textContent(), /“my-fruits”, 39 rows and 2 columns/);
        assert.equal(await there.evaluate(() => document.querySelector('#learned canvas') !== null), true);
        await notice(there).locator('button.act').click();
        await there.locator('#table-file').setInputFiles(file('x.csv', FRUITS.replace('3,5', '3,6')));
        await there.waitForFunction(() => /other data/.test(document.querySelector('#table-problem')?.textContent ?? ''));
        assert.ok(await there.locator('#use-table').isDisabled());
        await there.locator('#table-file').setInputFiles(file('x.csv', FRUITS.replaceAll('\n', '\r\n')));
        await there.waitForFunction(() => !(/** @type {HTMLButtonElement} */ (document.querySelector('#use-table')).disabled));
        await there.locator('#use-table').click();
        await there.waitForFunction((link) => location.hash === link && window.heaviside.snapshot, link);
        await there.waitForFunction(() => document.querySelector('#data-about')?.textContent?.includes('my-fruits'));
        await hv(there, 'run', 5);
        assert.equal(await hv(there, 'fingerprint'), print);
      } finally {
        await other.close();
      }
    }));

  test('goes with its experiment in one file, and is forgotten when all is', () =>
    visit('', async ({ page }) => {
      await page.locator('#settings label', { hasText: 'Your own' }).click();
      await page.locator('#own label', { hasText: 'Table' }).click();
      await page.locator('#open-table').click();
      await page.locator('#table-file').setInputFiles(file('fruits.csv', FRUITS));
      await page.waitForFunction(() => !(/** @type {HTMLButtonElement} */ (document.querySelector('#use-table')).disabled));
      await page.locator('#use-table').click();
      await page.waitForFunction(() => location.hash.includes('&data=fruits~'));
      await hv(page, 'run', 4);
      const print = await hv(page, 'fingerprint');
      const taken = await page.evaluate(async () => (await window.heaviside.export('json')).text());
      const check = new Ajv().compile(JSON.parse(await readFile(new URL('../../www/public/heaviside.schema.json', import.meta.url), 'utf8')));
      assert.ok(check(JSON.parse(taken)), JSON.stringify(check.errors));

      const other = await open(chrome, home.url);
      try {
        // Where the data in the file are others than its link says, it is refused.
        const forged = JSON.parse(taken);
        forged.data.csv = forged.data.csv.replace('berry', 'cherry');
        await assert.rejects(other.page.evaluate((all) => window.heaviside.open(new Blob([all])), JSON.stringify(forged)), /other data than the link’s “fruits”/);
        const snapshot = await other.page.evaluate((all) => window.heaviside.open(new Blob([all])), taken);
        assert.equal(snapshot.spec.task, 'own');
        assert.deepEqual(await hv(other.page, 'prove'), { same: true, iteration: 4, firstDifference: null });
        assert.equal(await hv(other.page, 'fingerprint'), print);
        assert.deepEqual(other.faults, []);
      } finally {
        await other.close();
      }

      const tables = () =>
        page.evaluate(
          () =>
            new Promise((done, failed) => {
              const asked = indexedDB.open('keyval-store');
              asked.onerror = failed;
              asked.onsuccess = () => {
                const all = asked.result.transaction('keyval').objectStore('keyval').getAllKeys();
                all.onsuccess = () => (asked.result.close(), done(all.result.filter((key) => String(key).startsWith('data-')).length));
              };
            }),
        );
      assert.equal(await tables(), 1);
      await page.click('#examples');
      await page.click('#forget');
      await page.locator('#examples-menu [role=status]').waitFor();
      assert.equal(await tables(), 0);
    }));

  test('that is wrong gets a sentence with its place; pasted rows are a table', () =>
    visit('', async ({ page }) => {
      await page.locator('#settings label', { hasText: 'Your own' }).click();
      await page.locator('#own label', { hasText: 'Table' }).click();
      const before = await hash(page);
      await page.locator('#open-table').click();
      for (const [body, said] of [
        [FRUITS.replace('12,5', 'twelve'), 'Line 14, column “length”: twelve is no number.'],
        [FRUITS.replace('12,5', '12,5;1'), 'Line 14 has 5 cells where the lines before it have 4.'],
        ['\0\0\0', 'This is no text: byte 1 is zero.'],
        ['1,'.repeat(1e6), 'The table has 1000001 columns; at most 256 can be used: leave some out.'],
      ]) {
        await page.locator('#table-file').setInputFiles(file('bad.csv', body));
        await page.waitForFunction((said) => document.querySelector('#table-problem')?.textContent === said, said);
        assert.ok(await page.locator('#use-table').isDisabled());
      }
      assert.equal(await hash(page), before);
      await page.locator('#table-paste').fill(FRUITS);
      await page.waitForFunction(() => !(/** @type {HTMLButtonElement} */ (document.querySelector('#use-table')).disabled));
      await page.locator('#use-table').click();
      await page.waitForFunction(() => location.hash.includes('&data=pasted~'));
    }));
});
