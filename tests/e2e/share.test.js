// A link that is given away: plain or with proof, as a QR code; what its receiver is told; changes under way.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import jsQR from 'jsqr';
import { hv, open } from './browser.js';
import { chrome, home, text, visit } from './stage.js';

const SMALL = '#v=1&task=moons&hidden=8&n=40&T=10&iterations=30';
const hash = (page) => page.evaluate(() => location.hash);
const says = (page, kind, words) => page.waitForFunction(([k, w]) => document.querySelector(`.notice[data-kind=${k}]`)?.textContent.includes(w), [kind, words]);
/** What the dialog offers, with proof or without. */
const offered = async (page, kind) => {
  await page.locator(`#share-dialog label:has(input[value=${kind}])`).click();
  return page.locator('#share-link').inputValue();
};
/** Set a number of the settings as a person does. */
const change = async (page, key, value, wanted) => {
  await page.locator(`input[data-key=${key}]`).fill(value);
  await page.keyboard.press('Enter');
  await page.waitForFunction((w) => location.hash.includes(w), wanted);
};

describe('a link with proof', () => {
  test('goes from the dialog to another visitor, who is told that every bit is the same', () =>
    visit(SMALL, async ({ page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await hv(page, 'run', 12);
      const { weightsHash } = await hv(page, 'snapshot');
      await page.click('#share');
      await page.locator('#share-dialog[open]').waitFor();
      assert.equal(await offered(page, 'plain'), `${home.url}${SMALL}`);
      const link = await offered(page, 'proof');
      assert.match(link, /&at=12&fp=[0-9a-f]{16,}$/);
      assert.match(await text(page, '#share-says'), /trains to iteration 12/);
      await page.click('#share-copy');
      await page.locator('#share-dialog .done').filter({ hasText: 'clipboard' }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);

      const other = await open(chrome, link);
      try {
        await says(other.page, 'proof', 'Reproduced: the same to the last bit after 12 iterations.');
        assert.equal((await hv(other.page, 'snapshot')).weightsHash, weightsHash);
        assert.equal(await hash(other.page), SMALL, 'the address is that of the experiment');
        assert.deepEqual(await hv(other.page, 'prove'), { same: true, iteration: 12, firstDifference: null });
        assert.deepEqual(other.faults, []);
      } finally {
        await other.close();
      }
    }));

  test('of another run says from where it differs and in what, in the language of the page', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 12);
      await page.click('#share');
      const proof = (await offered(page, 'proof')).replace(/.*(&at=)/, '$1');
      for (const [address, words] of [
        [`${SMALL}&seed=9${proof}`, /Not reproduced: it differs from iteration 0 on/],
        [`${SMALL}&live=5:mu:50${proof}`, /Not reproduced: the same up to iteration \d; by iteration \d+ it differs, first in the \w+/],
        [`?lang=it${SMALL}&seed=9${proof}`, /Non riprodotto: è diverso dall’iterazione 0/],
      ]) {
        const other = await open(chrome, home.url + address);
        try {
          const notice = other.page.locator('.notice[data-kind=proof].bad');
          await notice.waitFor();
          assert.match(await notice.innerText(), words);
          assert.equal((await hv(other.page, 'prove')).same, false);
        } finally {
          await other.close();
        }
      }
    }));

  test('that was cut off on its way says so, and the experiment opens', () =>
    visit(`${SMALL}&at=12&fp=0123456789`, async ({ page }) => {
      await says(page, 'problems', '“fp” was 0123456789; it must be an iteration and the whole fingerprint');
      assert.equal(await hash(page), SMALL);
      assert.match(await page.evaluate(() => window.heaviside.prove().then(() => '', (error) => error.message)), /has no proof/);
    }));

  test('that the visitor stops is not judged', () =>
    visit('', async ({ page }) => {
      await page.evaluate(() => (location.hash = '#v=1&task=yinyang-published&at=300&fp=0123456789abcdef'));
      await says(page, 'proof', 'training to iteration 300');
      await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 0);
      await page.click('#play');
      await says(page, 'proof', 'was not checked: the run was stopped before iteration 300');
    }));

  test('is not offered in the middle of an iteration, and a sentence says why', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'step', 'block');
      await page.click('#share');
      await page.locator('#share-dialog[open]').waitFor();
      assert.ok(await page.locator('#share-dialog input[value=proof]').isDisabled());
      assert.match(await text(page, '#share-says'), /whole iterations/);
    }));
});

