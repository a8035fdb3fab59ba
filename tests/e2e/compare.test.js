// Side by side, sweeps and pictures to take away, as a visitor uses them, on the built site.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { hv } from './browser.js';
import { home, show, text, visit as visitAt } from './stage.js';

/** Small enough that a whole run takes less than a second. */
const DATA = '#v=1&task=moons&hidden=12&n=20&T=8&iterations=25';
const SMALL = `${DATA}&mu=0.01`;

/** Open a page for one test. @param {string} hash @param {(page: any) => Promise<void>} work */
const visit = (hash, work, options = {}) => visitAt(hash, (at) => work(at.page), options);

const link = (page) => page.evaluate(() => location.hash);
const until = (page, work, argument) => page.waitForFunction(work, argument, { timeout: 60_000 });
/** All numbers of a run but its seconds. */
const essence = ({ seconds, history, ...rest }) => ({ ...rest, history: history.map(({ seconds: _, ...row }) => row) });
/** A number as the page writes it. */
const shown = (value) => (value >= 0.9995 ? '1.00' : value.toFixed(3).replace(/^0/, ''));

/** What the menu of a panel gives. @param {string} panel @param {'png' | 'svg' | 'csv'} ending */
/** The view in which a panel of the middle column stands. */
const VIEW = { network: 'spikes', neuron: 'spikes', weights: 'weights' };
async function take(page, panel, ending) {
  if (VIEW[panel]) {
    await show(page, VIEW[panel]);
    await page.waitForTimeout(200);
  }
  await page.click(`#${panel} .save`);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`#${panel} .save-menu [data-ending=${ending}]`).click()]);
  return { name: file.suggestedFilename(), body: await readFile(await file.path()) };
}
/** The text of an SVG file, or the fault that makes it none: parsed by the browser, as strictly as XML is. */
const parsed = (page, source) =>
  page.evaluate((given) => {
    const root = new DOMParser().parseFromString(given, 'image/svg+xml').documentElement;
    const all = (name) => [...root.getElementsByTagName(name)];
    return {
      root: root.localName,
      fault: all('parsererror').map((one) => one.textContent).join(),
      title: root.querySelector(':scope > title')?.textContent,
      words: all('text').map((one) => one.textContent).join(' '),
      address: all('a').map((one) => one.getAttribute('href')).join(),
      paths: all('path').length,
      images: all('image').map((one) => ({ pixelated: one.getAttribute('image-rendering'), href: one.getAttribute('href').slice(0, 22) })),
      size: [Number(root.getAttribute('width')), Number(root.getAttribute('height'))],
    };
  }, source);
const columns = (csv) => csv.toString().split('\n', 1)[0].split(',');

