// The core in its two parts (build/split.js): what the first view calls, and the rest, which comes when it is asked for here
// or at once when something of it is called before.
import init from '../pkg/heaviside.js';

const FIRST = new URL('../pkg/heaviside_bg.wasm', import.meta.url);
const REST = new URL('../pkg/heaviside_rest.wasm', import.meta.url);

/** @type {WebAssembly.Exports} */ let first;
let whole = false;
/** @type {Promise<void> | null} */ let coming = null;

/** @param {WebAssembly.Module} module */
function add(module) {
  if (whole) return;
  new WebAssembly.Instance(module, { first });
  whole = true;
}

/** The first part, compiled while it streams. */
export async function core() {
  // Called from within the core, which cannot wait: a worker may ask without waiting.
  globalThis.heavisideRest = () => {
    const request = new XMLHttpRequest();
    request.open('GET', REST, false);
    request.responseType = 'arraybuffer';
    try {
      request.send();
      if (request.status !== 200) throw new Error(String(request.status));
    } catch (error) {
      // The call that needed it cannot go on, and leaves the core in pieces.
      throw new WebAssembly.RuntimeError(`heaviside_rest.wasm: ${error instanceof Error ? error.message : error}`);
    }
    add(new WebAssembly.Module(request.response));
  };
  first = /** @type {any} */ (await init({ module_or_path: FIRST }));
}

/** The rest, if it is not there; a failure is no harm while nothing of it is called. */
export function rest() {
  coming ??= (async () => {
    const response = await fetch(REST);
    if (!response.ok) throw new Error(`heaviside_rest.wasm: ${response.status}`);
    if (!whole) add(await WebAssembly.compile(await response.arrayBuffer()));
  })().catch((error) => {
    coming = null; // another try may succeed
    throw error;
  });
  return coming;
}
