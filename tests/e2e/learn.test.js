// The explanation as a person meets it: reading, by mouse, by touch, by keyboard, in both languages and themes.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { browser, site } from './browser.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const IDS = ['neuron', 'staircase', 'smooth', 'variables', 'branch', 'relaxed', 'exact', 'limits'];
const TEXTS = Object.fromEntries(await Promise.all(['en', 'it'].map(async (lang) => [lang, JSON.parse(await readFile(new URL(`../../www/strings/learn/${lang}.json`, import.meta.url), 'utf8'))])));

let home;
let chrome;
before(async () => {
  home = await site();
  chrome = await browser();
});
after(async () => {
  await chrome.close();
  await home.close();
});

/** The explanation, open; what it does must leave no fault. */
async function reading(use, { address = '', width = 1280, height = 900, scheme = 'light', options = {} } = {}) {
  const context = await chrome.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce', serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
  try {
    await page.goto(`${home.url}learn.html${address}`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true', null, { timeout: 30000 });
    await use(page);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

/** Scroll to a section and wait for its figure. */
async function to(page, id) {
  await page.evaluate((one) => document.getElementById(one).scrollIntoView(), id);
  await page.locator(`#${id}[data-ready=true] .plot`).waitFor();
  return page.locator(`#${id}`);
}
/** What a figure says when it has come to rest. */
async function told(section) {
  await section.page().waitForTimeout(350);
  return section.locator('.summary').textContent();
}
const numbers = (text) => [...text.replace(/\u2212/g, '-').replace(/(\d),(?=\d{3})/g, '$1').matchAll(/-?\d*\.?\d+/g)].map(Number);

const leaves = (value, path = '', out = new Map()) => {
  if (value && typeof value === 'object') for (const key of Object.keys(value)) leaves(value[key], path ? `${path}.${key}` : key, out);
  else out.set(path, value);
  return out;
};

describe('the words', () => {
  test('are the same keys in both languages, with the same placeholders, formulas and links', () => {
    const [en, it] = [leaves(TEXTS.en), leaves(TEXTS.it)];
    assert.deepEqual([...it.keys()].sort(), [...en.keys()].sort());
    const parts = (text) => [...String(text).matchAll(/\{\w+\}|<[^>]+>|\$[^$]+\$/g)].map(([one]) => one).filter((one) => !/^\{(t|n)\}$/.test(one)).sort();
    for (const [key, text] of en) assert.deepEqual(parts(it.get(key)), parts(text), key);
    const same = [...en].filter(([key, text]) => typeof text === 'string' && /\p{L}{4}/u.test(text) && it.get(key) === text && !/^page\.languages|\$\$/.test(`${key}${text}`)).map(([key]) => key);
    assert.deepEqual(same, []);
  });

  test('are read in ten minutes', () => {
    const words = Object.values(TEXTS.en.sections).flatMap(({ says, wish }) => [...says.filter((text) => !text.startsWith('$$')), wish]).join(' ').split(/\s+/).length;
    assert.ok(words > 800 && words < 1600, String(words));
  });
});

describe('everybody', () => {
  for (const [scheme, lang, width] of [['light', 'en', 1280], ['light', 'it', 390], ['dark', 'en', 390], ['dark', 'it', 1280]])
    test(`axe-core finds nothing, ${scheme}, ${lang}, ${width}`, () =>
      reading(
        async (page) => {
          for (const id of IDS) await to(page, id);
          await page.evaluate(AXE);
          const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`)));
          assert.deepEqual(found, []);
          assert.equal(await page.locator('html').getAttribute('lang'), lang);
        },
        { address: `?lang=${lang}`, scheme, width },
      ));

  test('no text is under 14 px but numbers and names on axes, which have 12', () =>
    reading(async (page) => {
      for (const id of IDS) await to(page, id);
      const small = await page.evaluate(() => {
        const out = [];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
          const owner = node.parentElement;
          if (!node.textContent.trim() || !owner.getClientRects().length || owner.closest('math, noscript')) continue;
          const size = Number.parseFloat(getComputedStyle(owner).fontSize);
          if (size < (owner.closest('svg') ? 12 : 14)) out.push(`${size}: ${node.textContent}`);
        }
        return out;
      });
      assert.deepEqual(small, []);
    }));

  for (const [width, height] of [[390, 844], [768, 1024], [1440, 900]])
    test(`nothing is wider than a screen of ${width}`, () =>
      reading(
        async (page) => {
          for (const id of IDS) await to(page, id);
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
          // A label that leaves its picture is cut off by the screen.
          const cut = await page.evaluate(() => [...document.querySelectorAll('.plot text')].filter((one) => one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.textContent));
          assert.deepEqual(cut, []);
        },
        { width, height },
      ));

  test('the playground leads here and each section back', async () => {
    const context = await chrome.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(`${home.url}?lang=it&tour=9`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    assert.match(await page.locator('#tour-learn').getAttribute('href'), /learn\.html\?lang=it#relaxed$/);
    await page.click('#learn');
    await page.waitForURL(/learn\.html/);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    assert.equal(await page.locator('h1').textContent(), TEXTS.it.page.title);
    await page.locator('#relaxed .link a').click();
    await page.waitForURL(/solver=paper/);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    assert.equal(await page.locator('html').getAttribute('lang'), 'it');
    await context.close();
  });

  test('the address names a section', () => reading(async (page) => {
    await page.locator('#branch[data-ready=true]').waitFor();
    const top = await page.evaluate(() => document.getElementById('branch').getBoundingClientRect().top);
    assert.ok(top > -200 && top < 400, String(top));
  }, { address: '#branch' }));

  test('equations are set in the font for mathematics, and no formula was left unset', () => reading(async (page) => {
    await page.evaluate(() => document.fonts.ready);
    assert.equal(await page.evaluate(() => document.fonts.check("17px Maths", '\u{1D467}')), true);
    assert.ok((await page.locator('math').count()) > 40);
    assert.doesNotMatch(await page.locator('main').innerText(), /\$|\\[a-z]|@\w+\{/);
    // A subscript stands lower than its base: without a table of mathematics it would not.
    const lower = await page.evaluate(() => {
      const [base, below] = document.querySelector('#neuron msub').children;
      return below.getBoundingClientRect().bottom - base.getBoundingClientRect().bottom;
    });
    assert.ok(lower > 1, String(lower));
  }));
});

describe('symbols', () => {
  test('pointed at, focused or tapped they light their marks up', () =>
    reading(async (page) => {
      const section = await to(page, 'neuron');
      const strength = (mark) => section.locator(`.plot [data-mark~="${mark}"]`).first().evaluate((one) => getComputedStyle(one).opacity);
      assert.equal(await strength('theta'), '1');
      await section.locator('math [data-sym=z]').first().hover();
      assert.equal(await strength('theta'), '0.15');
      assert.equal(await strength('z'), '1');
      await page.mouse.move(0, 0);
      assert.equal(await strength('theta'), '1');
      await section.locator('.legend [data-sym=theta]').focus();
      assert.equal(await strength('theta'), '1');
      assert.equal(await strength('z'), '0.15');
      await page.keyboard.press('Enter');
      assert.equal(await section.locator('.legend [data-sym=theta]').getAttribute('aria-pressed'), 'true');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    }));
});

describe('each figure answers', () => {
  test('neuron: spikes come and go by keyboard and by mouse, and are dragged', () =>
    reading(async (page) => {
      const section = await to(page, 'neuron');
      const on = () => section.locator('.cell[aria-pressed=true]').evaluateAll((all) => all.map((one) => [...one.parentElement.children].indexOf(one)));
      assert.deepEqual(await on(), [1, 3, 4, 9, 10, 13]);
      const [inputs, outputs] = numbers(await told(section));
      assert.equal(inputs, 6);
      assert.ok(outputs >= 1);
      // By keyboard: along, one away, one dragged.
      await section.locator('.cell[tabindex="0"]').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+ArrowLeft');
      assert.deepEqual(await on(), [2, 4, 9, 10, 13]);
      // By mouse: one there, one dragged.
      await section.locator('.cell').nth(15).click();
      assert.deepEqual(await on(), [2, 4, 9, 10, 13, 15]);
      const box = async (n) => section.locator('.cell').nth(n).boundingBox();
      const [from, goal] = [await box(4), await box(7)];
      await page.mouse.move(from.x + 4, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(goal.x + 4, goal.y + 20, { steps: 8 });
      await page.mouse.up();
      assert.deepEqual(await on(), [2, 7, 9, 10, 13, 15]);
      // No input, no spike.
      for (let n = (await on()).length; n > 0; n--) await section.locator('.cell[aria-pressed=true]').first().click();
      assert.deepEqual(numbers(await told(section)).slice(0, 2), [0, 0]);
    }));

  test('neuron: a tap takes a spike away and brings it back', () =>
    reading(
      async (page) => {
        const section = await to(page, 'neuron');
        const cell = section.locator('.cell').nth(3);
        await cell.tap();
        assert.equal(await cell.getAttribute('aria-pressed'), 'false');
        await cell.tap();
        assert.equal(await cell.getAttribute('aria-pressed'), 'true');
      },
      { width: 390, height: 844, options: { hasTouch: true, isMobile: true } },
    ));

  test('staircase: the marker moves by keys and by mouse, and says where it is flat', () =>
    reading(async (page) => {
      const section = await to(page, 'staircase');
      const marker = section.locator('[role=slider]');
      const at = async () => Number(await marker.getAttribute('aria-valuenow'));
      const start = await at();
      assert.match(await told(section), /slope 0/);
      assert.equal(numbers((await told(section)).replace(/\.$/, '')).at(-1), 0);
      await marker.focus();
      for (let k = 0; k < 5; k++) await page.keyboard.press('PageUp');
      await told(section);
      assert.ok((await at()) > start + 0.3);
      const losses = new Set();
      for (const key of ['Home', 'End']) {
        await page.keyboard.press(key);
        losses.add((await told(section)).split(' flat')[0]);
      }
      assert.equal(losses.size, 2);
      const box = await section.locator('.plot').boundingBox();
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await told(section);
      assert.ok(Math.abs((await at()) - start) < 0.2);
      await section.locator('label', { hasText: TEXTS.en.figures.staircase.readout }).click();
      assert.match(await told(section), /no cliff/);
    }));

  test('smooth: the slope reported depends on k and the real one is 0', () =>
    reading(async (page) => {
      const section = await to(page, 'smooth');
      const first = await told(section);
      assert.match(first, /real slope is 0 at all 15/);
      await section.locator('input[type=range]').fill('2');
      const steep = await told(section);
      assert.notEqual(steep, first);
      assert.ok(Math.abs(numbers(steep)[1]) < Math.abs(numbers(first)[1]) || Math.abs(numbers(steep)[2]) < Math.abs(numbers(first)[2]));
    }));

  test('variables: z, then u, then w; the residual goes', () =>
    reading(async (page) => {
      const section = await to(page, 'variables');
      const next = section.getByRole('button', { name: TEXTS.en.figures.variables.next });
      assert.match(await told(section), /start/);
      for (const what of [/z moved/, /u is now/, /the weight moved/]) {
        await next.click();
        assert.match(await told(section), what);
      }
      const residual = async () => Math.abs(numbers(await told(section)).at(-1));
      const early = await residual();
      await section.getByRole('button', { name: TEXTS.en.figures.variables.more }).click();
      assert.ok((await residual()) < early / 2 && early > 0.01, String(early));
    }));

  test('branch: q is untouched, moved or stopped, for either side', () =>
    reading(async (page) => {
      const section = await to(page, 'branch');
      const q = section.locator('[role=slider]');
      await q.focus();
      await page.keyboard.press('Home');
      assert.match(await told(section), /still charged/);
      await page.keyboard.press('End');
      assert.match(await told(section), /nothing is charged/);
      for (let k = 0; k < 20; k++) await page.keyboard.press('ArrowLeft');
      assert.match(await told(section), /stops/);
      await section.locator('label', { hasText: TEXTS.en.figures.branch.silence }).click();
      assert.match(await told(section), /still charged/);
      const [from, moved] = numbers(await told(section));
      assert.ok(moved < from);
      // Dragged by mouse.
      const box = await section.locator('.plot').boundingBox();
      await page.mouse.move(box.x + box.width * 0.7, box.y + 36);
      await page.mouse.down();
      await page.mouse.move(box.x + 30, box.y + 36, { steps: 4 });
      await page.mouse.up();
      assert.match(await told(section), /nothing is charged/);
    }));

  test('relaxed: its claim passes the real network, which stays below the control', () =>
    reading(async (page) => {
      const section = await to(page, 'relaxed');
      await section.getByRole('button', { name: TEXTS.en.figures.relaxed.train, exact: true }).click();
      await section.getByRole('button', { name: TEXTS.en.figures.relaxed.pause, exact: true }).waitFor();
      await page.waitForFunction((train) => document.querySelector('#relaxed button.primary').textContent === train, TEXTS.en.figures.relaxed.train, { timeout: 120000 });
      const [iteration, own, real, , control] = numbers(await told(section));
      assert.equal(iteration, 100);
      assert.ok(own > 0.98 && real < control, `${own} ${real} ${control}`);
      await section.locator('label', { hasText: TEXTS.en.figures.relaxed.small }).click();
      assert.match(await told(section), /Not trained yet/);
    }));

  test('exact: the blocks come in their order, and ten iterations lower the loss', () =>
    reading(async (page) => {
      const section = await to(page, 'exact');
      const next = section.getByRole('button', { name: TEXTS.en.figures.exact.nextBlock });
      const says = [];
      for (let k = 0; k < 7; k++) {
        await next.click();
        says.push((await told(section)).split(/[:.]/)[0]);
      }
      assert.deepEqual(says, ['Forward', 'Message', 'Prices', 'Layer problem', 'Prices', 'Layer problem', 'Step']);
      assert.equal(await section.locator('.chips [data-done]').count(), 7);
      await next.click();
      const loss = async () => numbers((await told(section)).split('the loss is')[1])[0];
      const early = await loss();
      await section.getByRole('button', { name: TEXTS.en.figures.exact.more }).click();
      assert.ok((await loss()) < early, String(early));
      await section.getByRole('button', { name: TEXTS.en.figures.exact.next }).click();
      assert.equal(await section.locator('.stepper output').textContent(), '3 / 40');
    }));

  test('limits: without curvature all points lie on the diagonal', () =>
    reading(async (page) => {
      const section = await to(page, 'limits');
      const [count, , apart] = numbers(await told(section));
      assert.ok(count > 500 && apart > 1, `${count} ${apart}`);
      await section.locator('label', { hasText: TEXTS.en.figures.limits.without }).click();
      const [same, cosine, none] = numbers(await told(section));
      assert.equal(same, count);
      assert.equal(cosine, 1);
      assert.equal(none, 0);
    }));
});

describe('offline', () => {
  test('the playground does not fetch the explanation; once read, it is there without a network', async () => {
    const context = await chrome.newContext();
    const page = await context.newPage();
    const asked = [];
    context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(home.url);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    assert.deepEqual(asked.filter((path) => /learn/.test(path)), []);
    await page.goto(`${home.url}learn.html?lang=en`);
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'true');
    await page.evaluate(() => document.fonts.ready);
    await context.setOffline(true);
    await page.reload();
    await page.locator('#neuron[data-ready=true] .plot').waitFor();
    assert.equal(await page.locator('h1').textContent(), TEXTS.en.page.title);
    await context.close();
  });
});
