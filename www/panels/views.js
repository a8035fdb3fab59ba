// The pictures of the middle column: one is shown, the others are a tab away.
import { el, segmented } from '../dom.js';
import { words as en } from '../strings/words.js';

/** @typedef {import('../types.d.ts').Picture} Picture */
/** What a tab shows: the first of its parts that a lesson leaves out takes the tab with it. @typedef {{ value: Picture, shows: HTMLElement[] }} Tab */

/**
 * @param {HTMLElement} root around all parts
 * @param {HTMLElement} frame the panel with the tabs in its head; where it is left out, what else there is stands side by side
 * @param {Tab[]} tabs in their order
 * @param {(change: Partial<import('../types.d.ts').View>) => void} look
 */
export function viewsPanel(root, frame, tabs, look) {
  const s = en.views;
  const parts = new Set(tabs.flatMap(({ shows }) => shows));
  const choice = segmented(s.choice, tabs.map(({ value }) => ({ value, text: s.names[value], help: s.help[value] })), (value) => choose(/** @type {Picture} */ (value)), 'views-choice');
  const title = frame.querySelector('h2');
  title?.classList.add('unseen');
  frame.querySelector('header')?.prepend(el('div', { class: 'views-head' }, title, choice.root));
  /** @type {Picture} */ let picture = 'network';
  /** Whether there is nothing to choose between. */
  let all = false;

  /** @param {Picture} next */
  function turn(next) {
    picture = next;
    choice.set(next);
    root.dataset.view = next;
    const shown = tabs.find(({ value }) => value === next)?.shows ?? [];
    for (const part of parts) part.hidden = !all && !shown.includes(part);
  }
  /** @param {Picture} next */
  function choose(next) {
    turn(next);
    look({ picture: next, ...(next === 'network' ? {} : { focus: null }) });
  }
  turn(picture);

  return {
    id: 'views',
    root,
    choose,
    /** Lessons leave out parts: a tab goes with what it is about. */
    leaveOut() {
      const left = (/** @type {HTMLElement} */ part) => part.classList.contains('left-out');
      all = left(frame);
      const open = tabs.filter(({ shows }) => !shows.slice(0, 1).some(left));
      for (const { value } of tabs) choice.root.querySelector(`label:has([value=${value}])`)?.classList.toggle('left-out', !open.some((tab) => tab.value === value));
      choice.root.classList.toggle('left-out', open.length < 2);
      const wanted = all ? 'weights' : open.some(({ value }) => value === picture) ? picture : open[0]?.value;
      if (wanted && (all || wanted !== picture)) choose(wanted);
    },
    /** @param {import('../types.d.ts').Frame} _ @param {import('../types.d.ts').View} view */
    update(_, view) {
      // What is looked at may come from before a reload, from a script, or from a stop of the tour.
      if (view.picture !== picture) turn(view.picture);
    },
  };
}
