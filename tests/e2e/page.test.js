// The page as a visitor meets it, in a real browser, on the built site.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, open, ready } from './browser.js';
import { chrome, home, show, text, visit } from './stage.js';

const link = (page) => page.evaluate(() => location.hash);
/** What a visitor can compare of two runs. */
const essence = ({ weightsHash, iteration, loss, objective, accuracy }) => ({ weightsHash, iteration, loss, objective, accuracy });
/** How many colours a canvas holds. */
const colours = (page, selector) =>
  page.locator(selector).evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3]) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return seen.size;
  });

describe('first look', () => {
  test('opens on two spirals, whole and without a fault or a foreign request', () =>
    visit('', async ({ page, requests }) => {
      assert.equal(await link(page), '#v=1&task=spirals');
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '0');
      assert.equal(await text(page, '#status'), 'ready');
      assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true, 'no scrolling at 1440 x 900');
      for (const url of requests) assert.equal(new URL(url).origin, new URL(home.url).origin, url);
      assert.ok(requests.some((url) => url.endsWith('.wasm')), 'the trainer was fetched');
    }));

  test('play reaches more than .9 on unseen samples', () =>
    visit('', async ({ page }) => {
      const began = Date.now();
      let reached = null;
      await page.click('#play');
      await page.waitForFunction(() => document.querySelector('#status').textContent === 'training');
      for (;;) {
        const { status, test: now } = await page.evaluate(() => ({ status: document.querySelector('#status').dataset.status, test: Number(document.querySelector('#test-accuracy').textContent) }));
        if (reached === null && now > 0.9) reached = Date.now() - began;
        if (status !== 'training') break;
        assert.ok(Date.now() - began < 120_000, 'the run has an end');
        await page.waitForTimeout(20);
      }
      const { accuracy, best, status } = await hv(page, 'snapshot');
      process.stdout.write(`# first look: above .9 after ${reached} ms, ended "${status}" after ${Date.now() - began} ms at ${accuracy.test}\n`);
      assert.ok(Math.max(accuracy.test, best?.test ?? 0) > 0.9, `test accuracy ${accuracy.test}`);
    }));

  test('every picture is drawn, and says in words what it shows', () =>
    visit('#v=1&task=spirals&solver=paper', async ({ page }) => {
      await hv(page, 'run', 3);
      await page.waitForTimeout(400);
      for (const [view, ...selectors] of [['network', '#graph', '#decision-map'], ['weights', '#weight-map'], ['spikes', '#rasters', '#potential']]) {
        await show(page, view);
        await page.waitForTimeout(300);
        for (const selector of selectors) {
          assert.ok((await colours(page, selector)) > 2, selector);
          assert.match(await page.getAttribute(selector, 'aria-label'), /\d/, selector);
        }
      }
      for (const selector of ['#convergence canvas', '#accuracies canvas']) assert.ok((await colours(page, selector)) > 2, selector);
      assert.match(await text(page, '#disagree'), /^The optimiser and the network disagree on \d+ of \d+ spikes$/);
      assert.ok(await page.locator('#figure-auxiliary').isVisible(), 'auxiliary accuracy');
    }));

  test('the confusion matrix stands in where there is no plane', () =>
    visit('#v=1&task=order', async ({ page }) => {
      await page.waitForFunction(() => /Confusion matrix of the test set: \d+ of [1-9]/.test(document.querySelector('#decision-map').getAttribute('aria-label')));
      assert.ok((await colours(page, '#decision-map')) > 3);
    }));
});

describe('spike timing', () => {
  test('its example opens the curves, and the gap between the smooth network and the real one is on them', () =>
    visit('#v=1&task=xor', async ({ page }) => {
      await page.click('#examples');
      await page.click('.preset:has-text("who loses track")');
      await page.waitForFunction(() => location.hash.includes('solver=surrogate'));
      await hv(page, 'run', 5);
      await page.waitForTimeout(400);
      const { timing, timingLayers, history } = await hv(page, 'snapshot');
      assert.ok(timing > 0.3 && timing <= 1, `smooth against real: ${timing}`);
      assert.equal(timingLayers.length, 2);
      assert.deepEqual(history.map(({ iteration }) => iteration), [0, 1, 2, 5]);
      assert.ok((await colours(page, '#timing canvas')) > 2);
      assert.equal(await page.locator('#accuracies').count(), 0, 'the accuracies make room');
      assert.match(await text(page, '#timing-model'), /smooth spike/);
      const shown = await page.locator('.chart:has(#timing) .legend .num').allInnerTexts();
      assert.deepEqual(shown.map((value) => Math.abs(Number(value) - timingLayers[shown.indexOf(value)]) < 1e-3), [true, true], `${shown} for ${timingLayers}`);
      await page.click('#progress label:has-text("accuracy")');
      await page.waitForSelector('#accuracies canvas');
      assert.equal(await page.locator('#timing-model').isVisible(), false);
    }));

  test('a method without a model says so', () =>
    visit('#v=1&task=xor&solver=control', async ({ page }) => {
      await hv(page, 'run', 1);
      await page.click('#progress label:has-text("spike timing")');
      assert.match(await text(page, '#timing-model'), /no model/);
      assert.equal((await hv(page, 'snapshot')).timing, null);
    }));
});