test('the QR code is the link', () =>
  visit(SMALL, async ({ page }) => {
    await hv(page, 'run', 8);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.click('#share');
    for (const kind of ['plain', 'proof']) {
      const link = await offered(page, kind);
      const { data, side } = await page.locator('#share-dialog .qr svg').evaluate(async (svg) => {
        const side = 2 * svg.viewBox.baseVal.width;
        const copy = svg.cloneNode(true);
        for (const [name, value] of Object.entries({ xmlns: svg.namespaceURI, width: side, height: side })) copy.setAttribute(name, value);
        const picture = new Image(side, side);
        picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
        await picture.decode();
        const canvas = new OffscreenCanvas(side, side).getContext('2d');
        canvas.drawImage(picture, 0, 0);
        return { data: [...canvas.getImageData(0, 0, side, side).data], side };
      });
      assert.equal(jsQR(Uint8ClampedArray.from(data), side, side)?.data, link, kind);
    }
  }));

test('the share sheet of a device that has one gets the link; the lessons are one click away', () =>
  visit('', async ({ page }) => {
    await page.evaluate(() => {
      navigator.share = async (what) => void (window.given = what);
    });
    await page.click('#share');
    await page.click('#share-system');
    assert.equal((await page.evaluate(() => window.given)).url, page.url());
    await page.click('#share-lessons');
    await page.locator('#lessons-dialog[open]').waitFor();
    assert.ok(await page.locator('#share-dialog').isHidden());
  }));

describe('a change under way', () => {
  test('is part of the link: whoever opens it gets the same run, and a reset repeats it', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 6);
      await change(page, 'mu', '0.1', '&live=6:mu:0.1');
      await hv(page, 'run', 4);
      const mark = await hv(page, 'fingerprint');
      const link = await hash(page);
      assert.equal(link, `${SMALL}&live=6:mu:0.1`);
      assert.match(await text(page, '#changes'), /after iteration 6: .* = \.1/);
      await hv(page, 'reset');
      await page.waitForFunction(() => document.querySelector('input[data-key=mu]').value === '.6');
      await hv(page, 'run', 5);
      assert.equal(await page.locator('input[data-key=mu]').inputValue(), '.6');
      await hv(page, 'run', 5);
      await page.waitForFunction(() => document.querySelector('input[data-key=mu]').value === '.1');
      assert.equal(await hv(page, 'fingerprint'), mark);
      await page.evaluate((to) => window.heaviside.load(to), link);
      await hv(page, 'run', 10);
      assert.equal(await hv(page, 'fingerprint'), mark);
    }));

  test('can be taken back, or be so from the start, and undone', () =>
    visit(`${SMALL}&live=6:mu:0.1;8:tau:0.2`, async ({ page }) => {
      const one = (name) => page.locator('#changes li').first().getByRole('button', { name });
      await one('Take back').click();
      await page.waitForFunction((want) => location.hash === want, `${SMALL}&live=8:tau:0.2`);
      await says(page, 'changed', 'A change under way was taken back');
      await one('From the start').click();
      await page.waitForFunction((want) => location.hash === want, `${SMALL}&tau=0.2`);
      assert.ok(await page.locator('#changes').isHidden());
      await page.click('#undo');
      await page.waitForFunction((want) => location.hash === want, `${SMALL}&live=8:tau:0.2`);
    }));

  test('of a run that is over starts another with it', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 30);
      await change(page, 'mu', '0.1', '&mu=0.1');
      assert.equal(await hash(page), `${SMALL}&mu=0.1`);
      assert.equal((await hv(page, 'snapshot')).iteration, 0);
    }));

  test('reaches a second run at the same place, whichever is ahead', () =>
    visit(`${SMALL}&with=inner:1`, async ({ page }) => {
      await page.locator('.shown label', { hasText: /one|first/i }).first().click();
      await hv(page, 'run', 6);
      await change(page, 'mu', '0.1', '&live=6:mu:0.1');
      await hv(page, 'run', 4);
      const beside = await page.evaluate(() => window.heaviside.compared());
      const mine = await hv(page, 'fingerprint');
      await page.evaluate((to) => window.heaviside.load(to), `${SMALL}&inner=1&live=6:mu:0.1`);
      const alone = await hv(page, 'run', 10);
      assert.deepEqual([beside.iteration, beside.weightsHash], [10, alone.weightsHash]);
      assert.notEqual(mine, await hv(page, 'fingerprint'));
    }));
});

