// The network picture and the way back through a run, as a person uses them: with a mouse, a finger and a keyboard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv } from './browser.js';
import { show, text, visit } from './stage.js';

const SMALL = '#v=1&task=moons&hidden=12,8&n=40&T=8&iterations=30';

const says = (page, selector, what) => page.waitForFunction(([s, w]) => document.querySelector(s)?.textContent.includes(w), [selector, what]);
/** The pixels of a canvas, as something to compare. */
const pixels = (page, selector) =>
  page.locator(selector).evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let hash = 0;
    for (let i = 0; i < data.length; i++) hash = (hash * 31 + data[i]) | 0;
    return hash;
  });
/** Where the pointer must be on a chart for a share of its width. */
async function along(page, share, chart = '#convergence') {
  const box = await page.locator(`${chart} .u-over`).boundingBox();
  return { x: box.x + box.width * share, y: box.y + box.height / 2 };
}
async function drag(page, from, to) {
  const a = await along(page, from);
  const b = await along(page, to);
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 6 });
  return () => page.mouse.up();
}
const shownIs = (page, iteration) => page.waitForFunction((want) => document.querySelector('#iteration').textContent === String(want), iteration);
/** The pictures and numbers of everything that an iterate decides, in every view. */
async function look(page) {
  const found = [];
  for (const [view, ...canvases] of [['network', '#graph', '#decision-map'], ['weights', '#weight-map'], ['spikes', '#rasters', '#potential']]) {
    await show(page, view);
    await page.mouse.move(5, 5);
    // Frames and maps may still be on their way.
    let last = '';
    for (let same = 0; same < 3; ) {
      const now = JSON.stringify([...(await Promise.all(canvases.map((one) => pixels(page, one)))), await text(page, '#test-accuracy'), await text(page, '#figure-train'), await text(page, '#firing')]);
      same = now === last ? same + 1 : 0;
      last = now;
      await page.waitForTimeout(120);
    }
    found.push(last);
  }
  return found.join();
}
const graph = async (page) => {
  await page.waitForFunction(() => /Strongest weights: W1/.test(document.querySelector('#graph').getAttribute('aria-label')));
};
/** The neuron's own picture comes when it is first looked at; it goes on where the network is shown. */
const neuronComes = async (page) => {
  await show(page, 'spikes');
  await show(page, 'network');
};
/** Moves the mouse over the network picture until the words beside it match. */
async function find(page, what, [from, to], [top, bottom] = [0.15, 0.95]) {
  const box = await page.locator('#graph').boundingBox();
  for (let x = from; x <= to; x += 0.012)
    for (let y = top; y <= bottom; y += 0.02) {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
      const words = await page.evaluate(() => document.querySelector('.reading:not([hidden])')?.innerText ?? '');
      if (what.test(words)) return words;
    }
  throw new Error(`nothing in the picture says ${what}`);
}