describe('side by side', () => {
  test('both runs are those of their own links, to the last bit', () =>
    visit(`${SMALL}&with=solver:surrogate`, async (page) => {
      const first = await hv(page, 'run', 10);
      const second = await hv(page, 'compared');
      assert.equal(second.iteration, 10);
      assert.equal(second.link, '#v=1&task=moons&solver=surrogate&hidden=12&n=20&T=8');
      assert.equal(await hv(page, 'link'), `${SMALL}&with=solver:surrogate`);
      assert.equal(await text(page, '#first-iteration'), '10');
      await until(page, () => document.querySelector('#second-iteration').textContent === '10');
      assert.equal(await text(page, '#first-test'), shown(first.accuracy.test));
      assert.equal(await text(page, '#second-test'), shown(second.accuracy.test));
      for (const run of [first, second]) {
        await hv(page, 'load', run.link);
        assert.equal(await hv(page, 'compared'), null);
        assert.deepEqual(essence(await hv(page, 'run', 10)), essence(run));
      }
    }));

  test('they start as the page says they do', () =>
    visit(`${SMALL}&with=mu:.5;inner:1`, async (page) => {
      await until(page, () => document.querySelector('#terms').textContent.length > 0);
      assert.match(await text(page, '#terms'), /^The same data. The same first weights, to the last bit/);
      assert.equal((await hv(page, 'compared')).weightsHash, (await hv(page, 'snapshot')).weightsHash);
      await hv(page, 'load', `${SMALL}&with=solver:surrogate`);
      await until(page, () => /gain 3, the second with gain 1/.test(document.querySelector('#terms').textContent));
      assert.notEqual((await hv(page, 'compared')).weightsHash, (await hv(page, 'snapshot')).weightsHash);
    }));

  test('play, pause and reset move both; each comes to its own end', () =>
    visit(`${SMALL}&with=iterations:60`, async (page) => {
      await page.click('#play');
      await until(page, () => document.querySelector('#second-iteration').textContent === '60');
      await until(page, () => document.querySelector('#play').getAttribute('aria-label') === 'Play');
      assert.equal(await text(page, '#first-iteration'), '25');
      for (const run of ['first', 'second']) assert.equal(await text(page, `#${run}-run .status`), 'finished');
      await page.click('#reset');
      await until(page, () => ['first', 'second'].every((run) => document.querySelector(`#${run}-iteration`).textContent === '0'));
      await page.click('#step-iteration');
      await until(page, () => ['first', 'second'].every((run) => document.querySelector(`#${run}-iteration`).textContent === '1'));
    }));

  test('the dialog: a solver put beside a run that goes on; the second catches up; the close button ends it', () =>
    visit(SMALL, async (page) => {
      // In two frames: the last one brings only the rows that were new.
      await hv(page, 'run', 3);
      await until(page, () => document.querySelector('#iteration').textContent === '3');
      const alone = await hv(page, 'run', 4);
      await until(page, () => document.querySelector('#iteration').textContent === '7');
      await page.click('#compare');
      await page.locator('#compare-with').waitFor();
      await page.getByRole('button', { name: 'Put side by side' }).click();
      await until(page, () => location.hash.endsWith('&with=solver:surrogate'));
      await until(page, () => document.querySelector('#second-iteration').textContent === '7');
      assert.deepEqual(essence(await hv(page, 'snapshot')), essence(alone));
      // What the first had done before is there, too; and again where the comparison is known already.
      const before = async () => (await take(page, 'side', 'csv')).body.toString().trim().split('\n').filter((row) => row.startsWith('Exact,')).length;
      assert.equal(await before(), alone.history.length);
      await page.click('#close-side');
      await until(page, () => !location.hash.includes('with'));
      const longer = await hv(page, 'run', 3);
      await until(page, () => document.querySelector('#iteration').textContent === '10');
      await page.click('#compare');
      await page.getByRole('button', { name: 'Put side by side' }).click();
      await until(page, () => document.querySelector('#second-iteration').textContent === '10');
      assert.equal(await before(), longer.history.length);
      assert.ok(await page.locator('#side').isVisible());
      assert.ok(!(await page.locator('#network').isVisible()));
      await page.locator('.shown label', { hasText: 'One run' }).click();
      assert.ok(await page.locator('#network').isVisible());
      await page.locator('.shown label', { hasText: 'Side by side' }).click();
      await page.click('#close-side');
      await until(page, () => !location.hash.includes('with'));
      assert.ok(await page.locator('#network').isVisible());
      assert.ok(!(await page.locator('.shown').isVisible()));
      assert.equal((await hv(page, 'snapshot')).iteration, 10);
    }));

  test('the dialog: a setting by keyboard; a wrong value gets a sentence and changes nothing', () =>
    visit(SMALL, async (page) => {
      await page.focus('#compare');
      await page.keyboard.press('Enter');
      await page.selectOption('[data-what=with]', 'mu');
      for (const wrong of ['many', '.01', '']) {
        await page.fill('input[data-value=with]', wrong);
        await page.keyboard.press('Enter');
        await page.locator('#compare-with .complaint:visible').waitFor();
        assert.match(await text(page, '#compare-with [data-kind=with] .complaint'), /“with.*it must be/, wrong);
        assert.equal(await link(page), SMALL);
      }
      await page.fill('input[data-value=with]', '.5');
      await page.keyboard.press('Enter');
      await until(page, () => location.hash.endsWith('&with=mu:0.5'));
      assert.deepEqual(await page.locator('#side h3').allInnerTexts(), ['Inertia μ .01', 'Inertia μ .5']);
    }));

  test('a bad comparison in a link is left out with a sentence', () =>
    visit(`${SMALL}&with=lr:.1&sweep=mu:1`, async (page) => {
      const notice = page.locator('.notice[data-kind=problems]');
      await notice.waitFor();
      assert.match(await notice.innerText(), /“with=lr” was \.1; .*belongs to surrogate/);
      assert.match(await notice.innerText(), /“sweep” was mu:1; .*2 to 8 values/);
      assert.equal(await link(page), SMALL);
    }));

  test('the curves lie over iterations or seconds, and are said in words', () =>
    visit(`${SMALL}&with=solver:targets`, async (page) => {
      await hv(page, 'run', 6);
      await until(page, () => /Exact: iteration 6.*Targets: iteration 6/.test(document.querySelector('#side .chart').getAttribute('aria-label')));
      assert.match(await page.locator('#side .legend').first().innerText(), /test, Exact\s+\.?\d+[^]*test, Targets/);
      await page.locator('#side .segmented label', { hasText: 'seconds' }).click();
      const { words } = await parsed(page, (await take(page, 'side', 'svg')).body.toString());
      assert.match(words, /test, Exact/);
    }));

  test('a change that can be made in the run moves both runs', () =>
    visit(`${SMALL}&with=inner:1`, async (page) => {
      await hv(page, 'run', 3);
      await page.fill('input[data-key=mu]', '.4');
      await page.locator('input[data-key=mu]').press('Enter');
      await until(page, () => /live=3:mu:0.4/.test(location.hash));
      const second = await hv(page, 'compared');
      assert.deepEqual([second.iteration, second.spec.mu, second.spec.inner], [3, 0.4, 1]);
    }));

  test('the other of two solvers stays the other', () =>
    visit(`${SMALL}&with=solver:surrogate`, async (page) => {
      await page.locator('.solvers label', { hasText: 'Surrogate' }).click();
      await until(page, () => /solver=surrogate.*with=solver:exact/.test(location.hash));
      assert.deepEqual(await page.locator('#side h3').allInnerTexts(), ['Surrogate', 'Exact']);
    }));

  test('without a plane the confusion counts stand in', () =>
    visit('#v=1&task=order&n=40&T=10&hidden=8&with=solver:surrogate', async (page) => {
      await hv(page, 'run', 2);
      await page.waitForTimeout(500);
      const { words } = await parsed(page, (await take(page, 'side', 'svg')).body.toString());
      assert.match(words, /true class/);
    }));
});

