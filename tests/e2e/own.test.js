// A drawing of one's own, as a person makes it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, open } from './browser.js';
import { chrome, home, text, visit } from './stage.js';

const OWN = '#v=1&task=own';
const hash = (page) => page.evaluate(() => location.hash);
const points = async (page) => new URLSearchParams((await hash(page)).slice(1)).get('points');
const counts = (page) => page.locator('#drawing').getAttribute('aria-label');
/** Until the experiment that is open has another link. */
const opened = (page, before) => page.waitForFunction((was) => location.hash !== was, before);
/** Places of the board, in shares of its side from the left and from the top. */
async function place(page, x, y) {
  const box = await page.locator('#drawing').boundingBox();
  return [box.x + x * box.width, box.y + y * box.height];
}
async function drag(page, from, to) {
  await page.mouse.move(...(await place(page, ...from)));
  await page.mouse.down();
  await page.mouse.move(...(await place(page, ...to)), { steps: 6 });
  await page.mouse.up();
}

describe('a drawing', () => {
  test('is made with a mouse, trained at once, and in the link: whoever opens it gets the same numbers', () =>
    visit(OWN, async ({ page }) => {
      await page.locator('#drawing').waitFor();
      assert.equal(await page.locator('#figure-control').count(), 1);
      assert.match(await counts(page), /● 0 80, ■ 1 60/);
      await page.locator('#own .brushes label', { hasText: '2' }).click();
      const before = await hash(page);
      await drag(page, [0.1, 0.9], [0.9, 0.9]);
      await opened(page, before);
      assert.match(await counts(page), /◆ 2 (1\d|2\d|3\d)/);
      await page.waitForFunction(() => document.querySelectorAll('#learned .legend .class-2').length === 1);
      assert.equal(await page.locator('#own .brushes label').count(), 4, 'there is room for one more class');
      const link = await hash(page);
      assert.match(link, /^#v=1&task=own&points=[A-Za-z0-9_-]+$/);
      await hv(page, 'run', 5);
      const mine = await hv(page, 'fingerprint');
      const other = await open(chrome, home.url + link);
      try {
        await hv(other.page, 'run', 5);
        assert.equal(await hv(other.page, 'fingerprint'), mine);
        assert.match(mine, /^[0-9a-f]{16}$/);
        assert.equal(await counts(other.page), await counts(page));
        assert.deepEqual(other.faults, []);
      } finally {
        await other.close();
      }
      // Another method trains on the same points.
      await page.getByRole('radio', { name: 'Surrogate' }).check({ force: true });
      await page.waitForFunction(() => location.hash.includes('solver=surrogate'));
      assert.equal(await points(page), new URLSearchParams(link.slice(1)).get('points'));
    }));

  test('is taken back stroke by stroke, and by the page’s own undo', () =>
    visit(OWN, async ({ page }) => {
      await page.locator('#drawing').waitFor();
      assert.ok(await page.locator('#undo-stroke').isDisabled());
      const start = await hash(page);
      await drag(page, [0.2, 0.5], [0.6, 0.5]);
      await opened(page, start);
      const [first, drawn] = [await hash(page), await counts(page)];
      await page.locator('#own label', { hasText: 'Erase' }).click();
      await drag(page, [0.2, 0.5], [0.6, 0.5]);
      await opened(page, first);
      const rubbed = await counts(page);
      const all = (label) => label.match(/ \d+(?=,|$)/g).reduce((sum, one) => sum + Number(one), 0);
      assert.ok(all(rubbed) < all(drawn) - 5, `${drawn} -> ${rubbed}`);
      await page.click('#undo-stroke');
      await page.waitForFunction((link) => location.hash === link, first);
      assert.equal(await counts(page), drawn);
      await page.click('#undo');
      await page.waitForFunction((link) => location.hash !== link, first);
      await page.waitForFunction((label) => document.querySelector('#drawing').getAttribute('aria-label') === label, rubbed);
    }));

  test('that lacks points says so, and the experiment stays until there are enough', () =>
    visit(OWN, async ({ page }) => {
      await page.locator('#drawing').waitFor();
      await hv(page, 'run', 2);
      const before = await hash(page);
      await page.click('#clear-drawing');
      assert.match(await text(page, '#own .complaint'), /Two classes at least/);
      await page.mouse.click(...(await place(page, 0.2, 0.2)));
      assert.match(await text(page, '#own'), /1 of 400 points/);
      await page.locator('#own .brushes label', { hasText: '1' }).click();
      await page.mouse.click(...(await place(page, 0.8, 0.8)));
      assert.match(await text(page, '#own .complaint'), /0 needs 3 more points/);
      assert.equal(await hash(page), before);
      assert.equal(await text(page, '#iteration'), '2');
      for (const [label, at] of [['1', 0.7], ['1', 0.75], ['1', 0.85], ['0', 0.25], ['0', 0.3], ['0', 0.35]]) {
        await page.locator('#own .brushes label', { hasText: label }).click();
        await page.mouse.click(...(await place(page, at, at)));
      }
      await opened(page, before);
      assert.ok(await page.locator('#own .complaint').isHidden());
      // A place is where it was pressed, to a step of 1/255.
      const bytes = Buffer.from(await points(page), 'base64url');
      assert.deepEqual([...bytes.subarray(0, 3)], [1, 0, 4]);
      assert.equal(bytes.length, 1 + 2 * (2 + 8));
      assert.ok(Math.abs(bytes[3] - 0.2 * 255) <= 1 && Math.abs(bytes[4] - 0.8 * 255) <= 1, `${bytes[3]} ${bytes[4]}`);
      assert.equal((await hv(page, 'run', 3)).iteration, 3);
    }));

  test('is made by keyboard alone', () =>
    visit(OWN, async ({ page }) => {
      await page.locator('#drawing').focus();
      const before = await hash(page);
      await page.keyboard.press('3');
      for (const key of ['Space', 'ArrowRight', 'Enter', 'ArrowUp', 'Space', 'Shift+ArrowUp', 'Enter']) await page.keyboard.press(key);
      await opened(page, before);
      assert.match(await counts(page), /◆ 2 4$/);
      assert.equal(await text(page, '#iteration'), '0', 'Space draws and does not play');
      const bytes = Buffer.from(await points(page), 'base64url');
      assert.deepEqual([...bytes.subarray(-8)], [128, 128, 136, 128, 136, 136, 136, 137]);
      const drawn = await hash(page);
      await page.keyboard.press('Delete');
      // What is within the eraser's reach, which the first point is not.
      await page.locator('#own .complaint', { hasText: '2 needs 3 more points' }).waitFor();
      await page.keyboard.press('Control+z');
      await page.locator('#own .complaint').waitFor({ state: 'hidden' });
      assert.match(await counts(page), /◆ 2 4$/);
      assert.equal(await hash(page), drawn);
    }));

  test('is made with a finger', () =>
    visit(
      OWN,
      async ({ page }) => {
        await page.tap('#open-settings');
        await page.locator('#drawing').scrollIntoViewIfNeeded();
        const before = await hash(page);
        const devtools = await page.context().newCDPSession(page);
        const [x, y] = await place(page, 0.2, 0.5);
        const send = (type, dx) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: dx === null ? [] : [{ x: x + dx, y }] });
        await send('touchStart', 0);
        for (let dx = 20; dx <= 160; dx += 20) await send('touchMove', dx);
        await send('touchEnd', null);
        await opened(page, before);
        assert.match(await counts(page), /● 0 (9\d|10\d)/);
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));

  test('comes from the examples, goes with another task, and a broken one gets a sentence', () =>
    visit('', async ({ page }) => {
      assert.ok(await page.locator('#own').isHidden());
      await page.click('#examples');
      await page.getByRole('button', { name: /Draw your own/ }).click();
      await page.locator('#drawing').waitFor();
      await page.getByRole('radio', { name: 'Moons' }).check({ force: true });
      await page.locator('#own').waitFor({ state: 'hidden' });
      assert.equal(await points(page), null);
      await page.evaluate(() => (location.hash = '#v=1&task=own&points=AQAEAAD__4BACQkABAECAwQFBg'));
      await page.locator('.notice[data-kind=problems]').waitFor();
      assert.match(await text(page, '.notice[data-kind=problems]'), /not cut off/);
      await page.locator('#drawing').waitFor();
      await page.evaluate((long) => (location.hash = `#v=1&task=own&points=${long}`), 'A'.repeat(1 << 20));
      await page.waitForFunction(() => /at most 400/.test(document.querySelector('.notice[data-kind=problems]').textContent));
      assert.ok((await text(page, '.notice[data-kind=problems]')).length < 400);
      await page.evaluate(() => (location.hash = '#v=1&task=own&points=%3Cimg%20src=x%20onerror=alert(1)%3E'));
      await page.waitForFunction(() => /base64url/.test(document.querySelector('.notice[data-kind=problems]').textContent));
      assert.equal(await page.locator('.notice img').count(), 0);
      assert.equal((await hv(page, 'run', 2)).iteration, 2);
    }));

  test('is of spike trains as well: samples, classes, cells by mouse and by keyboard, in the link', () =>
    visit(OWN, async ({ page }) => {
      await page.locator('#drawing').waitFor();
      const label = () => page.locator('#trains-drawing').getAttribute('aria-label');
      const trains = async () => Buffer.from(new URLSearchParams((await hash(page)).slice(1)).get('trains'), 'base64url');
      await page.locator('#own label', { hasText: 'Spike trains' }).click();
      await page.waitForFunction(() => location.hash.includes('&trains='));
      assert.equal(await points(page), null);
      assert.match(await label(), /● 0 12, ■ 1 12$/, 'two ramps to begin with');
      assert.deepEqual([...(await trains()).subarray(0, 4)], [1, 12, 30, 0]);
      assert.equal(await page.locator('#learned .legend [class^=class-]').count(), 2);
      // A third sample of a third class: a line by the mouse, a cell by the keyboard.
      const two = await hash(page);
      await page.click('#add-sample');
      await opened(page, two);
      assert.equal(await page.locator('#learned .legend [class^=class-]').count(), 3);
      const box = await page.locator('#trains-drawing').boundingBox();
      const empty = await hash(page);
      await page.mouse.move(box.x + 4, box.y + 4);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 4, box.y + 4, { steps: 3 });
      await page.mouse.up();
      await opened(page, empty);
      assert.match(await label(), /◆ 2 30$/, 'a whole row, without gaps');
      const row = await hash(page);
      await page.locator('#trains-drawing').focus();
      for (const key of ['ArrowDown', 'ArrowRight', 'Space']) await page.keyboard.press(key);
      await opened(page, row);
      assert.match(await label(), /◆ 2 31$/);
      const link = await hash(page);
      // Longer and back: what was drawn stays.
      await page.locator('#own .stepper').nth(1).getByRole('button').last().click();
      await opened(page, link);
      assert.equal((await trains())[2], 35);
      await page.keyboard.press('Control+z');
      await page.waitForFunction((was) => location.hash === was, link);
      await hv(page, 'run', 4);
      const mine = await hv(page, 'fingerprint');
      const other = await open(chrome, home.url + link);
      try {
        await hv(other.page, 'run', 4);
        assert.equal(await hv(other.page, 'fingerprint'), mine);
        assert.equal(await other.page.locator('#trains-drawing').getAttribute('aria-label'), await label());
        assert.deepEqual(other.faults, []);
      } finally {
        await other.close();
      }
      // A class without a sample is asked for; the experiment stays.
      await page.locator('#own .samples label', { hasText: '2' }).click();
      await page.locator('#own-trains .brushes label', { hasText: '0' }).click();
      await page.locator('#own .complaint', { hasText: '1' }).waitFor();
      assert.equal(await hash(page), link);
    }));
});