describe('looking back', () => {
  test('dragging along the curve shows every picture of that iterate, and leaves the run alone', () =>
    visit(SMALL, async ({ page }) => {
      // The sign takes room from the pictures: here it lies above them, so that they can be compared.
      await page.evaluate(() => Object.assign(document.querySelector('#rewind').style, { position: 'fixed', top: '60px', left: '300px' }));
      // So does a text below that is a line shorter while looking back: the picture keeps its size here.
      await page.evaluate(() => Object.assign(document.querySelector('#rasters').parentElement.style, { flex: 'none', height: '270px' }));
      // The test set, of which the optimiser has no spikes of its own: the same picture in both.
      await page.locator('#network .segmented label', { hasText: 'test' }).click();
      await hv(page, 'run', 8);
      await shownIs(page, 8);
      const then = await look(page);
      await hv(page, 'run', 22);
      await shownIs(page, 30);
      const end = await look(page);
      const mark = await hv(page, 'fingerprint');
      assert.notEqual(end, then);
      assert.ok(await page.locator('#rewind').isHidden());

      const drop = await drag(page, 0.9, 8 / 30);
      await shownIs(page, 8);
      assert.equal(await text(page, '#showing'), 'Showing iteration 8 of 30');
      await drop();
      await page.mouse.move(5, 5);
      assert.equal(await look(page), then);
      assert.equal(await text(page, '#status'), 'looking back');
      assert.equal(await hv(page, 'fingerprint'), mark);

      await page.click('#newest');
      await shownIs(page, 30);
      await page.mouse.move(5, 5);
      assert.equal(await look(page), end);
      assert.ok(await page.locator('#rewind').isHidden());
    }));

  test('the chart is a slider for the keyboard, whose arrows step no block', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 20);
      await shownIs(page, 20);
      const slider = page.getByRole('slider', { name: 'Iteration shown' });
      await slider.focus();
      await page.keyboard.press('ArrowLeft');
      await shownIs(page, 19);
      await page.keyboard.press('PageDown');
      await shownIs(page, 17);
      await page.keyboard.press('Home');
      await shownIs(page, 0);
      await page.keyboard.press('ArrowRight');
      await shownIs(page, 1);
      assert.equal(await slider.getAttribute('aria-valuenow'), '1');
      assert.equal(await slider.getAttribute('aria-valuemax'), '20');
      await page.waitForFunction(() => /iteration 1 of 20, test accuracy/.test(document.querySelector('#convergence').getAttribute('aria-valuetext')));
      const { iteration, block } = await hv(page, 'snapshot');
      assert.deepEqual([iteration, block], [20, 'forward']);
      await page.keyboard.press('End');
      await shownIs(page, 20);
      assert.ok(await page.locator('#rewind').isHidden());
    }));

  test('a finger does it, too', () =>
    visit(
      SMALL,
      async ({ page }) => {
        await hv(page, 'run', 10);
        await shownIs(page, 10);
        await page.locator('#convergence').scrollIntoViewIfNeeded();
        const at = await along(page, 0.5);
        await page.touchscreen.tap(at.x, at.y);
        await says(page, '#showing', 'Showing iteration 5 of 10');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no horizontal scroll');
        await page.locator('#newest').tap();
        await shownIs(page, 10);
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));

  test('play and step go on from what is shown', () =>
    visit(SMALL, async ({ page }) => {
      const fresh = await hv(page, 'run', 7);
      await hv(page, 'run', 13);
      await shownIs(page, 20);
      await (await drag(page, 0.9, 6 / 20))();
      await says(page, '#showing', 'Showing iteration 6 of 20');
      await page.click('#step-iteration');
      await shownIs(page, 7);
      await page.locator('#rewind').waitFor({ state: 'hidden' });
      const now = await hv(page, 'snapshot');
      assert.deepEqual([now.iteration, now.history.length, now.weightsHash, now.status], [7, fresh.history.length, fresh.weightsHash, 'running']);
      await page.click('#curve-table');
      assert.equal(await page.locator('dialog[open] tbody tr').count(), fresh.history.length, 'the curves end there, too');
      await page.keyboard.press('Escape');
      await hv(page, 'run', 23);
      await shownIs(page, 30);
      await (await drag(page, 0.9, 0.5))();
      await says(page, '#showing', 'Showing iteration 15 of 30');
      await page.click('#play');
      await page.waitForFunction(() => document.querySelector('#status').textContent === 'finished');
      assert.equal((await hv(page, 'snapshot')).iteration, 30);
    }));

  test('a replay brings the optimiser back, live changes and all, to the same bits', () =>
    visit('#v=1&task=moons&solver=paper&hidden=8&n=30&T=6&iterations=20', async ({ page }) => {
      const change = async (key, value) => {
        await page.locator(`input[data-key=${key}]`).fill(value);
        await page.keyboard.press('Enter');
        await page.waitForFunction((want) => location.hash.includes(want), `:${key}:${Number(value)}`);
      };
      await hv(page, 'run', 4);
      await hv(page, 'step', 'block');
      await change('rho', '3');
      await show(page, 'spikes');
      const middle = await hv(page, 'run', 4);
      const mark = await hv(page, 'fingerprint');
      await hv(page, 'run', 2);
      await change('rho', '0.5');
      await hv(page, 'run', 6);
      const end = await hv(page, 'fingerprint');
      const back = await hv(page, 'goto', middle.iteration);
      assert.deepEqual([back.iteration, back.spec.rho, back.accuracy.auxiliary], [middle.iteration, 3, middle.accuracy.auxiliary]);
      assert.equal(await hv(page, 'fingerprint'), mark);
      await says(page, '#showing', `Showing iteration ${middle.iteration} of`);
      assert.ok(await page.locator('#go-there').isHidden(), 'it is there already');
      await page.locator('#disagree').filter({ hasText: 'disagree' }).waitFor();
      await page.click('#newest');
      await page.locator('#rewind').waitFor({ state: 'hidden' });
      assert.equal(await hv(page, 'fingerprint'), end);
      assert.match(await page.evaluate(() => location.hash), /&live=4\.1:rho:3;10:rho:0\.5$/);
      const reason = await page.evaluate(() => window.heaviside.goto(-2).then(() => '', (error) => error.message));
      assert.match(reason, /whole number/);
    }));

  test('rebuilding shows the optimiser\u2019s spikes of that moment', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 12);
      await shownIs(page, 12);
      await page.locator('#convergence').focus();
      await page.keyboard.press('PageDown');
      await shownIs(page, 10);
      await show(page, 'spikes');
      await says(page, '#network .legend', 'Only weights are kept');
      await page.click('#go-there');
      await says(page, '#disagree', 'The optimiser would have');
      assert.equal((await hv(page, 'snapshot')).iteration, 10);
      assert.equal(await text(page, '#showing'), 'Showing iteration 10 of 12');
    }));

  test('a long replay says how far it is, and can be given up', () =>
    visit('#v=1&task=spirals&solver=paper&hidden=60,60&iterations=400', async ({ page }) => {
      await hv(page, 'run', 60);
      const mark = await hv(page, 'fingerprint');
      const going = page.evaluate(() => window.heaviside.goto(59).then(() => 'arrived', (error) => error.message));
      const notice = page.locator('.notice[data-kind=replay]');
      await notice.waitFor();
      assert.match(await notice.innerText(), /Replaying the run up to iteration 59: \d+ done/);
      await notice.getByRole('button', { name: 'Cancel' }).click();
      assert.equal(await going, 'The replay was given up.');
      await notice.waitFor({ state: 'detached' });
      assert.equal(await hv(page, 'fingerprint'), mark);
      assert.ok(await page.locator('#rewind').isHidden());
    }));
});

