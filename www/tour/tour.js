// The guided tour: a card beside the page, never over it; each stop opens an experiment, points and waits for a deed.
import { el, icon, say } from '../dom.js';
import { addressWith, memory, setOptions } from '../options.js';
import { words } from '../strings/words.js';
import { STOPS } from './stops.js';
import '../styles/tour.css';

/**
 * @param {{ open: (link: string) => Promise<unknown>, at: () => { link: string, iteration: number, seen: boolean } | null, view: () => import('../types.d.ts').View, show: (picture: import('../types.d.ts').Picture) => void, reveal: (target: Element) => void }} host
 */
export function tour(host) {
  const s = words.tour;
  const place = el('p', { class: 'hint num', id: 'tour-place' });
  const title = el('h2', { tabindex: '-1', id: 'tour-title' });
  const text = el('div', { class: 'tour-text' });
  const wish = el('p', { class: 'tour-wish' });
  const state = el('p', { class: 'tour-done', role: 'status' });
  const back = el('button', { type: 'button', id: 'tour-back', text: s.back, onclick: () => go(at - 1) });
  const next = el('button', { type: 'button', id: 'tour-next', class: 'primary', text: s.next, onclick: () => (at === STOPS.length - 1 ? end() : go(at + 1)) });
  const look = el('button', { type: 'button', class: 'quiet text', id: 'tour-look', text: s.look, help: s.lookHelp, onclick: () => point(true) });
  const learn = el('a', { class: 'tour-learn', id: 'tour-learn', text: s.learn });
  const list = el('select', { 'aria-label': s.list, id: 'tour-list', onchange: () => go(Number(list.value)) }, ...STOPS.map(({ id }, i) => el('option', { value: String(i), text: `${i + 1}. ${s.stops[id].title}` })));
  const root = el(
    'section',
    { id: 'tour', 'aria-labelledby': 'tour-title', 'aria-describedby': 'tour-place', hidden: true },
    el('header', {}, place, look, el('button', { type: 'button', class: 'quiet', id: 'tour-skip', 'aria-label': s.skip, help: s.skipHelp, onclick: () => leave() }, icon('M5 5 L15 15|M15 5 L5 15'))),
    title,
    text,
    learn,
    wish,
    state,
    el('footer', {}, list, back, next),
  );
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });

  let at = 0;
  let done = false;
  /** What was looked at when the stop was reached. @type {import('../types.d.ts').View | null} */ let first = null;
  /** Whether its experiment is still to be opened, and to be seen. */
  let opening = false;
  let arriving = false;
  /** @type {Element | null} */ let target = null;
  /** @type {Element | null} */ let opener = null;

  /** @param {boolean} focus */
  function point(focus) {
    target?.classList.remove('toured');
    const { shows } = STOPS[at];
    if (shows && host.view().picture !== shows) host.show(shows);
    target = document.querySelector(STOPS[at].target);
    if (!target) return;
    target.classList.add('toured');
    root.classList.toggle('aside', target.closest('aside') !== null);
    host.reveal(target);
    target.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    if (focus) {
      target.setAttribute('tabindex', '-1');
      /** @type {HTMLElement} */ (target).focus({ preventScroll: true });
    }
  }

  /** @param {number} stop from 0 @param {{ open?: boolean }} [how] whether its experiment is opened even where another is */
  async function go(stop, { open = true } = {}) {
    opener ??= document.activeElement;
    at = Math.max(0, Math.min(STOPS.length - 1, stop));
    const { id, link, untrained, done: asked, learn: section } = STOPS[at];
    const stopWords = s.stops[id];
    done = false;
    first = null;
    root.hidden = false;
    document.body.classList.add('touring');
    say(place, s.place(at + 1, STOPS.length));
    say(title, stopWords.title);
    text.replaceChildren(...stopWords.says.map((one) => el('p', { text: one })));
    learn.href = `./learn.html?lang=${document.documentElement.lang}#${section}`;
    say(wish, stopWords.wish ?? '');
    wish.hidden = !stopWords.wish;
    say(state, '');
    root.classList.toggle('waiting', asked !== undefined);
    back.disabled = at === 0;
    say(next, at === STOPS.length - 1 ? s.finish : s.next);
    list.value = String(at);
    setOptions({ tour: String(at + 1) });
    memory.set('tour', String(at + 1));
    const now = host.at();
    const opens = open && (now?.link !== link || (untrained === true && now.iteration > 0));
    opening = opens;
    arriving = opens || !now?.seen;
    if (opens) await host.open(link).catch(() => (arriving = false));
    opening = false;
    if (!arriving) first = host.view();
    point(false);
    title.focus({ preventScroll: true });
  }

  /** Leave the tour where it is; it goes on from here. */
  function leave() {
    root.hidden = true;
    target?.classList.remove('toured');
    document.body.classList.remove('touring');
    setOptions({ tour: null });
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    opener = null;
  }

  function end() {
    leave();
    memory.set('tour', '1');
  }

  return {
    id: 'tour',
    root,
    go,
    /** Open the tour where it was left, or close it. */
    toggle() {
      if (root.hidden) go(Number(memory.get('tour') ?? '1') - 1 || 0);
      else leave();
    },
    /** The address of a stop. @param {number} stop from 1 */
    address: (stop) => addressWith({ tour: String(stop) }, ''),
    /** @param {import('../types.d.ts').Frame} frame @param {import('../types.d.ts').View} view */
    update(frame, view) {
      const asked = STOPS[at].done;
      if (arriving && !opening) {
        arriving = false;
        first = view;
      }
      if (root.hidden || done || !first || !asked?.({ frame, view, first })) return;
      done = true;
      root.classList.remove('waiting');
      say(state, s.stops[STOPS[at].id].done ?? s.done);
    },
  };
}
