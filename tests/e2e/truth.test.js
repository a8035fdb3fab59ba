// What the page shows and says holds: nothing claimed that is not so, nothing cut off, nothing that no one can read.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { hv, ready } from './browser.js';
import { show, text, visit } from './stage.js';
import { WORDS } from './words.js';

const { en } = WORDS;
const shows = (page, iteration) => page.waitForFunction((want) => document.querySelector('#iteration').textContent === want, String(iteration));

describe('words', () => {
  test('the tour calls no trained map untrained, and goes on with the network where it may be trained', () =>
    visit('', async ({ page }) => {
      await hv(page, 'run', 5);
      await shows(page, 5);
      await page.click('#tour-button');
      await shows(page, 5);
      await page.click('#tour-next');
      await page.waitForFunction(() => /untrained/.test(document.querySelector('.tour-text').textContent));
      await shows(page, 0);
      assert.equal((await hv(page, 'snapshot')).iteration, 0);
    }));

  test('a stop of the tour waits for a deed of the visitor, not of the page', () =>
    visit('', async ({ page }) => {
      await hv(page, 'load', '#v=1&task=moons');
      await page.click('#tour-button');
      await page.waitForFunction(() => location.hash === '#v=1&task=spirals');
      await shows(page, 0);
      await page.waitForTimeout(500);
      assert.equal(await text(page, '.tour-done'), '');
      await page.getByRole('button', { name: 'Next neuron' }).click();
      await page.waitForFunction(() => document.querySelector('.tour-done').textContent !== '');
    }));

  test('two numbers that are written alike are not said to have fallen without by how much', () =>
    visit('#v=1&task=yinyang&solver=paper&n=40&T=4&hidden=8', async ({ page }) => {
      await hv(page, 'run', 30);
      let alike = 0;
      for (let block = 0; block < 14; block++) {
        await hv(page, 'step', 'block');
        const numbers = await text(page, '#block-numbers');
        for (const [, before, after, rest] of numbers.matchAll(/(\S+) \u2192 (\S+) ((?:fell|rose)(?: by)?)/g)) {
          if (before !== after) continue;
          alike++;
          assert.match(rest, / by$/, numbers);
        }
      }
      assert.ok(alike > 0, 'some are written alike');
    }));

  test('words in an equation stand apart from its signs', () =>
    visit('#v=1&task=xor&solver=paper&hidden=5&n=20&T=3', async ({ page }) => {
      for (let i = 0; i < 20; i++) {
        const { report } = await hv(page, 'step', 'block');
        if (report.kind === 'z') break;
      }
      await page.locator('.formulas mtext').first().waitFor();
      const gaps = await page.locator('.formulas mtext').evaluateAll((all) =>
        all.map((word) => {
          const range = document.createRange();
          const letters = word.firstChild;
          range.setStart(letters, letters.data.search(/\S/));
          range.setEnd(letters, letters.data.trimEnd().length);
          const own = range.getBoundingClientRect();
          const [before, after] = [word.previousElementSibling, word.nextElementSibling].map((one) => one?.getBoundingClientRect());
          return [before ? own.left - before.right : 9, after ? after.left - own.right : 9];
        }),
      );
      assert.equal(gaps.length, 2);
      for (const gap of gaps.flat()) assert.ok(gap > 2, `${gap} pixels`);
    }));

  test('a training sample outside the last batch is told so after the first iteration', () =>
    visit('#v=1&task=spirals&n=300&hidden=12&T=8', async ({ page }) => {
      await show(page, 'spikes');
      const says = async () => (await page.locator('#network .legend').first().innerText()).trim();
      assert.match(await says(), new RegExp(en.network.notYet));
      await hv(page, 'run', 2);
      await shows(page, 2);
      const seen = new Set();
      for (let i = 0; i < 12; i++) {
        await page.getByRole('button', { name: 'Next sample' }).click();
        await page.waitForFunction((want) => document.querySelector('#network .stepper output').textContent === `${want} of 300`, i + 2);
        await page.waitForTimeout(60);
        seen.add(await says());
      }
      const all = [...seen].join('\n');
      assert.doesNotMatch(all, new RegExp(en.network.notYet));
      assert.match(all, new RegExp(en.network.notInBatch));
    }));

  test('what need not fall is not among the curves of which lower is better', () =>
    visit('#v=1&task=moons&n=40&T=8&hidden=12', async ({ page }) => {
      await hv(page, 'run', 5);
      const legend = page.locator('#progress .chart').first().locator('.legend');
      await legend.getByText('spikes 1').waitFor();
      assert.match(await legend.innerText(), /lower is better:[^]*dynamics 1[^]*not to be lowered:[^]*spikes 1/);
      await legend.getByText('spikes 1').focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await page.locator('.tip', { hasText: /need not fall/ }).waitFor();
      await hv(page, 'load', '#v=1&task=moons&n=40&T=8&hidden=12&solver=paper');
      await hv(page, 'run', 2);
      await page.waitForTimeout(300);
      assert.doesNotMatch(await text(page, '#progress'), /not to be lowered/);
    }));

  test('numbers that change with every frame are not read out', () =>
    visit('#v=1&task=spirals&iterations=5000', async ({ page }) => {
      await page.click('#play');
      await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 3);
      const spoken = await page.evaluate(async () => {
        const all = [];
        const watch = new MutationObserver((records) => all.push(...records.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement).closest('[id], [class]')?.id)));
        for (const one of document.querySelectorAll('output, [role=status], [role=alert], [aria-live]')) watch.observe(one, { childList: true, characterData: true, subtree: true });
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return all;
      });
      assert.ok(spoken.length <= 2, spoken.join());
    }));
});