describe('firing on cue', () => {
  test('the example shows output spikes against their target, and they come to agree', () =>
    visit('#v=1&task=xor', async ({ page }) => {
      await page.click('#examples');
      await page.click('.preset:has-text("Learn to fire on cue")');
      await page.waitForFunction(() => location.hash === '#v=1&task=trains');
      await show(page, 'spikes');
      const counts = async () => (await page.getAttribute('#decision-map', 'aria-label')).match(/(\d+) on time, (\d+) too many, (\d+) missed/).slice(1).map(Number);
      await page.waitForFunction(() => /on time/.test(document.querySelector('#decision-map').getAttribute('aria-label')));
      const first = await counts();
      assert.ok(first[2] > 0, `some spikes are missed at first: ${first}`);
      assert.match(await text(page, '#learned'), /Victor and Purpura .*van Rossum/s);
      assert.match(await text(page, '#verdict'), /agreement \.\d+ with its target trains/);
      assert.match(await text(page, '#progress'), /agreement, higher is better/);
      await hv(page, 'run', 120);
      await page.waitForTimeout(1500);
      const { accuracy } = await hv(page, 'snapshot');
      assert.ok(accuracy.test > accuracy.control + 0.2, `${accuracy.test} over ${accuracy.control}`);
      const later = await counts();
      assert.ok(later[0] > first[0], `more on time: ${first} to ${later}`);
      assert.ok((await colours(page, '#decision-map')) > 3);
    }));

  test('a solver that can not is greyed out, and a link that asks for it gets a sentence', () =>
    visit('#v=1&task=trains&solver=paper&n=12&hidden=10', async ({ page }) => {
      assert.equal(await link(page), '#v=1&task=trains&hidden=10&n=12');
      assert.match(await text(page, '#notices'), /“solver” was paper; it must be exact, surrogate or control for the task trains/);
      assert.deepEqual(await page.locator('.solvers input:disabled').evaluateAll((inputs) => inputs.map((input) => input.value)), ['targets', 'paper']);
    }));
});

describe('stepping', () => {
  for (const solver of ['exact', 'targets', 'paper', 'surrogate']) {
    test(`one block at a time shows each block of ${solver} in turn`, () =>
      visit(`#v=1&task=xor&solver=${solver}&hidden=5&n=20&T=4`, async ({ page }) => {
        const seen = [];
        for (let i = 0; i < 80; i++) {
          const { report, iteration } = await hv(page, 'step', 'block');
          assert.ok(report.name, 'a block has a name');
          if (seen.at(-1) !== report.name) seen.push(report.name);
          if (iteration > 0) break;
        }
        const chips = await page.locator('.chips .block').evaluateAll((items) => items.map((item) => item.textContent.normalize('NFKC').replace(/ /g, '_')));
        const plain = (names) => [...new Set(names.map((name) => name.replace(/_/g, '').replace('lambda', 'λ')))].sort();
        assert.deepEqual(plain(seen), plain(chips));
        await page.locator('.formulas math').first().waitFor();
      }));
  }

  test('the buttons: a block reports what it changed, an iteration counts up', () =>
    visit('', async ({ page }) => {
      await page.click('#step-block');
      await page.waitForFunction(() => document.querySelector('.which').textContent.startsWith('Just done'));
      assert.equal(await page.locator('.chips .lit').count(), 1);
      await page.click('#step-iteration');
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '1');
      await page.click('#step-iteration');
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '2');
    }));

  test('slow speed goes block by block', () =>
    visit('', async ({ page }) => {
      await page.locator('#speed').fill('2');
      assert.equal(await text(page, '#speed-value'), '5 blocks a second');
      await page.click('#play');
      await page.waitForTimeout(1500);
      await page.click('#play');
      const { iteration } = await hv(page, 'snapshot');
      assert.ok(iteration <= 3, `${iteration} iterations`);
      assert.equal(await page.locator('.chips .lit').count(), 1);
    }));

  test('reset brings back the same weights, and the same run', () =>
    visit('', async ({ page }) => {
      const first = await hv(page, 'snapshot');
      const ten = await hv(page, 'run', 10);
      assert.equal(ten.iteration, 10);
      assert.notEqual(ten.weightsHash, first.weightsHash);
      const again = await hv(page, 'reset');
      assert.deepEqual(essence(again), essence(first));
      assert.deepEqual(essence(await hv(page, 'run', 10)), essence(ten));
    }));

  test('blocks, iterations and runs add up to the same numbers', () =>
    visit('#v=1&task=xor', async ({ page }) => {
      const run = await hv(page, 'run', 3);
      await hv(page, 'reset');
      await hv(page, 'step', 'iteration');
      await hv(page, 'step', 'block');
      await hv(page, 'step', 'iteration');
      const stepped = await hv(page, 'run', 1);
      assert.deepEqual(essence(stepped), essence(run));
    }));
});