describe('the block at work', () => {
  test('its equation lights up, its variables are marked, and the numbers say what became of objective and residual', () =>
    visit('#v=1&task=moons&hidden=10&n=40&T=8', async ({ page }) => {
      await graph(page);
      assert.ok(await page.locator('#at-work').isHidden());
      const before = await pixels(page, '#graph');
      for (const [block, numbers] of [
        ['forward', /loss/],
        ['message', /rms/],
        ['flip costs', /cheaper flipped/],
        ['layer problem', /layer objective \S+ \u2192 \S+ .*primal residual \S+ \u2192 \S+ (fell|rose)/s],
        ['step', /loss \S+ \u2192 \S+ (fell|rose)/],
      ]) {
        await page.click('#step-block');
        await says(page, '#at-work', block);
        assert.match(await text(page, '#block-numbers'), numbers, block);
        assert.equal(await page.locator('.formulas.lit').count(), 1);
        assert.notEqual(await pixels(page, '#graph'), before, block);
      }
      await page.click('#reset');
      await page.locator('.formulas:not(.lit)').waitFor();
    }));

  test('in slow motion one a second', () =>
    visit(SMALL, async ({ page }) => {
      await page.locator('#speed').fill('0');
      assert.equal(await text(page, '#speed-value'), '1 block a second');
      await page.click('#play');
      await page.waitForFunction(() => document.querySelector('.chips .lit .block')?.textContent === 'forward' && document.querySelector('.formulas.lit'));
      const began = Date.now();
      await says(page, '.chips .lit .block', 'message');
      await says(page, '.chips .lit .block', 'flip costs');
      const took = Date.now() - began;
      assert.ok(took > 1200 && took < 6000, `two blocks in ${took} ms`);
    }));
});

