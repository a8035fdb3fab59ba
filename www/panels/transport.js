// The bar: transport, speed, state, and what concerns the whole page.
import { el, explain as explainWith, icon, say } from '../dom.js';
import { explaining } from '../explain.js';
import { stateOf } from '../session.js';
import { LANGUAGES } from '../strings/language.js';
import { words as en } from '../strings/words.js';

/** Blocks a second behind the slider's positions; the last is full speed. @type {(number | null)[]} */
export const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, null];

/**
 * @param {{ playPause: () => void, reset: () => void, step: (size: 'block' | 'iteration') => void, speed: (blocks: number | null) => void,
 *   share: () => void, theme: () => void, examples: () => void, keys: () => void, sheet: () => void,
 *   tour: () => void, lessons: () => void, projector: () => void, language: (lang: string) => void }} host
 */
export function transport(host) {
  const s = en.bar;
  const button = (/** @type {string} */ id, /** @type {string} */ text, /** @type {string} */ help, /** @type {Node} */ picture, /** @type {() => void} */ press, style = '') =>
    el('button', { type: 'button', id, class: style, help, onclick: press, 'aria-label': text }, picture, el('span', { class: 'label', text }));

  const mark = icon('M2 15 H10 V5 H18', 'mark');
  const name = el('div', { class: 'name' }, el('h1', {}, mark, el('span', { text: 'Heaviside' })), el('p', { class: 'tagline', text: s.tagline }));
  const playIcon = icon('M6 4 L16 10 L6 16 Z', 'solid');
  const pauseIcon = icon('M6 4 H8.5 V16 H6 Z|M11.5 4 H14 V16 H11.5 Z', 'solid');
  const play = button('play', s.play, s.playHelp, playIcon, host.playPause, 'primary');
  const reset = button('reset', s.reset, s.resetHelp, icon('M5 4 V16|M16 4 L8 10 L16 16 Z', 'solid-last'), host.reset);
  const block = button('step-block', s.block, s.blockHelp, icon('M4 5 L11 10 L4 15 Z|M14 7 H17 V13 H14 Z', 'solid-all'), () => host.step('block'));
  const iteration = button('step-iteration', s.iteration, s.iterationHelp, icon('M3 5 L10 10 L3 15 Z|M10 5 L17 10 L10 15 Z', 'solid-all'), () => host.step('iteration'));
  const speedValue = el('output', { class: 'num', id: 'speed-value', for: 'speed' });
  const slider = el('input', { type: 'range', id: 'speed', min: '0', max: String(SPEEDS.length - 1), step: '1', value: String(SPEEDS.length - 1), 'aria-label': s.speed, help: s.speedHelp });
  const showSpeed = () => {
    const blocks = SPEEDS[Number(slider.value)] ?? null;
    say(speedValue, s.speedValue(blocks));
    slider.setAttribute('aria-valuetext', s.speedValue(blocks));
    host.speed(blocks);
  };
  slider.addEventListener('input', showSpeed);

  // No live regions: they change with every frame, and the announcer says what is worth hearing.
  const it = el('span', { class: 'num big', id: 'iteration' });
  const test = el('span', { class: 'num big', id: 'test-accuracy' });
  const status = el('span', { class: 'status', id: 'status', text: en.status.opening });
  explainWith(status, en.statusHelp('ready', null));
  status.tabIndex = 0;
  const state = el('div', { class: 'state' }, el('span', { class: 'pair' }, el('span', { class: 'hint', text: s.iterationName }), it), el('span', { class: 'pair' }, el('span', { class: 'hint', text: s.testName }), test), status);

  const examplesButton = button('examples', s.examples, s.examplesHelp, icon('M4 5h12|M4 10h12|M4 15h8'), host.examples);
  const share = button('share', s.share, s.shareHelp, icon('M8 12 l4 -4|M9 6 l2 -2 a3.2 3.2 0 0 1 4.6 4.6 l-2 2|M11 14 l-2 2 a3.2 3.2 0 0 1 -4.6 -4.6 l2 -2'), host.share);
  const theme = button('theme', s.theme, s.themeHelp(s.themes.system ?? ''), icon('M10 3 A7 7 0 1 0 10 17 Z|M10 3 A7 7 0 0 1 10 17', 'solid-first'), host.theme, 'bare');
  const keys = button('keys', s.help, s.helpHelp, icon('M7.2 7.6 A2.9 2.9 0 1 1 10 10.6 V12.2|M10 15.2 V15.4'), host.keys, 'bare');
  const explain = button('explain', s.explain, s.explainHelp, icon('M7.2 7.6 A2.9 2.9 0 1 1 10 10.6 V12.2|M10 15.2 V15.4'), () => asking.toggle(), 'bare');
  const asking = explaining(explain);
  const learn = el('a', { id: 'learn', href: `./learn.html?lang=${document.documentElement.lang}`, help: s.learnHelp, text: s.learn });
  const paper = el('a', { id: 'paper', href: 'https://arxiv.org/abs/2505.05527', target: '_blank', rel: 'noopener', help: s.paperHelp, text: s.paper });
  const where = import.meta.env?.SOURCE;
  const source = where ? [el('a', { id: 'source', href: where, target: '_blank', rel: 'noopener', help: s.sourceHelp, text: s.source })] : [];
  const tour = button('tour-button', s.tour, s.tourHelp, icon('M4 16 V4 L15 7.5 L4 11'), host.tour);
  const lessons = button('lessons', s.lessons, s.lessonsHelp, icon('M2 7 L10 3 L18 7 L10 11 Z|M5 9 V13 C8 15.5 12 15.5 15 13 V9'), host.lessons, 'bare');
  const projector = button('projector', s.projector, s.projectorHelp, icon('M3 8 V3 H8|M12 3 H17 V8|M17 12 V17 H12|M8 17 H3 V12'), host.projector, 'bare');
  const language = el('select', { id: 'language', 'aria-label': en.page.language, help: en.page.languageHelp, onchange: () => host.language(language.value) }, ...LANGUAGES.map((lang) => el('option', { value: lang, lang, text: lang.toUpperCase() })));
  language.value = document.documentElement.lang;
  const sheet = button('open-settings', s.settings, en.settings.summary, icon('M3 6h8|M15 6h2|M13 4v4|M3 14h2|M9 14h8|M7 12v4'), host.sheet, 'sheet-button');
  const bar = el('div', { class: 'bar', role: 'toolbar', 'aria-label': s.label }, reset, play, block, iteration, el('label', { class: 'speed' }, el('span', { class: 'hint', text: s.speed }), slider, speedValue));
  const top = el('header', { class: 'top' }, name, learn, paper, ...source, examplesButton, tour, sheet, el('div', { class: 'ends' }, share, language, lessons, projector, theme, keys, explain), bar, state);

  let playing = false;
  return {
    id: 'bar',
    root: top,
    /** @param {boolean} now */
    playing(now) {
      if (now === playing) return;
      playing = now;
      play.firstElementChild?.replaceWith(now ? pauseIcon : playIcon);
      say(/** @type {Element} */ (play.querySelector('.label')), now ? s.pause : s.play);
      play.setAttribute('aria-label', now ? s.pause : s.play);
      play.setAttribute('aria-pressed', String(now));
    },
    /** @param {import('../types.d.ts').Frame} frame */
    update(frame) {
      say(it, String(frame.iteration));
      say(test, en.accuracy(frame.accuracy.test));
      const now = stateOf(frame);
      const text = en.status[now] ?? now;
      if (status.textContent !== text) {
        say(status, text);
        status.dataset.status = now;
        explainWith(status, en.statusHelp(now, frame.failure && en.failure(frame.failure)));
      }
    },
    /** @param {string} choice */
    theme(choice) {
      explainWith(theme, s.themeHelp(s.themes[choice] ?? choice));
    },
    showSpeed,
    asking,
    sheet,
    /** @param {number | null} blocks */
    setSpeed(blocks) {
      slider.value = String(Math.max(0, SPEEDS.indexOf(blocks)));
      showSpeed();
    },
  };
}
