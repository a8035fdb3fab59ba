// The comparison must be able to fail, and a hole in the tables must be seen.
import assert from 'node:assert/strict';
import test from 'node:test';
import { absent, accepted, differences, format, parse, reduced, required, unmoved } from './table.js';

const locked = { link: '#v=1&task=moons', fingerprint: '0a', train: 0.1 + 0.2, auxiliary: null, best: [3, 0.5, 1], timing: NaN, loss: -0 };
const row = parse(format([accepted({ name: 'a', link: '#v=1&task=moons', iterations: 3 }, locked)]))[0];

test('a run is what its row says after a way through the file', () => assert.deepEqual(differences(row, locked), []));

test('the last bit of a number is a difference', () =>
  assert.deepEqual(differences(row, { ...locked, train: 0.3 }), [{ field: 'train', expected: '0.30000000000000004', got: '0.3' }]));

for (const [field, got, said] of [
  ['fingerprint', '0b', '"0b"'],
  ['link', '#v=1&task=xor', '"#v=1&task=xor"'],
  ['auxiliary', 0, '0'],
  ['auxiliary', undefined, 'nothing'],
  ['best', [3, 0.5, 0.99], '[3,0.5,0.99]'],
  ['timing', null, 'null'],
  ['loss', 0, '0'],
  ['message', 'new', '"new"'],
])
  test(`${field} as ${said} is a difference`, () =>
    assert.deepEqual(differences(row, { ...locked, [field]: got }).map((one) => [one.field, one.got]), [[field, said]]));

test('a row that nobody accepted differs', () => {
  const fields = differences({ name: 'a', link: locked.link, iterations: 3 }, locked).map(({ field }) => field);
  assert.deepEqual(fields, ['fingerprint', 'train', 'auxiliary', 'best', 'timing', 'loss']);
});

test('how a row is trained survives its acceptance', () => {
  const told = { name: 'a', link: '#', iterations: 3, blocks: /** @type {const} */ (true), live: { at: 1, set: { mu: 2 } } };
  assert.deepEqual(accepted({ ...told, fingerprint: 'old', gone: 1 }, { link: '#v=1', fingerprint: 'new' }), {
    ...told,
    link: '#v=1',
    fingerprint: 'new',
  });
});

const catalogue = {
  tasks: [
    { value: 'moons', solvers: ['exact', 'paper'], encoders: ['rate', 'latency'] },
    { value: 'trains', solvers: ['exact'], encoders: ['rate'] },
  ],
  solvers: [{ value: 'exact' }, { value: 'paper' }],
  fields: [
    { key: 'task', kind: 'choice', solvers: null },
    { key: 'n', kind: 'integer', solvers: null },
    { key: 'mu', kind: 'number', solvers: ['exact'] },
  ],
};
const defaults = (/** @type {string} */ task, /** @type {string} */ solver) => ({ task, solver, n: 200, T: 20, hidden: [50], mu: 1 });
const presets = [{ id: 'all', presets: [{ id: 'first', link: '#v=1&task=moons&mu=2' }] }];
const rules = required(catalogue, presets, defaults, (link) => link);

test('every task by every method and encoder, the depths and the examples are asked for', () =>
  assert.deepEqual(
    absent(rules, []).map(({ row }) => row.name),
    [
      'moons by exact, rate',
      'moons by exact, latency',
      'moons by paper, rate',
      'moons by paper, latency',
      'trains by exact, rate',
      ...['exact, 1 hidden', 'exact, 2 hidden', 'exact, 5 hidden', 'paper, 1 hidden', 'paper, 2 hidden', 'paper, 5 hidden'],
      'example first',
    ],
  ));

test('what stands in the tables is not asked for, unless it is another link by now', () => {
  const rows = rules.map(({ row }) => row);
  assert.deepEqual(absent(rules, rows), []);
  const changed = rows.map((row) => (row.name === 'example first' ? { ...row, link: '#v=1&task=moons' } : row));
  assert.deepEqual(absent(rules, changed), [rules.at(-1)]);
  const shorter = rows.map((row) => (row.name === 'paper, 2 hidden' ? { ...row, iterations: 0 } : row));
  assert.deepEqual(absent(rules, shorter).map(({ row }) => row.name), ['paper, 2 hidden']);
});

test('a required link says its task, method, encoder, depth and example', () => {
  const link = (/** @type {string} */ name) => rules.find(({ row }) => row.name === name)?.row.link;
  assert.equal(link('moons by paper, latency'), '#v=1&task=moons&solver=paper&encoder=latency&hidden=20&n=48&T=16');
  assert.equal(link('paper, 5 hidden'), '#v=1&task=moons&solver=paper&hidden=10,10,10,10,10&n=48&T=16&iterations=8');
  assert.equal(link('example first'), '#v=1&task=moons&mu=2&n=48&T=16&hidden=20');
});

test('a small example stays as it is', () => {
  const small = '#v=1&task=moons&n=4&T=3&hidden=100,100';
  assert.equal(reduced(small, defaults('moons', 'exact')), small);
  assert.equal(reduced('#v=1&task=moons&n=20&T=90&hidden=100,5', defaults('moons', 'exact')), '#v=1&task=moons&n=20&T=16&hidden=20,5');
});

test('a setting that no link moves is told', () => {
  const spec = { task: 'moons', solver: 'exact', n: 24, mu: 1 };
  assert.deepEqual(
    unmoved(catalogue, [spec, { ...spec, solver: 'paper' }], defaults).map((sentence) => sentence.slice(0, 44)),
    ['No link moves `mu` of exact from its default'],
  );
  assert.deepEqual(unmoved(catalogue, [{ ...spec, mu: 2 }, { ...spec, solver: 'paper' }], defaults), []);
});
