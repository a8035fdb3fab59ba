// The page for everybody: axe-core's rules, keyboard, touch, screen readers, motion, screens of any kind, reloads.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { hv, ready } from './browser.js';
import { show, text, visit } from './stage.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');


/** What axe-core finds serious or critical, a line each. */
async function faultsOf(page) {
  // Evaluated as the browser's own tools do, past the page's content policy.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`));
  });
}

describe('axe-core finds nothing serious', () => {
  for (const [width, height] of [
    [1440, 900],
    [768, 1024],
    [390, 844],
  ])
    for (const scheme of ['light', 'dark'])
      for (const lang of ['en', 'it'])
        test(`${width} x ${height}, ${scheme}, ${lang}`, () =>
          visit(
            `?lang=${lang}#v=1&task=spirals&solver=paper&hidden=6,6&n=40&T=6`,
            async ({ page }) => {
              await hv(page, 'run', 2);
              await hv(page, 'step', 'block');
              assert.deepEqual(await faultsOf(page), []);
              for (const [opener, opened] of [
                ['#examples', '#examples-menu[open]'],
                ['#lessons', '#lessons-dialog[open]'],
                ['#curve-table', 'dialog[open] table'],
              ]) {
                await page.click(opener);
                await page.locator(opened).first().waitFor();
                assert.deepEqual(await faultsOf(page), [], opener);
                await page.keyboard.press('Escape');
              }
              await page.click('#tour-button');
              await page.locator('#tour').waitFor();
              assert.deepEqual(await faultsOf(page), [], 'the tour');
            },
            { width, height, scheme },
          ));

  test('embedded, and on a projector', async () => {
    for (const address of ['?embed=1', '?projector=1', '?size=150']) await visit(address, async ({ page }) => assert.deepEqual(await faultsOf(page), [], address));
  });
});

describe('screen reader', () => {
  test('the page has its landmarks, one heading of the first rank and a name on everything that can be used', () =>
    visit('', async ({ page }) => {
      for (const [selector, count] of [['main', 1], ['header.top', 1], ['aside[aria-label]', 1], ['h1', 1], ['[role=toolbar][aria-label]', 1]]) assert.equal(await page.locator(selector).count(), count, selector);
      // The network, now, what it learned, how it got there; a neuron and the weights come when they are looked at.
      assert.ok((await page.locator('section[aria-labelledby] h2').count()) >= 4);
      const nameless = await page.evaluate(() => [...document.querySelectorAll('button, input, select, textarea')].filter((one) => !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim())).map((one) => one.outerHTML));
      assert.deepEqual(nameless, []);
    }));

  test('what the trainer does is said in a sentence now and then, not at every frame', () =>
    visit('#v=1&task=spirals&iterations=3000', async ({ page }) => {
      const said = await page.evaluate(async () => {
        const announcer = document.getElementById('announcer');
        const said = [];
        new MutationObserver(() => said.push(announcer.textContent)).observe(announcer, { childList: true, characterData: true, subtree: true });
        document.getElementById('play').click();
        await new Promise((resolve) => setTimeout(resolve, 4000));
        document.getElementById('play').click();
        await new Promise((resolve) => setTimeout(resolve, 1500));
        return said;
      });
      assert.ok(said.length >= 1 && said.length <= 4, said.join(' | '));
      assert.match(said.at(-1), /iteration \d+, test accuracy [.\d]+/);
    }));

  for (const lang of ['en', 'it'])
    test(`behind each picture there is a table (${lang})`, () =>
      visit(`?lang=${lang}#v=1&task=moons&hidden=7&n=30&T=8`, async ({ page }) => {
        await hv(page, 'run', 2);
        await page.waitForFunction(() => document.querySelector('#iteration').textContent === '2');
        const expected = [['network', 'graph', 17 + 7], ['spikes', 'network', null], ['spikes', 'neuron', 8], ['weights', 'weights', 7], ['network', 'learned', null]];
        for (const [view, picture, rows] of expected) {
          await show(page, view);
          await page.focus(`.as-table[data-picture=${picture}]`);
          assert.ok(await page.locator(`.as-table[data-picture=${picture}]`).isVisible(), 'seen when it has the focus');
          await page.keyboard.press('Enter');
          await page.locator('#picture-table[open]').waitFor();
          const found = await page.locator('#picture-table tbody tr').count();
          if (rows) assert.equal(found, rows, picture);
          else assert.ok(found >= 4, picture);
          await page.keyboard.press('Escape');
        }
        const { weight, shown } = await page.evaluate(async () => {
          document.querySelector('.as-table[data-picture=weights]').click();
          await new Promise((resolve) => setTimeout(resolve, 600));
          const cells = [...document.querySelectorAll('#picture-table tbody tr:first-child td')].map((cell) => cell.textContent);
          return { weight: cells.length, shown: cells };
        });
        assert.equal(weight, (await page.evaluate(() => document.querySelectorAll('#picture-table thead th').length)) - 1);
        assert.ok(shown.every((cell) => /\d/.test(cell)));
      }));
});

