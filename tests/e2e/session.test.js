// The open experiment: edits one after another, undo and redo, and the browser's Back and Forward.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, ready } from './browser.js';
import { visit } from './stage.js';
import { linkWith } from '../../www/edits.js';

const link = (page) => page.evaluate(() => location.hash);
const opens = (page, hash, timeout = 30_000) => page.waitForFunction((want) => location.hash === want, hash, { timeout });
/** What a visitor can compare of two runs. */
const essence = ({ weightsHash, iteration, loss, accuracy }) => ({ weightsHash, iteration, loss, accuracy });
const reaches = (page, iteration) => page.waitForFunction((want) => document.querySelector('#iteration').textContent === want && document.querySelector('#status').dataset.status !== 'training', String(iteration));
const MINE = '#v=1&task=moons&hidden=12&n=40&T=8&seed=3';

/** Open an example by a click. */
async function example(page, hash) {
  await page.click('#examples');
  await page.click(`.preset[data-link="${hash}"]`);
  await opens(page, hash);
}

describe('edits', () => {
  const fields = [{ key: 'n', solvers: null }, { key: 'hidden', solvers: null }, { key: 'seed', solvers: null }, { key: 'iterations', solvers: null }, { key: 'mu', solvers: ['exact'] }];
  const opened = {
    start: { v: 1, task: 'moons', solver: 'exact', n: 80, hidden: [20], seed: 3, iterations: 99, mu: 0.1 },
    defaults: { v: 1, task: 'moons', solver: 'exact', n: 200, hidden: [50], seed: 1, iterations: 150, mu: 0.6 },
    compare: { run: '', text: '&with=solver:surrogate', with: null, sweep: null },
  };
  const more = { key: 'hidden', change: (now) => now.map((n) => n + 10) };

  test('stand on one another', () => {
    assert.equal(linkWith(opened, [more, more, { key: 'n', change: 90 }, more], fields), '#v=1&task=moons&solver=exact&n=90&hidden=50&seed=3&iterations=99&mu=0.1&with=solver:surrogate');
  });
  test('that change nothing have no link', () => {
    assert.equal(linkWith(opened, [{ key: 'n', change: 80 }], fields), null);
  });
  test('another solver leaves data and network, and the other run stays the other one', () => {
    assert.equal(linkWith(opened, [{ key: 'solver', change: 'surrogate' }], fields), '#v=1&task=moons&n=80&hidden=20&seed=3&solver=surrogate&with=solver:exact');
  });
  test('another task brings its own settings, and what is edited after it counts', () => {
    assert.equal(linkWith(opened, [{ key: 'n', change: 10 }, { key: 'task', change: 'xor' }, { key: 'n', change: 30 }], fields), '#v=1&task=xor&solver=exact&seed=3&n=30&with=solver:surrogate');
  });
  test('what was drawn stays with another method, goes with another task, and with it go the numbers of its kind', () => {
    const drawn = { ...opened, start: { ...opened.start, task: 'own', points: 'AQ' }, defaults: { ...opened.defaults, task: 'own', points: 'AQ' }, compare: { ...opened.compare, text: '' } };
    const link = (...edits) => linkWith(drawn, edits, fields);
    assert.equal(link({ key: 'n', change: 90 }), '#v=1&task=own&solver=exact&points=AQ&n=90&hidden=20&seed=3&iterations=99&mu=0.1');
    assert.equal(link({ key: 'points', change: 'Ag' }), '#v=1&task=own&solver=exact&points=Ag&n=80&hidden=20&seed=3&iterations=99&mu=0.1');
    assert.equal(link({ key: 'solver', change: 'paper' }), '#v=1&task=own&points=AQ&n=80&hidden=20&seed=3&solver=paper');
    assert.equal(link({ key: 'task', change: 'moons' }), '#v=1&task=moons&solver=exact&seed=3');
    assert.equal(link({ key: 'trains', change: 'Aw' }), '#v=1&task=own&solver=exact&seed=3&trains=Aw');
  });

  test('keep what is changed under way, but of a setting that is set for the whole run', () => {
    const changed = { ...opened, start: { ...opened.start, live: '40:mu:0.2;80:tau:0.1' }, compare: { ...opened.compare, text: '' } };
    const link = (edit) => linkWith(changed, [edit], fields);
    assert.match(link({ key: 'n', change: 90 }), /&live=40:mu:0.2;80:tau:0.1$/);
    assert.match(link({ key: 'mu', change: 0.1 }), /&mu=0.1&live=80:tau:0.1$/);
    assert.match(link({ key: 'live', change: '40:mu:0.2' }), /&live=40:mu:0.2$/);
    assert.doesNotMatch(link({ key: 'live', change: '' }), /live/);
    assert.doesNotMatch(link({ key: 'solver', change: 'surrogate' }), /live/);
  });

  test('of different settings in one moment are all made', () =>
    visit('#v=1&task=moons', async ({ page }) => {
      await page.evaluate(() => {
        const set = (key, value) => {
          const box = document.querySelector(`input[data-key=${key}]`);
          box.value = value;
          box.dispatchEvent(new Event('change'));
        };
        set('seed', '7');
        set('n', '60');
        set('T', '9');
        set('mu', '0.2');
      });
      await page.waitForFunction(() => /n=60/.test(location.hash) && /T=9/.test(location.hash) && /seed=7/.test(location.hash) && /mu=0.2/.test(location.hash));
    }));

  test('one of them refused leaves the others', () =>
    visit('#v=1&task=moons&n=5000&T=200&hidden=2', async ({ page }) => {
      await page.evaluate(() => {
        const set = (box, value) => {
          box.value = value;
          box.dispatchEvent(new Event('change'));
        };
        // The first goes on its way alone; what comes meanwhile waits together.
        set(document.querySelector('input[data-key=seed]'), '7');
        set(document.querySelector('input[data-layer="0"]'), '1000');
        set(document.querySelector('input[data-key=noise]'), '0.2');
      });
      await page.waitForFunction(() => /seed=7/.test(location.hash) && /noise=0.2/.test(location.hash), null, { timeout: 60000 });
      assert.match(await link(page), /hidden=2&/);
      assert.match(await page.locator('.notice[data-kind=refused], .notice[data-kind=changed]').first().innerText(), /./);
    }));
});

