// Trains the rows that it is sent, one after the other, on a core of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { load, train } from './core.js';

const core = await load(workerData.folder);
parentPort?.on('message', (row) => {
  try {
    parentPort?.postMessage({ run: train(core, row) });
  } catch (error) {
    // A trap leaves the core in an unknown state: whoever asked must not ask it again.
    parentPort?.postMessage({ error: String(error), broken: error instanceof WebAssembly.RuntimeError });
  }
});