describe('what was trained is taken away', () => {
  test('from the dialog, as files with names', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 7);
      await page.click('#share');
      for (const [kind, name, start] of [
        ['npz', 'heaviside-moons-exact-7.npz', 'PK'],
        ['nir', 'heaviside-moons-exact-7.nir', '\x89HDF\r\n'],
        ['snntorch', 'heaviside-moons-exact-7.py', '#!/usr/bin/env python3'],
        ['json', 'heaviside-moons-exact-7.heaviside.json', '{'],
        ['csv', 'heaviside-moons-exact-7.csv', 'iteration,seconds,'],
      ]) {
        const [download] = await Promise.all([page.waitForEvent('download'), page.click(`#share-dialog [data-kind=${kind}]`)]);
        assert.equal(download.suggestedFilename(), name);
        assert.ok((await readFile(await download.path())).toString('latin1').startsWith(start), kind);
        await page.locator('#share-dialog .take-away .done').filter({ hasText: name }).waitFor();
      }
    }));

  test('where what writes a file does not come, a sentence says so, and the next attempt has it', () =>
    visit(
      SMALL,
      async ({ page, context }) => {
        await context.route(/hdf5_bg.*\.wasm$/, (route) => route.abort());
        await page.click('#share');
        const wanted = page.locator('#share-dialog [data-kind=nir]');
        await wanted.click();
        await page.locator('#share-dialog .take-away .done').filter({ hasText: 'That part of the page could not be fetched' }).waitFor();
        await context.unroute(/hdf5_bg.*\.wasm$/);
        const [download] = await Promise.all([page.waitForEvent('download'), wanted.click()]);
        assert.equal(download.suggestedFilename(), 'heaviside-moons-exact-0.nir');
      },
      {},
      { faultsAllowed: true },
    ));

  test('on a phone too, in the longer language', () =>
    visit(
      `?lang=it${SMALL}`,
      async ({ page }) => {
        await page.click('#share');
        const dialog = page.locator('#share-dialog');
        await dialog.locator('[data-kind=nir]').waitFor();
        assert.ok(await dialog.evaluate((at) => at.scrollWidth <= at.clientWidth), 'nothing lies beyond the edge');
      },
      { width: 360, height: 740 },
    ));

  test('from the console, with the proof in it; a kind that there is not is refused with a sentence', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 7);
      const { name, link, proof, snapshot } = await page.evaluate(async () => {
        const file = await window.heaviside.export('json');
        return { name: file.name, ...JSON.parse(await file.text()) };
      });
      assert.deepEqual([name, link, snapshot.iteration], ['heaviside-moons-exact-7.heaviside.json', SMALL, 7]);
      await page.evaluate((to) => window.heaviside.load(to), proof);
      assert.deepEqual(await hv(page, 'prove'), { same: true, iteration: 7, firstDifference: null });
      assert.match(await page.evaluate(() => window.heaviside.export('exe').then(() => '', (error) => error.message)), /no file of kind exe; the kinds are npz, nir, snntorch, json, csv/);
    }));
});
