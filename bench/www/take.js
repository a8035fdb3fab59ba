// Takes the browsers' part of the benchmark: the same measurements as natively, in Chromium and in Firefox, and what a visitor
// of the page waits for, in Chromium. `node bench/www/take.js CORE OUT [--quick]`: the folder of the benchmark's wasm and the file
// to write; the page is served at HEAVISIDE_SITE.
import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { browser, hv, open, site } from '../../tests/e2e/browser.js';
import { examples, wall } from '../../tests/e2e/wall.js';
import { cold, weigh } from '../../tests/e2e/weigh.js';

const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
const [folder, out] = positionals;
/** Seconds a measured thing. */
const BUDGET = values.quick ? 0.01 : 0.6;
/** Pictures whose time is taken: a link, and whether it trains at full speed. */
const FRAMES = ['task=spirals', 'task=yinyang-published', 'task=saccade'];
/** Samples of the largest experiment that a tab is asked to train. */
const LARGE = values.quick ? 500 : 50_000;
/** Accuracies on the test set that a visitor waits for. */
const MARKS = [0.95, 0.97, 0.98];

/** Milliseconds of a frame of the network picture at rest with the map of 80 pixels, and of one in training: the middle of some. @param {string[]} links @param {number} times */
function frames([links, times]) {
  return links.map((link) => {
    const session = new window.bench.Session(`#v=1&${link}`);
    session.stepIteration();
    const ask = { split: 'train', sample: 0, layer: 1, neuron: 0, since: 0, hurried: false, dark: false, map: 80, graph: true, neurons: 80, measure: 'count' };
    const middle = (/** @type {object} */ change) => {
      const all = Array.from({ length: times }, () => {
        const start = performance.now();
        session.frame({ ...ask, ...change });
        return performance.now() - start;
      });
      return all.sort((a, b) => a - b)[times >> 1];
    };
    const found = { link, rest: middle({}), training: middle({ hurried: true, map: 48, neurons: 48 }), still: middle({ hurried: true, map: 0, neurons: 0 }) };
    session.free();
    return found;
  });
}

/** Everything of the benchmark's wasm. @param {{ evaluate: (work: any, argument?: any) => Promise<any> }} page @param {string} version */
async function measured(page, version) {
  const call = async (name, ...rest) => JSON.parse(await page.evaluate(([n, r]) => window.bench[n](...r), [name, rest]));
  const count = await page.evaluate(() => window.bench.sizes());
  const sizes = [];
  for (let size = 0; size < count; size++) {
    sizes.push({ ...(await call('describe', size)), measured: await call('measured', size, BUDGET) });
    console.log(`${version}: ${sizes[size].name}`);
  }
  return {
    version,
    peak: await call('peak', BUDGET),
    sizes,
    others: await call('others', BUDGET / 2),
    large: { samples: LARGE, seconds: await call('large', LARGE, 30, 200, 3) },
    frames: await page.evaluate(frames, [FRAMES, values.quick ? 3 : 15]),
  };
}

/** From pressing Play on a link: seconds on the wall and of training until the test accuracy is first shown at each mark. @param {any} page @param {string} link */
async function untilMarks(page, link) {
  await hv(page, 'load', link);
  const wall = await page.evaluate(
    ([marks, patience]) =>
      new Promise((resolve) => {
        const shown = document.querySelector('#test-accuracy');
        const found = marks.map(() => null);
        const began = performance.now();
        const look = () => {
          const seconds = (performance.now() - began) / 1000;
          marks.forEach((mark, k) => {
            if (found[k] === null && Number(shown.textContent) >= mark) found[k] = seconds;
          });
          const status = document.querySelector('#status').dataset.status;
          const over = seconds > 0.5 && !['training', 'ready', 'paused'].includes(status);
          if (over || seconds > patience || found.every((one) => one !== null)) resolve(found);
          else requestAnimationFrame(look);
        };
        document.querySelector('#play').click();
        look();
      }),
    [MARKS, values.quick ? 2 : 60],
  );
  const { history, iteration, seconds } = await hv(page, 'snapshot');
  await page.evaluate(() => document.querySelector('#status').dataset.status === 'training' && document.querySelector('#play').click());
  return { link, marks: MARKS, wall, training: MARKS.map((mark) => history.find(({ accuracy }) => accuracy.test >= mark)?.seconds ?? null), iteration, seconds };
}

// Isolated, so that the clocks of browsers are as fine as they can be: some microseconds instead of up to a millisecond.
const core = await site(folder, { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' });
const chrome = await browser();
const result = {};
{
  const page = await (await chrome.newContext()).newPage();
  await page.goto(core.url);
  await page.waitForFunction(() => window.bench);
  result.chromium = await measured(page, `Chromium ${chrome.version()}`);
  await page.context().close();
}
const firefox = process.env.FIREFOX || ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);
if (firefox) {
  const fox = await puppeteer.launch({ browser: 'firefox', executablePath: firefox, headless: true, protocolTimeout: 900_000 });
  const page = await fox.newPage();
  await page.goto(core.url);
  await page.waitForFunction(() => window.bench);
  result.firefox = await measured(page, (await fox.version()).replace('/', ' ').replace(/^f/, 'F'));
  await fox.close();
} else {
  result.firefox = null;
  console.log('No Firefox was found: name one in the variable FIREFOX.');
}
{
  const home = await site();
  result.weight = await weigh(chrome, home.url);
  result.load = await cold(chrome, home.url, values.quick ? 1 : 5);
  const { page, close } = await open(chrome, home.url);
  result.marks = [];
  for (const solver of ['exact', 'surrogate']) result.marks.push(await untilMarks(page, `#v=1&task=yinyang-published${solver === 'exact' ? '' : `&solver=${solver}`}`));
  result.runs = [];
  for (const { id, link } of values.quick ? examples.slice(0, 1) : examples) result.runs.push({ id, ...(await wall(page, link)) });
  console.log('The page: marks and whole runs');
  await close();
  await home.close();
}
await chrome.close();
await core.close();
writeFileSync(out, JSON.stringify(result));
