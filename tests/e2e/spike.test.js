// One spike, as a person meets it: from the bare link to a flip, by mouse, keyboard and touch, for every method.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { hv } from './browser.js';
import { show, text, visit } from './stage.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALL = '#v=1&task=spirals&hidden=12,10&n=80';

/** The story is told, of the cell that is looked at. */
const told = (page) => page.waitForFunction(() => /κ|kappa|exact/.test(document.querySelector('#spike .story')?.textContent ?? ''));
const view = async (page) => (await hv(page, 'view')).spike;
/** The cell that is chosen, as soon as it is one that will do. */
async function chosenCell(page, will = (cell) => cell !== null) {
  for (let k = 0; k < 100; k++) {
    const cell = await view(page);
    if (will(cell)) return cell;
    await page.waitForTimeout(50);
  }
  throw new Error('no such cell was chosen');
}

test('from the bare link to a flip and what it did: a newcomer’s walk', (t) =>
  visit(
    '',
    async ({ page }) => {
      const start = Date.now();
      let clicks = 0;
      const click = async (selector) => (clicks++, page.click(selector));
      await click('#play');
      await page.waitForFunction(() => Number(document.getElementById('iteration').textContent) >= 10);
      await click('#play');
      await click('.views-choice label:has(input[value=spike])');
      await told(page);
      await click('#flip');
      await page.waitForFunction(() => /Flipped: foretold .* really /.test((document.querySelector('#spike .story')?.textContent ?? '')));
      const seconds = (Date.now() - start) / 1000;
      assert.equal(await page.getAttribute('#flip', 'aria-pressed'), 'true');
      assert.match(await text(page, '#spike [data-tale=price] .numbers'), /^foretold .+, really .+/);
      assert.ok(clicks <= 4, `${clicks} clicks`);
      t.diagnostic(`${clicks} clicks, ${seconds.toFixed(1)} s`);
    },
    { first: true },
  ));

test('on a usual screen the story is one row, and no picture runs into the next', () =>
  visit(`?picture=spike${SMALL}`, async ({ page }) => {
    for (const [solver, least] of [['exact', 6], ['surrogate', 5], ['paper', 4], ['targets', 4]]) {
      await hv(page, 'load', `${SMALL}&solver=${solver}`);
      await hv(page, 'run', 4);
      await page.waitForFunction((n) => [...document.querySelectorAll('.tale')].filter((one) => one.checkVisibility()).length === n && /neuron/.test((document.querySelector('#spike .story')?.textContent ?? '')), least);
      await page.waitForTimeout(200);
      const boxes = await page.locator('.tale:visible').evaluateAll((all) =>
        all.map((one) => {
          const { top, left } = one.getBoundingClientRect();
          return { tale: one.dataset.tale, top, left, right: Math.max(...[one, ...one.querySelectorAll('*')].map((part) => part.getBoundingClientRect().right)) };
        }),
      );
      assert.equal(new Set(boxes.map(({ top }) => top)).size, 1, solver);
      boxes.slice(1).forEach((box, k) => assert.ok(boxes[k].right <= box.left, `${solver}: ${boxes[k].tale} runs into ${box.tale}`));
    }
  }, { width: 1440, height: 900 }));

test('the page chooses the cell with the largest price until the visitor does, and a flip is a what-if', () =>
  visit(`?picture=spike${SMALL}`, async ({ page }) => {
    await hv(page, 'run', 6);
    await told(page);
    const before = await hv(page, 'fingerprint');
    const [layer, neuron, t] = (await text(page, '#spike .story')).match(/Hidden (\d), neuron (\d+).* t = (\d+)/).slice(1).map(Number);
    const flip = await hv(page, 'flip', { split: 'train', sample: 0, layer, neuron: neuron - 1, t });
    await page.click('#flip');
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'true');
    const numbers = await text(page, '#spike .story');
    const added = Number(numbers.match(/added: (\d+)/)[1]);
    const removed = Number(numbers.match(/removed: (\d+)/)[1]);
    assert.equal(added + removed, flip.changed.length);
    // A second press undoes it; a step ends it.
    await page.click('#flip');
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'false');
    assert.doesNotMatch(await text(page, '#spike .story'), /Flipped/);
    await page.click('#flip');
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'true');
    assert.equal(await hv(page, 'fingerprint'), before, 'nothing of the experiment changes');
    await page.click('#step-block');
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'false');
    assert.equal(await view(page), null, 'the page’s own choice is none of the visitor’s');
  }));

test('a click chooses a cell, a double click flips it', () =>
  visit('?picture=spike#v=1&task=spirals&hidden=20&n=80', async ({ page }) => {
    await hv(page, 'run', 3);
    await told(page);
    const box = await page.locator('#rasters').boundingBox();
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.45);
    const chosen = await chosenCell(page);
    await page.waitForFunction(({ neuron, t }) => (document.querySelector('#spike .story')?.textContent ?? '').includes(`neuron ${neuron + 1}, `) && (document.querySelector('#spike .story')?.textContent ?? '').includes(`t = ${t}`), chosen);
    await page.mouse.dblclick(box.x + box.width * 0.7, box.y + box.height * 0.5);
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'true');
    const other = await view(page);
    assert.notDeepEqual(other, chosen);
    // Another cell ends the flip.
    await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * 0.45);
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'false');
  }));

