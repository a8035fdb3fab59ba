// The wasm core of a built page in Node: its bindings are made for a browser, but ask nothing of it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A core of its own, with a memory of its own, from the folder of the bindings (`www/pkg`).
 * @param {string} folder @param {{ whole?: boolean }} [options] without the `whole` its rest comes when something of it is called
 */
export async function load(folder, { whole = true } = {}) {
  const source = readFileSync(join(folder, 'heaviside.js'), 'utf8');
  // As a data address: Node takes it for a module wherever the folder lies, and a mark makes it another module each time.
  const mark = `\n//# ${(loads += 1)}`;
  const core = await import(`data:text/javascript;base64,${Buffer.from(source + mark).toString('base64')}`);
  const first = core.initSync({ module: readFileSync(join(folder, 'heaviside_bg.wasm')) });
  const rest = join(folder, 'heaviside_rest.wasm');
  const add = () => new WebAssembly.Instance(new WebAssembly.Module(readFileSync(rest)), { first });
  // A build from before the core came in two parts has no rest.
  if (whole && existsSync(rest)) add();
  else globalThis.heavisideRest = add;
  // What the page fetches when a link names it.
  if (whole && core.table) for (const name of ['iris', 'digits']) core.table(name, readFileSync(new URL(`../../www/public/data/${name}.csv`, import.meta.url)), '');
  return core;
}
let loads = 0;

/** The canonical form of a link. @param {any} core @param {string} link @returns {string} */
export function canonical(core, link) {
  const session = new core.Session(link);
  try {
    return session.link();
  } finally {
    session.free();
  }
}

/**
 * Opens a link, trains it and says how it stands: what a row of the tables locks, and the spec that it was read as.
 * @param {any} core @param {import('./table.js').Row} row
 */
export function train(core, row) {
  const session = new core.Session(row.link);
  try {
    const problems = session.problems();
    if (problems.length) throw new Error(`the link is read otherwise: ${problems[0].sentence}`);
    const link = session.link();
    /** @type {unknown[]} */
    const reports = [];
    for (let done = 0; done < row.iterations; done++) {
      if (row.live?.at === done) for (const [key, value] of Object.entries(row.live.set)) session.setLive(key, value);
      if (!row.blocks) session.stepIteration();
      else
        while (session.position() === done) {
          const report = session.stepBlock();
          if (!report) break;
          reports.push(report);
        }
    }
    const { spec, ...now } = session.snapshot();
    const hash = createHash('sha256').update(JSON.stringify(reports)).digest('hex').slice(0, 16);
    return {
      spec,
      locked: {
        link,
        status: now.status,
        iteration: now.iteration,
        fingerprint: session.fingerprint(),
        weights: now.weightsHash,
        train: now.accuracy.train,
        test: now.accuracy.test,
        validation: now.validation,
        control: now.accuracy.control,
        auxiliary: now.accuracy.auxiliary,
        best: now.best && [now.best.iteration, now.best.train, now.best.test],
        potential: now.maxAbsPotential,
        timing: now.timing,
        silent: now.silent,
        saturated: now.saturated,
        ...(row.blocks && { reports: `${reports.length} ${hash}` }),
        ...(now.message && { message: now.message }),
      },
    };
  } finally {
    session.free();
  }
}
