// Languages, options for lessons, the guided tour and the examples, as a teacher and a class meet them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hv, open, ready } from './browser.js';
import { chrome, home, show, text, visit } from './stage.js';
import { PRESETS } from '../../www/presets.js';
import { STOPS } from '../../www/tour/stops.js';
import { WORDS } from './words.js';

const { en, it } = WORDS;

const search = (page) => page.evaluate(() => location.search);

describe('language', () => {
  test('lang=it speaks Italian, in the page and in what the core reports', () =>
    visit('?lang=it#v=1&task=moons&n=-5&colour=red', async ({ page }) => {
      assert.equal(await page.getAttribute('html', 'lang'), 'it');
      assert.match(await page.title(), /^Lune, Esatto, \d+ neuroni: Heaviside$/);
      assert.equal(await text(page, '#play'), 'Avvia');
      const lines = await page.locator('.notice[data-kind=problems] li').allInnerTexts();
      assert.equal(lines[0], '\u00abn\u00bb era -5; dev\u2019essere un numero intero da 4 a 5000. Al suo posto si usa 4.');
      assert.match(lines[1], /non è un\u2019impostazione/);
      const box = page.locator('input[data-key=noise]');
      assert.equal(await box.inputValue(), '0,12');
      await box.fill('0,2');
      await box.press('Enter');
      await page.waitForFunction(() => location.hash.includes('noise=0.2'));
      assert.equal(await search(page), '?lang=it', 'the language stays in the address');
      const reason = await page.evaluate(() => window.heaviside.load('#v=1&task=moons&hidden=512,512,512&n=5000&T=200').then(() => null, (error) => error.message));
      assert.match(reason, /^Questo esperimento richiederebbe circa [\d.]+ MiB/);
    }));

  test('a numerical error is told in Italian', () =>
    visit('?lang=it#v=1&task=spirals&hidden=100,100&n=4&T=3&mu=0.00000001', async ({ page }) => {
      await hv(page, 'run', 5);
      await page.waitForFunction(() => document.querySelector('#status').textContent === 'errore numerico');
      const told = await page.evaluate(() => document.getElementById(document.querySelector('#status').getAttribute('aria-describedby')).textContent);
      assert.match(told, /^I numeri hanno perso senso in .*: (un|una|i|la) .*finit|definita positiva/);
    }));

  test('nothing English is left on the Italian page', () =>
    visit('?lang=it#v=1&task=xor&solver=paper&hidden=5&n=20&T=4', async ({ page }) => {
      await hv(page, 'step', 'block');
      await page.click('#examples');
      const words = await page.evaluate(() => document.body.innerText + [...document.querySelectorAll('[aria-label]')].map((one) => one.getAttribute('aria-label')).join(' ') + document.querySelector('#explanations').textContent);
      const found = words.match(/\b(the|and|weights|neurons|layer|threshold|samples|spikes|play|iteration|loss|learned|which)\b/gi);
      assert.equal(found, null, String(found));
    }));

  test('the browser\u2019s language is taken, and the switch changes it and is remembered', () =>
    visit(
      '#v=1&task=moons&seed=3',
      async ({ page }) => {
        assert.equal(await page.getAttribute('html', 'lang'), 'it');
        await page.selectOption('#language', 'en');
        await page.waitForFunction(() => document.documentElement.lang === 'en' && document.documentElement.dataset.ready === 'true');
        assert.equal(await page.evaluate(() => location.hash), '#v=1&task=moons&seed=3');
        await page.goto(home.url);
        await ready(page);
        assert.equal(await text(page, '#play'), 'Play', 'remembered without the option');
      },
      { options: { locale: 'it-IT' } },
    ));
});