describe('the link', () => {
  test('opens the same experiment elsewhere, to the same bits', () =>
    visit('', async ({ page }) => {
      await hv(page, 'load', { task: 'moons', hidden: [12, 8], n: 60, T: 10, seed: 7, noise: 0.1 });
      const here = await hv(page, 'run', 5);
      const mark = await hv(page, 'fingerprint');
      const address = await page.evaluate(() => location.href);
      assert.match(address, /task=moons/);
      assert.match(address, /hidden=12,8/);
      const other = await open(chrome, address);
      const there = await hv(other.page, 'run', 5);
      assert.deepEqual(essence(there), essence(here));
      assert.equal(await hv(other.page, 'fingerprint'), mark);
      await other.close();
    }));

  test('editing it opens the other experiment; default settings are left out', () =>
    visit('', async ({ page }) => {
      await page.evaluate(() => (location.hash = '#v=1&task=circles&seed=1&solver=exact'));
      await page.waitForFunction(() => location.hash === '#v=1&task=circles');
      assert.equal((await hv(page, 'snapshot')).spec.task, 'circles');
    }));

  for (const [name, hash, says] of [
    ['unknown key', '#v=1&task=moons&colour=red', /colour/],
    ['unknown task', '#v=1&task=sudoku', /task/],
    ['unknown solver', '#v=1&task=moons&solver=magic', /solver/],
    ['NaN', '#v=1&task=moons&noise=NaN', /noise/],
    ['negative number', '#v=1&task=moons&n=-5', /\bn\b/],
    ['huge number', '#v=1&task=moons&T=1e99', /\bT\b/],
    ['empty number', '#v=1&task=moons&delta=', /delta/],
    ['empty layer', '#v=1&task=moons&hidden=', /hidden/],
    ['layer of words', '#v=1&task=moons&hidden=ten', /hidden/],
    ['noise of no sense', '#%00&&==&v=9&%E0%A4%A', /./],
  ]) {
    test(`a bad one (${name}) opens the nearest experiment and says so`, () =>
      visit(hash, async ({ page }) => {
        const notice = page.locator('.notice[data-kind=problems]');
        await notice.waitFor();
        const lines = await notice.locator('li').allInnerTexts();
        assert.ok(lines.some((line) => says.test(line)), lines.join(' | '));
        const { iteration } = await hv(page, 'run', 1);
        assert.equal(iteration, 1);
        await notice.getByRole('button').last().click();
        assert.equal(await notice.count(), 0);
      }));
  }

  test('a network beyond one GiB is refused, and what was open is kept', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      const mark = (await hv(page, 'run', 3)).weightsHash;
      const reason = await page.evaluate(() => window.heaviside.load('#v=1&task=moons&hidden=1000,1000,1000&n=20000&T=200').then(() => null, (error) => error.message));
      assert.match(reason, /\d (MiB|GiB)/);
      assert.match(await text(page, '.notice[data-kind=refused]'), /\d (MiB|GiB).* kept/);
      const now = await hv(page, 'snapshot');
      assert.equal(now.weightsHash, mark);
      assert.equal(await link(page), '#v=1&task=moons');
    }));
});