describe('a sweep', () => {
  test('whose worker does not come says so and can be started again', () =>
    visitAt(
      '#v=1&task=moons&n=20&T=6&iterations=3&hidden=6&sweep=seed:1,2,3',
      async ({ page }) => {
        await page.route('**/assets/worker-*.js', (route) => route.abort());
        await page.click('#start-sweep');
        await until(page, () => document.querySelector('#sweep').dataset.state === 'idle');
        assert.equal(await text(page, '#start-sweep'), 'Go on');
        await page.unroute('**/assets/worker-*.js');
        await page.click('#start-sweep');
        await until(page, () => document.querySelector('#sweep').dataset.state === 'done');
        assert.match(await page.locator('#sweep .cell strong').first().innerText(), /^(\d?\.\d+)$/);
      },
      {},
      { faultsAllowed: true },
    ));

  test('whose worker dies under way says at which value, and goes on with the rest when asked', () =>
    visitAt(
      '#v=1&task=moons&n=20&T=6&iterations=3&hidden=6&sweep=iterations:3,5000',
      async ({ page }) => {
        await page.click('#start-sweep');
        await until(page, () => document.querySelectorAll('#sweep .cell.done').length === 1 && document.querySelector('#sweep').dataset.state === 'training');
        await page.workers().at(-1).evaluate(() => {
          setTimeout(() => {
            throw new Error('a fault on purpose');
          });
        });
        await until(page, () => document.querySelector('#sweep').dataset.state === 'idle' || document.querySelector('#sweep').dataset.state === 'done');
        assert.notEqual(await text(page, '#start-sweep'), 'Stop');
        assert.match(await page.locator('#sweep .cell').last().innerText(), /a fault on purpose/);
      },
      {},
      { faultsAllowed: true },
    ));

  test('every value is trained to the numbers of its own link; a click opens it', () =>
    visit(SMALL, async (page) => {
      await page.click('#compare');
      await page.selectOption('[data-what=sweep]', 'inner');
      await page.fill('input[data-value=sweep]', '1, 2, 5');
      await page.getByRole('button', { name: 'Sweep' }).click();
      await until(page, () => location.hash.endsWith('&sweep=inner:1,2,5'));
      await until(page, () => document.querySelector('#sweep').dataset.state === 'done');
      const cells = page.locator('#sweep .cell');
      assert.equal(await cells.count(), 3);
      const tests = await page.locator('#sweep .cell strong').allInnerTexts();
      const { body } = await take(page, 'sweep', 'csv');
      const rows = body.toString().trim().split('\n').slice(1).map((row) => row.split(','));
      await cells.nth(2).click();
      await until(page, () => /inner=5&sweep/.test(location.hash));
      assert.ok(await page.locator('#network').isVisible());
      await page.locator('.shown label', { hasText: 'Sweep' }).click();
      assert.equal(await cells.nth(2).getAttribute('aria-current'), 'true');
      assert.equal(await page.locator('#sweep').getAttribute('data-state'), 'done', 'nothing is trained again');
      for (const [i, inner] of [1, 2, 5].entries()) {
        await hv(page, 'load', `${SMALL}&inner=${inner}`);
        const { accuracy, best } = await hv(page, 'run', 100);
        assert.equal(tests[i], shown(accuracy.test), `inner ${inner}`);
        assert.deepEqual(rows[i].slice(0, 2), [String(inner), '25']);
        assert.equal(Number(rows[i][3]), accuracy.test);
        assert.equal(Number(rows[i][6]), best.test);
      }
    }));

  test('it waits for the visitor, stops when told and goes on where it was', () =>
    visit('#v=1&task=moons&n=20&T=6&iterations=60&hidden=6&sweep=seed:1,2,3', async (page) => {
      assert.equal(await page.locator('#sweep').getAttribute('data-state'), 'idle');
      await page.click('#start-sweep');
      // At once, however short a run is.
      await until(page, () => document.querySelector('#sweep-state').textContent.startsWith('1 of 3') && (document.querySelector('#start-sweep').click(), true));
      await until(page, () => document.querySelector('#sweep').dataset.state === 'idle');
      const first = await page.locator('#sweep .cell strong').first().innerText();
      await page.waitForTimeout(300);
      assert.equal(await text(page, '#start-sweep'), 'Go on');
      assert.ok((await page.locator('#sweep progress').getAttribute('value')) < 1);
      await page.click('#start-sweep');
      await until(page, () => document.querySelector('#sweep').dataset.state === 'done');
      assert.equal(await page.locator('#sweep .cell strong').first().innerText(), first);
      await page.click('#close-sweep');
      await until(page, () => !location.hash.includes('sweep'));
    }));

  test('solvers and layers can be swept', () =>
    visit(`${SMALL}&sweep=hidden:5,6-6`, async (page) => {
      assert.deepEqual(await page.locator('#sweep .cell b').allInnerTexts(), ['Neurons 5', 'Neurons 6–6']);
      await hv(page, 'load', `${SMALL}&sweep=solver:exact,paper,control`);
      await until(page, () => document.querySelectorAll('#sweep .cell').length === 3);
      await page.click('#start-sweep');
      await until(page, () => document.querySelector('#sweep').dataset.state === 'done');
      assert.equal(await page.locator('#sweep .cell.done').count(), 3);
    }));
});

