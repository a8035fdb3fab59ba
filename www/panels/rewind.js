// Looking back: drag along a curve to any iteration, a sign that says so, and the ways on from there.
import { el, say } from '../dom.js';
import { words as en } from '../strings/words.js';

/** @typedef {import('../types.d.ts').Frame} Frame */
/** @typedef {ReturnType<typeof import('../charts/curves.js').curves>} Chart */

/** Pixels that a finger goes sideways before it drags. */
const SIDEWAYS = 8;

/**
 * @param {{
 *   look: (iteration: number, settled: boolean) => Promise<{ shown: number } | undefined>,
 *   go: (iteration: number) => Promise<unknown>,
 *   newest: () => Promise<unknown>,
 * }} host `look` shows what is kept of an iteration, `go` replays the run up to it
 */
export function rewind(host) {
  const s = en.rewind;
  const words = el('strong', { class: 'num', id: 'showing' });
  const more = el('span', { class: 'hint' });
  const go = el('button', { type: 'button', id: 'go-there', text: s.go, help: s.goHelp, onclick: () => frame && host.go(frame.iteration).catch(() => {}) });
  const back = el('button', { type: 'button', class: 'primary', id: 'newest', text: s.newest, help: s.newestHelp, onclick: () => host.newest().catch(() => {}) });
  const root = el('div', { id: 'rewind', role: 'status', hidden: true }, el('p', {}, words, ' ', more), el('div', { class: 'ways' }, go, back));

  /** @type {Frame | null} */ let frame = null;
  /** Each chart with the line that stands at the iteration shown. @type {Map<string, { chart: Chart, mark: HTMLElement }>} */ const charts = new Map();
  let dragging = false;
  /** Where the pointer went down, while it is. @type {number | null} */ let began = null;
  /** The iteration last asked for, which the pictures may not have reached. @type {number | null} */ let asked = null;

  const slider = () => charts.get('upper')?.chart.root;

  function mark() {
    if (!frame) return;
    const iteration = asked ?? frame.iteration;
    for (const { chart, mark } of charts.values()) {
      mark.hidden = !(frame.looksBack || asked !== null);
      mark.style.transform = `translateX(${Math.round(chart.leftOf(iteration))}px)`;
    }
    const track = slider();
    if (!track) return;
    track.setAttribute('aria-valuemax', String(frame.newest));
    track.setAttribute('aria-valuenow', String(iteration));
    track.setAttribute('aria-valuetext', s.value(iteration, frame.newest, en.accuracy(frame.accuracy.test)));
  }

  /** @param {number} iteration @param {boolean} settled */
  async function seek(iteration, settled) {
    if (!frame || frame.newest === 0) return;
    const to = Math.max(0, Math.min(frame.newest, iteration));
    if (!settled && to === asked) return;
    asked = to;
    mark();
    const answer = await host.look(to, settled).catch(() => undefined);
    // What is no longer kept is computed again.
    if (settled && answer && answer.shown !== to && asked === to) await host.go(to).catch(() => {});
    if (settled && asked === to) asked = null;
    mark();
  }

  /** @param {Chart} chart */
  function draggable(chart) {
    const { over } = chart;
    over.classList.add('seekable');
    over.addEventListener('pointerdown', (event) => {
      if (event.button !== 0 || !frame?.newest) return;
      over.setPointerCapture(event.pointerId);
      began = event.clientX;
      // A finger may be about to scroll the page: it must go sideways first, or let go.
      dragging = event.pointerType !== 'touch';
      if (dragging) seek(chart.iterationAt(event.clientX), false);
    });
    over.addEventListener('pointermove', (event) => {
      if (began === null) return;
      dragging ||= Math.abs(event.clientX - began) > SIDEWAYS;
      if (dragging) seek(chart.iterationAt(event.clientX), false);
    });
    over.addEventListener('pointerup', (event) => {
      if (began === null) return;
      began = null;
      seek(chart.iterationAt(event.clientX), true);
    });
    over.addEventListener('pointercancel', () => {
      if (began !== null && asked !== null) seek(asked, true);
      began = null;
    });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (!frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = asked ?? frame.iteration;
    const leap = Math.max(2, Math.round(frame.newest / 10));
    /** @type {Record<string, number>} */
    const to = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - leap, PageUp: now + leap, Home: 0, End: frame.newest };
    if (!(event.key in to)) return;
    // The arrows step blocks elsewhere.
    event.preventDefault();
    event.stopPropagation();
    seek(to[event.key], true);
  }

  return {
    id: 'rewind',
    root,
    /** A chart was built. @param {'upper' | 'lower'} which @param {Chart} chart */
    chart(which, chart) {
      const line = el('div', { class: 'seek', hidden: true });
      chart.over.append(line);
      charts.set(which, { chart, mark: line });
      draggable(chart);
      chart.onpaint(mark);
      if (which !== 'upper') return;
      const track = chart.root;
      for (const [name, value] of Object.entries({ role: 'slider', tabindex: '0', 'aria-label': s.slider, 'aria-orientation': 'horizontal', 'aria-valuemin': '0' })) track.setAttribute(name, value);
      track.addEventListener('keydown', key);
      mark();
    },
    open() {
      asked = null;
      began = null;
      frame = null;
      root.hidden = true;
    },
    /** @param {Frame} next */
    update(next) {
      frame = next;
      root.hidden = !next.looksBack;
      if (next.looksBack) {
        say(words, s.showing(next.iteration, next.newest));
        say(more, next.exact ? s.exact : s.weightsOnly);
        go.hidden = next.exact;
      }
      mark();
    },
  };
}
