// The examples: the last experiments of this browser, and every preset with its name and what there is to see in it.
import { el } from './dom.js';
import { fileButton } from './openfile.js';
import { PRESETS } from './presets.js';
import { forget, kept } from './recent.js';
import { words as en } from './strings/words.js';
import './styles/recent.css';

/** So many of the last experiments are seen at once; those before them are behind one click. */
const SEEN = 4;

/** @param {{ preset: (link: string, shows: 'timing' | 'accuracy') => void, file: (file: File) => void }} host opens a link, and shows its accuracies or its spike times below the losses; opens a file */
export function examplesMenu(host) {
  const title = en.bar.examples;
  const own = el('section', { class: 'preset-group', id: 'recent', hidden: true });
  /** @param {string} link @param {string} name @param {string} about @param {'timing' | 'accuracy'} [shows] */
  const choice = (link, name, about, shows = 'accuracy') =>
    el('li', {}, el('button', { type: 'button', class: 'preset', 'data-link': link, onclick: () => (root.close(), host.preset(link, shows)) }, el('strong', { text: name }), el('span', { text: about })));
  /** @param {import('./recent.js').Kept} kept */
  const one = ({ link, task, solver, hidden, iteration, test, at }) => {
    const s = en.recent;
    const name = [en.tasks[task]?.name ?? task, en.solvers[solver]?.name ?? solver, hidden].join(' \u00b7 ');
    return choice(link, name, [iteration ? s.reached(iteration, en.accuracy(test)) : s.drawn, s.ago(Date.now() - at)].join(' \u00b7 '));
  };
  async function recall() {
    const s = en.recent;
    const list = await kept();
    own.hidden = !list.length;
    own.setAttribute('aria-label', s.title);
    own.replaceChildren(
      el('header', {}, el('h3', { text: s.title }), el('button', { type: 'button', class: 'quiet text', id: 'forget', text: s.forget, onclick: () => forget().then(() => own.replaceChildren(el('p', { role: 'status', text: s.forgotten }))) })),
      el('p', { class: 'hint', text: s.about }),
      el('ul', {}, ...list.slice(0, SEEN).map(one)),
      list.length > SEEN ? el('details', {}, el('summary', { text: s.earlier(list.length - SEEN) }), el('ul', {}, ...list.slice(SEEN).map(one))) : '',
    );
  }
  const root = el('dialog', { class: 'menu', id: 'examples-menu', 'aria-label': title });
  root.append(
    el('header', {}, el('h2', { text: title }), el('span', {}, ...fileButton((file) => (root.close(), host.file(file)))), el('button', { type: 'button', text: en.bar.close, onclick: () => root.close() })),
    own,
    ...PRESETS.map(({ id: group, presets }) =>
      el(
        'section',
        { class: 'preset-group', 'aria-labelledby': `presets-${group}` },
        el('h3', { id: `presets-${group}`, text: en.presetGroups[group] }),
        el(
          'ul',
          {},
          ...presets.map(({ id, link, shows }) => {
            const { name, about } = en.presets[id];
            return choice(link, name, about, shows);
          }),
        ),
      ),
    ),
  );
  root.addEventListener('click', (event) => {
    if (event.target === root) root.close();
  });
  return {
    root,
    /** @param {string} link of the experiment that is open */
    async show(link) {
      await recall();
      for (const one of root.querySelectorAll('.preset')) one.toggleAttribute('aria-current', one.getAttribute('data-link') === link);
      root.showModal();
    },
  };
}
