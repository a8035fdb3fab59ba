// Writes performance.json and performance.md from what a run of the benchmark took: `node bench/www/report.js FOLDER OUT
// [--peers FILE]`. Without the file the other libraries' numbers are those of the last report in OUT, with their date.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { holes, targets } from './targets.js';

const { values, positionals } = parseArgs({ options: { peers: { type: 'string' } }, allowPositionals: true });
const [folder, out] = positionals;
const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));
const git = (/** @type {string[]} */ ...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();

// ---------------------------------------------------------------- gather

const native = read(join(folder, 'native.json'));
const web = read(join(folder, 'web.json'));
/** Criterion's median of a benchmark, in seconds. @param {string} group @param {string} name */
const criterion = (group, name) => read(join(folder, 'criterion', group, name.replace(/[/:?"\\*<>|]/g, '_'), 'new', 'estimates.json')).median.point_estimate / 1e9;
const median = (/** @type {number[]} */ all) => all.toSorted((a, b) => a - b)[all.length >> 1];
/** @param {string} group @param {{ name: string, cost: any }[]} measured */
const natively = (group, measured) => measured.map(({ name, cost }) => ({ name, cost, seconds: criterion(group, name) }));
const browsed = (/** @type {{ name: string, cost: any, seconds: number[] }[]} */ measured) => measured.map(({ name, cost, seconds }) => ({ name, cost, seconds: median(seconds) }));
/** @param {any} one */
const inBrowser = (one) => one && { version: one.version, peak: browsed(one.peak), sizes: one.sizes.map((/** @type {any} */ size) => ({ name: size.name, measured: browsed(size.measured) })), others: browsed(one.others), large: one.large, frames: one.frames };
const past = existsSync(join(out, 'performance.json')) ? read(join(out, 'performance.json')) : null;
const now = new Date().toISOString();
const date = now.slice(0, 10);
const report = {
  date,
  time: now,
  commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'www', 'bench') ? ', changed' : ''),
  machine: { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, system: `${process.platform} ${process.arch}` },
  native: {
    peak: natively('peak', native.peak),
    sizes: native.sizes.map((/** @type {any} */ size) => ({ ...size, measured: natively(size.name, size.measured) })),
    others: natively('others', native.others),
    memory: native.memory,
    growth: native.growth,
    threads: native.threads,
  },
  chromium: inBrowser(web.chromium),
  firefox: inBrowser(web.firefox),
  weight: { first: web.weight.first, rest: web.weight.rest, files: web.weight.files },
  load: web.load,
  marks: web.marks,
  runs: web.runs,
  peers: values.peers ? { date, time: now, of: read(values.peers) } : (past?.peers ?? null),
};
const missing = holes(report);
if (missing.length) throw new Error(`Numbers are missing in the report: ${missing.join(', ')}.`);
writeFileSync(join(out, 'performance.json'), `${JSON.stringify(report, null, 1)}\n`);

// ---------------------------------------------------------------- tell

const places = [['native', report.native], ['Chromium', report.chromium], ['Firefox', report.firefox]].filter(([, where]) => where);
const of = (/** @type {any[]} */ all, /** @type {string} */ name) => all.find((one) => one.name === name);
const time = (/** @type {number | null | undefined} */ s) => (s == null ? '' : s === 0 ? 'under the clock' : s >= 1 ? `${s.toFixed(2)} s` : s >= 1e-3 ? `${(s * 1e3).toPrecision(3)} ms` : `${(s * 1e6).toPrecision(3)} us`);
const share = (/** @type {number} */ x) => `${(100 * x).toFixed(0)} %`;
const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const mib = (/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const table = (/** @type {string[]} */ head, /** @type {(string | number)[][]} */ rows) => [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n');

/**
 * How much of its roof a block reaches: the time that its products need at the product's pace of this shape and its other operations
 * or its bytes, whichever is slower, need at the copy's, over the time it took.
 * @param {any} size @param {any} block
 */
function reached(size, block) {
  if (!block.cost || !block.seconds) return null; // what is shorter than the browser's clock can tell has no share
  const product = of(size.measured, 'roof: product');
  const copy = of(size.measured, 'roof: copy');
  const products = block.cost.products * (product.seconds / product.cost.flops);
  const bytes = block.cost.bytes * (copy.seconds / copy.cost.bytes);
  return Math.max(products, bytes) / block.seconds;
}

const list = targets(report, reached);
const text = [];
text.push(`# Performance

Written by \`cargo xtask bench${values.peers ? ' --peers' : ''}\` on ${date}, commit ${report.commit}, in one run: ${report.machine.processor}, ${report.machine.cores} cores, ${report.machine.system}; ${places.slice(1).map(([, where]) => where.version).join(', ')}. Times are medians; what matters is their ratio, since another machine has others. All numbers are in performance.json beside this file.

## Targets

${list.filter(({ met }) => met).length} met, ${list.filter(({ met }) => met === false).length} missed, ${list.filter(({ met }) => met === null).length} not told by this run.
`);
text.push(table(['', 'target', 'measured', ''], list.map(({ what, bar, measured, met }) => [what, bar, measured, met === null ? '' : met ? 'met' : '**missed**'])));
text.push(`## The roof

A square f32 product of 512 and a copy of 64 MiB (bytes read and written), on one thread.
`);
text.push(table(['', 'product', 'copy'], places.map(([name, where]) => [name, `${(of(where.peak, 'product').cost.flops / of(where.peak, 'product').seconds / 1e9).toFixed(1)} GFLOP/s`, `${(of(where.peak, 'copy').cost.bytes / of(where.peak, 'copy').seconds / 1e9).toFixed(1)} GB/s`])));
text.push(`## Blocks, passes and iterations

The share is of the roof at that size, measured beside it: what a block's matrix products take at the pace of the first layer's product, or what its arrays take at the pace of a copy, whichever is more, over what it took. Costs are those of dense products (\`bench/src/cost.rs\`): a block that makes use of zeros in its input can stand above 100 %.
`);
for (const size of report.native.sizes) {
  text.push(`### ${size.name}\n\n${size.about}; \`${size.link}\`\n`);
  const rows = size.measured.map(({ name }) => [
    name,
    ...places.map(([, where]) => {
      const there = of(where.sizes, size.name);
      const block = there && of(there.measured, name);
      if (!block) return '';
      const part = name.startsWith('roof') ? null : reached(there, block);
      return `${time(block.seconds)}${part === null ? '' : ` (${share(part)})`}`;
    }),
  ]);
  text.push(table(['', ...places.map(([name]) => name)], rows));
  const whole = of(report.native.sizes, size.name);
  const own = of(whole.measured, 'exact').seconds;
  const parts = whole.measured.filter(({ name }) => name.startsWith('exact/')).map(({ name, seconds }) => `${name.slice(6)} ${share(seconds / own)}`);
  text.push(`Where an iteration of \`exact\` goes, natively: ${parts.join(', ')}. Native against Chromium, an iteration of \`exact\`: ${(of(of(report.chromium.sizes, size.name).measured, 'exact').seconds / own).toFixed(2)} times as fast.\n`);
}
text.push(`## Why some stand below half of their roof

The roof knows two paces, that of a matrix product and that of a copy. A block's other arithmetic counts as nothing in it, so what is below half is told here, with what it does beside products and copies (operations as \`bench/src/cost.rs\` counts them).
`);
/** What a block spends its time on that the roof does not count, by its kind. @type {Record<string, string>} */
const BESIDE = {
  forward: 'After the product each neuron takes the time steps one after the other: leak, soft reset, threshold and trace, five operations a step. The potentials are written by the product, then read and written again; the roof counts each array once.',
  message: 'Arrays of some kilobytes, exponentials of a softmax for each sample, products with as many columns as there are classes.',
  flip_costs: 'A scan backwards through time with about 30 operations a neuron and step: the price of the flip, its branch and its multiplier. The roof counts the arrays alone.',
  layer_problem: 'A proximal step of about 15 operations a neuron and step in each round, of which the roof counts the arrays alone.',
  step: 'Substitutions with a small triangular factor, each row after the one before, and sums in double precision.',
  backward: 'A scan backwards through time with the derivative of the fast sigmoid, a division and about twelve operations a neuron and step. The roof counts the arrays alone.',
  adam: 'A square root and a division a weight, on arrays that the cache holds: microseconds in all.',
};
/** @type {Map<string, string[]>} */ const low = new Map();
for (const [name, where] of places)
  for (const size of where.sizes)
    for (const block of size.measured) {
      const part = block.name.includes('/') ? reached(size, block) : null;
      if (part === null || part >= 0.5) continue;
      const kind = block.name.replace(/^\w+\//, '').replace(/_\d+$/, '');
      low.set(kind, [...(low.get(kind) ?? []), `${block.name.split('/')[0]} at ${size.name}, ${name}: ${share(part)}`]);
    }
text.push(table(['block', 'where', 'what the roof does not count'], [...low].map(([kind, all]) => [kind, all.join('; '), BESIDE[kind] ?? 'not taken apart'])));
text.push('The product of the first layer at 4-120-3 makes 120 numbers of four: eight operations for each number that is written, so memory bounds it; a written array is first read into the cache, which the roof does not count: half of the traffic here, at most a third of that of a copy. What a general kernel spends around four multiplications a number (packing, tiles loaded and stored) was not taken apart further.\n');
text.push('## Other forms of training, 17-50-2\n');
text.push(table(['an iteration', ...places.map(([name]) => name)], report.native.others.map(({ name }) => [name, ...places.map(([, where]) => time(of(where.others, name)?.seconds))])));
text.push(`## Growth

![Milliseconds of an iteration over samples and over time steps](growth.svg)

Yin-Yang with 120 hidden neurons, all samples in every iteration, natively; N at T = 30, T at N = 1000. A straight line of slope 1 is linear growth; the exponent is that between the last two points.
`);
text.push(table(['', 'from', 'to', 'exponent at the end'], report.native.growth.map(({ solver, along, points }) => {
  const [[x0, y0], [x1, y1]] = points.slice(-2);
  return [`${solver}, ${along}`, `${points[0][0]}: ${time(points[0][1])}`, `${x1}: ${time(y1)}`, (Math.log(y1 / y0) / Math.log(x1 / x0)).toFixed(2)];
})));
text.push('## Threads\n\nMilliseconds of an iteration natively with one thread and with two; the bits are the same (`tests/native/cores.rs`).\n');
text.push(table(['', ...report.native.threads[0].points.map(([threads]) => `${threads}`), 'times as fast'], report.native.threads.map(({ name, solver, points }) => [`${solver}, ${name}`, ...points.map(([, seconds]) => time(seconds)), (points[0][1] / points.at(-1)[1]).toFixed(2)])));
text.push('What memory bounds, as at 4-120-3, gains less by a second core: both share one memory.\n');
text.push(`In a tab, ${report.chromium.large.samples.toLocaleString('en')} samples of 30 steps and 120 hidden neurons, batches of 200: ${places.slice(1).map(([name, where]) => `${name} ${time(median(where.large.seconds))} an iteration`).join(', ')}.\n`);
text.push('## Frames\n\nMilliseconds of the core for a picture: at rest with a map of 80 pixels and the maps of all neurons, in training with both at 48, and in training without maps.\n');
text.push(table(['', ...places.slice(1).flatMap(([name]) => [`${name}: at rest`, 'training', 'without maps'])], report.chromium.frames.map(({ link }, k) => [`\`${link}\``, ...places.slice(1).flatMap(([, where]) => ['rest', 'training', 'still'].map((key) => where.frames[k][key].toFixed(2)))])));
text.push(`## From Play to an accuracy

Published Yin-Yang (120 hidden, T = 30) in Chromium, the page as a visitor has it: seconds on the wall from the click until the test accuracy is shown, and seconds of training in them.
`);
text.push(table(['', ...report.marks[0].marks.map((mark) => `${mark}`)], report.marks.map(({ link, wall, training }) => [`\`${link.replace('#v=1&', '')}\``, ...wall.map((s, k) => (s === null ? 'not reached' : `${s.toFixed(2)} (${training[k]?.toFixed(2) ?? ''})`))])));
text.push('Whole runs of the examples from Play to their end, in the same page: seconds on the wall and of training.\n');
text.push(table(['example', 'wall', 'training', 'wall / training', 'rows of iterations'], report.runs.map(({ id, wall, training, rows, iterations }) => [id, wall.toFixed(2), training.toFixed(2), training > 0 ? (wall / training).toFixed(2) : '', `${rows} of ${iterations}`])));
if (report.peers) {
  text.push(`Other libraries on ${report.peers.date}, natively on one thread, the same data, size and batch of 200, surrogate gradients and Adam (\`bench/peers\`): seconds of training alone.\n`);
    text.push(table(['', 'import', 'compile', ...report.peers.of[0].marks, 'processors busy'], report.peers.of.map((one) => [`${one.name} ${one.version}`, time(one.import), time(one.compile), ...one.training.map((s) => (s === null ? 'not reached' : s.toFixed(2))), one.threads?.toFixed(2) ?? ''])));
  for (const one of report.peers.of) {
    const ratios = report.marks.map(({ link, wall }) => `${/solver=(\w+)/.exec(link)?.[1] ?? 'exact'} ${wall[1] && one.training[1] ? `${(wall[1] / one.training[1]).toFixed(2)} of it` : 'not to be said'}`);
    text.push(`Wall seconds from Play to ${one.marks[1]} in the tab against ${one.name}'s training alone: ${ratios.join(', ')}.\n`);
  }
} else text.push('Other libraries were not measured: `cargo xtask bench --peers`.\n');
text.push('## Memory\n\nThe most that five iterations and a snapshot take natively, and the estimate that the page shows before it opens a link (which counts its pictures, too).\n');
text.push(table(['', 'peak', 'estimate', 'peak / estimate'], report.native.memory.map(({ link, peak, estimate }) => [`\`${link}\``, mib(peak), mib(estimate), (peak / estimate).toFixed(2)])));
text.push(`## First load

Gzipped at its best: ${kb(report.weight.first)} until the page is usable, ${kb(report.weight.rest)} when it stands. From a server on the same machine, cold: ${report.load.paint.toFixed(0)} ms to the first paint, ${report.load.usable.toFixed(0)} ms until it is usable.
`);
text.push(table(['file', 'gzipped'], report.weight.files.filter(({ bytes }) => bytes > 1000).map(({ name, bytes, rest }) => [name.replace(/-[\w-]{8}\./, '.').replace('assets/', '') + (rest ? ', later' : ''), kb(bytes)])));
writeFileSync(join(out, 'performance.md'), `${text.join('\n').trimEnd()}\n`);
console.log(`The report is in ${join(out, 'performance.md')}.`);