describe('settings', () => {
  test('one that needs a new start restarts with the same seed, and can be undone', () =>
    visit('#v=1&task=moons&seed=3', async ({ page }) => {
      const trained = await hv(page, 'run', 4);
      const box = page.locator('input[data-key=n]');
      await box.fill('80');
      await box.press('Enter');
      await page.waitForFunction(() => location.hash.includes('n=80'));
      const restarted = await hv(page, 'snapshot');
      assert.equal(restarted.iteration, 0);
      assert.equal(restarted.spec.seed, 3);
      assert.equal(restarted.spec.n, 80);
      await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
      await page.waitForFunction(() => !location.hash.includes('n=80'));
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(trained));
    }));

  test('a live one changes under way and goes into the link', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      await hv(page, 'run', 2);
      const box = page.locator('input[data-key=mu]');
      await box.fill('0.02');
      await box.press('Enter');
      await page.waitForFunction(() => location.hash.includes('&live=2:mu:0.02'));
      const now = await hv(page, 'snapshot');
      assert.equal(now.iteration, 2);
      assert.ok(Math.abs(now.spec.mu - 0.02) < 1e-6);
      assert.equal(await page.locator('.notice').count(), 0);
    }));

  test('a wrong number gets a sentence beside it and changes nothing', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      await hv(page, 'run', 2);
      for (const wrong of ['-3', 'many', '', '2.5', '1e99']) {
        const box = page.locator('input[data-key=n]');
        await box.fill(wrong);
        await box.press('Enter');
        const complaint = page.locator('.complaint:visible');
        assert.match(await complaint.innerText(), /allowed|needs/, wrong);
        assert.equal(await box.getAttribute('aria-invalid'), 'true');
        assert.equal((await hv(page, 'snapshot')).iteration, 2);
        await box.press('Escape');
        assert.equal(await complaint.count(), 0);
      }
    }));

  test('quick clicks count, each on what the one before asked for', () =>
    visit('#v=1&task=yinyang', async ({ page }) => {
      await page.evaluate(() => {
        for (let i = 0; i < 3; i++) document.querySelector('[aria-label^="More neurons"]').click();
        document.querySelector('#add-layer').click();
      });
      await page.waitForFunction(() => location.hash.includes('hidden=150,150'));
      assert.deepEqual(await page.locator('[data-layer]').evaluateAll((boxes) => boxes.map((box) => box.value)), ['150', '150']);
    }));

  test('task, solver, layers and seed have their controls', () =>
    visit('', async ({ page }) => {
      await page.locator('.tasks label', { hasText: 'Circles' }).click();
      await page.waitForFunction(() => location.hash.includes('task=circles'));
      await page.locator('.solvers label', { hasText: 'Surrogate' }).click();
      await page.waitForFunction(() => location.hash.includes('solver=surrogate'));
      await page.click('#add-layer');
      await page.waitForFunction(() => /hidden=\d+,\d+/.test(location.hash));
      assert.equal(await page.locator('.field.layer').count(), 2);
      await page.click('#new-seed');
      await page.waitForFunction(() => /seed=\d+/.test(location.hash));
      assert.equal((await hv(page, 'snapshot')).spec.hidden.length, 2);
    }));

  test('every control explains itself', () =>
    visit('', async ({ page }) => {
      const mute = await page.evaluate(() =>
        [...document.querySelectorAll('#settings input, #settings select, .bar button, .bar input, .ends button')].filter((one) => {
          const id = one.getAttribute('aria-describedby');
          return !one.closest('[hidden]') && !(id && document.getElementById(id)?.textContent.length > 10);
        }).map((one) => one.outerHTML),
      );
      assert.deepEqual(mute.filter((html) => !/aria-label="(More|Fewer)/.test(html)), []);
      await page.focus('#settings input[data-key=delta]');
      await page.keyboard.press('Tab');
      await page.locator('.tip').waitFor();
      assert.match(await text(page, '.tip'), /threshold|potential/i);
    }));

  test('examples open', () =>
    visit('', async ({ page }) => {
      await page.click('#examples');
      await page.locator('#examples-menu[open]').waitFor();
      const links = await page.locator('.preset').evaluateAll((all) => all.map((one) => one.dataset.link));
      assert.ok(links.length >= 11);
      await page.keyboard.press('Escape');
      for (const one of links) {
        await page.click('#examples');
        await page.click(`.preset[data-link="${one}"]`);
        await page.waitForFunction((want) => location.hash === want, one);
        assert.equal(await page.locator('.notice[data-kind=problems]').count(), 0, one);
      }
    }));
});

