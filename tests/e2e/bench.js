// Measured in the page, in headless Chromium: an iteration's time, clicks under load, frames a second.
import { browser, hv, open, site } from './browser.js';

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
const frames = await page.evaluate(async () => {
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
rows.push(['frames a second, training at full speed', `median ${frames.median.toFixed(0)}, 95 % above ${frames.low.toFixed(0)}`]);
rows.push(["longest task on the page's thread", frames.longest ? `${frames.longest.toFixed(0)} ms` : 'under 50 ms']);

const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}  ${value}\n`);
await chrome.close();
await home.close();
