// For lessons: what a page can leave out, how large it writes, and the dialog that makes such a link or iframe.
import { el, segmented, unique } from './dom.js';
import { SIZES, VIEWS, addressWith } from './options.js';
import { LANGUAGES } from './strings/language.js';
import { words } from './strings/words.js';
import { STOPS } from './tour/stops.js';

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
const titled = (panels) => panels.filter(({ root }) => root.matches('.panel'));

/** Every name that `hide=` knows, with its selector. @param {import('./types.d.ts').Catalogue} catalogue @param {Panel[]} panels @returns {Map<string, string>} */
function hideable(catalogue, panels) {
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
  const link = el('a', { class: 'way-out', target: '_blank', rel: 'noopener', text: words.lessons.wayOut });
  link.addEventListener('pointerdown', aim);
  link.addEventListener('focus', aim);
  function aim() {
    link.href = addressWith({ embed: null, hide: null, projector: null });
  }
  aim();
  return { link, aim };
}

/**
 * @param {Panel[]} all @param {{ catalogue: () => import('./types.d.ts').Catalogue, copied: (what: string) => void }} host
 */
export function lessonsDialog(all, host) {
  const s = words.lessons;
  const root = el('dialog', { class: 'sheet', id: 'lessons-dialog', 'aria-labelledby': 'lessons-title' });

  /** @param {string} label @param {Node} control */
  const row = (label, control) => {
    const id = control instanceof Element ? (control.id ||= unique('option')) : '';
    return el('div', { class: 'option' }, el('label', { for: id, text: label }), control);
  };

  function show() {
    const known = hideable(host.catalogue(), all);
    const panels = titled(all).map(({ id }) => id);
    const now = new URLSearchParams(location.search);
    const hidden = new Set((now.get('hide') ?? '').split(',').filter(Boolean));
    /** @type {Record<string, string | null>} */
    const chosen = { lang: now.get('lang') ?? document.documentElement.lang, theme: now.get('theme'), size: now.get('size'), embed: null, projector: null, view: now.get('view'), tour: null };

    /** @param {string} name */
    const check = (name) => {
      const box = el('input', { type: 'checkbox', 'data-name': name, checked: !hidden.has(name), onchange: () => (box.checked ? hidden.delete(name) : hidden.add(name), write()) });
      return el('label', { class: 'check' }, box, el('span', { text: nameOf(name) }));
    };
    /** @param {string} legend @param {string[]} names @param {boolean} open */
    const group = (legend, names, open) => el('details', { open }, el('summary', { text: legend }), el('div', { class: 'checks', role: 'group', 'aria-label': legend }, ...names.map(check)));
    /** @param {string} key @param {string} label @param {[string, string][]} options */
    const choose = (key, label, options) => {
      const select = el('select', { id: `lesson-${key}`, onchange: () => ((chosen[key] = select.value || null), write()) }, ...options.map(([value, text]) => el('option', { value, text })));
      select.value = chosen[key] ?? '';
      return row(label, select);
    };
    const how = segmented(
      s.how,
      [
        { value: 'page', text: s.page, help: s.pageHelp },
        { value: 'embed', text: s.embed, help: s.embedHelp },
        { value: 'projector', text: s.projector, help: s.projectorHelp },
      ],
      (value) => {
        chosen.embed = value === 'embed' ? '1' : null;
        chosen.projector = value === 'projector' ? '1' : null;
        write();
      },
    );
    how.set('page');

    const link = el('textarea', { readonly: true, rows: '2', id: 'lesson-link' });
    const frame = el('textarea', { readonly: true, rows: '3', id: 'lesson-frame' });
    function write() {
      const address = addressWith({ ...chosen, hide: hidden.size ? [...hidden].join(',') : null }, chosen.tour ? '' : location.hash);
      link.value = address;
      const framed = chosen.embed ? address : addressWith({ ...chosen, embed: '1', projector: null, hide: hidden.size ? [...hidden].join(',') : null }, chosen.tour ? '' : location.hash);
      frame.value = `<iframe src="${framed.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}" title="Heaviside" width="100%" height="720" style="border:0" allow="fullscreen; clipboard-write"></iframe>`;
    }
    /** @param {HTMLTextAreaElement} box */
    const copy = (box) =>
      el('button', {
        type: 'button',
        text: s.copy,
        'data-copies': box.id,
        onclick: async () => {
          box.select();
          await navigator.clipboard?.writeText(box.value).then(
            () => host.copied(s.copied),
            () => host.copied(s.selected),
          );
        },
      });
    const fields = host.catalogue().fields.map(({ key }) => key);
    const controls = [...known.keys()].filter((name) => !panels.includes(name) && !fields.includes(name));
    const settings = [...known.keys()].filter((name) => fields.includes(name));
    root.replaceChildren(
      el('header', {}, el('h2', { id: 'lessons-title', text: s.title }), el('button', { type: 'button', text: words.keys.close, onclick: () => root.close() })),
      el('p', { class: 'hint', text: s.hint }),
      el(
        'div',
        { class: 'options' },
        how.root,
        el(
          'div',
          { class: 'pair-of-options' },
          choose('lang', words.page.language, LANGUAGES.map((lang) => [lang, words.page.languages[lang] ?? lang])),
          choose('theme', words.bar.theme, ['', 'light', 'dark'].map((theme) => [theme, words.bar.themes[theme || 'system']])),
          choose('size', s.size, SIZES.map((size) => [size === '100' ? '' : size, s.sizes[size]])),
          choose('view', s.view, [['', s.views.left], ...VIEWS.map((view) => /** @type {[string, string]} */ ([view, s.views[view]]))]),
          choose('tour', s.tour, [['', s.noTour], ...STOPS.map(({ id }, i) => /** @type {[string, string]} */ ([String(i + 1), `${i + 1}. ${words.tour.stops[id].title}`]))]),
        ),
        group(s.panels, panels, true),
        group(s.controls, controls, false),
        group(s.settings, settings, false),
        el('div', { class: 'taken' }, el('label', { for: 'lesson-link', text: s.link }), link, copy(link)),
        el('div', { class: 'taken' }, el('label', { for: 'lesson-frame', text: s.frame }), frame, copy(frame)),
      ),
    );
    write();
    root.showModal();
  }

  /** What a name of `hide=` is called on the page. @param {string} name */
  function nameOf(name) {
    const title = all.find(({ id }) => id === name)?.root.querySelector('h2');
    return title?.textContent || (words.lessons.names[name] ?? words.fields[name]?.label ?? name);
  }

  return { root, show };
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
