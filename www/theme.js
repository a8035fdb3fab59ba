// Light and dark, by choice or as the system has it; and paper, which is light.
import { paint, readPaint } from './charts/canvas.js';
import { memory, setOptions } from './options.js';

const THEMES = ['system', 'light', 'dark'];

/**
 * @param {string | null} asked by the address, before what is remembered
 * @param {(theme: string, dark: boolean) => void} applied the colours are others: all is to be drawn anew
 */
export function themes(asked, applied) {
  let theme = [asked, memory.get('theme')].find((one) => one && THEMES.includes(one)) ?? 'system';
  /** @param {string} [now] for as long as it is not applied again */
  function apply(now = theme) {
    document.documentElement.dataset.theme = now;
    readPaint();
    applied(theme, paint.dark);
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply());
  addEventListener('beforeprint', () => apply('light'));
  addEventListener('afterprint', () => apply());
  return {
    apply: () => apply(),
    next() {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      memory.set('theme', theme);
      if (asked) setOptions({ theme: null });
      apply();
    },
  };
}