describe('undo and redo', () => {
  test('go back through examples and edits and forward again, each as it was', () =>
    visit(MINE, async ({ page }) => {
      const mine = await hv(page, 'run', 5);
      await example(page, '#v=1&task=circles');
      const other = await hv(page, 'run', 2);
      await page.locator('input[data-key=n]').fill('60');
      await page.locator('input[data-key=n]').press('Enter');
      await opens(page, '#v=1&task=circles&n=60');
      assert.equal(await page.locator('#redo').isDisabled(), true);

      await page.click('#undo');
      await opens(page, '#v=1&task=circles');
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(other));
      await page.locator('#iteration').click();
      await page.keyboard.press('Control+z');
      await opens(page, MINE);
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(mine));
      assert.equal(await page.locator('#undo').isDisabled(), true);

      await page.keyboard.press('Control+Shift+z');
      await opens(page, '#v=1&task=circles');
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(other));
      await page.click('#redo');
      await opens(page, '#v=1&task=circles&n=60');
      assert.deepEqual(essence(await hv(page, 'run', 1)).iteration, 1);
      assert.equal(await page.locator('#redo').isDisabled(), true);
    }));

  test('fifty steps are kept; what no longer stands ready is trained again to where it was', () =>
    visit(MINE, async ({ page }) => {
      await page.locator('input[data-key=seed]').fill('4');
      await page.locator('input[data-key=seed]').press('Enter');
      await opens(page, MINE.replace('seed=3', 'seed=4'));
      const four = await hv(page, 'run', 3);
      for (let seed = 5; seed < 54; seed++) {
        // Together large enough that the oldest make room.
        await hv(page, 'load', `#v=1&task=spirals&seed=${seed}`);
      }
      for (let step = 0; step < 49; step++) await page.locator('#undo').evaluate((button) => button.click());
      await opens(page, MINE.replace('seed=3', 'seed=4'), 120_000);
      await reaches(page, 3);
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(four));
      await page.click('#undo');
      await opens(page, MINE);
      assert.equal(await page.locator('#undo').isDisabled(), true);
    }));

  test('an example that takes the place of a trained experiment offers the way back', () =>
    visit(MINE, async ({ page }) => {
      const mine = await hv(page, 'run', 4);
      await example(page, '#v=1&task=circles');
      await page.locator('.notice[data-kind=changed]').getByRole('button', { name: 'Undo' }).click();
      await opens(page, MINE);
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(mine));
    }));
});

describe('Back', () => {
  test('brings the experiment before an example, a pasted link and the tour back, with its iteration; Forward goes on', () =>
    visit(MINE, async ({ page }) => {
      const mine = await hv(page, 'run', 5);
      for (const leave of [
        () => example(page, '#v=1&task=circles'),
        () => page.evaluate(() => (location.hash = '#v=1&task=circles')).then(() => opens(page, '#v=1&task=circles')),
        async () => {
          await page.click('#tour-button');
          await opens(page, '#v=1&task=spirals');
          await page.selectOption('#tour-list', '3');
          await opens(page, '#v=1&task=spirals&solver=paper');
        },
      ]) {
        await leave();
        const there = await link(page);
        await page.goBack();
        await opens(page, MINE);
        await reaches(page, 5);
        assert.deepEqual(essence(await hv(page, 'snapshot')), essence(mine));
        await page.goForward();
        await opens(page, there);
        await page.waitForFunction((want) => document.querySelector('#undo').disabled === false && location.hash === want, there);
        await page.goBack();
        await opens(page, MINE);
        await reaches(page, 5);
      }
    }));

  test('finds the experiment again after a reload in between', () =>
    visit(MINE, async ({ page }) => {
      const mine = await hv(page, 'run', 5);
      await page.waitForFunction(() => document.querySelector('#iteration').textContent === '5');
      await example(page, '#v=1&task=circles');
      await page.reload();
      await ready(page);
      await page.goBack();
      await opens(page, MINE);
      await reaches(page, 5);
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(mine));
    }));
});

test('an answer about an experiment that was left is none', () =>
  visit(MINE, async ({ page }) => {
    await page.click('#examples');
    await page.locator('#examples-menu[open]').waitFor();
    await page.keyboard.press('Escape');
    const outcome = await page.evaluate(async () => {
      await window.heaviside.run(30);
      const replayed = window.heaviside.goto(2).then(() => 'arrived', (error) => error.message);
      document.querySelector('.preset[data-link="#v=1&task=circles"]').click();
      return replayed;
    });
    assert.notEqual(outcome, undefined);
    await opens(page, '#v=1&task=circles');
    assert.equal((await hv(page, 'snapshot')).spec.task, 'circles');
    assert.equal(await link(page), '#v=1&task=circles');
  }));
