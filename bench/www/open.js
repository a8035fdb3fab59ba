// The benchmark's own wasm, ready for whoever drives the page.
import * as core from './bench.js';

await core.default({ module_or_path: new URL('./bench_bg.wasm', import.meta.url) });
window.bench = core;
