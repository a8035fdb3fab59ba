// What each panel gives away: its picture, and its numbers as a file.
import { words as en } from '../strings/words.js';
import { files, takeAway } from './save.js';

/** @typedef {import('../types.d.ts').Opened} Opened */
/** @typedef {import('../types.d.ts').Frame} Frame */

/**
 * A button on every panel that has numbers to give.
 * @param {import('../types.d.ts').Panel[]} panels
 * @param {{ opened: () => Opened | null, frame: () => Frame | null, failed: (reason: string) => void }} host
 */
export function takeAwayAll(panels, host) {
  for (const panel of panels) {
    if (!panel.csv) continue;
    const { id, root } = panel;
    takeAway(root, {
      // The title of a sweep comes with its setting.
      title: root.querySelector('h2')?.textContent || en.compare[/** @type {'sweep'} */ (id)],
      failed: host.failed,
      about() {
        const [opened, frame] = [host.opened(), host.frame()];
        if (!opened || !frame) return null;
        const { spec, info, compare } = opened;
        const heading = root.querySelector('h2')?.textContent ?? id;
        const setting = en.save.setting(en.tasks[String(spec.task)]?.name ?? String(spec.task), en.solvers[String(spec.solver)]?.name ?? String(spec.solver), info.layers, String(spec.seed), frame.iteration, en.accuracy(frame.accuracy.test));
        const pair = id === 'side' && compare.with ? `${en.save.versus(.../** @type {[string, string]} */ ([...root.querySelectorAll('h3')].map((h) => h.textContent ?? '')))} ` : '';
        return {
          title: en.save.title(heading),
          setting: pair + setting,
          link: location.origin + location.pathname + opened.link,
          name: `heaviside-${spec.task}-${spec.solver}-${frame.iteration}-${id}`,
        };
      },
      async data() {
        const table = await panel.csv?.();
        return table ? (await files()).csvOf(table) : null;
      },
    });
  }
}
