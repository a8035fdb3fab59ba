// The explanation: its words first, which can be read at once, then the core, then each figure when it comes near.
import { memory, options } from '../options.js';
import { el, icon, say } from '../dom.js';
import { fill, LANGUAGES, wordsIn } from '../strings/learn/words.js';
import { SECTIONS } from './sections.js';
import { symbols } from './symbols.js';

const asked = options();
const words = await wordsIn([asked.lang, memory.get('lang'), ...navigator.languages]);
const root = document.documentElement;
root.lang = words.lang;
document.title = words.page.name;
const THEMES = ['system', 'light', 'dark'];
let theme = asked.theme ?? memory.get('theme') ?? 'system';
root.dataset.theme = theme;

/** The address of this page in another language, at the section that is read. @param {string} lang */
const inLanguage = (lang) => {
  const query = new URLSearchParams(location.search);
  query.set('lang', lang);
  return `?${query}${location.hash}`;
};
const language = el('select', { id: 'language', 'aria-label': words.page.language, onchange: () => (memory.set('lang', language.value), location.assign(inLanguage(language.value))) }, ...LANGUAGES.map((lang) => el('option', { value: lang, lang, text: words.page.languages[/** @type {'en'} */ (lang)] ?? lang })));
language.value = words.lang;
const themeButton = el('button', { type: 'button', id: 'theme', 'aria-label': words.page.theme, onclick: () => ((theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]), memory.set('theme', theme), (root.dataset.theme = theme)) }, icon('M10 3 A7 7 0 1 0 10 17 Z|M10 3 A7 7 0 0 1 10 17', 'solid-first'));
const playground = `./?lang=${words.lang}`;
const waiting = el('p', { class: 'waiting', role: 'status', text: words.page.waiting });

/** @type {Map<string, { start: (core: import('./kit.js').Core) => void, root: HTMLElement }>} */
const figures = new Map();
const sections = SECTIONS.map(({ id, link, picture, figure }, i) => {
  const s = words.sections[/** @type {'neuron'} */ (id)];
  const place = el('div', { class: 'place' });
  const prose = el('div', { class: 'prose' }, el('p', { class: 'count num', 'aria-hidden': 'true', text: String(i + 1) }), el('h2', { id: `${id}-title`, text: s.title }));
  for (const text of s.says) {
    const display = text.startsWith('<math display');
    const one = el(display ? 'div' : 'p', display ? { class: 'equation' } : {});
    one.innerHTML = text; // of our own catalogue, set at build time
    prose.append(one);
  }
  prose.append(el('p', { class: 'wish', text: s.wish }));
  const onward = el('p', { class: 'link' }, el('a', { href: `${playground}${picture ? `&picture=${picture}` : ''}${link}`, text: `${s.link} \u2192` }));
  place.append(onward);
  const section = el('section', { id, 'aria-labelledby': `${id}-title` }, prose, place);
  const marks = symbols(section, words);
  figures.set(id, {
    root: section,
    start(core) {
      const { parts, summary, symbols: names } = figure({ words, core });
      const box = el('figure', { class: 'figure', id: `figure-${id}`, 'aria-label': `${words.page.figure} ${i + 1}` }, ...parts, marks.legend(names), summary);
      place.replaceChildren(box, onward);
      section.dataset.ready = 'true';
    },
  });
  return section;
});

document.getElementById('app')?.append(
  el('header', { class: 'top' }, el('a', { class: 'home', href: playground, 'aria-label': words.page.home }, icon('M2 15 H10 V5 H18', 'mark'), el('span', { text: 'Heaviside' })), el('span', { class: 'ends' }, language, themeButton)),
  el(
    'main',
    {},
    el('div', { class: 'opening' }, el('h1', { text: words.page.title }), el('p', { class: 'lead', text: words.page.lead }), el('nav', { 'aria-label': words.page.contents }, el('ol', {}, ...SECTIONS.map(({ id }) => el('li', {}, el('a', { href: `#${id}`, text: words.sections[/** @type {'neuron'} */ (id)].title }))))), waiting),
    ...sections,
  ),
  el('footer', {}, el('a', { href: '#app', text: words.page.top }), el('a', { href: playground, text: words.page.open })),
);
// An equation wider than the page scrolls, by keys as well.
const wide = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const scrolls = target.scrollWidth > target.clientWidth;
    for (const [name, value] of [['tabindex', '0'], ['role', 'group'], ['aria-label', words.page.formula]]) if (scrolls) target.setAttribute(name, value);
    else target.removeAttribute(name);
  }
});
for (const one of document.querySelectorAll('.equation')) wide.observe(one);

// The browser looked for the section before it was there.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();

try {
  const core = await import('../pkg/heaviside.js');
  const parts = await import('../protocol/core.js');
  await parts.core();
  // Its figures are nearly all of the rest, and a page cannot fetch without waiting.
  await parts.rest();
  waiting.remove();
  const near = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        figures.get(target.id)?.start(core);
      }
    },
    { rootMargin: '600px' },
  );
  for (const { root: section } of figures.values()) near.observe(section);
  root.dataset.ready = 'true';
} catch (error) {
  say(waiting, fill(words.page.failed, { reason: String(error) }));
}