describe('the network picture', () => {
  test('a neuron under the pointer tells of itself and fills the map with its answer', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 10);
      await graph(page);
      const own = await pixels(page, '#decision-map');
      await neuronComes(page);
      const chosen = await text(page, '#neuron .stepper output');
      const words = await find(page, /Hidden 1, neuron/, [0.2, 0.5]);
      assert.match(words, /fires in \d/);
      assert.match(words, /in this sample: \d+ spikes? in 8 steps/);
      await page.waitForFunction(() => /potential \S+ to \S+, threshold 1/.test(document.querySelector('.reading')?.innerText ?? ''));
      const neuron = words.match(/neuron (\d+)/)[1];
      await says(page, '#answering', `Hidden 1, neuron ${neuron}: spikes`);
      await says(page, '#neuron .stepper output', neuron);
      assert.notEqual(await pixels(page, '#decision-map'), own);
      // Away again, all is as it was.
      await page.mouse.move(5, 5);
      await page.waitForFunction(() => document.querySelector('.answering').hidden);
      await says(page, '#neuron .stepper output', chosen);
      await page.waitForTimeout(600);
      assert.equal(await pixels(page, '#decision-map'), own);
    }));

  test('a click keeps the answer, the button lets go; input and readout answer, too', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 10);
      await graph(page);
      await find(page, /Readout, class/, [0.9, 1]);
      await page.mouse.down();
      await page.mouse.up();
      await page.mouse.move(5, 5);
      await says(page, '#answering', 'Readout, class ● 0: potential');
      await page.hover('#decision-map', { position: { x: 40, y: 40 } });
      assert.match(await page.locator('.reading').innerText(), /potential \S+/);
      await page.click('#release');
      await page.waitForFunction(() => document.querySelector('.answering').hidden);
      await find(page, /Input /, [0, 0.15]);
      await says(page, '#answering', 'Input');
    }));

  test('a line under the pointer says its weight', () =>
    visit('#v=1&task=moons&hidden=6&n=20&T=6', async ({ page }) => {
      await hv(page, 'run', 3);
      await graph(page);
      const words = await find(page, /W1: Input .* \u2192 \d+, weight \S+/, [0.3, 0.4], [0.3, 0.9]);
      assert.match(words, /excites|inhibits/);
    }));

  test('the keyboard walks through it, and says what is there', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 5);
      await graph(page);
      await neuronComes(page);
      const next = (Number(await text(page, '#neuron .stepper output')) % 12) + 1;
      await page.focus('#graph');
      await page.keyboard.press('ArrowDown');
      await says(page, '#neuron-in-words', `Hidden 1, neuron ${next}. fires in`);
      await says(page, '#answering', `Hidden 1, neuron ${next}`);
      await page.keyboard.press('ArrowRight');
      await says(page, '#neuron-in-words', 'Hidden 2');
      await page.keyboard.press('ArrowRight');
      await says(page, '#neuron-in-words', 'Readout, class');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.querySelector('.answering').hidden);
      assert.equal((await hv(page, 'snapshot')).iteration, 5, 'no block was stepped');
      assert.equal((await hv(page, 'snapshot')).block, 'forward');
    }));

  test('a finger taps a neuron', () =>
    visit(
      SMALL,
      async ({ page }) => {
        await hv(page, 'run', 5);
        await graph(page);
        const place = await page.evaluate(() => {
          const box = document.querySelector('#graph').getBoundingClientRect();
          return { x: box.left + box.width - 24, y: box.top + 36 + (box.height - 42) / 2 - 10 };
        });
        await page.touchscreen.tap(place.x, place.y);
        await says(page, '#answering', 'Readout, class');
        assert.match(await page.locator('.reading').innerText(), /Readout/);
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));

  for (const reducedMotion of ['no-preference', 'reduce'])
    test(`the sample is played back (motion: ${reducedMotion})`, () =>
      visit(
        SMALL,
        async ({ page }) => {
          await hv(page, 'run', 5);
          await graph(page);
          await neuronComes(page);
          await page.click('#play-sample');
          await says(page, '#neuron .under', 't = 2:');
          // Within a step, only with motion does anything travel.
          const seen = new Set();
          const step = await text(page, '#neuron .under');
          for (let i = 0; i < 12 && (await text(page, '#neuron .under')) === step; i++) {
            const picture = await pixels(page, '#graph');
            if ((await text(page, '#neuron .under')) === step) seen.add(picture);
          }
          if (reducedMotion === 'reduce') assert.equal(seen.size, 1);
          await says(page, '#neuron .under', 't = 5:');
          await page.click('#play-sample');
          assert.doesNotMatch(await text(page, '#neuron .under'), /t = /);
          assert.equal(await page.getAttribute('#play-sample', 'aria-label'), 'Play the sample');
        },
        { options: { reducedMotion } },
      ));

  test('goes on while a layer is removed', () =>
    visit('#v=1&task=moons&hidden=20,20&n=20&T=8', async ({ page }) => {
      await graph(page);
      await neuronComes(page);
      await page.click('#play-sample');
      await says(page, '#neuron .under', 't = 2:');
      await page.click('#drop-layer');
      await page.locator('.notice', { hasText: 'Undo' }).waitFor();
      assert.equal(await page.locator('.notice[data-kind=refused]').count(), 0);
      await hv(page, 'run', 1);
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '1');
    }));

  test('values stand beside the pointer on raster, weights and curves', () =>
    visit(SMALL, async ({ page }) => {
      await hv(page, 'run', 20);
      await shownIs(page, 20);
      const reading = () => page.evaluate(() => document.querySelector('.reading:not([hidden])')?.innerText ?? '');
      await show(page, 'spikes');
      await page.hover('#rasters', { position: { x: 300, y: 100 } });
      assert.match(await reading(), /Hidden 1, neuron \d+, t = \d+: |Input, channel \d+, t = \d+: /);
      await page.hover('#potential', { position: { x: 150, y: 50 } });
      assert.match(await reading(), /t = \d: potential \S+, threshold 1/);
      await show(page, 'weights');
      await page.hover('#weight-map', { position: { x: 50, y: 50 } });
      await page.waitForFunction(() => /W1: .* \u2192 \d+, weight \S+/.test(document.querySelector('.reading')?.innerText ?? ''));
      const at = await along(page, 0.5, '#accuracies');
      await page.mouse.move(at.x, at.y);
      assert.match(await reading(), /iteration 10\n.*test \.\d+|iteration 10\n.*test 1/s);
      await page.mouse.move(5, 5);
      assert.equal(await reading(), '');
    }));

  test('two hundred neurons a layer: sharp, within one screen, and fast enough to move', () =>
    visit(
      '#v=1&task=channels&hidden=200,200&n=20',
      async ({ page }) => {
        await hv(page, 'run', 2);
        await graph(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'no scrolling at 1440 x 900');
        const { ratio, label } = await page.locator('#graph').evaluate((canvas) => ({ ratio: canvas.width / canvas.getBoundingClientRect().width, label: canvas.getAttribute('aria-label') }));
        assert.ok(Math.abs(ratio - 2) < 0.05, `${ratio} texels a pixel`);
        assert.match(label, /Input: 301 neurons; Hidden 1: 200 neurons, firing \S+ %/);
        await page.click('#play-sample');
        const gaps = await page.evaluate(
          () =>
            new Promise((resolve) => {
              const times = [];
              const tick = (now) => (times.push(now), times.length < 40 ? requestAnimationFrame(tick) : resolve(times.slice(1).map((t, i) => t - times[i]).sort((a, b) => a - b)));
              requestAnimationFrame(tick);
            }),
        );
        process.stdout.write(`# frames of a sample played back through 301-200-200-2: median ${gaps[19].toFixed(0)} ms, worst ${gaps.at(-1).toFixed(0)} ms\n`);
      },
      { options: { deviceScaleFactor: 2 } },
    ));
});
