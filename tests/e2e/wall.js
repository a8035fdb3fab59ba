// What a visitor waits for: seconds on the wall from pressing Play to the end of the run, beside the seconds of training in
// it, example by example, in headless Chromium at full speed. `node tests/e2e/wall.js [DIST...] [--only ID,ID]`: with more than one built
// page they take turns at each example, so that whatever else the machine does meets all of them.
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { browser, hv, open, site } from './browser.js';
import { PRESETS } from '../../www/presets.js';

/** Milliseconds that a run may take. */
const PATIENCE = 300_000;

/** Trains the link that is open from iteration 0 to its end: seconds on the wall and of training, and the rows of its history. */
export async function wall(page, link) {
  await hv(page, 'load', link);
  const seconds = await page.evaluate(
    (patience) =>
      new Promise((resolve, reject) => {
        const state = /** @type {HTMLElement} */ (document.querySelector('#status'));
        let began = 0;
        const observer = new MutationObserver(() => {
          if (['training', 'ready', 'paused'].includes(state.dataset.status ?? '')) return;
          observer.disconnect();
          resolve((performance.now() - began) / 1000);
        });
        observer.observe(state, { attributes: true, attributeFilter: ['data-status'] });
        setTimeout(() => reject(new Error('The run does not end.')), patience);
        began = performance.now();
        /** @type {HTMLElement} */ (document.querySelector('#play')).click();
      }),
    PATIENCE,
  );
  const end = await hv(page, 'snapshot');
  return { wall: seconds, training: end.seconds, iterations: end.iteration, rows: end.history.length };
}

/** Every example of the page. */
export const examples = PRESETS.flatMap(({ presets }) => presets);

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
  const only = values.only?.split(',');
  const chrome = await browser();
  const builds = [];
  for (const folder of positionals.length ? positionals : [undefined]) {
    const home = await site(folder);
    builds.push({ home, at: await open(chrome, home.url) });
  }
  console.log(`${'example'.padEnd(14)} wall s, training s, ratio, rows of iterations${builds.length > 1 ? ', a column a build' : ''}`);
  for (const { id, link } of examples.filter(({ id }) => !only || only.includes(id))) {
    const cells = [];
    for (const { at } of builds) {
      const run = await wall(at.page, link);
      cells.push(`${run.wall.toFixed(2).padStart(7)} ${run.training.toFixed(2).padStart(6)} ${(run.wall / run.training).toFixed(2).padStart(6)}  ${`${run.rows}/${run.iterations}`.padEnd(10)}`);
    }
    console.log(`${id.padEnd(14)} ${cells.join(' | ')}`);
  }
  await chrome.close();
  for (const { home } of builds) await home.close();
}
