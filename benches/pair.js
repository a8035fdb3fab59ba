// Two builds of the page's core against each other in one run: `node benches/pair.js OLD NEW [--rounds N] [LINK...]`, where OLD
// and NEW are folders of bindings (`www/pkg` of two commits). The builds take turns, and swap who begins, so that whatever else the
// machine does meets both, and what counts is the time of the processor, not of the clock. A row a link: milliseconds to open it
// and an iteration of each build, medians over the rounds, and NEW / OLD. The last column says whether both came to the same bits.
import { parseArgs } from 'node:util';
import { load } from '../tests/links/core.js';

const LINKS = [
  '#v=1&task=spirals',
  '#v=1&task=spirals&inner=1',
  '#v=1&task=spirals&hidden=40,40',
  '#v=1&task=spirals&hidden=40,40,40,40,40',
  '#v=1&task=yinyang',
  '#v=1&task=saccade',
  '#v=1&task=randman',
  '#v=1&task=trains',
  '#v=1&task=spirals&solver=surrogate',
  '#v=1&task=saccade&solver=surrogate&hidden=40,40,40',
  '#v=1&task=trains&solver=surrogate',
  '#v=1&task=spirals&solver=targets',
  '#v=1&task=spirals&solver=paper',
  '#v=1&task=channels&solver=paper',
];
/** Time that a build gets for a link in a round, in milliseconds. */
const SHARE = 150;

const { values, positionals } = parseArgs({ options: { rounds: { type: 'string', default: '15' } }, allowPositionals: true });
const [before, after, ...given] = positionals;
const rounds = Number(values.rounds);
if (!after || !(rounds >= 1)) {
  console.error('Usage: node benches/pair.js OLD NEW [--rounds N] [LINK...]');
  process.exit(2);
}
const builds = [await load(before), await load(after)];
const links = given.length ? given : LINKS;

/** Milliseconds that this process has had a processor. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Opens a link and trains it; milliseconds of either. @param {any} core @param {string} link @param {number} iterations */
function run(core, link, iterations) {
  const start = now();
  const session = new core.Session(link);
  const opened = now();
  for (let i = 0; i < iterations; i++) session.stepIteration();
  const end = now();
  const result = { open: opened - start, iteration: (end - opened) / iterations, fingerprint: session.fingerprint() };
  session.free();
  return result;
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

// How many iterations fill the share, once the engine has compiled both builds to their best.
const plans = links.map((link) => {
  const session = new builds[0].Session(link);
  // An ended run would cost nothing.
  const planned = session.spec().iterations;
  session.free();
  const [old] = builds.map((core) => [3, 3, 3].map((iterations) => run(core, link, Math.min(planned, iterations)).iteration)[2]);
  return Math.max(1, Math.min(planned, Math.round(SHARE / old)));
});

const measured = links.map(() => builds.map(() => /** @type {ReturnType<typeof run>[]} */ ([])));
for (let round = 0; round < rounds; round++)
  links.forEach((link, i) => {
    for (const b of round % 2 ? [1, 0] : [0, 1]) measured[i][b].push(run(builds[b], link, plans[i]));
  });

const width = Math.max(...links.map((link) => link.length));
const columns = (/** @type {string[]} */ cells) => cells.map((cell) => cell.padStart(9)).join(' ');
console.log(`${'link'.padEnd(width)} ${columns(['open old', 'new', 'ratio', 'iter. old', 'new', 'ratio'])}  bits`);
/** @type {Record<'open' | 'iteration', number[]>} */
const ratios = { open: [], iteration: [] };
links.forEach((link, i) => {
  const cells = /** @type {const} */ (['open', 'iteration']).flatMap((what) => {
    const [old, fresh] = measured[i].map((runs) => median(runs.map((one) => one[what])));
    ratios[what].push(fresh / old);
    return [old.toFixed(2), fresh.toFixed(2), (fresh / old).toFixed(3)];
  });
  const same = measured[i][0][0].fingerprint === measured[i][1][0].fingerprint;
  console.log(`${link.padEnd(width)} ${columns(cells)}  ${same ? 'same' : 'differ'}`);
});
/** @param {number[]} values */
const mean = (values) => Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length).toFixed(3);
console.log(`${'geometric mean'.padEnd(width)} ${columns(['', '', mean(ratios.open), '', '', mean(ratios.iteration)])}`);
