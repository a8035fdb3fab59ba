// Measured in the page, in headless Chromium: an iteration's time, clicks under load, frames a second.
import { browser, hv, open, site } from './browser.js';
import { PRESETS } from '../../www/presets.js';
import { examples, wall } from './wall.js';
import { cold } from './weigh.js';

const ITERATIONS = 60;
const home = await site();
const chrome = await browser();
const rows = [];

/** Milliseconds an iteration: the median of three runs, each from a reset, on the trainer's own clock. */
async function iteration(page, link, iterations = ITERATIONS) {
  await hv(page, 'load', link);
  await hv(page, 'run', 3); // the first iterations allocate
  const times = [];
  for (let i = 0; i < 3; i++) {
    const from = await hv(page, 'reset');
    const to = await hv(page, 'run', iterations);
    times.push(((to.seconds - from.seconds) * 1000) / Math.max(1, to.iteration - from.iteration));
  }
  return times.sort((a, b) => a - b)[1];
}

const { paint, usable } = await cold(chrome, home.url, 5);
rows.push(['cold local load: first paint', `${paint.toFixed(0)} ms (budget 1000)`]);
rows.push(['cold local load: usable', `${usable.toFixed(0)} ms (budget 2000)`]);

const { page } = await open(chrome, home.url);
const first = '#v=1&task=spirals';
const exact = await iteration(page, first);
const surrogate = await iteration(page, `${first}&solver=surrogate`);
rows.push(['exact, K = 2, spirals 17-50-2, N = 200, T = 20', `${exact.toFixed(2)} ms an iteration`]);
rows.push(['surrogate, the same experiment', `${surrogate.toFixed(2)} ms an iteration`]);
rows.push(['exact / surrogate', `${(exact / surrogate).toFixed(2)}`]);
for (const [name, link, iterations] of [
  ['exact, spirals 40-40', `${first}&hidden=40,40`, 30],
  ['targets, spirals', `${first}&solver=targets`, 5],
  ['paper, spirals', `${first}&solver=paper`, 5],
  ['exact, Yin-Yang', '#v=1&task=yinyang', 5],
])
  rows.push([name, `${(await iteration(page, link, iterations)).toFixed(2)} ms an iteration`]);

await hv(page, 'load', first);
let began = Date.now();
await page.click('#play');
await page.waitForFunction(() => Number(document.querySelector('#test-accuracy').textContent) > 0.9, null, { timeout: 60000 });
rows.push(['first look: play to test accuracy above .9', `${((Date.now() - began) / 1000).toFixed(2)} s`]);

await hv(page, 'load', `${first}&iterations=100000`);
await page.click('#play');
await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 5);
const clicks = await page.evaluate(async () => {
  const times = [];
  for (let i = 0; i < 40; i++) {
    const output = document.querySelector('#network .stepper output');
    const before = output.textContent;
    const start = performance.now();
    document.querySelector('[aria-label="Next sample"]').click();
    while (output.textContent === before) await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 37));
  }
  return times.sort((a, b) => a - b);
});
rows.push(['click to new picture, training at full speed', `median ${clicks[20].toFixed(0)} ms, 95 % under ${clicks[37].toFixed(0)} ms`]);
/** Frames a second over four seconds, and the longest task on the page's thread. */
const smoothness = () =>
  page.evaluate(async () => {
    const gaps = [];
    let last = performance.now();
    const long = [];
    const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: 'longtask' });
    for (const end = last + 4000; last < end; ) {
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    observer.disconnect();
    gaps.sort((a, b) => a - b);
    return { median: 1000 / gaps[gaps.length >> 1], low: 1000 / gaps[Math.floor(gaps.length * 0.95)], longest: Math.max(0, ...long) };
  });
const frames = await smoothness();
rows.push(['frames a second, training at full speed', `median ${frames.median.toFixed(0)}, 95 % above ${frames.low.toFixed(0)}`]);
rows.push(["longest task on the page's thread", frames.longest ? `${frames.longest.toFixed(0)} ms` : 'under 50 ms']);

/** Iterations a second over the same time as {@link smoothness}. */
const iterations = async () => Number(await page.locator('#iteration').textContent());
for (const [name, link] of [
  ['spirals 40-40', `${first}&hidden=40,40`],
  ['published Yin-Yang', '#v=1&task=yinyang-published'],
])
  for (const picture of ['spikes', 'network']) {
    await hv(page, 'load', `${link}&iterations=100000`);
    await hv(page, 'view', { picture });
    await page.click('#play');
    await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 3);
    const [start, before] = [performance.now(), await iterations()];
    const { median, low } = await smoothness();
    const pace = ((await iterations()) - before) / ((performance.now() - start) / 1000);
    rows.push([`frames a second, ${name}, ${picture}`, `median ${median.toFixed(0)}, 95 % above ${low.toFixed(0)}; ${pace.toFixed(0)} iterations a second`]);
    await page.click('#play');
  }
await hv(page, 'view', { picture: 'network' });

/** The example that needs the most memory. */
let largest = { link: '', bytes: 0, id: '' };
for (const { id, link } of PRESETS.flatMap(({ presets }) => presets)) {
  const { spec } = await hv(page, 'load', link);
  const bytes = spec.n * spec.T * spec.hidden.reduce((sum, neurons) => sum + neurons, 0);
  if (bytes > largest.bytes) largest = { link, bytes, id };
}
await hv(page, 'load', `${largest.link}&iterations=10000`);
await page.click('#play');
await page.waitForFunction(() => Number(document.querySelector('#iteration').textContent) > 2);
const most = await smoothness();
rows.push([`frames a second, largest example (${largest.id})`, `median ${most.median.toFixed(0)}, 95 % above ${most.low.toFixed(0)}`]);
rows.push(['longest task there', most.longest ? `${most.longest.toFixed(0)} ms` : 'under 50 ms']);

for (const { id, link } of examples) {
  const run = await wall(page, link);
  rows.push([`from Play to the end: ${id}`, `${run.wall.toFixed(2)} s, ${(run.wall / run.training).toFixed(2)} times its training of ${run.training.toFixed(2)} s; ${run.rows} rows of ${run.iterations} iterations`]);
}

const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
await chrome.close();
await home.close();
