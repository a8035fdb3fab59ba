// The core in its two parts is the same program, whenever the rest comes: before anything is called, or when something of it
// is called for the first time. `node --test tests/links/parts.test.js`, with the bindings' folder in BINDINGS.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import test from 'node:test';
import { load } from './core.js';

const folder = resolve(process.env.BINDINGS ?? 'www/pkg');

/** Links of every method, and of tasks that the first view does not draw. */
const LINKS = ['task=spirals', 'task=spirals&hidden=40,40', 'task=moons&n=40&solver=targets', 'task=xor&solver=paper&hidden=5&n=20&T=2', 'task=yinyang&n=60&solver=surrogate', 'task=saccade&n=40&solver=control', 'task=trains&n=20'];

/** @param {any} core @param {string} link */
function told(core, link) {
  const session = new core.Session(`#v=1&${link}`);
  for (let i = 0; i < 3; i++) session.stepIteration();
  const result = { fingerprint: session.fingerprint(), flip: session.flip('train', 0, 1, 0, 1), problems: new core.Session('#v=1&task=none').problems() };
  session.free();
  return result;
}

for (const link of LINKS)
  test(`${link}: the rest before all and on demand come to the same`, async () => {
    const before = told(await load(folder), link);
    const core = await load(folder, { whole: false });
    let fetched = 0;
    const add = globalThis.heavisideRest;
    globalThis.heavisideRest = () => (fetched++, add());
    assert.deepEqual(told(core, link), before);
    assert.equal(fetched, 1, 'the rest is fetched once');
  });

test('the first view calls nothing of the rest', async () => {
  const core = await load(folder, { whole: false });
  globalThis.heavisideRest = () => assert.fail('something of the rest was called');
  core.catalogue();
  const session = new core.Session('#v=1&task=spirals');
  session.standard();
  session.frame({ split: 'train', sample: 3, layer: 1, neuron: 4, since: 0, hurried: false, dark: true, map: 80, graph: true, neurons: 80, measure: 'count' });
  session.advance(1e6, 30);
  session.frame({ split: 'train', sample: 3, layer: 1, neuron: 4, since: 0, hurried: true, dark: false, map: 48, graph: true, neurons: 48, measure: 'count' });
  session.free();
});
