// The core in two parts: `node build/split.js www/pkg` leaves in heaviside_bg.wasm what the first view calls, and puts all
// other functions into heaviside_rest.wasm, which the page fetches when it stands. Both are one program: they share memory,
// tables and the stack, no function is changed, and so the bits are the same.
//
// What the first view calls is found out by doing it, on a copy that notes which functions were called. In the first part
// every other function that something may ask for is a stub: it looks into a table, has the rest fetched when its place
// there is empty, and calls what stands in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import binaryen from 'binaryen';

const { Features, i32, none } = binaryen;
/** What rustc and wasm-bindgen emit, and SIMD. */
const FEATURES = Features.SIMD128 | Features.BulkMemory | Features.BulkMemoryOpt | Features.NontrappingFPToInt | Features.SignExt | Features.MutableGlobals | Features.ReferenceTypes | Features.Multivalue;

/** @param {Uint8Array} wasm */
function read(wasm) {
  const module = binaryen.readBinary(wasm);
  module.setFeatures(FEATURES);
  return module;
}

/** All functions of a module, those that it imports as well. @param {binaryen.Module} module */
const functions = (module) => Array.from({ length: module.getNumFunctions() }, (_, i) => binaryen.getFunctionInfo(module.getFunctionByIndex(i)));

/** @param {binaryen.Module} module @returns {Uint8Array} */
function written(module) {
  module.runPasses(['remove-unused-module-elements']);
  if (!module.validate()) throw new Error('A part of the core is not valid.');
  return module.emitBinary();
}

/** The core with a global for every function that says whether it was called. @param {Uint8Array} wasm */
function noting(wasm) {
  const module = read(wasm);
  for (const { name, base, body, results } of functions(module)) {
    if (base) continue;
    const note = `called ${name}`;
    module.addGlobal(note, i32, true, module.i32.const(0));
    module.addGlobalExport(note, note);
    binaryen.Function(module.getFunction(name)).body = module.block(null, [module.global.set(note, module.i32.const(1)), body], results);
  }
  return module.emitBinary();
}

/** What a visitor of the bare address does at once, and the worker for them: looks, and plays to the end. @param {any} core */
function firstView(core) {
  core.catalogue();
  const session = new core.Session('#v=1&task=spirals');
  for (const ask of ['spec', 'start', 'live', 'made', 'proofAt', 'info', 'link', 'comparison', 'problems', 'standard', 'position', 'status', 'rows', 'newest', 'seconds']) session[ask]();
  for (const split of ['train', 'test']) session.points(split);
  const frame = { split: 'train', sample: 0, layer: 1, neuron: 0, since: 0, hurried: false, dark: false, map: 80, answer: 0, focus: null, graph: true, neurons: 80, measure: 'count', confusion: false, weights: false };
  const draw = (/** @type {object} */ change = {}) => session.frame({ ...frame, ...change });
  draw();
  for (let slice = 0; slice < 3; slice++) {
    session.advance(1e6, 20);
    draw({ hurried: true, map: 48, neurons: 48 });
  }
  draw({ dark: true, map: 0 });
  session.stepIteration();
  session.advance(1e6, 1e6);
  draw();
  session.free();
}

/** Names of the functions that the first view calls. @param {string} folder @param {Uint8Array} wasm */
async function calledBy(folder, wasm) {
  const core = await import(pathToFileURL(join(folder, 'heaviside.js')).href);
  const called = core.initSync({ module: noting(wasm) });
  firstView(core);
  return new Set(functions(read(wasm)).map(({ name }) => name).filter((name) => called[`called ${name}`]?.value));
}

/**
 * The first part.
 * @param {Uint8Array} wasm @param {Set<string>} away names of the functions that go to the rest
 * @param {string[]} stubs those of them that the first part may ask for, in the order of the table @param {string[]} asked names of functions that the rest asks for
 */
function firstPart(wasm, away, stubs, asked) {
  const module = read(wasm);
  module.addFunctionImport('load rest', 'rest', 'load', none, none);
  module.addTable('rest', stubs.length, stubs.length);
  module.addTableExport('rest', '$rest');
  const places = new Map(stubs.map((name, place) => [name, place]));
  for (const { name, params, results } of functions(module)) {
    if (!away.has(name)) continue;
    const place = module.i32.const(places.get(name) ?? 0);
    module.removeFunction(name);
    module.addFunction(
      name,
      params,
      results,
      [],
      module.block(
        null,
        [
          module.if(module.ref.is_null(module.table.get('rest', place, binaryen.funcref)), module.call('load rest', [], none)),
          module.call_indirect('rest', module.copyExpression(place), binaryen.expandType(params).map((type, i) => module.local.get(i, type)), params, results),
        ],
        results,
      ),
    );
  }
  for (const name of asked) module.addFunctionExport(name, `$${name}`);
  const { table, stack } = shared(module);
  module.addTableExport(table, '$table');
  module.addGlobalExport(stack, '$stack');
  return module;
}