describe('options of the address', () => {
  test('in the hash they move to the query and the experiment is none the wiser', () =>
    visit('#v=1&task=moons&lang=it&hide=weights,noise&size=125', async ({ page }) => {
      assert.equal(await page.evaluate(() => location.search + location.hash), '?lang=it&hide=weights,noise&size=125#v=1&task=moons');
      assert.equal(await page.locator('.notice').count(), 0);
      assert.equal(await page.locator('#weights').isVisible(), false);
      assert.equal(await page.locator('[data-key=noise]').isVisible(), false);
      assert.equal(await page.locator('.views-choice label:has([value=weights])').isVisible(), false);
      await show(page, 'spikes');
      assert.ok(await page.locator('#neuron').isVisible());
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '17.5px');
    }));

  test('hide= takes any panel, control or setting, and says what it does not know', () =>
    visit('?hide=network,neuron,weights,now,learned,progress,play,reset,block,iteration,speed,learn,examples,tours,share,theme,language,keys,lessons,fullscreen,mu,layers,health,exports,nonsense', async ({ page }) => {
      const left = await page.evaluate(() =>
        ['#network', '#neuron', '#weights', '#now', '#learned', '#progress', '#play', '#reset', '#step-block', '#step-iteration', '.speed', '#learn', '#examples', '#tour-button', '#share', '#theme', '#language', '#keys', '#lessons', '#projector', '[data-key=mu]', '.field.layer'].filter((one) => document.querySelector(one)?.checkVisibility()),
      );
      assert.deepEqual(left, []);
      assert.match(await text(page, '.notice[data-kind=options]'), /\u201cnonsense\u201d.*there are .*\bweights\b.*\bmu\b/s);
      assert.ok(await page.locator('[data-key=tau]').isVisible());
      assert.equal((await hv(page, 'run', 1)).iteration, 1, 'what is hidden still works');
    }));

  test('embed=1 leaves the transport and a link out; Share leaves the frame behind', () =>
    visit('?embed=1&hide=weights#v=1&task=moons', async ({ page }) => {
      for (const gone of ['h1', '#learn', '#examples', '#share', 'aside']) assert.equal(await page.locator(gone).isVisible(), false, gone);
      assert.ok(await page.locator('#play').isVisible());
      await page.focus('.way-out');
      assert.equal(await page.getAttribute('.way-out', 'href'), `${home.url}#v=1&task=moons`);
      assert.equal(await page.getAttribute('.way-out', 'target'), '_blank');
    }, { width: 800, height: 700 }));

  test('an iframe of another page holds it', () =>
    visit('', async ({ page, context }) => {
      const host = await context.newPage();
      await host.setContent(`<iframe src="${home.url}?embed=1#v=1&amp;task=xor" width="900" height="700"></iframe>`);
      const frame = host.frameLocator('iframe');
      await frame.locator('html[data-ready=true]').waitFor();
      await frame.locator('#step-iteration').click();
      await frame.locator('#iteration', { hasText: '1' }).waitFor();
      void page;
    }));

  test('the dialog makes the link and the iframe', () =>
    visit('#v=1&task=moons', async ({ page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.click('#lessons');
      await page.locator('#lessons-dialog [data-name=weights]').uncheck();
      await page.locator('#lessons-dialog summary', { hasText: 'Settings' }).click();
      await page.locator('#lessons-dialog [data-name=noise]').uncheck();
      await page.selectOption('#lesson-lang', 'it');
      await page.selectOption('#lesson-size', '150');
      const made = await page.inputValue('#lesson-link');
      assert.equal(made, `${home.url}?lang=it&size=150&hide=weights,noise#v=1&task=moons`);
      assert.match(await page.inputValue('#lesson-frame'), /^<iframe src="[^"]*embed=1[^"]*" title=/);
      await page.click('[data-copies=lesson-link]');
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), made);
      await page.keyboard.press('Escape');
      const other = await open(chrome, made);
      assert.equal(await other.page.locator('#weights').isVisible(), false);
      assert.equal(await other.page.getAttribute('html', 'data-size'), '150');
      await other.close();
    }));

  test('the projector: F makes it large and leaves the settings away, and again undoes it', () =>
    visit('', async ({ page }) => {
      await page.keyboard.press('f');
      await page.waitForFunction(() => document.documentElement.dataset.projector === 'true');
      assert.equal(await page.locator('aside').isVisible(), false);
      assert.ok(await page.locator('#network').isVisible());
      assert.match(await search(page), /projector=1/);
      await page.keyboard.press('f');
      await page.waitForFunction(() => document.documentElement.dataset.projector === 'false');
      assert.ok(await page.locator('aside').isVisible());
      assert.equal(await search(page), '');
    }));

  test('on paper: no controls, every panel of the view, white ground, the link', () =>
    visit('?theme=dark#v=1&task=moons', async ({ page }) => {
      await hv(page, 'run', 2);
      await page.emulateMedia({ media: 'print' });
      await page.locator('#printed').waitFor();
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      for (const gone of ['.bar', 'aside', '.ends', '#learn', '#examples']) assert.equal(await page.locator(gone).isVisible(), false, gone);
      for (const there of ['#graph', '#now', '#learned', '#progress', '#printed']) assert.ok(await page.locator(there).isVisible(), there);
      for (const other of ['#rasters', '#neuron', '#weights']) assert.equal(await page.locator(other).isVisible(), false, other);
      assert.match(await text(page, '#printed'), /#v=1&task=moons/);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)');
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
      const paper = await page.pdf({ format: 'A4' });
      assert.ok(paper.length > 20_000);
    }));
});

