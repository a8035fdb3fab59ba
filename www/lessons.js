// For lessons: what a page can leave out, and how large it writes. The dialog that makes such a link: lessons-dialog.js.
import { el } from './dom.js';
import { SIZES, addressWith } from './options.js';
import { words } from './strings/words.js';

/** Controls by the name that `hide=` knows them by. A panel's name is its id, a setting's its key in a link. */
const CONTROLS = {
  experiment: '#experiment, #open-settings',
  data: '#settings .group.data',
  layers: '#settings .group.network',
  optimiser: '#settings .group.optimiser',
  task: '.tasks',
  solver: '.solvers, #solver-says',
  more: '#more-settings',
  play: '#play',
  reset: '#reset',
  block: '#step-block',
  iteration: '#step-iteration',
  speed: '.speed',
  state: '.state',
  learn: '#learn',
  examples: '#examples',
  tours: '#tour-button',
  lessons: '#lessons',
  share: '#share',
  theme: '#theme',
  language: '#language',
  keys: '#keys',
  explain: '#explain',
  fullscreen: '#projector',
  health: '.health',
  exports: '.exports',
  compare: '#compare',
  save: '.save',
};

/** @typedef {import('./types.d.ts').Panel} Panel */

/** Panels that are a section of the page with a title. @param {Panel[]} panels */
export const titled = (panels) => panels.filter(({ root }) => root.matches('.panel'));

/** Every name that `hide=` knows, with its selector. @param {import('./types.d.ts').Catalogue} catalogue @param {Panel[]} panels @returns {Map<string, string>} */
export function hideable(catalogue, panels) {
  const names = new Map(Object.entries(CONTROLS));
  for (const { id } of titled(panels)) names.set(id, `#${id}`);
  for (const { key } of catalogue.fields) if (!names.has(key)) names.set(key, key === 'hidden' ? '.field.layer, #add-layer, #drop-layer' : `.field:has([data-key="${key}"])`);
  return names;
}

/**
 * Leave out what the address asks to be left out. Names that nothing has are returned.
 * @param {string[]} names @param {import('./types.d.ts').Catalogue} catalogue @param {Panel[]} panels
 */
export function hide(names, catalogue, panels) {
  const known = hideable(catalogue, panels);
  for (const element of document.querySelectorAll('.left-out')) element.classList.remove('left-out');
  const unknown = [];
  // One spike is told under the raster, and its flips under its story: they go with it.
  const follow = names.includes('network') || names.includes('spike') ? ['spike', 'foretold'] : [];
  for (const name of [...names, ...follow]) {
    const selector = known.get(name);
    if (!selector) unknown.push(name);
    else for (const element of document.querySelectorAll(selector)) element.classList.add('left-out');
  }
  // A row or a column of nothing takes no room.
  for (const box of document.querySelectorAll('.views, .middle, .outcome')) box.classList.toggle('left-out', [...box.children].every((child) => child.classList.contains('left-out')));
  document.body.classList.toggle('no-aside', names.includes('experiment'));
  return { unknown, known: [...known.keys()] };
}

/** @param {string | null} size @returns {boolean} whether there is such a size */
export function textSize(size) {
  const known = size === null || SIZES.includes(size);
  document.documentElement.dataset.size = known ? (size ?? '100') : '100';
  return known;
}

/** The link out of an iframe: the same page with all that embedding leaves out. */
export function wayOut() {
  const link = el('a', { class: 'way-out', target: '_blank', rel: 'noopener', text: words.page.wayOut });
  link.addEventListener('pointerdown', aim);
  link.addEventListener('focus', aim);
  function aim() {
    link.href = addressWith({ embed: null, hide: null, projector: null });
  }
  aim();
  return { link, aim };
}

/**
 * Full screen for a projector: large, and only what a class looks at.
 * @param {(on: boolean) => void} changed
 */
export function projector(changed) {
  const page = document.documentElement;
  /** @param {boolean} on */
  function set(on) {
    if (on === (page.dataset.projector === 'true')) return;
    page.dataset.projector = String(on);
    changed(on);
  }
  document.addEventListener('fullscreenchange', () => {
    if (!document.fullscreenElement) set(false);
  });
  return {
    set,
    async toggle() {
      const on = page.dataset.projector !== 'true';
      set(on);
      // Without leave for the whole screen the large layout alone remains.
      if (on) await page.requestFullscreen?.().catch(() => {});
      else if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
    },
  };
}
