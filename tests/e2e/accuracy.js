// Measured in the page: real test accuracy of the wasm build, mean of seeds 1 to 3, each link run to its planned end.
import { browser, hv, open, site } from './browser.js';

const SEEDS = [1, 2, 3];
const TASKS = [
  ['XOR', 'task=xor'],
  ['moons', 'task=moons'],
  ['circles', 'task=circles'],
  ['spirals, 50', 'task=spirals'],
  ['spirals, 40-40', 'task=spirals&hidden=40,40'],
  ['order', 'task=order'],
  ['Yin-Yang, 120', 'task=yinyang'],
];
const SOLVERS = ['exact', 'surrogate', 'targets', 'paper'];

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const short = (value) => value.toFixed(3).replace(/^0/, '');

const home = await site();
const chrome = await browser();
const { page } = await open(chrome, home.url);

/** Mean over the seeds of a link's numbers at its planned end. */
async function measure(link) {
  const ends = [];
  for (const seed of SEEDS) {
    await hv(page, 'load', `#v=1&${link}&seed=${seed}`);
    const planned = (await hv(page, 'snapshot')).spec.iterations;
    ends.push(await hv(page, 'run', planned));
  }
  const of = (pick) => mean(ends.map(pick));
  return {
    test: of((end) => end.accuracy.test),
    train: of((end) => end.accuracy.train),
    auxiliary: of((end) => end.accuracy.auxiliary ?? NaN),
    control: of((end) => end.accuracy.control),
    iterations: of((end) => end.iteration),
    seconds: of((end) => end.seconds),
  };
}

const cell = ({ test, iterations, seconds }) => `${short(test)} (${iterations.toFixed(0)} it, ${seconds.toFixed(1)} s)`;
process.stdout.write(`| task, hidden | control | ${SOLVERS.join(' | ')} |\n|${'---|'.repeat(SOLVERS.length + 2)}\n`);
for (const [name, link] of TASKS) {
  const results = [];
  for (const solver of SOLVERS) {
    // Two thousand samples are beyond what the slower two do in a minute.
    const skip = name.startsWith('Yin-Yang') && (solver === 'targets' || solver === 'paper');
    results.push(skip ? null : await measure(solver === 'exact' ? link : `${link}&solver=${solver}`));
  }
  const control = results[0]?.control ?? NaN;
  process.stdout.write(`| ${name} | ${short(control)} | ${results.map((r) => (r ? cell(r) : 'not run')).join(' | ')} |\n`);
}
const rich = await measure('task=channels&solver=paper');
process.stdout.write(
  `\npaper, 300 noisy channels, 50 samples: train ${short(rich.train)}, in its own variables ${short(rich.auxiliary)}, ` +
    `test ${short(rich.test)}, control ${short(rich.control)} (test)\n`,
);
await chrome.close();
await home.close();
