// Stepping that is understood: equations, symbols, what is done and what is next, what a block changed; by mouse, keyboard and
// finger, on a phone and on a projector.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv } from './browser.js';
import { show, text, visit } from './stage.js';

const PHONE = { width: 390, height: 844, options: { hasTouch: true, isMobile: true } };
const plain = (words) => words.normalize('NFKC').replace(/\s+/g, ' ').trim();
const chips = (page) => page.locator('.chips li').evaluateAll((all) => all.map((one) => [one.className, one.textContent.normalize('NFKC').replace(/\s+/g, ' ').trim()]));
const link = (solver, rest = '') => `#v=1&task=xor&solver=${solver}&hidden=5,4&n=20&T=4${rest}`;
const tip = (page) => page.locator('.tip');

describe('equations', () => {
  for (const solver of ['exact', 'targets', 'paper', 'surrogate', 'control'])
    test(`of every block of ${solver} are set in the font for mathematics alone`, () =>
      visit(link(solver), async ({ page }) => {
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('DOM.enable');
        await devtools.send('CSS.enable');
        const seen = new Set();
        for (let i = 0; i < 60; i++) {
          await page.locator('.formulas math').first().waitFor();
          const { root } = await devtools.send('DOM.getDocument', { depth: 0 });
          const { nodeIds } = await devtools.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '.formulas :is(mi, mo, mn), .chips .symbol' });
          for (const nodeId of nodeIds) {
            const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
            for (const { familyName, isCustomFont } of fonts) if (!isCustomFont) seen.add(familyName);
          }
          assert.deepEqual([...seen], [], await page.locator('.formulas').innerText());
          if ((await hv(page, 'step', 'block')).iteration > 0) break;
          await page.waitForTimeout(150); // the next one is being put up
        }
      }));

  test('have the layer put in, and words in the language of the page', () =>
    visit(`?lang=it${link('exact')}`, async ({ page }) => {
      for (let i = 0; i < 3; i++) await page.click('#step-block');
      await page.waitForFunction(() => document.querySelector('.formulas mtext')?.textContent.trim() === 'dove');
      assert.match(plain(await page.locator('.formulas').innerText()), /λ\s*2/);
    }));

  test('every symbol says what it means: by the mouse, and along it by arrow keys with one stop of Tab', () =>
    visit(link('exact'), async ({ page }) => {
      await page.locator('.formulas [data-sym=theta]').first().hover();
      await tip(page).filter({ hasText: 'threshold' }).waitFor();
      assert.equal(await page.locator('.formulas [tabindex="0"]').count(), 1);
      await page.mouse.move(0, 0);
      await page.locator('.now-body').focus();
      await page.keyboard.press('Tab');
      const at = () => page.evaluate(() => [document.activeElement.getAttribute('data-sym'), document.activeElement.getAttribute('aria-label')]);
      const [first, name] = await at();
      assert.equal(first, 'z');
      assert.match(name, /membrane potential/);
      const before = await text(page, '#iteration');
      await page.keyboard.press('ArrowRight');
      assert.equal((await at())[0], 'W');
      await tip(page).filter({ hasText: 'weights of a layer' }).waitFor();
      await page.keyboard.press('End');
      const last = (await at())[0];
      await page.keyboard.press('ArrowRight');
      assert.deepEqual([(await at())[0], last !== first], ['z', true]);
      assert.equal(await text(page, '#iteration'), before);
      assert.equal(await page.locator('.chips .lit').count(), 0, 'no block was stepped by the arrows');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('.formulas')), null);
    }));

  test('a tap near a symbol is enough', () =>
    visit(
      link('exact'),
      async ({ page }) => {
        const one = page.locator('.formulas [data-sym=delta], .formulas [data-sym=theta]').first();
        await one.scrollIntoViewIfNeeded();
        const box = await one.boundingBox();
        await page.touchscreen.tap(box.x + box.width / 2 + 3, box.y + box.height + 4);
        await tip(page).filter({ hasText: 'threshold' }).waitFor();
      },
      PHONE,
    ));
});

