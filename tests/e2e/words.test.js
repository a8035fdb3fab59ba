// The words of the page: the catalogues of all languages, and the sentences that are made of them. No browser.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { MORE } from '../../build/words.js';
import { first } from '../../www/strings/first.js';
import { formats } from '../../www/strings/formats.js';
import { more } from '../../www/strings/more.js';
import { sentences } from '../../www/strings/sentences.js';
import { TEXTS, WORDS } from './words.js';

const { en, it } = WORDS;

/** Every text of a catalogue by its path. */
function leaves(value, path = '', out = new Map()) {
  if (value && typeof value === 'object') for (const key of Object.keys(value)) leaves(value[key], path ? `${path}.${key}` : key, out);
  else out.set(path, value);
  return out;
}
const english = leaves(TEXTS.en);
const others = Object.keys(TEXTS).filter((lang) => lang !== 'en');
const placeholders = (text) => [...new Set(String(text).match(/\{\w+\}/g))].sort();

describe('the catalogues', () => {
  test('have the same keys, of the same kinds, with the same placeholders', () => {
    assert.ok(english.size > 500 && others.length);
    for (const lang of others) {
      const texts = leaves(TEXTS[lang]);
      assert.deepEqual([...texts.keys()].sort(), [...english.keys()].sort(), lang);
      for (const [key, text] of english) {
        assert.equal(typeof texts.get(key), typeof text, `${lang}: ${key}`);
        assert.deepEqual(placeholders(texts.get(key)), placeholders(text), `${lang}: ${key}`);
      }
    }
  });

  test('hold no Italian text that is still English', () => {
    const ALIKE = [
      /^classes\./, // signs and numbers
      /^numbers\.bare$/,
      /^page\.languages\./, // each language in its own words
      /^tasks\.(xor|yinyang|randman)\.name$/,
      /^presets\.(xor|yinyang|iris)\.name$/,
      /^extras\.(rho|tau|mu|beta|kappa|margin|alpha)$/, // symbols
      /^neuron\.(threshold|hint)$/,
      /^progress\.(csv|hint)$/,
      /^fields\.kappa\.label$/, // ridge regression is called so in both
      /^keys\.list\.\d+\.0$/, // keys
      /^cells\.no$/,
      /^save\.title$/, // the name of the page
      /^own\.table\.shipped\.iris\.name$/,
    ];
    /** Whether nothing but symbols stands around the placeholders. */
    const wordless = (text) => !/\p{L}{2}/u.test(String(text).replace(/\{\w+\}/g, ''));
    const same = [...english].filter(([key, text]) => leaves(TEXTS.it).get(key) === text && !ALIKE.some((one) => one.test(key)) && !(placeholders(text).length && wordless(text)));
    assert.deepEqual(same.map(([key]) => key), []);
  });

  test('say all that they say when they come in two parts', () => {
    for (const lang of Object.keys(TEXTS)) {
      const part = (later) => Object.fromEntries(Object.entries(TEXTS[lang]).filter(([key]) => MORE.includes(key) === later));
      const said = { ...first(lang, part(false)), ...more(lang, part(true)) };
      const keys = (words) => [...leaves(words)].map(([key, one]) => `${key} ${typeof one}`).sort();
      assert.deepEqual(keys(said), keys(WORDS[lang]), lang);
    }
  });

  test('leave no text empty', () => {
    for (const lang of Object.keys(TEXTS)) for (const [key, text] of leaves(TEXTS[lang])) if (typeof text === 'string' && !/\.hint$/.test(key)) assert.ok(text.trim(), `${lang}: ${key}`);
  });

  test('are the only words of the page: every module takes them from words.js', async () => {
    const folder = new URL('../../www/', import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js') && !/^(pkg|strings|public)[\\/]/.test(name));
    assert.ok(files.length > 15);
    for (const file of files) assert.doesNotMatch(await readFile(new URL(file.replaceAll('\\', '/'), folder), 'utf8'), /from '[./]*strings\/(?!words\.js|language\.js|learn\/words\.js|symbols\/meanings\.js)/, file);
  });

  test('fill every placeholder of every text', () => {
    const distances = { agreement: 0.5, victorPurpura: 1.25, vanRossum: 3 };
    const allowed = [
      { kind: 'range', whole: true, min: 1, max: 3 }, { kind: 'range', whole: false, min: 1, max: 3 }, { kind: 'layers', most: 8, min: 1, max: 512 },
      { kind: 'oneOf', names: ['a', 'b'], task: null }, { kind: 'oneOf', names: ['a', 'b'], task: 'moons' }, { kind: 'otherSolver', solver: 'exact', owners: [] }, { kind: 'otherSolver', solver: 'exact', owners: ['a', 'b'] },
      { kind: 'sweep', most: 8 }, { kind: 'atMost', most: 8 }, { kind: 'denseFor', solver: 'paper' }, { kind: 'changes' }, { kind: 'proof' }, { kind: 'drawn', data: 'points', wrong: 'task' }, { kind: 'drawn', data: 'trains', wrong: 'few' }, { kind: 'drawn', data: 'data', wrong: 'name' }, { kind: 'drawn', data: 'data', wrong: 'absent' },
      { kind: 'fitting', token: '8c5', misfit: 'noPicture', below: null, neurons: 50 }, { kind: 'fitting', token: 'p4', misfit: 'pool', below: [8, 2, 2] },
    ];
    /** What a sentence is made of, where numbers alone will not do. */
    const GIVEN = {
      problem: ['unknownKey', 'repeated', 'value'].flatMap((reason) => allowed.map((one) => [{ reason, key: 'k', given: 'g', allowed: one, used: '2' }])),
      failure: [[{ code: 'setting', key: 'k', given: 'g', allowed: allowed[0] }], [{ code: 'memory', neededMib: 2000, limitMib: 1024 }], [{ code: 'numerical', block: 'W_1', reason: 'a number is not finite' }]],
      statusHelp: [['ready', null], ['none of them', null], ['ready', 'a message']],
      seriesName: ['dynamics', 'spikes', 'firing', 'timing'].map((kind) => [`${kind}_2`]),
      'changes.said': [[{ iteration: 4, block: 0 }, 'a', 2], [{ iteration: 4, block: 2 }, 'a', 2]],
      'proof.verdict': [null, { after: null, by: 3, column: 'loss' }, { after: 1, by: 3, column: 'loss' }, { after: 1, by: 3, column: 'end' }].map((firstDifference) => [{ iteration: 4, firstDifference }]),
      'own.points.more': [['a', 1], ['a', 2]],
      'own.table.incomplete': [[1, 7], [2, 7]],
      'own.table.fault': Object.keys(TEXTS.en.own.table.faults).map((fault) => [{ fault, most: 1, byte: 2, line: 3, found: 4, expected: 5, column: 'c', given: 'g', class: 'k', rows: 6, fewest: 7, set: 'test' }]),
      'settings.shape': [[[2, 50, 2], 1234, 99999]],
      'network.verdict': [['a', 'a', true], ['a', 'b', false]],
      'settings.invalid': [['N', '', 1, 2, true], ['N', 'x', 1, 2, true], ['N', 'x', 1, 2, false]],
      'network.dispute': Object.keys(TEXTS.en.solvers).map((solver) => [solver, 3, 5]),
      'network.summary': [[[{ name: 'a', spikes: 3, neurons: 5 }], 'v']],
      'learned.distances': [[distances]],
      'learned.summaryTrains': [[[1, 2, 3], distances]],
      'learned.point': [['train', 1, 'a'], ['test', 1, 'a']],
      'progress.timingSummary': [[[0.1, null]]],
      'progress.rates': [[[0.1, 0.2]]],
      'progress.counts': [[[1, 2]]],
      'compare.weights': ['same', 'scaled', 'zero', 'other'].map((which) => [which, '1', '2']),
      'save.setting': [['t', 's', [2, 50, 2], 1, 2, '.9']],
      'picture.place': [0, 1, 2].map((layer) => [{ layer, neuron: 0 }, 3, ['x']]),
      'picture.answers': [[{ layer: 1, neuron: 0, values: new Float32Array([1, 2]) }, 3, ['x']]],
      'picture.answerAt': [[{ layer: 1, neuron: 0 }, 3, 1]],
      'picture.summary': [[[{ name: 'a', neurons: 3, rate: 0.2, silent: 2 }], ['w']]],
      'page.unknown': [['n', ['a', 'b']]],
    };
    const NUMBERS = [[1, 2, 3, 4, 5, 6], [7, 7, 7, 7, 7, 7], [true, 2, 3, true, 5, 6], [false, 2, 3, false, 5, 6], [1, null, 3, 4, 5, 6], [null, 2, 3, 4, 5, 6]];
    for (const lang of Object.keys(TEXTS)) {
      // Each text that has placeholders is marked by its key, so that it is known in what comes out.
      const mark = (value, path = '') =>
        typeof value === 'string' ? (placeholders(value).length ? `<${path}>${value}` : value) : Array.isArray(value) ? value : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mark(one, path ? `${path}.${key}` : key)])) : value;
      const words = sentences(lang, mark(TEXTS[lang]));
      const plain = new Set(Object.keys(formats({ lang, ...TEXTS[lang].numbers })));
      // What start.js says where the page does not start, without the sentences.
      const said = new Set(['page.failed']);
      const call = (value, path) => {
        // The story of a spike fills its texts by name: each with all that it asks for.
        if (path === 'spike.say') for (const text of [...leaves(words.spike).values()].filter((one) => typeof one === 'string')) for (const [, key] of value(text, Object.fromEntries(placeholders(text).map((name) => [name, 1]))).matchAll(/<([^<>]+)>/g)) said.add(key);
        else if (typeof value === 'function')
          for (const given of GIVEN[path] ?? NUMBERS) {
            const text = value(...given);
            assert.doesNotMatch(text, /\{\w+\}|undefined|\[object/, `${lang}: ${path}`);
            for (const [, key] of text.matchAll(/<([^<>]+)>/g)) said.add(key);
          }
        else if (value && typeof value === 'object') for (const [key, one] of Object.entries(value)) if (path || !plain.has(key)) call(one, path ? `${path}.${key}` : key);
      };
      call(words, '');
      const wanting = [...leaves(TEXTS[lang])].filter(([key, text]) => placeholders(text).length && !said.has(key));
      assert.deepEqual(wanting.map(([key]) => key), [], `${lang}: texts with placeholders that no sentence is made of`);
    }
  });

  test('write numbers as their language does, and read them back', () => {
    assert.deepEqual([0.982, -3.14159, 12, 3.1e-5, NaN, 123456].map(en.number), ['.982', '\u22123.14', '12', '3.1e\u22125', 'none', '123456']);
    assert.deepEqual([0.982, -3.14159, 12, 3.1e-5, NaN, 123456].map(it.number), ['0,982', '\u22123,14', '12', '3,1e\u22125', 'nessuno', '123456']);
    assert.deepEqual([0.5, 1, 0.9996].map(it.accuracy), ['0,500', '1,00', '1,00']);
    assert.deepEqual([en.count(1234567), it.count(1234567)], ['1,234,567', '1.234.567']);
    for (const value of [0.05, -2.5, 3, 1e-8]) for (const words of [en, it]) assert.equal(words.read(words.full(value)), value);
    assert.deepEqual([it.read('0,25'), it.read('0.25'), it.read('venti'), en.read('1,5')], [0.25, 0.25, NaN, NaN]);
  });

  test('say one and many', () => {
    assert.deepEqual([1, 2, null].map(en.bar.speedValue), ['1 block a second', '2 blocks a second', 'full speed']);
    assert.deepEqual([1, 2, null].map(it.bar.speedValue), ['1 blocco al secondo', '2 blocchi al secondo', 'al massimo']);
    assert.deepEqual([0, 1, 2].map((spikes) => en.picture.inSample(spikes, 20)), ['in this sample: 0 spikes in 20 steps', 'in this sample: 1 spike in 20 steps', 'in this sample: 2 spikes in 20 steps']);
  });

  test('say what each problem of a link is, in both languages', () => {
    const range = { kind: 'range', whole: true, min: 2, max: 200 };
    const problem = { reason: 'value', key: 'T', given: '', allowed: range, used: '20' };
    assert.equal(en.problem(problem), '\u201cT\u201d was empty; it must be a whole number from 2 to 200. 20 is used instead.');
    assert.equal(it.problem(problem), '\u00abT\u00bb era vuoto; dev\u2019essere un numero intero da 2 a 200. Al suo posto si usa 20.');
    // Once nothing stood after "dev'essere" here.
    for (const kind of ['differences', 'sweep', 'atMost']) assert.match(it.problem({ ...problem, allowed: { kind, most: 8 } }), /dev\u2019essere un.* .*\. Al suo/);
  });
});
