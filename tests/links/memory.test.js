// The estimate of an experiment's memory holds: on the wasm of the page, every instance a fresh one, since the memory of a
// wasm instance never shrinks. `node --test tests/links/memory.test.js`, with the bindings' folder in BINDINGS.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import test from 'node:test';
import { load } from './core.js';

const folder = resolve(process.env.BINDINGS ?? 'www/pkg');
const MIB = 2 ** 20;

/** What is tried with a link beyond which it takes too long in a test: multiplications. */
const WORK = 1e9;

/** What the page draws. */
const FRAME = { since: 0, split: 'train', sample: 0, layer: 1, neuron: 0, weights: true, graph: true, confusion: true };

/**
 * How far the memory grows beyond that of an instance that has opened nothing, with a frame drawn, a step taken block by
 * block, and the way back begun; and what was estimated.
 * @param {string} link
 */
async function grown(link) {
  const core = await load(folder);
  const memory = core.initSync({ module: undefined }).memory;
  const before = memory.buffer.byteLength;
  const session = new core.Session(link);
  const { bytes: estimate, parameters, T } = session.info();
  // As large as the page asks for, or as many texels as the time allows: the scratch is the same for all.
  const map = Math.min(128, Math.floor(Math.sqrt(WORK / (parameters * T))));
  const draw = () => session.frame({ ...FRAME, map, answer: map, focus: { layer: 1, neuron: 0 } });
  draw();
  session.stepBlock();
  session.stepIteration();
  draw();
  try {
    session.beginReplay(1);
    session.advanceReplay(0);
  } catch (error) {
    // A second trainer that there is no room for is refused with its estimate.
    assert.match(String(error), /MiB/, link);
  }
  return { growth: memory.buffer.byteLength - before, estimate };
}

/** A generator of numbers in [0, 1): mulberry32. @param {number} seed */
const numbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/** Layers that are not dense, large and small. */
const LAYERS = [
  ['gap', '200r', 400, 100],
  ['gap', '10r,10r', 8, 30],
  ['moons', '60r,40', 300, 20],
  ['detect', '16c3,p2,16c3,pg', 300, 20],
  ['detect', '8c3,20r', 60, 10],
  ['saccade', '8c5s2', 200, 20],
  ['shifted', '8c5s2,p2,16c3,pg', 100, 20],
  ['shifted', 'p4,30', 60, 20],
].flatMap(([task, hidden, n, T]) => ['exact', 'surrogate', 'control'].map((solver) => `#v=1&task=${task}&solver=${solver}&hidden=${hidden}&n=${n}&T=${T}`));

/** Random valid links of every size that opens within seconds, some of them of hundreds of MiB. */
async function links() {
  const core = await load(folder);
  const { tasks } = core.catalogue();
  const random = numbers(20261124);
  const among = (/** @type {any[]} */ list) => list[Math.floor(random() * list.length)];
  const between = (/** @type {number} */ least, /** @type {number} */ most) =>
    Math.round(least * (most / least) ** random());
  const out = ['#v=1&task=moons&n=50&T=200&hidden=300', '#v=1&task=spirals&T=200&hidden=512,512,512&n=20', ...LAYERS];
  while (out.length < 40 + LAYERS.length + 2) {
    const task = among(tasks);
    const solver = among(task.solvers);
    const hidden = Array.from({ length: between(1, 5) }, () => between(2, 512));
    const [n, steps] = [between(4, 2000), between(2, 200)];
    const weights = hidden.reduce((sum, h, l) => sum + h * (l ? hidden[l - 1] : 50), 0);
    const rounds = solver === 'targets' ? 15 : 2;
    // The eigenvalues of `paper` grow with the cube, the flips of `targets` with the square of the time.
    const cubes = solver === 'paper' ? 30 * hidden.reduce((sum, h) => sum + h ** 3, 0) : 0;
    const flips = solver === 'targets' ? n * steps ** 2 * hidden.reduce((sum, h) => sum + h, 0) * Math.max(...hidden) : 0;
    if (n * steps * weights * rounds + cubes + flips > WORK) continue;
    // What cannot be opened needs no test: the data alone are too large.
    if (steps * n * ({ saccade: 513, shifted: 1153 }[task.value] ?? 301) * 6 > 2 ** 27) continue;
    const batch = ['exact', 'surrogate'].includes(solver) ? `&batch=${among([0, 20, 200])}` : '';
    out.push(
      `#v=1&task=${task.value}&solver=${solver}&hidden=${hidden}&n=${n}&T=${steps}&encoder=${among(task.encoders)}${batch}`,
    );
  }
  return out;
}

for (const link of await links())
  test(link, async () => {
    const { growth, estimate } = await grown(link);
    const most = 1.3 * estimate + 32 * MIB;
    assert.ok(growth <= most, `${(growth / MIB).toFixed(1)} MiB, estimated ${(estimate / MIB).toFixed(1)}`);
  });