describe('the guided tour', () => {
  test('has a stop for every link, in order, with a target that is there', async () => {
    assert.ok(STOPS.length >= 8 && STOPS.length <= 12);
    for (const { id } of STOPS) for (const words of [en, it]) assert.ok(words.tour.stops[id].says.length >= 1, id);
    for (const [i, { id, link, target, done }] of STOPS.entries()) {
      assert.equal(Boolean(en.tour.stops[id].wish), Boolean(done), `${id} asks for something just when it can see it done`);
      if (i % 3) continue; // each kind of stop once is enough for the browser
      await visit(`?tour=${i + 1}`, async ({ page }) => {
        assert.equal(await text(page, '#tour-title'), en.tour.stops[id].title);
        assert.equal(await page.evaluate(() => location.search + location.hash), `?tour=${i + 1}${link}`);
        assert.equal(await page.locator('.toured').count(), 1);
        assert.ok(await page.locator(`${target}.toured`).count(), target);
        const [card, panel] = await Promise.all(['#tour', target].map((one) => page.locator(one).boundingBox()));
        assert.ok(card.x + card.width <= panel.x || panel.x + panel.width <= card.x || card.y >= panel.y + panel.height, `${id}: the card covers what it points at`);
      });
    }
  });

  test('is walked with the keyboard, sees each deed, and goes on after a reload', () =>
    visit('', async ({ page }) => {
      const title = () => text(page, '#tour-title');
      const deed = () => page.waitForFunction(() => document.querySelector('.tour-done').textContent !== '', null, { timeout: 60000 });
      const next = async () => {
        await page.focus('#tour-next');
        await page.keyboard.press('Enter');
      };
      await page.keyboard.press('t');
      assert.equal(await title(), en.tour.stops.spike.title);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'tour-title', 'the focus follows');
      assert.equal(await text(page, '.tour-done').catch(() => ''), '');
      await page.getByRole('button', { name: 'Next neuron' }).click();
      await deed();
      await next();
      assert.equal(await title(), en.tour.stops.step.title);
      await next();
      await page.waitForFunction(() => location.hash.includes('surrogate'));
      await page.locator('#tour-title').focus();
      for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
      await deed();
      await next();
      await page.waitForFunction(() => location.hash.includes('solver=paper'));
      await page.locator('#tour-title').focus();
      await page.keyboard.press('Shift+ArrowRight');
      await deed();
      await next();
      await hv(page, 'run', 10);
      await deed();
      await page.reload();
      await ready(page);
      assert.equal(await title(), en.tour.stops.residuals.title, 'the reload is on the same stop');
      for (const [stop, presses] of [['weights', 1], ['branches', 3], ['multipliers', 12]]) {
        await next();
        await page.waitForFunction((want) => document.querySelector('#tour-title').textContent === want, en.tour.stops[stop].title);
        await page.waitForFunction(() => location.hash.includes('T=2'));
        await page.locator('#tour-title').focus();
        for (let i = 0; i < presses; i++) {
          await page.keyboard.press('ArrowRight');
          await page.waitForTimeout(60);
          if (await page.evaluate(() => document.querySelector('.tour-done').textContent)) break;
        }
        await deed();
      }
      await next();
      await page.waitForFunction(() => !location.hash.includes('T=2'));
      await hv(page, 'run', 25);
      await deed();
      await next();
      await page.waitForFunction(() => location.hash === '#v=1&task=spirals');
      await page.locator('#tour-title').focus();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
      await deed();
      await next();
      await hv(page, 'run', 120);
      await deed();
      await next();
      assert.equal(await text(page, '#tour-next'), 'Finish');
      await page.click('#tour-next');
      assert.equal(await page.locator('#tour').isVisible(), false);
      assert.equal(await search(page), '');
    }));

  test('can be left at any stop and is taken up there', () =>
    visit('?tour=5', async ({ page }) => {
      await page.locator('#tour-title').focus();
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('#tour').isVisible(), false);
      assert.equal(await page.locator('.toured').count(), 0);
      await page.goto(home.url);
      await ready(page);
      await page.click('#tour-button');
      assert.equal(await text(page, '#tour-title'), en.tour.stops.residuals.title);
      await page.selectOption('#tour-list', '1');
      assert.equal(await text(page, '#tour-title'), en.tour.stops.step.title);
    }));

  test('leaves the rest of the page usable, on a phone too', () =>
    visit(
      '?tour=6&lang=it',
      async ({ page }) => {
        await page.tap('#step-block');
        await page.waitForFunction(() => document.querySelector('.tour-done').textContent !== '');
        const [card, bar] = await Promise.all(['#tour', '.bar'].map((one) => page.locator(one).boundingBox()));
        assert.ok(card.y + card.height <= bar.y, 'the card stands above the bar');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));
});