test('with the keyboard alone: the tab, a cell, a flip, q', () =>
  visit(`?picture=spike${SMALL}`, async ({ page }) => {
    await hv(page, 'run', 3);
    await told(page);
    await page.focus('.cell-keys');
    for (const key of ['Home', 'PageUp', 'PageUp', 'ArrowRight', 'ArrowRight', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    const chosen = await chosenCell(page, (cell) => cell?.t === 3);
    assert.equal(chosen.layer, 1);
    await page.waitForFunction(({ neuron, t }) => (document.querySelector('#spike .story')?.textContent ?? '').includes(`neuron ${neuron + 1}, `) && (document.querySelector('#spike .story')?.textContent ?? '').includes(`t = ${t}`), chosen);
    assert.equal((await hv(page, 'snapshot')).iteration, 3, 'arrow keys step no block');
    await page.keyboard.press(' ');
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'true');
    await page.keyboard.press(' ');
    await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'false');
    const grip = page.locator('#spike [role=slider]');
    await grip.focus();
    const value = async () => Number(await grip.getAttribute('aria-valuenow'));
    const before = await value();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((v) => Number(document.querySelector('#spike [role=slider]').getAttribute('aria-valuenow')) > v, before);
    assert.ok(Math.abs((await value()) - before - 0.05) < 2e-3);
    // Beyond θ + m s on the cheaper side it is untouched, on the other moved or stopped.
    const words = new Set();
    for (const key of ['Home', 'End']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
      words.add((await text(page, '#spike [data-tale=branch] .numbers')).split(': ')[1]);
    }
    assert.ok(words.has('untouched'), [...words].join());
    await page.getByRole('button', { name: 'q as it is' }).click();
    await page.waitForFunction((v) => Math.abs(Number(document.querySelector('#spike [role=slider]').getAttribute('aria-valuenow')) - v) < 1e-3, before);
  }));

test('by touch, at 390 pixels: a tap chooses, q is dragged, nothing is cut off', () =>
  visit(
    `?picture=spike${SMALL}`,
    async ({ page }) => {
      await hv(page, 'run', 3);
      await told(page);
      await page.locator('#rasters').scrollIntoViewIfNeeded();
      const box = await page.locator('#rasters').boundingBox();
      await page.touchscreen.tap(box.x + box.width * 0.6, box.y + box.height * 0.35);
      await chosenCell(page);
      const grip = page.locator('#spike [role=slider]');
      await grip.scrollIntoViewIfNeeded();
      const before = await grip.getAttribute('aria-valuenow');
      const at = await page.locator('#spike [data-tale=branch] svg').boundingBox();
      await page.mouse.move(at.x + at.width / 2, at.y + 42);
      await page.mouse.down();
      await page.mouse.move(at.x + at.width * 0.8, at.y + 42, { steps: 4 });
      await page.mouse.up();
      await page.waitForFunction((v) => document.querySelector('#spike [role=slider]').getAttribute('aria-valuenow') !== v, before);
      await page.locator('#flip').tap();
      await page.waitForFunction(() => document.querySelector('#flip').getAttribute('aria-pressed') === 'true');
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    },
    { width: 390, height: 844, options: { hasTouch: true } },
  ));

