// What the speed work is to reach, each beside what the run measured. What a run cannot tell is said so, and counts as not shown.

/** @typedef {{ what: string, bar: string, measured: string, met: boolean | null }} Target met is null where this run does not tell */

const of = (/** @type {any[]} */ all, /** @type {string} */ name) => all.find((one) => one.name === name);
/** Slope of the straight line through the points of a log-log plot. @param {[number, number][]} points */
export function exponent(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const [mx, my] = [0, 1].map((k) => logs.reduce((sum, p) => sum + p[k], 0) / logs.length);
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

/**
 * @param {any} report @param {(size: any, block: any) => number | null} reached share of the roof
 * @returns {Target[]}
 */
export function targets(report, reached) {
  /** @type {Target[]} */
  const all = [];
  const torch = report.peers && report.peers.of.find((/** @type {any} */ one) => /snntorch/i.test(one.name));
  for (const { link, marks, wall } of report.marks) {
    const at = marks.indexOf(0.97);
    const [own, theirs] = [wall[at], torch?.training[torch.marks.indexOf(0.97)]];
    const known = own != null && theirs != null;
    const when = known && report.peers.time !== report.time ? ` (snnTorch of ${report.peers.date}: not one run)` : '';
    all.push({
      what: `Wall seconds from Play to .97, \`${/solver=(\w+)/.exec(link)?.[1] ?? 'exact'}\`, over snnTorch's training`,
      bar: 'at most 1/8 (0.125)',
      measured: known ? `${(own / theirs).toFixed(3)}${when}` : own == null ? '.97 was not reached' : 'snnTorch was not measured',
      met: known ? theirs / own >= 8 : own == null ? false : null,
    });
  }
  const own = of(of(report.native.sizes, '17-50-2').measured, 'exact').seconds;
  const tab = of(of(report.chromium.sizes, '17-50-2').measured, 'exact').seconds;
  all.push({ what: 'An iteration of `exact` at 17-50-2, Chromium over native', bar: 'at least 2', measured: (tab / own).toFixed(2), met: tab / own >= 2 });
  for (const [name, where] of [['native', report.native], ['Chromium', report.chromium], ['Firefox', report.firefox]].filter(([, there]) => there)) {
    // The roof of a product: the pace of the square one, or what its arrays take at that of a copy, whichever is slower.
    const [peak, copy] = [of(where.peak, 'product'), of(where.peak, 'copy')];
    const pace = where.sizes.map((/** @type {any} */ size) => {
      const { cost, seconds } = of(size.measured, 'roof: product');
      return { name: size.name, share: Math.max((cost.flops * peak.seconds) / peak.cost.flops, (cost.bytes * copy.seconds) / copy.cost.bytes) / seconds };
    });
    const least = pace.reduce((a, b) => (b.share < a.share ? b : a));
    all.push({ what: `The product of the first layer's shape, of its roof, ${name}, the lowest of the sizes`, bar: 'at least 80 %', measured: `${(100 * least.share).toFixed(0)} % (${least.name})`, met: least.share >= 0.8 });
    const blocks = where.sizes.flatMap((/** @type {any} */ size) => size.measured.filter((/** @type {any} */ block) => block.name.includes('/')).map((/** @type {any} */ block) => ({ name: `${block.name} at ${size.name}`, share: reached(size, block) }))).filter((/** @type {any} */ block) => block.share !== null);
    const below = blocks.filter(({ share }) => share < 0.5).sort((a, b) => a.share - b.share);
    all.push({ what: `Blocks at half of their roof, ${name}`, bar: `all of ${blocks.length}`, measured: `${blocks.length - below.length}${below.length ? `; the lowest ${below.slice(0, 3).map(({ name: block, share }) => `${block} ${(100 * share).toFixed(0)} %`).join(', ')}` : ''}`, met: !below.length });
  }
  for (const { solver, along, points } of report.native.growth) {
    const slope = exponent(points);
    all.push({ what: `Growth of an iteration of \`${solver}\` with ${along}, ${points[0][0]} to ${points.at(-1)[0]}: slope of the line through all points`, bar: 'linear (taken as at most 1.1)', measured: slope.toFixed(2), met: slope <= 1.1 });
  }
  const tabs = [report.chromium, report.firefox].filter(Boolean);
  const fewest = Math.min(...tabs.map(({ large }) => large.samples));
  all.push({ what: `Samples of 30 steps that train with 120 hidden neurons in a tab (${tabs.map(({ version }) => version).join(', ')})`, bar: '50,000', measured: fewest.toLocaleString('en'), met: fewest >= 50_000 });
  const worst = report.native.memory.map((/** @type {any} */ one) => ({ ...one, share: one.peak / one.estimate })).reduce((/** @type {any} */ a, /** @type {any} */ b) => (b.share > a.share ? b : a));
  all.push({ what: 'Memory over its estimate, the largest of the links below', bar: 'at most 1.3', measured: `${worst.share.toFixed(2)} (\`${worst.link}\`)`, met: worst.share <= 1.3 });
  all.push({ what: 'First load, gzipped', bar: 'at most 250 KB', measured: `${(report.weight.first / 1000).toFixed(1)} KB`, met: report.weight.first <= 250_000 });
  // What does not train (an example that fails at its start) has no training to compare with.
  const ran = report.runs.filter((/** @type {any} */ run) => run.training > 0).map((/** @type {any} */ run) => ({ ...run, share: run.wall / run.training }));
  const slow = ran.filter(({ share }) => share > 1.3).sort((a, b) => b.share - a.share);
  all.push({ what: `Wall over training seconds of a whole run, ${ran.length} examples`, bar: 'at most 1.3 in all', measured: `${ran.length - slow.length} of ${ran.length}${slow.length ? `; above: ${slow.map(({ id, share }) => `${id} ${share.toFixed(2)}`).join(', ')}` : ''}`, met: !slow.length });
  const elsewhere = (/** @type {string} */ what, /** @type {string} */ bar, /** @type {string} */ where) => all.push({ what, bar, measured: `not in this run: ${where}`, met: null });
  elsewhere('An iteration of `exact` in wasm at 17-50-2 against the build before', 'at least 1.8 times as fast', 'two builds by `node benches/pair.js OLD NEW`');
  elsewhere('Two threads over one, and the same bits', 'at least 1.7', 'everything here is on one thread');
  elsewhere('Saccade digits, seconds to the plateau over those of the surrogate', 'at most 2', '`docs/results.md`');
  return all;
}

/** Where a number is left out for a reason: no cost is known, a mark was not reached, a browser or the other libraries are not there. */
const OPTIONAL = /(\.cost|\.(wall|training)\[\d+\]|^\.firefox|^\.peers|\.peers\.of\[\d+\]\.training\[\d+\])$/;

/** Paths of numbers that a report should have and has not. @param {any} value @param {string} path @returns {string[]} */
export function holes(value, path = '') {
  if (value === null || value === undefined) return OPTIONAL.test(path) ? [] : [path];
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (Array.isArray(value)) return value.length ? value.flatMap((one, k) => holes(one, `${path}[${k}]`)) : [path];
  return typeof value === 'object' ? Object.entries(value).flatMap(([key, one]) => holes(one, `${path}.${key}`)) : [];
}