describe('looking', () => {
  test('samples, neurons and layers can be walked through', () =>
    visit('#v=1&task=spirals&hidden=10,6&n=40&T=8', async ({ page }) => {
      await show(page, 'spikes');
      await page.getByRole('button', { name: 'Next sample' }).click();
      await page.waitForFunction(() => document.querySelector('#network .stepper output').textContent === '2 of 40');
      await page.getByRole('button', { name: 'Previous sample' }).click();
      await page.getByRole('button', { name: 'Previous sample' }).click();
      await page.waitForFunction(() => document.querySelector('#network .stepper output').textContent === '40 of 40');
      // Clicks come faster than frames, and all count.
      await page.evaluate(() => {
        const shown = Number(document.querySelector('#neuron .stepper output').textContent);
        for (let i = 0; i < shown; i++) document.querySelector('[aria-label="Previous neuron"]').click();
      });
      await page.waitForFunction(() => document.querySelector('#neuron .stepper output').textContent === '10');
      await page.locator('#neuron .segmented label', { hasText: '2' }).click();
      await page.waitForFunction(() => document.querySelector('#neuron .stepper output').textContent === '1');
      assert.doesNotMatch(await link(page), /sample|neuron/);
    }));

  test('the cursor reads values off raster, weights and map', () =>
    visit('', async ({ page }) => {
      await page.waitForTimeout(300);
      await show(page, 'spikes');
      await page.hover('#rasters', { position: { x: 300, y: 150 } });
      assert.match(await text(page, '#network .under'), /t = \d+/);
      await show(page, 'weights');
      await page.hover('#weight-map', { position: { x: 50, y: 50 } });
      await page.waitForFunction(() => /W1, to neuron/.test(document.querySelector('#weights .under').textContent));
      await page.hover('#decision-map', { position: { x: 50, y: 50 } });
      assert.match(await text(page, '#learned .under'), /x = /);
    }));

  test('a pause shows the accuracy of the iteration it stands at, and the curves have the last one', () =>
    visit('#v=1&task=moons&iterations=14', async ({ page }) => {
      for (let k = 1; k <= 3; k++) {
        await page.click('#step-iteration');
        await page.waitForFunction((k) => document.querySelector('#iteration').textContent === String(k), k);
      }
      const now = await hv(page, 'snapshot');
      assert.equal(now.iteration, 3);
      assert.ok(!now.history.some(({ iteration }) => iteration === 3), 'the third iteration is no row');
      assert.notEqual(now.history.at(-1).accuracy.test, now.accuracy.test, 'nor as accurate as the last row');
      assert.equal(Number(await text(page, '#test-accuracy')).toFixed(2), now.accuracy.test.toFixed(2));
      await page.click('#play');
      await page.waitForFunction(() => document.querySelector('#status').dataset.status === 'max iterations');
      await page.click('#curve-table');
      assert.equal(await page.locator('dialog[open] tbody tr:last-child td:first-child').innerText(), '14');
    }));

  test('the curves can be read as a table and taken away as CSV', () =>
    visit('', async ({ page }) => {
      await hv(page, 'run', 5);
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '5');
      await page.click('#curve-table');
      assert.deepEqual(await page.locator('dialog[open] tbody td:first-child').allInnerTexts(), ['0', '1', '2', '5']);
      await page.keyboard.press('Escape');
      const [file] = await Promise.all([page.waitForEvent('download'), page.click('#csv')]);
      assert.equal(file.suggestedFilename(), 'heaviside-spirals-exact.csv');
    }));

  test('light and dark', () =>
    visit('', async ({ page }) => {
      const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      const light = await ground();
      await page.click('#theme');
      await page.click('#theme');
      assert.notEqual(await ground(), light);
      await page.reload();
      await ready(page);
      assert.notEqual(await ground(), light, 'the choice is kept');
    }));

  for (const width of [360, 390, 768, 1024])
    for (const scheme of ['light', 'dark'])
      test(`${width} px wide, ${scheme}: nothing to scroll sideways, the bar within reach`, () =>
        visit(
          '#v=1&task=spirals&solver=paper&hidden=6,6&n=40&T=6',
          async ({ page }) => {
            await hv(page, 'run', 2);
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no horizontal scroll');
            assert.ok(await page.locator('#play').isVisible());
            const box = await page.locator('#play').boundingBox();
            assert.ok(box.y + box.height <= 800);
            await page.click('#open-settings');
            assert.ok(await page.locator('#settings').isVisible());
            await page.keyboard.press('Escape');
            assert.ok(!(await page.locator('#settings').isVisible()));
          },
          { width, height: 800, scheme },
        ));
});