/** The table of the program's own indirect calls, and its stack pointer: the one global that changes. @param {binaryen.Module} module */
function shared(module) {
  const tables = Array.from({ length: module.getNumTables() }, (_, i) => binaryen.getTableInfo(module.getTableByIndex(i)).name);
  const globals = Array.from({ length: module.getNumGlobals() }, (_, i) => binaryen.getGlobalInfo(module.getGlobalByIndex(i))).filter(({ mutable }) => mutable);
  const exported = Array.from({ length: module.getNumExports() }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i)));
  const externs = exported.find(({ name }) => name === '__wbindgen_externrefs')?.value;
  const [table, ...more] = tables.filter((name) => name !== externs && name !== 'rest');
  if (!externs || more.length || globals.length !== 1) throw new Error('The core is not made as it was: see what its tables and globals are.');
  return { table, externs, stack: globals[0].name, memory: exported.find(({ name }) => name === 'memory')?.value ?? '' };
}

/** The second part. @param {Uint8Array} wasm @param {Set<string>} away @param {string[]} stubs */
function secondPart(wasm, away, stubs) {
  const module = read(wasm);
  const { table, externs, stack, memory } = shared(module);
  const { initial } = module.getMemoryInfo();
  for (let i = module.getNumExports() - 1; i >= 0; i--) module.removeExport(binaryen.getExportInfo(module.getExportByIndex(i)).name);
  for (const { name, params, results } of functions(module)) {
    if (away.has(name)) continue;
    module.removeFunction(name);
    module.addFunctionImport(name, 'first', `$${name}`, params, results);
  }
  for (let i = module.getNumElementSegments() - 1; i >= 0; i--) module.removeElementSegment(binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(i)).name);
  module.setMemory(initial, -1, null, []); // its data come with the first part
  module.addMemoryImport(memory, 'first', 'memory');
  module.addTableImport(table, 'first', '$table');
  module.addTableImport(externs, 'first', '__wbindgen_externrefs');
  module.addGlobalImport(stack, 'first', '$stack', i32, true);
  module.addTable('rest', stubs.length, stubs.length);
  module.addTableImport('rest', 'first', '$rest');
  module.addActiveElementSegment('rest', 'rest', stubs, module.i32.const(0));
  return module;
}

/** @param {string} folder of the bindings */
async function split(folder) {
  const at = join(folder, 'heaviside_bg.wasm');
  const wasm = readFileSync(at);
  const called = await calledBy(folder, wasm);
  const away = new Set(functions(read(wasm)).filter(({ name, base }) => !base && !called.has(name)).map(({ name }) => name));
  // Of what goes, a part is asked for by the rest alone.
  const trial = firstPart(wasm, away, [...away], []);
  trial.runPasses(['remove-unused-module-elements']);
  const left = new Set(functions(trial).map(({ name }) => name));
  const stubs = [...away].filter((name) => left.has(name));
  const rest = written(secondPart(wasm, away, stubs));
  const asked = WebAssembly.Module.imports(new WebAssembly.Module(rest)).filter(({ kind }) => kind === 'function').map(({ name }) => name.slice(1));
  writeFileSync(at, written(firstPart(wasm, away, stubs, asked)));
  writeFileSync(join(folder, 'heaviside_rest.wasm'), rest);
  // The bindings hand over what fetches the rest; whoever loads the core says how (www/protocol/core.js, tests/links/core.js).
  const script = join(folder, 'heaviside.js');
  const imports = '"./heaviside_bg.js": import0,';
  const text = readFileSync(script, 'utf8');
  if (text.split(imports).length !== 2) throw new Error('The bindings are not written as they were: what they import is not found.');
  writeFileSync(script, text.replace(imports, `${imports}\n        rest: { load: () => globalThis.heavisideRest() },`));
}

await split(resolve(process.argv[2] ?? 'www/pkg'));
