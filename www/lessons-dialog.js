// The dialog that makes a link or an iframe for a lesson.
import { copied } from './clipboard.js';
import { el, segmented, unique } from './dom.js';
import { hideable, titled } from './lessons.js';
import { SIZES, VIEWS, addressWith } from './options.js';
import { LANGUAGES } from './strings/language.js';
import { words } from './strings/words.js';
import { STOPS } from './tour/stops.js';
import './styles/dialog.css';

/** @typedef {import('./types.d.ts').Panel} Panel */

/** Titles of panels that come later, and may not be there yet. @type {Record<string, () => string>} */
const LATE = { spike: () => words.spike.title, foretold: () => words.spike.scatter.title, side: () => words.compare.side, sweep: () => words.compare.sweep };

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
        onclick: async () => host.copied((await copied(box)) ? s.copied : s.selected),
      });
    const fields = host.catalogue().fields.map(({ key }) => key);
    const controls = [...known.keys()].filter((name) => !panels.includes(name) && !fields.includes(name));
    const settings = [...known.keys()].filter((name) => fields.includes(name));
    root.replaceChildren(
      el('header', {}, el('h2', { id: 'lessons-title', text: s.title }), el('button', { type: 'button', text: words.bar.close, onclick: () => root.close() })),
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
    return title?.textContent || LATE[name]?.() || (words.lessons.names[name] ?? words.fields[name]?.label ?? name);
  }

  return { root, show };
}