describe('keyboard', () => {
  test('space, arrows, R and the list; not while typing', () =>
    visit('#v=1&task=xor', async ({ page }) => {
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(() => document.querySelector('.which').textContent.startsWith('Just done'));
      await page.keyboard.press('Shift+ArrowRight');
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '1');
      await page.keyboard.press('r');
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '0');
      await page.keyboard.press('Space');
      await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 0);
      await page.keyboard.press('?');
      assert.ok(await page.locator('#keys-list').isVisible());
      await page.keyboard.press('Escape');
      await hv(page, 'reset');
      await page.focus('input[data-key=seed]');
      await page.keyboard.press('r');
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(200);
      assert.equal((await hv(page, 'snapshot')).iteration, 0);
    }));
});

describe('scripting', () => {
  test('a second command waits for the first', () =>
    visit('#v=1&task=xor', async ({ page }) => {
      const [a, b, c, d] = await page.evaluate(() => Promise.all([window.heaviside.run(4), window.heaviside.run(3), window.heaviside.step('iteration'), window.heaviside.reset()]));
      assert.deepEqual([a.iteration, b.iteration, c.iteration, d.iteration], [4, 7, 8, 0]);
    }));

  test('a snapshot has the promised names, and null for what is absent', () =>
    visit('#v=1&task=moons&solver=paper&hidden=6&n=20&T=5', async ({ page }) => {
      const s = await hv(page, 'run', 2);
      for (const key of ['version', 'spec', 'iteration', 'block', 'status', 'seconds', 'objective', 'loss', 'accuracy', 'residuals', 'firingRates', 'silent', 'saturated', 'maxAbsPotential', 'history', 'weightsHash', 'message']) assert.ok(key in s, key);
      assert.equal(typeof s.accuracy.auxiliary, 'number');
      assert.match(s.weightsHash, /^[0-9a-f]{16}$/);
      const exact = await hv(page, 'load', '#v=1&task=moons');
      assert.equal(exact.accuracy.auxiliary, null);
    }));

  test('a flipped spike: what was foretold and what it did, and the experiment stays as it is', () =>
    visit('#v=1&task=moons&hidden=6,5&n=20&T=8', async ({ page }) => {
      const { weightsHash } = await hv(page, 'run', 3);
      const flip = await hv(page, 'flip', { split: 'test', sample: 1, layer: 1, neuron: 2, t: 4 });
      for (const key of ['foretold', 'surrogate', 'real', 'before', 'after']) assert.ok(Number.isFinite(flip[key]), key);
      assert.equal(flip.real, flip.after - flip.before);
      assert.deepEqual(flip.changed[0], { layer: 1, neuron: 2, t: 4 });
      assert.equal((await hv(page, 'snapshot')).weightsHash, weightsHash);
      const places = [{ split: 'test', sample: 1, layer: 3, neuron: 2, t: 4 }, { split: 'test', sample: -1, layer: 1, neuron: 2, t: 4 }, undefined];
      const reasons = await page.evaluate((all) => Promise.all(all.map((place) => window.heaviside.flip(place).then(() => '', (error) => error.message))), places);
      assert.match(reasons[0], /layer.* was 3; it must be a whole number from 1 to 2/);
      assert.match(reasons[1], /whole numbers/);
      assert.match(reasons[2], /whole numbers/);
    }));

  test('nonsense is refused with a sentence', () =>
    visit('#v=1&task=xor', async ({ page }) => {
      const reasons = await page.evaluate(() => Promise.all([window.heaviside.run(-1), window.heaviside.step('leap')].map((call) => call.then(() => '', (error) => error.message))));
      assert.match(reasons[0], /whole number/);
      assert.match(reasons[1], /leap/);
    }));

  for (const solver of ['exact', 'targets', 'paper', 'surrogate', 'control'])
    test(`${solver} runs on every task`, () =>
      visit('', async ({ page }) => {
        for (const task of ['xor', 'moons', 'circles', 'spirals', 'yinyang', 'yinyang-published', 'order', 'randman', 'match', 'saccade', 'channels']) {
          await hv(page, 'load', { task, solver, n: 30 });
          const s = await hv(page, 'run', 2);
          assert.equal(s.spec.task, task);
          assert.notEqual(s.status, 'numerical error', task);
          assert.ok(s.iteration >= 1, task);
          assert.ok(Number.isFinite(s.accuracy.test), task);
          assert.equal(await page.locator('.notice[data-kind=problems]').count(), 0, task);
        }
      }));
});