describe('each method tells its own', () => {
  for (const [solver, tales, word] of [
    ['exact', ['wants', 'message', 'price', 'side', 'branch', 'weights'], /proximal step|not charged|untouched/],
    ['paper', ['wants', 'message', 'price', 'parabolas'], /two parabolas/],
    ['surrogate', ['wants', 'message', 'price', 'smooth', 'weights'], /smooth function/],
    ['targets', ['wants', 'message', 'price', 'trial'], /The flip/],
    ['control', ['wants', 'message', 'price'], /trains no hidden layer/],
  ])
    test(solver, () =>
      visit(`?picture=spike#v=1&task=moons&hidden=8,6&n=60&T=12&solver=${solver}`, async ({ page }) => {
        await hv(page, 'run', 2);
        await page.waitForFunction((source) => new RegExp(source).test((document.querySelector('#spike .story')?.textContent ?? '')), word.source);
        assert.deepEqual(await page.locator('#spike .tale:visible').evaluateAll((all) => all.map((one) => one.dataset.tale)), tales);
        if (solver !== 'exact') assert.match(await text(page, '#spike .story'), /exact’s price of a flip/);
        // A table and a file have the same numbers.
        await page.locator('[data-picture=spike]').focus();
        await page.keyboard.press('Enter');
        await page.locator('#picture-table table').waitFor();
        assert.match(await text(page, '#picture-table table'), /kappa/);
        await page.keyboard.press('Escape');
        await page.click('#flip');
        await page.waitForFunction(() => /really/.test((document.querySelector('#spike .story')?.textContent ?? '')));
      }));

  test('a test sample has no variables of paper’s own, and a sentence says so', () =>
    visit('?picture=spike#v=1&task=moons&hidden=8&n=60&T=12&solver=paper', async ({ page }) => {
      await hv(page, 'run', 1);
      await page.locator('#network label', { hasText: 'test' }).click();
      await page.waitForFunction(() => /training samples only/.test((document.querySelector('#spike .story')?.textContent ?? '')));
    }));

  test('target trains, and digits with many channels, in Italian', async () => {
    for (const [link, word] of [
      ['#v=1&task=trains&n=40&hidden=20', /Uscita|Nascosto/],
      ['#v=1&task=saccade&n=100&hidden=30', /Nascosto/],
    ])
      await visit(`?picture=spike&lang=it${link}`, async ({ page }) => {
        await hv(page, 'run', 1);
        await page.waitForFunction(() => /perdita/.test((document.querySelector('#spike .story')?.textContent ?? '')));
        assert.match(await text(page, '#spike .story'), word);
        await page.click('#flip');
        await page.waitForFunction(() => /davvero/.test((document.querySelector('#spike .story')?.textContent ?? '')));
        assert.equal(await text(page, '#flip'), 'Rimettilo com’era');
      });
  });
});

test('what each spike is worth, and the whole layer', () =>
  visit(`?picture=spike${SMALL}`, async ({ page }) => {
    await hv(page, 'run', 5);
    await told(page);
    const picture = () => page.evaluate(() => document.getElementById('rasters').toDataURL());
    const plain = await picture();
    await page.click('#worth');
    await page.locator('.worth-legend').waitFor();
    await page.waitForFunction((was) => document.getElementById('rasters').toDataURL() !== was, plain);
    await page.click('#worth');
    await page.waitForFunction((was) => document.getElementById('rasters').toDataURL() === was, plain);
    await page.click('#over-the-layer');
    await page.waitForFunction(() => document.querySelector('#foretold progress')?.value > 0 || /600 flips/.test(document.querySelector('#foretold .legend').textContent));
    await page.waitForFunction(() => /600 flips in hidden layer \d, after iteration 5/.test(document.querySelector('#foretold .legend').textContent), null, { timeout: 60000 });
    const top = await text(page, '#foretold .legend');
    assert.equal(top.match(/correlation −?\.\d\d/g).length, 2, top);
    // The same numbers as the console has: one draw.
    await page.locator('#foretold label', { hasText: 'Hidden 1' }).click();
    await page.waitForFunction(() => /600 flips in hidden layer 1/.test(document.querySelector('#foretold .legend').textContent), null, { timeout: 60000 });
    await page.locator('[data-picture=foretold]').focus();
    await page.keyboard.press('Enter');
    await page.locator('#picture-table table').waitFor();
    assert.equal(await page.locator('#picture-table tbody tr').count(), 600);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    assert.equal(await page.locator('#foretold').isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'over-the-layer');
  }));

test('while the network learns the story keeps up, and the page stays alive', () =>
  visit('?picture=spike#v=1&task=spirals&iterations=2000', async ({ page }) => {
    await told(page);
    await page.click('#play');
    const first = await text(page, '#spike .story');
    await page.waitForFunction((was) => (document.querySelector('#spike .story')?.textContent ?? '') !== was, first);
    await page.click('#play');
  }));

describe('axe-core finds nothing serious', () => {
  for (const [width, height] of [[1440, 900], [768, 1024], [390, 844]])
    for (const scheme of ['light', 'dark'])
      test(`${width} x ${height}, ${scheme}`, () =>
        visit(
          `?picture=spike${SMALL}`,
          async ({ page }) => {
            await hv(page, 'run', 2);
            await told(page);
            await page.click('#worth');
            await page.click('#flip');
            await page.click('#over-the-layer');
            await page.waitForTimeout(400);
            await page.evaluate(AXE);
            const faults = await page.evaluate(async () => {
              const { violations } = await window.axe.run({ include: [['#spike'], ['#foretold'], ['#network']] }, { resultTypes: ['violations'] });
              return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.split('\n')[1]?.trim()}`));
            });
            assert.deepEqual(faults, []);
          },
          { width, height, scheme },
        ));
});

test('the picture that is taken away has the figures in their colours', () =>
  visit(`?picture=spike${SMALL}`, async ({ page }) => {
    await hv(page, 'run', 3);
    await told(page);
    await page.click('#spike .save');
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#spike [data-ending=svg]').click()]);
    const svg = await readFile(await file.path(), 'utf8');
    const kappa = await page.evaluate(() => getComputedStyle(document.querySelector('#spike .fill-kappa')).fill);
    assert.ok(svg.includes(`fill="${kappa}"`), kappa);
  }));