describe('pictures', () => {
  test('the network picture is whole again after a reload', () =>
    visit('#v=1&task=moons&n=40&T=8&hidden=12', async ({ page }) => {
      await show(page, 'spikes');
      await hv(page, 'run', 3);
      await shows(page, 3);
      await page.reload();
      await ready(page);
      await shows(page, 3);
      assert.equal(await page.locator('#rasters').isVisible(), true);
      assert.equal(await page.locator('#graph').isVisible(), false);
      assert.equal(await page.locator('.views-choice input[value=spikes]').isChecked(), true);
      await show(page, 'network');
      assert.equal(await page.locator('#graph').isVisible(), true);
    }));

  test('the neuron shown first is one that spikes', () =>
    visit('', async ({ page }) => {
      await show(page, 'spikes');
      await page.waitForFunction(() => /[1-9]\d* spikes?/.test(document.querySelector('#potential')?.getAttribute('aria-label') ?? ''));
      assert.notEqual(await text(page, '#neuron .stepper output'), '1', 'the first never does');
      const first = await text(page, '#neuron .stepper output');
      await page.getByRole('button', { name: 'Next neuron' }).click();
      await page.waitForFunction((was) => document.querySelector('#neuron .stepper output').textContent !== was, first);
      const chosen = await text(page, '#neuron .stepper output');
      await hv(page, 'load', '#v=1&task=circles');
      await shows(page, 0);
      assert.equal(await text(page, '#neuron .stepper output'), chosen, 'a choice stays');
    }));

  for (const [width, height] of [[1440, 900], [768, 1024], [390, 844]])
    test(`a notice leaves the card of the tour free, ${width} pixels`, () =>
      visit(
        '',
        async ({ page }) => {
          await hv(page, 'run', 3);
          await page.click('#tour-button');
          await page.click('#tour-next');
          await page.locator('.notice').waitFor();
          const [notice, card] = [await page.locator('.notice').boundingBox(), await page.locator('#tour').boundingBox()];
          assert.ok(notice.y + notice.height <= card.y || notice.y >= card.y + card.height || notice.x + notice.width <= card.x || notice.x >= card.x + card.width, JSON.stringify([notice, card]));
        },
        { width, height },
      ));

  for (const lang of ['en', 'it'])
    test(`no subtitle is cut at 1440 pixels, ${lang}`, () =>
      visit(`?lang=${lang}#v=1&task=spirals&solver=paper&hidden=20,20,20&n=40&T=8`, async ({ page }) => {
        await hv(page, 'run', 2);
        await page.waitForTimeout(300);
        for (const view of ['network', 'spikes', 'weights']) {
          await show(page, view);
          await page.waitForTimeout(100);
          const cut = await page.locator('.panel > header .hint').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1).map((one) => one.textContent));
          assert.deepEqual(cut, [], view);
          assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, 'no scrolling');
        }
      }));

  for (const width of [1440, 390])
    test(`signs and numbers of ten classes stand apart, ${width} pixels`, () =>
      visit(
        '#v=1&task=saccade&n=60',
        async ({ page }) => {
          await page.waitForFunction(() => /Confusion matrix of the test set: \d+ of [1-9]/.test(document.querySelector('#decision-map').getAttribute('aria-label')));
          await page.click('#learned .save');
          const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#learned .save-menu [data-ending=svg]').click()]);
          const touching = await page.evaluate((source) => {
            const svg = document.importNode(new DOMParser().parseFromString(source, 'image/svg+xml').documentElement, true);
            document.body.append(svg);
            const answer = [...svg.querySelectorAll('text')].find((one) => one.textContent === 'answer');
            const group = answer.parentNode;
            // The signs: each filled path without a stroke, one sign a subpath.
            for (const path of [...group.querySelectorAll('path[fill]:not([stroke])')]) {
              for (const part of path.getAttribute('d').split(/(?=M)/)) {
                const one = path.cloneNode();
                one.setAttribute('d', part);
                path.before(one);
              }
              path.remove();
            }
            const all = [...group.querySelectorAll('text, path[fill]:not([stroke])')].filter((one) => one !== answer && /^\d?$/.test(one.textContent)).map((one) => ({ what: one.textContent || 'sign', box: one.getBBox() }));
            const head = answer.getBBox().y + answer.getBBox().height;
            const top = all.filter(({ box }) => box.y < head + 36);
            const hits = [];
            top.forEach((a, i) => top.slice(i + 1).forEach((b) => {
              // A digit's box is taller than its ink.
              const apart = a.box.x + a.box.width + 2 <= b.box.x || b.box.x + b.box.width + 2 <= a.box.x || a.box.y + a.box.height <= b.box.y + 4 || b.box.y + b.box.height <= a.box.y + 4;
              if (!apart) hits.push(`${a.what} ${b.what}`);
            }));
            svg.remove();
            return { hits, count: top.length };
          }, await readFile(await file.path(), 'utf8'));
          assert.ok(touching.count >= 20, `${touching.count} signs and numbers`);
          assert.deepEqual(touching.hits, []);
        },
        { width, height: 844 },
      ));

  for (const width of [1440, 768, 390])
    test(`what the camera saw is shown at ${width} pixels`, () =>
      visit(
        '#v=1&task=saccade&n=60',
        async ({ page }) => {
          await page.waitForFunction(() => document.querySelector('#iteration').textContent === '0');
          await show(page, 'spikes');
          await page.waitForTimeout(300);
          const coloured = await page.locator('#rasters').evaluate((canvas) => {
            const ratio = canvas.width / canvas.getBoundingClientRect().width;
            const { data } = canvas.getContext('2d').getImageData(0, 0, Math.floor(70 * ratio), canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 120) count++;
            return count / ratio ** 2;
          });
          assert.ok(coloured > 200, `${coloured} pixels of events`);
        },
        { width, height: 844 },
      ));
});