describe('the examples do what their sentence says', () => {
  const all = PRESETS.flatMap(({ presets }) => presets);
  const links = new Map(all.map(({ id, link }) => [id, link]));
  /** Examples whose claim stands beside their link. */
  const marks = new Map(all.flatMap(({ id, reaches }) => (reaches === undefined ? [] : [[id, reaches]])));
  /** What each example came to; some sentences compare two. @type {Map<string, any>} */
  const ends = new Map();
  /** Runs an example to its planned end, once. */
  async function end(page, id) {
    if (!ends.has(id)) {
      const { spec } = await hv(page, 'load', links.get(id));
      ends.set(id, await hv(page, 'run', spec.iterations));
    }
    return ends.get(id);
  }
  /** The first iteration whose test accuracy passes a mark. */
  /** The iteration at which the curve, straight between the rows that were measured, first reaches a test accuracy. */
  const passes = (run, mark) => {
    const at = run.history.findIndex(({ accuracy }) => accuracy.test >= mark);
    if (at < 1) return at < 0 ? Infinity : run.history[0].iteration;
    const [before, after] = [run.history[at - 1], run.history[at]];
    return before.iteration + ((mark - before.accuracy.test) / (after.accuracy.test - before.accuracy.test)) * (after.iteration - before.iteration);
  };
  const ROUND = 0.02; // one to two hundredths are the spread of single seeds

  /** What each sentence claims, on the run to its planned end. */
  const CLAIMS = {
    spirals: (run) => run.accuracy.test > 0.9,
    circles: (run) => run.accuracy.test > run.accuracy.control + ROUND,
    digits: (run) => run.accuracy.test > 0.94 && run.accuracy.test > run.accuracy.control + 0.15,
    moons: (run) => passes(run, 0.95) <= 15,
    xor: (run) => run.accuracy.test > 0.98,
    order: (run) => run.accuracy.test > 0.95,
    trains: (run) => run.accuracy.test > run.accuracy.control + 0.1,
    randman: (run) => run.accuracy.test > run.accuracy.control + 0.1,
    match: (run) => run.accuracy.test > 0.7,
    targets: (run) => run.accuracy.test > run.accuracy.control + ROUND,
    gap: (run) => run.accuracy.auxiliary > 0.99 && run.accuracy.test < run.accuracy.control,
    fits: (run) => run.accuracy.train > 0.9 && run.accuracy.test < run.accuracy.control,
    surrogate: (run) => run.accuracy.test > 0.95 && run.spec.iterations > 150,
    timing: (run) => run.accuracy.test > 0.9,
    control: (run) => run.iteration === 1 && run.accuracy.test === run.accuracy.control,
    oneRound: async (run, page) => Math.abs(run.accuracy.test - (await end(page, 'spirals')).accuracy.test) <= 2 * ROUND,
    currentsOne: (run) => passes(run, 0.9) <= 22,
    currentsTwo: async (run, page) => passes(run, 0.9) > 2 * passes(await end(page, 'currentsOne'), 0.9),
    depth1: (run) => passes(run, 0.9) >= 10 && passes(run, 0.9) <= 20,
    depth2: (run) => run.accuracy.test > 0.95 && run.firingRates.every((rate) => rate > 0.01),
    depth3: async (run, page) => passes(run, 0.9) <= passes(await end(page, 'depth1'), 0.9) + 3,
    depth5: (run) => passes(run, 0.9) <= 13 && run.firingRates.length === 5 && run.firingRates.every((rate) => rate > 0.05),
    depthControl: async (run, page) => run.accuracy.test < (await end(page, 'depth1')).accuracy.control - 0.1,
    dead: (run) => run.history[0].silent[0] >= 45 && run.silent[0] >= 45,
    woken: (run) => run.history[0].silent[0] >= 45 && run.silent[0] <= 5 && run.accuracy.test > 0.95,
    saturated: (run) => run.saturated[0] >= 10 && run.accuracy.test > 0.9,
    exploding: (run) => run.maxAbsPotential > 30 * run.history[0].maxAbsPotential && run.accuracy.test > 0.95,
    overflow: (run) => run.status === 'numerical error',
    rhoSmall: (run) => run.accuracy.auxiliary > 0.99 && run.silent[0] === 50 && run.accuracy.test < 0.6,
    rhoLarge: (run) => run.accuracy.auxiliary < 0.8,
    inertia: (run) => run.accuracy.test < run.accuracy.control,
    flat: (run) => run.accuracy.test < run.accuracy.control && run.loss > 0.2,
    noise: (run) => run.accuracy.train < 1 && run.accuracy.test < run.accuracy.train - 0.1,
    few: (run) => run.accuracy.train === 1 && Math.abs(run.accuracy.test - 0.75) <= 0.1,
    leak: (run) => Math.abs(run.accuracy.test - 0.5) < 0.1,
    oneNeuron: (run) => run.accuracy.test < 0.6 && run.accuracy.train < 0.6,
    twoNeurons: (run) => run.accuracy.test > 0.9 && run.accuracy.control < 0.7,
  };
  /** Shown without a claim that a run could break, or too long for every test. */
  const SHOWN = ['yinyang', 'published', 'saccade', 'saccade2', 'bridge', 'xorgap', 'count', 'detect', 'shifted', 'camera'];

  test('each has its sentence and its claim', () => {
    const ids = [...links.keys()].sort();
    assert.ok(ids.length >= 20);
    assert.deepEqual(Object.keys(en.presets).sort(), ids);
    assert.deepEqual([...Object.keys(CLAIMS), ...marks.keys(), ...SHOWN].sort(), ids);
    assert.deepEqual(Object.keys(en.presetGroups).sort(), PRESETS.map(({ id }) => id).sort());
    assert.equal(new Set(links.values()).size, ids.length, 'no example twice');
  });

  for (const { id: group, presets } of PRESETS)
    test(`${group}: ${presets.map(({ id }) => id).join(', ')}`, () =>
      visit('#v=1&task=xor', async ({ page }) => {
        for (const { id, link } of presets) {
          if (SHOWN.includes(id)) continue;
          const run = await end(page, id);
          assert.equal(run.link, link, 'a canonical link');
          const { accuracy, silent, saturated, maxAbsPotential, status } = run;
          const holds = marks.has(id) ? accuracy.test >= marks.get(id) : await CLAIMS[id](run, page);
          assert.ok(holds, `${id}: ${JSON.stringify({ accuracy, silent, saturated, maxAbsPotential, status })}`);
        }
      }));

  test('are found in groups in the menu, and the open one is marked', () =>
    visit('', async ({ page }) => {
      await page.click('#examples');
      await page.locator('#examples-menu[open]').waitFor();
      assert.equal(await page.locator('#examples-menu section:not(#recent)').count(), PRESETS.length);
      assert.equal(await page.locator('section:not(#recent) .preset').count(), links.size);
      await page.click(`.preset[data-link="${links.get('dead')}"]`);
      await page.waitForFunction((want) => location.hash === want, links.get('dead'));
      await page.click('#examples');
      assert.equal(await page.locator('.preset[aria-current]').count(), 1);
      assert.match(await text(page, '.preset[aria-current]'), /^Dead neurons/);
    }));
});