describe('the worker', () => {
  test('answers a click within 100 ms while it trains at full speed', () =>
    visit('', async ({ page }) => {
      await hv(page, 'load', '#v=1&task=spirals&iterations=5000');
      await page.click('#play');
      await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 2);
      const times = [];
      for (let i = 0; i < 10; i++) {
        times.push(
          await page.evaluate(
            () =>
              new Promise((resolve) => {
                const output = document.querySelector('#network .stepper output');
                const before = output.textContent;
                const began = performance.now();
                new MutationObserver((_, observer) => {
                  if (output.textContent === before) return;
                  observer.disconnect();
                  resolve(performance.now() - began);
                }).observe(output, { childList: true, characterData: true, subtree: true });
                document.querySelector('[aria-label="Next sample"]').click();
              }),
          ),
        );
        await page.waitForTimeout(50);
      }
      times.sort((a, b) => a - b);
      process.stdout.write(`# click to new picture while training: median ${times[5].toFixed(0)} ms, worst ${times[9].toFixed(0)} ms\n`);
      assert.ok(times[5] < 100, `median ${times[5]} ms`);
      await page.click('#play');
      await page.waitForFunction(() => document.querySelector('#status').textContent === 'paused', null, { timeout: 1000 });
    }));

  test('when it dies the page says so and starts again with the same experiment', () =>
    visit(
      '#v=1&task=moons&seed=5',
      async ({ page }) => {
        const fresh = await hv(page, 'snapshot');
        await hv(page, 'run', 2);
        await page.workers()[0].evaluate(() => {
          setTimeout(() => {
            throw new Error('a fault on purpose');
          });
        });
        await page.locator('.notice[data-kind=dead]').waitFor();
        assert.match(await text(page, '.notice[data-kind=dead]'), /stopped unexpectedly/);
        await page.getByRole('button', { name: 'Start again with the same experiment' }).click();
        await page.waitForFunction(() => document.querySelector('#iteration').textContent === '0' && !document.body.classList.contains('dead'));
        assert.equal(await link(page), '#v=1&task=moons&seed=5');
        assert.equal((await hv(page, 'snapshot')).weightsHash, fresh.weightsHash);
        assert.equal((await hv(page, 'run', 2)).iteration, 2);
      },
      {},
      { faultsAllowed: true },
    ));

  for (const part of ['worker-*.js', 'heaviside_bg-*.wasm']) {
    test(`when it does not come at first (${part}) a second attempt opens the link that was asked for`, async () => {
      const context = await chrome.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      await context.route(`**/assets/${part}`, (route) => route.abort());
      await page.goto(`${home.url}#v=1&task=moons&seed=5`);
      await page.locator('.notice[data-kind=dead]').waitFor();
      await context.unroute(`**/assets/${part}`);
      await page.getByRole('button', { name: 'Start again with the same experiment' }).click();
      await ready(page);
      assert.equal(await link(page), '#v=1&task=moons&seed=5');
      assert.equal((await hv(page, 'run', 1)).iteration, 1);
      assert.equal(await page.locator('aside input[data-key=noise]').count(), 1, 'the settings are there');
      await context.close();
    });
  }

  test('a fault in drawing one frame does not stop the next', () =>
    visit(
      '#v=1&task=moons&seed=5',
      async ({ page, faults }) => {
        await page.waitForFunction(() => document.querySelector('#iteration').textContent === '0');
        await page.evaluate(() => {
          const { strokeRect } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.strokeRect = function () {
            CanvasRenderingContext2D.prototype.strokeRect = strokeRect;
            throw new Error('a fault on purpose');
          };
        });
        await hv(page, 'run', 1);
        await page.waitForFunction(() => document.querySelector('#iteration').textContent === '1');
        await hv(page, 'run', 1);
        await page.waitForFunction(() => document.querySelector('#iteration').textContent === '2', null, { timeout: 5000 });
        assert.match(faults.join(), /a fault on purpose/);
      },
      {},
      { faultsAllowed: true },
    ));

  test('when it falls silent the page says so, too', () =>
    visit('#v=1&task=moons&seed=5', async ({ page }) => {
      await page.workers()[0].evaluate(() => self.close()).catch(() => {});
      const notice = page.locator('.notice[data-kind=silent]');
      await notice.waitFor({ timeout: 20000 });
      await notice.getByRole('button').first().click();
      await page.waitForFunction(() => !document.querySelector('.notice'));
      assert.equal((await hv(page, 'run', 1)).iteration, 1);
    }));
});

