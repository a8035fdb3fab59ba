// The examples: every preset with its name and what there is to see in it.
import { el } from './dom.js';
import { PRESETS } from './presets.js';
import { words as en } from './strings/words.js';

/** @param {{ preset: (link: string, shows: 'timing' | 'accuracy') => void }} host opens a link, and shows its accuracies or its spike times below the losses */
export function examplesMenu(host) {
  const title = en.bar.examples;
  const root = el('dialog', { class: 'menu', id: 'examples-menu', 'aria-label': title });
  root.append(
    el('header', {}, el('h2', { text: title }), el('button', { type: 'button', text: en.bar.close, onclick: () => root.close() })),
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
            return el('li', {}, el('button', { type: 'button', class: 'preset', 'data-link': link, onclick: () => (root.close(), host.preset(link, shows ?? 'accuracy')) }, el('strong', { text: name }), el('span', { text: about })));
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
    show(link) {
      for (const one of root.querySelectorAll('.preset')) one.toggleAttribute('aria-current', one.getAttribute('data-link') === link);
      root.showModal();
    },
  };
}