describe('keyboard', () => {
  test('every command of the list does what it says', () =>
    visit('#v=1&task=xor', async ({ page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.keyboard.press('s');
      await page.locator('.notice[data-kind=shared]').waitFor();
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#v=1&task=xor$/);
      await page.keyboard.press('t');
      await page.locator('#tour').waitFor();
      await page.keyboard.press('t');
      assert.equal(await page.locator('#tour').isVisible(), false);
      await page.keyboard.press('?');
      const listed = await page.locator('#keys-list kbd').allInnerTexts();
      for (const key of ['R', 'S', 'T', 'F', '?']) assert.ok(listed.includes(key), key);
    }));

  test('the whole page is walked with Tab, and the focus is always seen', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      const seen = new Set();
      const unseen = [];
      for (let i = 0; i < 90; i++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
          const one = document.activeElement;
          if (!one || one === document.body) return null;
          const marked = [one, one.nextElementSibling, one.closest('label')].some((other) => other && getComputedStyle(other).outlineStyle !== 'none');
          return { name: one.getAttribute('data-key') || one.id || one.getAttribute('aria-label') || one.textContent.slice(0, 20) || one.name, marked };
        });
        if (!at) break;
        if (!at.marked) unseen.push(at.name);
        seen.add(at.name);
      }
      assert.deepEqual(unseen, []);
      for (const id of ['examples', 'tour-button', 'play', 'step-block', 'speed', 'share', 'language', 'theme', 'noise', 'mu', 'csv']) assert.ok(seen.has(id), id);
    }));
});

describe('touch', () => {
  test('a finger plays, steps, chooses a point and a neuron; targets are large enough', () =>
    visit(
      '',
      async ({ page }) => {
        await page.tap('#step-block');
        await page.waitForFunction(() => document.querySelector('.chips .lit'));
        await page.tap('#play');
        await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 2);
        await page.tap('#play');
        const small = await page.evaluate(() =>
          [...document.querySelectorAll('.bar button, .top button')].filter((one) => one.checkVisibility()).flatMap((one) => {
            const { width, height } = one.getBoundingClientRect();
            return width >= 24 && height >= 24 ? [] : [one.id];
          }),
        );
        assert.deepEqual(small, []);
        await page.locator('.views-choice label:has([value=spikes])').tap();
        await page.locator('#rasters').scrollIntoViewIfNeeded();
        const box = await page.locator('#rasters').boundingBox();
        await page.touchscreen.tap(box.x + box.width * 0.6, box.y + box.height * 0.45);
        await page.waitForFunction(() => document.querySelector('#neuron .stepper output').textContent !== '1');
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));
});