describe('without what it takes', () => {
  for (const language of ['C', '', 'x-klingon', null]) {
    test(`a browser whose language is ${JSON.stringify(language)}: English`, async () => {
      const context = await chrome.newContext({ serviceWorkers: 'block' });
      await context.addInitScript((value) => {
        Object.defineProperty(Navigator.prototype, 'language', { get: () => value });
        Object.defineProperty(Navigator.prototype, 'languages', { get: () => value === null ? undefined : [value] });
      }, language);
      const page = await context.newPage();
      const faults = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      await page.goto(home.url);
      await page.locator('html[data-ready=true], html.failed').waitFor();
      assert.deepEqual(faults, []);
      assert.equal(await page.getAttribute('html', 'lang'), 'en');
      await hv(page, 'run', 1);
      await context.close();
    });
  }

  /** What a page says that does not start. */
  const failing = async (address, arrange) => {
    const context = await chrome.newContext({ serviceWorkers: 'block' });
    await arrange(context);
    const page = await context.newPage();
    await page.goto(home.url + address);
    await page.locator('#failed').waitFor({ timeout: 10000 });
    assert.equal(await page.locator('#unsupported').isVisible(), false);
    const said = await text(page, '#failed');
    await context.close();
    return said;
  };

  test('a part that does not arrive: a sentence of its own, in the visitor\u2019s language', async () => {
    const without = (part) => (context) => context.route(part, (route) => route.abort());
    assert.match(await failing('', without('**/assets/main-*.js')), /^The page could not start \(.*main-.*\)\. Please load it again/);
    assert.match(await failing('?lang=it', without('**/assets/main-*.js')), /^La pagina non è partita \(/);
    assert.match(await failing('', without('**/assets/en-*.js')), /^The page could not start \(.*en-.*\)/);
    assert.match(await failing('', without('**/assets/index-*.js')), /^The page could not start \(a part of it did not arrive\)/);
  });

  test('an error in starting: its own words, not that something is lacking', async () => {
    const refuse = (context) =>
      context.addInitScript(() => {
        window.Worker = function (_, options) {
          throw new Error(`no ${options.type} today`);
        };
      });
    assert.match(await failing('', refuse), /^The page could not start \(no module today\)/);
  });

  test('no SIMD: a sentence instead of a blank page', async () => {
    const context = await chrome.newContext({ serviceWorkers: 'block' });
    await context.addInitScript(() => (WebAssembly.validate = () => false));
    const page = await context.newPage();
    await page.goto(home.url);
    await page.locator('#unsupported').waitFor();
    assert.match(await text(page, '#unsupported'), /lacks WebAssembly SIMD/);
    await context.close();
  });

  test('no module workers: a sentence', async () => {
    const context = await chrome.newContext({ serviceWorkers: 'block' });
    await context.addInitScript(() => {
      const Native = Worker;
      window.Worker = function (url) {
        return new Native(url);
      };
    });
    const page = await context.newPage();
    await page.goto(home.url);
    await page.locator('#unsupported').waitFor();
    assert.match(await text(page, '#unsupported'), /module workers/);
    await context.close();
  });

  test('no script: a sentence', async () => {
    const context = await chrome.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(home.url);
    assert.match(await text(page, 'body'), /needs JavaScript/);
    await context.close();
  });

  test('all that is kept for it is there', async () => {
    const context = await chrome.newContext({ serviceWorkers: 'block' });
    const script = await (await context.request.get(`${home.url}sw.js`)).text();
    const names = [...script.matchAll(/^const (ASSETS|LATER) = (.*);$/gm)].flatMap(([, , list]) => JSON.parse(list));
    assert.ok(names.length > 20, String(names.length));
    const lacking = [];
    for (const name of names) if (!(await context.request.get(home.url + name)).ok()) lacking.push(name);
    assert.deepEqual(lacking, []);
    await context.close();
  });

  test('no network: the page opens again once it was loaded', async () => {
    const { page, context, close } = await open(chrome, home.url, { options: { serviceWorkers: 'allow' } });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith('heaviside-')));
    await page.reload();
    await ready(page);
    // A table is kept from the first time that a link asks for it.
    const iris = '#v=1&task=own&data=iris&hidden=5&n=20&T=4';
    await hv(page, 'load', iris);
    await context.setOffline(true);
    await page.reload();
    await ready(page);
    assert.equal((await hv(page, 'run', 2)).iteration, 2);
    await hv(page, 'load', '#v=1&task=xor&hidden=5&n=20&T=4');
    await hv(page, 'load', iris);
    assert.equal((await hv(page, 'run', 2)).iteration, 2);
    await close();
  });
});
