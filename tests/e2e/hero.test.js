// The middle column and its first view, the network as maps of what each neuron answers: with a mouse, a finger and a keyboard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, ready } from './browser.js';
import { home, show, text, visit } from './stage.js';
import { WORDS } from './words.js';

const { en, it } = WORDS;
const SMALL = '#v=1&task=moons&hidden=12,8&n=40&T=8&iterations=30';
const says = (page, selector, what) => page.waitForFunction(([s, w]) => document.querySelector(s)?.textContent.includes(w), [selector, what]);
/** Texels of each colour of a canvas, the most frequent first. */
const colours = (page, selector) =>
  page.locator(selector).evaluate((canvas) => {
    const texels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const counts = new Map();
    for (const texel of texels) counts.set(texel, (counts.get(texel) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  });
const print = async (page, selector) => JSON.stringify(await colours(page, selector));
const drawn = (page) => page.waitForFunction(() => /Strongest weights: W1|Pesi più forti: W1/.test(document.querySelector('#graph').getAttribute('aria-label')));
/** The middle of a hidden neuron that fires, found as a person finds it: by moving over the picture. */
async function find(page, what, [from, to]) {
  const box = await page.locator('#graph').boundingBox();
  for (let x = from; x <= to; x += 0.02)
    for (let y = 0.12; y <= 0.95; y += 0.03) {
      const at = { x: box.x + box.width * x, y: box.y + box.height * y };
      await page.mouse.move(at.x, at.y);
      const words = await page.evaluate(() => document.querySelector('.reading:not([hidden])')?.innerText ?? '');
      if (what.test(words)) return at;
    }
  throw new Error(`nothing in the picture says ${what}`);
}
const FIRES = /Hidden 1, neuron \d+\n.*fires in [1-9]/s;

describe('the views of the middle column', () => {
  test('the network is the first; each shows its own parts, by mouse and by keyboard', () =>
    visit('#v=1&task=moons&n=30&hidden=6', async ({ page }) => {
      const seen = async () => Promise.all(['#graph', '#rasters', '#potential', '#weight-map'].map((one) => page.locator(one).isVisible()));
      assert.deepEqual(await seen(), [true, false, false, false]);
      await show(page, 'spikes');
      assert.deepEqual(await seen(), [false, true, true, false]);
      await show(page, 'weights');
      assert.deepEqual(await seen(), [false, false, false, true]);
      const group = page.getByRole('radiogroup', { name: en.views.choice });
      await group.getByRole('radio', { name: en.views.names.weights }).focus();
      await page.keyboard.press('ArrowLeft');
      assert.deepEqual(await seen(), [false, true, true, false]);
      assert.ok(await group.getByRole('radio', { name: en.views.names.spikes, exact: true }).isChecked());
      assert.equal((await hv(page, 'snapshot')).block, 'forward', 'the arrow stepped no block');
      // Each is drawn as it comes.
      for (const [view, canvas] of [['spikes', '#rasters'], ['spikes', '#potential'], ['weights', '#weight-map'], ['network', '#graph']]) {
        await show(page, view);
        await page.waitForFunction((one) => {
          const canvas = document.querySelector(one);
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return new Set(new Uint32Array(data.buffer)).size > 3;
        }, canvas);
      }
    }));

  test('the view is kept over a reload, asked for by the address, and by the console', () =>
    visit('?picture=weights#v=1&task=moons&n=30&hidden=6', async ({ page }) => {
      await page.locator('#weight-map').waitFor();
      await show(page, 'spikes');
      await page.goto(`${home.url}?x#v=1&task=moons&n=30&hidden=6`);
      await ready(page);
      await page.locator('#rasters').waitFor();
      assert.equal((await hv(page, 'view', { picture: 'network' })).picture, 'network');
      assert.ok(await page.locator('#graph').isVisible());
      const reason = await page.evaluate(() => window.heaviside.view({ picture: 'colours' }).then(() => '', (error) => error.message));
      assert.match(reason, /colours.*network, spikes, weights, spike/);
    }));

  test('a lesson leaves out a view, or the choice and what it shows', async () => {
    await visit('?hide=weights#v=1&task=moons&n=30&hidden=6', async ({ page }) => {
      assert.equal(await page.locator('.views-choice label:has([value=weights])').isVisible(), false);
      assert.ok(await page.locator('.views-choice label:has([value=spikes])').isVisible());
    });
    await visit('?hide=network#v=1&task=moons&n=30&hidden=6', async ({ page }) => {
      assert.equal(await page.locator('#network').isVisible(), false);
      for (const one of ['#potential', '#weight-map']) await page.locator(one).waitFor();
      await page.waitForFunction(() => /\d/.test(document.querySelector('#weight-map')?.getAttribute('aria-label') ?? ''));
    });
  });

  test('a stop of the tour brings the view that it points into', () =>
    visit('?tour=1', async ({ page }) => {
      await page.locator('#neuron.toured').waitFor();
      await show(page, 'weights');
      await page.click('#tour-look');
      assert.ok(await page.locator('#neuron.toured').isVisible());
    }));

  test('it is saved as it is seen', () =>
    visit(SMALL, async ({ page }) => {
      await drawn(page);
      await page.locator('#network .save').click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#network .save-menu [data-ending=svg]').click()]);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      const svg = Buffer.concat(chunks).toString();
      assert.match(svg, /Hidden 1/);
      assert.doesNotMatch(svg, new RegExp(`>${en.views.names.weights}<|>Arrow`), 'what works on the page only');
      assert.ok((svg.match(/<path [^>]*stroke-dasharray/g) ?? []).length > 2, 'lines as vectors');
      assert.ok((svg.match(/image-rendering="pixelated"/g) ?? []).length >= 12 + 8 + 2, 'a picture a neuron and a class');
    }));
});

describe('neurons as maps', () => {
  test('pointing at one enlarges it, with its words', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 10);
      await drawn(page);
      await find(page, FIRES, [0.2, 0.5]);
      const large = page.locator('.reading .large-map');
      assert.ok(await large.isVisible());
      assert.ok((await colours(page, '.reading .large-map')).length > 1, 'it tells places apart');
      assert.match(await text(page, '.reading'), new RegExp(en.picture.large.count));
      await page.mouse.move(5, 5);
      assert.equal(await page.locator('.reading').isVisible(), false);
    }));

  test('by the keyboard, too', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 10);
      await drawn(page);
      await page.focus('#graph');
      await page.keyboard.press('ArrowDown');
      await page.locator('.reading .large-map').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.reading').waitFor({ state: 'hidden' });
    }));

  test('on a phone a tap enlarges one, and nothing is wider than the screen', () =>
    visit(
      SMALL,
      async ({ page }) => {
        await hv(page, 'run', 10);
        await drawn(page);
        const box = await page.locator('#graph').boundingBox();
        await page.touchscreen.tap(box.x + box.width * 0.35, box.y + box.height * 0.55);
        await page.locator('.reading .large-map').waitFor();
        assert.match(await text(page, '.reading'), /Hidden 1, neuron/);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        const large = await page.locator('.reading').boundingBox();
        assert.ok(large.y >= box.y + box.height || large.y + large.height <= box.y, 'what was touched is not covered');
        assert.ok(large.y >= 0 && large.y + large.height <= 844);
        await page.touchscreen.tap(200, 20);
        await page.locator('.reading').waitFor({ state: 'hidden' });
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));

  for (const [lang, words] of [['en', en], ['it', it]])
    test(`a switch shows when each spikes first (${lang})`, () =>
      visit(`?lang=${lang}${SMALL}`, async ({ page }) => {
        await hv(page, 'run', 10);
        await drawn(page);
        const counts = await print(page, '#graph');
        const group = page.getByRole('radiogroup', { name: words.picture.measure });
        await group.locator('label', { hasText: words.picture.measures.first }).click();
        await says(page, '#network .legend + .at-work ~ .measure', words.picture.measures.first);
        await page.waitForFunction((shade) => [...document.querySelectorAll('.picture .legend')].some((one) => one.textContent.includes(shade)), words.picture.shades.first());
        assert.notEqual(await print(page, '#graph'), counts);
        await group.locator('label', { hasText: words.picture.measures.count }).click();
        await page.waitForFunction((shade) => ![...document.querySelectorAll('.picture .legend')].some((one) => one.textContent.includes(shade)), words.picture.shades.first());
        assert.equal(await print(page, '#graph'), counts);
      }));

  for (const task of ['order', 'trains', 'saccade'])
    test(`where there is no plane each shows its rate by class and time (${task})`, () =>
      visit(`#v=1&task=${task}&hidden=10&n=40`, async ({ page }) => {
        await hv(page, 'run', 3);
        await drawn(page);
        assert.equal(await page.locator('.measure').isVisible(), false);
        await find(page, FIRES, [0.25, 0.8]);
        await page.locator('.reading .large-map').waitFor();
        assert.match(await text(page, '.reading'), new RegExp(en.picture.large.rate));
        assert.ok((await colours(page, '.reading .large-map')).length > 4, 'classes and rates');
      }));

  test('what it shows follows the training, in ink: colour is left to class and sign', () =>
    visit('#v=1&task=spirals&hidden=16&n=60&T=12', async ({ page }) => {
      await drawn(page);
      const enlarged = async () => {
        await page.focus('#graph');
        await page.keyboard.press('ArrowDown');
        await page.locator('.reading .large-map').waitFor();
        const found = await colours(page, '.reading .large-map');
        await page.keyboard.press('Escape');
        return found;
      };
      const before = await enlarged();
      await hv(page, 'run', 12);
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '12');
      await page.waitForTimeout(300);
      const after = await enlarged();
      assert.notDeepEqual(after, before);
      for (const [texel] of after) {
        const [r, g, b] = [texel & 255, (texel >> 8) & 255, (texel >> 16) & 255];
        assert.ok(Math.max(r, g, b) - Math.min(r, g, b) < 16, `${r} ${g} ${b} is no shade of ink`);
      }
    }));

  test('two hundred neurons in five layers are told apart, and their table has all of them', () =>
    visit('#v=1&task=circles&hidden=40,40,40,40,40&n=30&T=8', async ({ page }) => {
      await drawn(page);
      await page.focus('#graph');
      for (let layer = 0; layer < 4; layer++) await page.keyboard.press('ArrowRight');
      await says(page, '#neuron-in-words', 'Hidden 5');
      assert.ok(await page.locator('.reading .large-map').isVisible());
      await page.locator('[data-picture=graph]').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('#picture-table tbody tr').count(), 17 + 200);
    }));

  test('at full speed it is as smooth as the spikes are', () =>
    visit('#v=1&task=spirals&hidden=40,40&iterations=100000', async ({ page }) => {
      await drawn(page);
      await page.click('#play');
      await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 3);
      /** Milliseconds a frame, the median of 60. */
      const pace = () =>
        page.evaluate(async () => {
          const found = [];
          let last = performance.now();
          while (found.length < 60) {
            const now = await new Promise(requestAnimationFrame);
            found.push(now - last);
            last = now;
          }
          return found.sort((a, b) => a - b)[30];
        });
      // In turn, so that what else the machine does weighs on both.
      const paces = { spikes: [], network: [] };
      for (let i = 0; i < 3; i++)
        for (const view of ['spikes', 'network']) {
          await show(page, view);
          paces[view].push(await pace());
        }
      const [spikes, network] = ['spikes', 'network'].map((view) => Math.min(...paces[view]));
      process.stdout.write(`# milliseconds a frame: spikes ${spikes.toFixed(1)}, network ${network.toFixed(1)}\n`);
      assert.ok(network < 1.2 * spikes + 4, `${network} against ${spikes} ms a frame`);
    }));
});