describe('any screen', () => {
  test('pictures have a texel for every pixel of a dense screen', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      await page.waitForTimeout(300);
      for (const [view, selector] of [['spikes', '#rasters'], ['spikes', '#potential'], ['weights', '#weight-map'], ['network', '#graph'], ['network', '#decision-map']]) {
        await show(page, view);
        await page.waitForTimeout(200);
        const [texels, pixels] = await page.locator(selector).evaluate((canvas) => [canvas.width, canvas.getBoundingClientRect().width * devicePixelRatio]);
        assert.ok(Math.abs(texels - pixels) <= 1, `${selector}: ${texels} for ${pixels}`);
      }
    }, { options: { deviceScaleFactor: 2 } }));

  for (const lang of ['en', 'it'])
    for (const width of [360, 390, 768, 1121, 1280, 1440])
      test(`${width} px, ${lang}: nothing to scroll sideways`, () =>
        visit(
          `?lang=${lang}#v=1&task=spirals&solver=paper&hidden=6,6&n=40&T=6`,
          async ({ page }) => {
            await hv(page, 'run', 2);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), String(await page.evaluate(() => document.documentElement.scrollWidth)));
          },
          { width, height: 800 },
        ));

  test('large text does not overlap or scroll sideways', () =>
    visit('?size=150#v=1&task=moons', async ({ page }) => {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      const sizes = await page.evaluate(() => ['#learned h2', '.hint', '#play'].map((one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize)));
      assert.ok(sizes.every((size) => size >= 18), sizes.join(' '));
    }));

  test('who wishes less motion gets none', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      await page.locator('#settings label', { hasText: /^XOR$/ }).click();
      await page.locator('.notice').first().waitFor();
      const moving = await page.evaluate(() => document.getAnimations().length + [...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).animationName !== 'none' || getComputedStyle(one).transitionDuration !== '0s').length);
      assert.equal(moving, 0);
    }, { options: { reducedMotion: 'reduce' } }));

  test('colours follow the system, the switch and the address, from one source', async () => {
    const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await visit('', async ({ page }) => {
      const dark = await ground(page);
      await page.emulateMedia({ colorScheme: 'light' });
      assert.notEqual(await ground(page), dark, 'the system changes under way');
    }, { scheme: 'dark' });
    await visit('?theme=light', async ({ page }) => assert.equal(await ground(page), 'rgb(255, 255, 255)'), { scheme: 'dark' });
    const css = await readFile(new URL('../../www/styles/tokens.css', import.meta.url), 'utf8');
    for (const name of ['ground', 'ink', 'blue', 'red']) assert.equal(css.match(new RegExp(`--${name}:`, 'g')).length, 1, name);
  });

  test('classes differ by their marker, not by colour alone', () =>
    visit('#v=1&task=yinyang&n=30&hidden=5', async ({ page }) => {
      assert.deepEqual(await page.locator('.legend.points [class^=class-]').allTextContents(), ['\u25cf0', '\u25a01', '\u25c62']);
    }));
});

describe('a reload', () => {
  test('keeps the iteration to the last bit, what is looked at, and the speed', () =>
    visit('#v=1&task=moons&seed=5&n=60', async ({ page }) => {
      const before = await hv(page, 'run', 9);
      await page.getByRole('button', { name: 'Next sample' }).click();
      await page.waitForFunction(() => document.querySelector('#network .stepper output').textContent === '2 of 60' && document.querySelector('#iteration').textContent === '9');
      await page.locator('#speed').fill('4');
      await page.reload();
      await ready(page);
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '9');
      assert.equal((await hv(page, 'snapshot')).weightsHash, before.weightsHash);
      assert.equal(await text(page, '#network .stepper output'), '2 of 60');
      assert.equal(await page.inputValue('#speed'), '4');
    }));

  test('comes by a setting that was changed under way: the link says when', () =>
    visit('#v=1&task=moons&n=60', async ({ page }) => {
      await hv(page, 'run', 3);
      const box = page.locator('input[data-key=mu]');
      await box.fill('0.02');
      await box.press('Enter');
      await page.waitForFunction(() => location.hash.endsWith('&live=3:mu:0.02'));
      await hv(page, 'run', 2);
      const mark = await hv(page, 'fingerprint');
      await page.reload();
      await ready(page);
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '5');
      await page.waitForFunction(() => document.querySelector('#status').textContent === 'paused');
      assert.equal(await hv(page, 'fingerprint'), mark);
    }));
});