describe('blocks', () => {
  test('are done with a tick, just done by name, next with an arrow and the word', () =>
    visit(link('exact'), async ({ page }) => {
      assert.deepEqual((await chips(page))[0], ['next', 'forward next']);
      await page.click('#step-block');
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelectorAll('.chips .done').length === 1);
      assert.deepEqual((await chips(page)).slice(0, 4), [['done', 'forward done'], ['lit', 'message just done'], ['next', 'flip costs2 next'], ['', 'layer problem2']]);
      assert.equal(await page.locator('.chips :is(.done, .lit, .next) svg').count(), 3);
      assert.match(plain(await text(page, '.coming')), /^Next block: flip costs2\. For every spike/);
      while ((await hv(page, 'step', 'block')).iteration < 1);
      await page.waitForFunction(() => document.querySelector('.chips li').className === 'next');
      assert.deepEqual((await chips(page)).map(([state]) => state), ['next', 'done', 'done', 'done', 'done', 'done', 'lit']);
    }));

  test('of paper step all of t, or one t by a switch; the console steps one', () =>
    visit(link('paper'), async ({ page }) => {
      await page.click('#step-block');
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelectorAll('.chips .lit').length === 2);
      assert.deepEqual((await chips(page)).slice(0, 4), [['done', 'W1 done'], ['lit', 'a1 just done'], ['lit', 'z1 just done'], ['next', 'W2 next']]);
      assert.match(await text(page, '.where'), /t = 1 to 4/);
      assert.match(await text(page, '#block-numbers'), /Lagrangian \S+ \u2192 \S+/);
      const { report } = await hv(page, 'step', 'block');
      assert.equal(report.name, 'W_2');
      assert.deepEqual([(await hv(page, 'step', 'block')).report.time, (await hv(page, 'step', 'block')).report.kind], [1, 'z']);
      await page.locator('#one-t').check();
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelector('.where').textContent.startsWith('t = 2 of 4'));
      // What the console began the button ends.
      await page.locator('#one-t').uncheck();
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelector('.chips .next')?.textContent.includes('next') && document.querySelectorAll('.chips .lit').length === 2);
      await page.click('#step-iteration');
      const swept = await hv(page, 'fingerprint');
      await hv(page, 'reset');
      await hv(page, 'step', 'iteration');
      assert.equal(await hv(page, 'fingerprint'), swept);
    }));
});

describe('while one steps', () => {
  test('what a block changed is marked and the rest dims, until training plays', () =>
    visit(link('paper'), async ({ page }) => {
      const marks = () => page.evaluate(() => ['network', 'neuron', 'weights', 'learned'].map((id) => document.getElementById(id).dataset.changed ?? null));
      await show(page, 'spikes');
      assert.deepEqual(await marks(), [null, null, null, null]);
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelector('#weights').dataset.changed);
      assert.deepEqual(await marks(), ['no', 'no', 'yes', 'yes']);
      /** Ink at the frame of a strip of the raster. */
      const ink = (share) => page.locator('#rasters').evaluate((canvas, y) => { const { data } = canvas.getContext('2d').getImageData(0, Math.round(canvas.height * y), canvas.width, 1); let dark = 0; for (let i = 3; i < data.length; i += 4) if (data[i] > 250 && data[i - 1] < 60) dark++; return dark; }, share);
      const rows = async () => { const out = []; for (let y = 0.1; y < 0.9; y += 0.004) out.push(await ink(y)); return out.filter((dark) => dark > 400).length; };
      const still = await rows();
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelector('#network').dataset.changed === 'yes');
      assert.deepEqual(await marks(), ['yes', 'yes', 'no', 'no']);
      assert.ok((await rows()) > still, 'the strip of the layer has an outline of ink');
      await page.click('#play');
      await page.waitForFunction(() => !document.querySelector('#network').dataset.changed);
      await page.click('#play');
    }));

  test('disputes are hatched: no colour of a class in the spikes', () =>
    visit('#v=1&task=moons&solver=paper&hidden=20&n=40&T=10', async ({ page }) => {
      await hv(page, 'run', 5);
      await show(page, 'spikes');
      await page.waitForFunction(() => /disagree/.test(document.querySelector('#disagree').textContent));
      assert.equal(await page.locator('#network .key:is(.real, .wanted)').count(), 2);
      const hues = await page.locator('#rasters').evaluate((canvas) => {
        // The strips of the hidden layer, without the readout below and the names beside.
        const { data } = canvas.getContext('2d').getImageData(canvas.width * 0.2, 0, canvas.width * 0.75, canvas.height * 0.6);
        let coloured = 0;
        let grey = 0;
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 30) Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 40 ? coloured++ : grey++;
        return { coloured, grey };
      });
      assert.equal(hues.coloured, 0);
      assert.ok(hues.grey > 500);
    }));
});

