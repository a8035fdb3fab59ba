// The first view: what a stranger meets, how much of it, and what is said on a first visit.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, ready } from './browser.js';
import { home, text, visit } from './stage.js';
import { WORDS } from './words.js';

const { en, it } = WORDS;
const isOpen = (page) => page.locator('#more-settings').evaluate((more) => more.open);
/** On the screen, as it is asked of elements in the page. */
const SEEN = '(one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0';

describe('the first view', () => {
  for (const lang of ['en', 'it'])
    test(`says what it is, and where to read on (${lang})`, () =>
      visit(`?lang=${lang}`, async ({ page }) => {
        const words = WORDS[lang];
        assert.equal(await text(page, '.tagline'), words.bar.tagline);
        const [name, line] = await Promise.all(['h1', '.tagline'].map((one) => page.locator(one).boundingBox()));
        assert.ok(line.y >= name.y - 1 && line.x >= name.x, 'the line belongs to the name');
        assert.equal(await page.getAttribute('#paper', 'href'), 'https://arxiv.org/abs/2505.05527');
        // Where the source is, only a build that was told knows.
        const source = process.env.HEAVISIDE_SOURCE;
        assert.deepEqual(await page.locator('#source').evaluateAll((all) => all.map((one) => one.getAttribute('href'))), source ? [source] : []);
        assert.match(await page.getAttribute('#learn', 'href'), new RegExp(`learn.html\\?lang=${lang}$`));
        for (const one of ['#play', '.tasks', '.solvers', '.field.layer', '[data-key=noise]', '#more-settings > summary']) assert.ok(await page.locator(one).isVisible(), one);
        for (const one of ['[data-key=n]', '[data-key=mu]', '[data-key=seed]', '[data-key=delta]']) assert.equal(await page.locator(one).isVisible(), false, one);
      }, { first: true }));

  test('keeps to its budget: at most 25 controls before More, and on the whole page 39 that act and 6 headings', () =>
    visit('', async ({ page }) => {
      const met = await page.evaluate((seen) => {
        const visible = (0, eval)(seen);
        const more = document.querySelector('#more-settings > summary');
        const before = (one) => one === more || Boolean(one.compareDocumentPosition(more) & Node.DOCUMENT_POSITION_FOLLOWING);
        const groups = new Set();
        const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter((one) => {
          if (!visible(one) || one.disabled || one.tabIndex < 0) return false;
          // Tab stops once at a group of radio buttons.
          if (one.type !== 'radio') return true;
          return !groups.has(one.name) && groups.add(one.name);
        });
        const named = (all) => all.map((one) => one.id || one.ariaLabel || one.className || one.outerHTML.slice(0, 60));
        return {
          controls: named(stops.filter(before)),
          // Numbers that explain themselves on focus are no controls, and tables are seen only by those who come to them by keyboard.
          acting: named(stops.filter((one) => one.matches('a, button:not(.as-table), input, select, textarea, summary'))),
          headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(visible).map((one) => one.textContent),
        };
      }, SEEN);
      assert.ok(met.controls.length >= 15 && met.controls.length <= 25, `${met.controls.length}: ${met.controls.join(', ')}`);
      assert.ok(met.acting.length > met.controls.length && met.acting.length <= 39, `${met.acting.length}: ${met.acting.join(', ')}`);
      assert.ok(met.headings.length >= 1 && met.headings.length <= 6, met.headings.join(', '));
    }, { first: true }));

  for (const [width, height] of [[1440, 900], [768, 1024], [390, 844]])
    test(`${width} x ${height}: no text below 14 px`, () =>
      visit('?view=full', async ({ page }) => {
        await hv(page, 'run', 2);
        const { small, looked } = await page.evaluate((seen) => {
          const visible = (0, eval)(seen);
          const owners = [...document.querySelectorAll('body *')].filter((one) => visible(one) && !one.closest('sub, sup, math, .unseen') && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
          return { looked: owners.length, small: owners.filter((one) => parseFloat(getComputedStyle(one).fontSize) < 14).map((one) => `${one.className || one.tagName}: ${one.textContent.slice(0, 20)}`) };
        }, SEEN);
        assert.ok(looked > 40, String(looked));
        assert.deepEqual(small, []);
      }, { first: true, width, height }));

  test('the document is called by the experiment, and follows it', () =>
    visit('#v=1&task=moons&hidden=8,6&n=30', async ({ page }) => {
      assert.equal(await page.title(), en.page.named('Moons', 'Exact', '8\u20136'));
      await page.locator('.solvers label', { hasText: 'Surrogate' }).click();
      await page.waitForFunction((title) => document.title === title, en.page.named('Moons', 'Surrogate', '8\u20136'));
      await page.click('#drop-layer');
      await page.waitForFunction((title) => document.title === title, en.page.named('Moons', 'Surrogate', '8'));
      await page.click('#undo');
      await page.waitForFunction((title) => document.title === title, en.page.named('Moons', 'Surrogate', '8\u20136'));
    }));

  test('a link to it is shown elsewhere with its picture, which is there', () =>
    visit('', async ({ page }) => {
      for (const name of ['og:title', 'og:description', 'og:image', 'og:type']) assert.ok(await page.getAttribute(`meta[property="${name}"]`, 'content'), name);
      assert.equal(await page.getAttribute('meta[name="twitter:card"]', 'content'), 'summary_large_image');
      const picture = await page.getAttribute('meta[property="og:image"]', 'content');
      assert.equal(picture, await page.getAttribute('meta[name="twitter:image"]', 'content'));
      const answer = await page.request.get(new URL(picture, home.url).href);
      assert.equal(answer.status(), 200);
      const bytes = await answer.body();
      assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
      for (const [at, name] of [[16, 'width'], [20, 'height']]) assert.equal(String(bytes.readUInt32BE(at)), await page.getAttribute(`meta[property="og:image:${name}"]`, 'content'), name);
    }));
});

describe('more settings', () => {
  test('opened once they stay open, and closed they stay closed', () =>
    visit('#v=1&task=moons&n=30&hidden=6', async ({ page }) => {
      assert.equal(await isOpen(page), false);
      await page.focus('#more-settings > summary');
      await page.keyboard.press('Enter');
      assert.ok(await page.locator('[data-key=mu]').isVisible());
      await page.locator('.tasks label', { hasText: /^XOR$/ }).click();
      await page.waitForFunction(() => location.hash.includes('xor'));
      assert.equal(await isOpen(page), true, 'another task leaves them');
      for (const wanted of [true, false]) {
        if (!wanted) await page.click('#more-settings > summary');
        await page.reload();
        await ready(page);
        assert.equal(await isOpen(page), wanted);
      }
    }, { first: true }));

  test('the address asks for either, and leaves the visitor\u2019s choice alone', () =>
    visit('?view=full#v=1&task=moons', async ({ page }) => {
      assert.equal(await isOpen(page), true);
      await page.goto(`${home.url}?view=first&x#v=1&task=moons`);
      await ready(page);
      assert.equal(await isOpen(page), false);
      await page.goto(`${home.url}?lang=en#v=1&task=moons`);
      await ready(page);
      assert.equal(await isOpen(page), false, 'view=full was not remembered');
    }, { first: true }));

  test('view=first closes what was left open, and lessons make such links', () =>
    visit('?view=first#v=1&task=moons', async ({ page }) => {
      assert.equal(await isOpen(page), false, 'this visitor has them open');
      await page.click('#lessons');
      assert.equal(await page.inputValue('#lesson-view'), 'first');
      await page.selectOption('#lesson-view', 'full');
      assert.match(await page.inputValue('#lesson-link'), /[?&]view=full(&|#)/);
      await page.selectOption('#lesson-view', '');
      assert.doesNotMatch(await page.inputValue('#lesson-link'), /view=/);
    }));
});

describe('said on a first visit', () => {
  const LINK = '#v=1&task=moons&n=40&hidden=8&iterations=12';
  const callout = (page) => page.locator('.callout');

  for (const lang of ['en', 'it'])
    test(`at the hidden neurons when it starts, at the gap when it ends, and never again (${lang})`, () =>
      visit(`?lang=${lang}${LINK}`, async ({ page }) => {
        const words = { en, it }[lang];
        assert.equal(await callout(page).isVisible(), false, 'nothing before it starts');
        await page.locator('#speed').fill('5');
        await page.click('#play');
        await page.locator('#network .callout').waitFor();
        assert.equal(await page.locator('.callout p').innerText(), words.callouts.spikes);
        await page.locator('.callout button').click();
        assert.equal(await callout(page).isVisible(), false);
        await page.locator('#speed').fill('10');
        await page.locator('#learned .callout').waitFor();
        const { test: tested, control } = (await hv(page, 'snapshot')).accuracy;
        assert.equal(await page.locator('.callout p').innerText(), words.callouts.gap(words.accuracy(tested), words.accuracy(control)));
        await page.focus('.callout button');
        await page.keyboard.press('Escape');
        assert.equal(await callout(page).isVisible(), false);
        await page.reload();
        await ready(page);
        await page.click('#reset');
        await page.click('#play');
        await page.waitForFunction(() => document.querySelector('#iteration').textContent === '12');
        assert.equal(await callout(page).count(), 0);
      }, { first: true }));

  test('not to those who have been here, nor in a lesson, unless it asks', async () => {
    const plays = async (page) => {
      await page.click('#play');
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '12');
      return callout(page).count();
    };
    await visit(LINK, async ({ page }) => assert.equal(await plays(page), 0, 'here before'));
    for (const lesson of ['embed=1', 'hide=weights', 'projector=1']) await visit(`?${lesson}${LINK}`, async ({ page }) => assert.equal(await plays(page), 0, lesson), { first: true });
    await visit(`?embed=1&hints=1${LINK}`, async ({ page }) => assert.equal(await plays(page), 1, 'asked for'));
  });
});

describe('on a phone', () => {
  const PHONE = { width: 390, height: 844, options: { hasTouch: true, isMobile: true } };

  test('network, map and play are in the first view, in this order', () =>
    visit('', async ({ page }) => {
      const at = async (selector) => (await page.locator(selector).boundingBox()).y;
      const [network, map, play] = [await at('#network'), await at('#decision-map'), await at('#play')];
      assert.ok(network < map && map < play && play < 844, `${network} ${map} ${play}`);
      assert.ok(play - map > 100, `${play - map} px of the map are seen`);
      for (const rest of ['#now', '#progress']) assert.ok((await at(rest)) > map, rest);
      // The keyboard and a screen reader go the same way.
      assert.equal(await page.evaluate(() => Boolean(document.querySelector('#network').compareDocumentPosition(document.querySelector('#learned')) & Node.DOCUMENT_POSITION_FOLLOWING) && document.querySelector('.views').nextElementSibling.id), 'learned');
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.waitForFunction(() => document.querySelector('.outcome > #learned'));
    }, { ...PHONE, first: true, options: {} }));

  test('the settings are a dialog: named, what is behind it out of reach, the focus given back', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      await page.tap('#open-settings');
      const dialog = page.getByRole('dialog', { name: en.bar.settings });
      await dialog.waitFor();
      assert.equal(await dialog.getAttribute('aria-modal'), 'true');
      const outside = [];
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const where = await page.evaluate(() => (document.activeElement === document.body || document.activeElement.closest('#experiment') ? null : document.activeElement.id || document.activeElement.outerHTML.slice(0, 60)));
        if (where) outside.push(where);
      }
      assert.deepEqual(outside, []);
      for (const behind of ['#play', '#network', '#examples']) assert.ok(await page.evaluate((one) => document.querySelector(one).closest('[inert]') !== null, behind), behind);
      assert.equal(await page.evaluate(() => document.querySelector('#notices').closest('[inert]')), null, 'what is said stays heard');
      await page.keyboard.press('Escape');
      assert.equal(await dialog.count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'open-settings');
      assert.equal(await page.locator('[inert]').count(), 0);
      await page.tap('#play');
      await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 0);
    }, PHONE));

  test('the tour points into the settings and stays within reach', () =>
    visit(`?tour=12`, async ({ page }) => {
      assert.ok(await page.locator('#solver-says').isVisible());
      await page.tap('#tour-back');
      await page.waitForFunction(() => !document.body.classList.contains('sheet-open'));
    }, PHONE));
});