describe('to take away', () => {
  const LINK = `${DATA}&solver=paper`;
  const panels = {
    network: { title: /The network at work/, images: 4, columns: ['layer', 'neuron', 't', 'spike', 'spike_of_optimiser', 'potential'], words: /Hidden 1 12 neurons/ },
    neuron: { title: /One neuron’s potential/, images: 0, columns: ['layer', 'neuron', 't', 'potential', 'spike', 'potential_of_optimiser', 'spike_of_optimiser'], words: /θ 1/ },
    weights: { title: /Weights/, images: 2, columns: ['layer', 'to', 'from', 'weight'], words: /inhibits/ },
    now: { title: /Now/, images: 0, columns: ['quantity', 'value'], words: /residual|Lagrangian/ },
    learned: { title: /What it learned/, images: 1, columns: ['set', 'x', 'y', 'class'], words: /control/ },
    progress: { title: /How it got there/, images: 0, columns: ['iteration', 'seconds'], words: /lower is better/ },
  };
  test('every panel as SVG: well-formed, vector curves, texels for pictures, title and link', () =>
    visit(LINK, async (page) => {
      await hv(page, 'run', 4);
      await hv(page, 'step', 'block');
      await page.waitForTimeout(500);
      const canonical = await link(page);
      for (const [panel, expected] of Object.entries(panels)) {
        const { name, body } = await take(page, panel, 'svg');
        assert.equal(name, `heaviside-moons-paper-4-${panel}.svg`);
        const svg = await parsed(page, body.toString());
        assert.equal(svg.fault, '', panel);
        assert.equal(svg.root, 'svg');
        assert.match(svg.title, expected.title);
        assert.match(svg.words, expected.title);
        assert.match(svg.words, expected.words, panel);
        assert.match(svg.words, /Moons, solver paper, 17–12–2 neurons, seed 1\. Iteration 4/);
        assert.equal(svg.address, home.url + canonical);
        assert.ok(svg.words.replaceAll(' ', '').includes(canonical), panel);
        assert.equal(svg.images.length, expected.images, panel);
        for (const one of svg.images) assert.equal(one.href, 'data:image/png;base64,');
        if (['network', 'learned'].includes(panel)) assert.ok(svg.images.every((one) => one.pixelated === 'pixelated'), panel);
        if (['neuron', 'progress', 'network'].includes(panel)) assert.ok(svg.paths >= 2, panel);
      }
    }));

  test('every panel as PNG, twice as sharp as the page', () =>
    visit(LINK, async (page) => {
      await hv(page, 'run', 2);
      for (const panel of Object.keys(panels)) {
        const { name, body } = await take(page, panel, 'png');
        assert.equal(name, `heaviside-moons-paper-2-${panel}.png`);
        assert.equal(body.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
        const [width, height] = [body.readUInt32BE(16), body.readUInt32BE(20)];
        const box = await page.locator(`#${panel}`).boundingBox();
        assert.equal(width, 2 * (Math.max(320, Math.ceil(box.width)) + 32), panel);
        assert.ok(height > 2 * box.height && height < 2 * box.height + 400, panel);
        const seen = await page.evaluate(async (url) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
          const c = canvas.getContext('2d');
          c.drawImage(image, 0, 0);
          return new Set(new Uint32Array(c.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
        }, `data:image/png;base64,${body.toString('base64')}`);
        assert.ok(seen > 10, `${panel}: ${seen} colours`);
      }
    }));

  test('every panel as CSV', () =>
    visit(LINK, async (page) => {
      await hv(page, 'run', 2);
      await hv(page, 'step', 'block');
      await page.waitForTimeout(300);
      for (const [panel, expected] of Object.entries(panels)) {
        const { name, body } = await take(page, panel, 'csv');
        assert.equal(name, `heaviside-moons-paper-2-${panel}.csv`);
        assert.deepEqual(columns(body).slice(0, expected.columns.length), expected.columns, panel);
        const lines = body.toString().trim().split('\n');
        assert.ok(lines.length > 2, panel);
        for (const line of lines) assert.equal(line.split(',').length, columns(body).length, `${panel}: ${line}`);
        if (panel === 'weights') assert.equal(lines.length, 1 + 17 * 12 + 12 * 2);
      }
    }));

  test('the network picture gives its own numbers, not those of the spikes', () =>
    visit(LINK, async (page) => {
      await hv(page, 'run', 2);
      await page.click('#network .save');
      const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#network .save-menu [data-ending=csv]').click()]);
      const lines = (await readFile(await file.path())).toString().trim().split('\n');
      assert.equal(lines[0], 'layer,neuron,name,rate');
      const sizes = await page.evaluate(async () => (await window.heaviside.snapshot()).spec.hidden);
      for (const [l, neurons] of sizes.entries()) assert.equal(lines.filter((line) => line.startsWith(`${l + 1},`)).length, neurons);
    }));

  test('disputes in the spikes of either run are hatched', () =>
    visit('#v=1&task=moons&solver=paper&hidden=20&n=40&T=10&with=solver:surrogate', async (page) => {
      await hv(page, 'run', 5);
      // A wash alone is of one opacity; hatched cells have ink on it, so that both stand beside each other along a row.
      const turns = await until(page, () => {
        const canvas = document.getElementById('first-raster');
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        const at = (x, y) => data[4 * (y * width + x) + 3];
        let found = 0;
        for (let y = 4; y < height * 0.9; y++) for (let x = Math.round(width * 0.4); x < width - 12; x++) if (Math.abs(at(x, y) - at(x + 2, y)) > 60 && Math.abs(at(x + 2, y) - at(x + 4, y)) > 60) found++;
        return found > 50;
      });
      assert.ok(turns);
    }));

  test('both runs and a sweep can be taken away', () =>
    visit(`${SMALL}&with=solver:surrogate&sweep=inner:1,2`, async (page) => {
      await hv(page, 'run', 20);
      await until(page, () => document.querySelector('#second-iteration').textContent === '20');
      const side = await parsed(page, (await take(page, 'side', 'svg')).body.toString());
      assert.match(side.words, /Exact beside Surrogate\. Moons/);
      assert.ok(side.images.length >= 4 && side.paths > 4);
      const csv = (await take(page, 'side', 'csv')).body.toString().trim().split('\n');
      // A line for each iteration that was measured.
      const { history } = await hv(page, 'snapshot');
      assert.equal(csv.filter((row) => row.startsWith('Exact,')).length, history.length);
      const second = await hv(page, 'compared');
      assert.equal(csv.filter((row) => row.startsWith('Surrogate,')).length, second.history.length);
      assert.ok(history.length >= 3 && second.history.length >= 3);
      await page.locator('.shown label', { hasText: 'Sweep' }).click();
      const sweep = await parsed(page, (await take(page, 'sweep', 'svg')).body.toString());
      assert.equal(sweep.fault, '');
      assert.match(sweep.words, /Inner rounds K 1/);
      assert.equal((await take(page, 'sweep', 'png')).name, 'heaviside-moons-exact-20-sweep.png');
    }));

  test('by keyboard alone', () =>
    visit(SMALL, async (page) => {
      await show(page, 'spikes');
      await page.focus('#neuron .save');
      await page.keyboard.press('Enter');
      await page.locator('#neuron .save-menu').waitFor();
      await page.keyboard.press('ArrowDown');
      const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      assert.equal(file.suggestedFilename(), 'heaviside-moons-exact-0-neuron.svg');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'quiet save');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      assert.ok(!(await page.locator('#neuron .save-menu').isVisible()));
      const focused = await page.evaluate(() => {
        /** @type {HTMLElement} */ (document.querySelector('#neuron .save')).click();
        return document.activeElement?.getAttribute('data-ending');
      });
      assert.equal(focused, 'png', 'a key pressed at once is the menu’s');
    }));
});

for (const [width, height] of [
  [390, 844],
  [768, 1024],
  [1440, 900],
])
  for (const scheme of ['light', 'dark'])
    test(`${width} px wide, ${scheme}: nothing to scroll sideways, every part within reach`, () =>
      visit(
        `${SMALL}&with=solver:paper&sweep=inner:1,2`,
        async (page) => {
          await hv(page, 'run', 2);
          const narrow = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
          for (const tab of ['Side by side', 'Sweep', 'One run']) {
            await page.locator('.shown label', { hasText: tab }).click();
            assert.ok(await narrow(), tab);
          }
          const { name } = await take(page, 'learned', 'png');
          assert.equal(name, 'heaviside-moons-exact-2-learned.png');
          if (width < 1100) await page.click('#open-settings');
          await page.click('#compare');
          assert.ok(await page.getByRole('button', { name: 'Put side by side' }).isVisible());
          assert.ok(await narrow());
        },
        { width, height, scheme },
      ));