describe('a phone', () => {
  test('shows picture, map, play; the buttons keep their words', () =>
    visit(
      '',
      async ({ page }) => {
        const box = (one) => page.locator(one).boundingBox();
        const [picture, map, bar] = await Promise.all(['#network', '#learned', '.bar'].map(box));
        assert.ok(picture.y < map.y);
        assert.ok(bar.y + bar.height <= 845 && bar.y > 700);
        for (const [id, word] of [['reset', 'Reset'], ['play', 'Play'], ['step-block', 'Block'], ['step-iteration', 'Iteration']]) assert.equal(plain(await text(page, `#${id}`)), word);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      },
      PHONE,
    ));

  test('every explanation is a tap away: a name tapped, a finger that rests, the "?" that explains', () =>
    visit(
      '',
      async ({ page }) => {
        await page.tap('#learned .figure.test dt');
        await tip(page).waitFor();
        // The event of a scroll that was over before the tap changes nothing; a scroll under the finger's place hides the tip.
        await page.evaluate(() => document.dispatchEvent(new Event('scroll')));
        assert.ok(await tip(page).isVisible());
        await page.evaluate(() => scrollBy(0, scrollY > 40 ? -40 : 40));
        await tip(page).waitFor({ state: 'hidden' });
        const before = await text(page, '#iteration');
        await page.tap('#explain');
        assert.equal(await page.locator('#explain').getAttribute('aria-pressed'), 'true');
        await page.locator('.explaining-bar').waitFor();
        await page.tap('#step-iteration');
        await tip(page).filter({ hasText: /iteration/ }).waitFor();
        assert.equal(await text(page, '#iteration'), before, 'it explains instead of acting');
        await page.tap('#open-settings');
        await page.locator('.sheet-open').waitFor();
        await page.tap('[data-key=noise]');
        await tip(page).waitFor();
        assert.ok((await tip(page).innerText()).length > 10);
        await page.tap('#explain-end');
        assert.ok(await page.locator('.explaining-bar').isHidden());
        await page.keyboard.press('Escape');
        // A finger that rests explains, and presses nothing.
        const devtools = await page.context().newCDPSession(page);
        const { x, y, width, height } = await page.locator('#step-iteration').boundingBox();
        await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + width / 2, y: y + height / 2 }] });
        await page.waitForTimeout(700);
        await tip(page).filter({ hasText: /iteration/ }).waitFor();
        await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        await page.waitForTimeout(200);
        assert.equal(await text(page, '#iteration'), before);
        await page.tap('#step-iteration');
        await page.waitForFunction((was) => document.querySelector('#iteration').textContent !== was, before);
      },
      PHONE,
    ));

  test('its settings are a dialog: role, name, focus in and back, Escape, the rest inert', () =>
    visit(
      '',
      async ({ page }) => {
        await page.tap('#open-settings');
        const dialog = page.getByRole('dialog', { name: 'Experiment' });
        await dialog.waitFor();
        assert.equal(await dialog.getAttribute('aria-modal'), 'true');
        assert.ok(await page.evaluate(() => document.querySelector('#experiment').contains(document.activeElement)));
        assert.ok(await page.evaluate(() => document.querySelector('.middle').closest('[inert]') !== null));
        await page.keyboard.press('Escape');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'open-settings');
        assert.equal(await page.locator('[inert]').count(), 0);
      },
      PHONE,
    ));
});

describe('a projector', () => {
  test('shows the first view whole: nobody scrolls', () =>
    visit(
      '?projector=1',
      async ({ page }) => {
        await hv(page, 'run', 10);
        assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight));
        for (const one of ['#graph', '#decision-map', '#play', '.chips', '.curve >> nth=0', '.curve >> nth=1']) {
          const { y, height } = await page.locator(one).boundingBox();
          assert.ok(y >= 0 && y + height <= 1080 && height > 20, `${one}: ${y} ${height}`);
        }
      },
      { width: 1920, height: 1080 },
    ));

  test('tells the story of one spike in pictures that are as wide there as on a desk', () =>
    visit(
      '?projector=1&picture=spike#v=1&task=spirals&hidden=20&n=80',
      async ({ page }) => {
        await hv(page, 'run', 4);
        await page.waitForFunction(() => (document.querySelector('#spike .story')?.textContent ?? '').includes('κ'));
        const widths = await page.locator('.tale:visible').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
        assert.equal(widths.length, 6);
        for (const width of widths) assert.ok(width >= 120, String(widths));
        const { width } = await page.locator('.middle').boundingBox();
        assert.ok(width > 900, String(width));
      },
      { width: 1920, height: 1080 },
    ));

  test('has text of 24 px and 20 px on axes', () =>
    visit(
      '?projector=1',
      async ({ page }) => {
        await page.click('#step-block');
        for (const picture of ['network', 'spikes', 'weights']) {
          await show(page, picture);
          const small = await page.evaluate(() => {
            const out = [];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walk.nextNode(); node; node = walk.nextNode()) {
              const owner = node.parentElement;
              if (!node.textContent.trim() || !owner.checkVisibility() || owner.closest('.unseen, noscript, math, sub')) continue;
              const size = Number.parseFloat(getComputedStyle(owner).fontSize);
              if (size < 23.9) out.push(`${size}: ${node.textContent}`);
            }
            return out;
          });
          assert.deepEqual(small, [], picture);
        }
        const axes = await page.evaluate(() => [...document.querySelectorAll('.plot canvas')].filter((one) => one.checkVisibility()).map((one) => Number.parseFloat(one.getContext('2d').font)));
        for (const size of axes) assert.ok(size >= 20, String(size));
      },
      { width: 1920, height: 1080 },
    ));
});

describe('the symbols', () => {
  test('of all equations have a meaning in both languages', async () => {
    const { readFile } = await import('node:fs/promises');
    const [equations, en, it] = await Promise.all(['equations', 'en', 'it'].map((name) => readFile(new URL(`../../www/strings/symbols/${name}.json`, import.meta.url), 'utf8')));
    const used = new Set([...equations.matchAll(/@(\w+)\{/g)].map(([, name]) => name));
    assert.ok(used.size > 30);
    assert.deepEqual(Object.keys(JSON.parse(it)).sort(), Object.keys(JSON.parse(en)).sort());
    for (const name of used) assert.ok(JSON.parse(en)[name] && JSON.parse(it)[name] !== JSON.parse(en)[name], name);
  });
});
