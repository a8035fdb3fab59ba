// A sweep: one setting at several values as small multiples, trained one after another in a worker of their own.
import { Client } from '../protocol/client.js';
import { Texels, paint, surface } from '../charts/canvas.js';
import { el, explain, icon, panel, say } from '../dom.js';
import { curveMarkup } from '../export/curve.js';
import { History } from '../history.js';
import { words as en } from '../strings/words.js';
import { settingText } from './side.js';

/** @typedef {import('../types.d.ts').Opened} Opened */
/** @typedef {import('../types.d.ts').Frame} Frame */
/** What is known of a run, kept by its link: a run is its link. @typedef {{ history: History, frame: Frame | null, opened: Opened | null, map: Frame['map'], done: boolean, failed: string | null }} Result */

/** @param {{ choose: (link: string, what: string) => void, close: () => void }} host */
export function sweepPanel(host) {
  const s = en.sweep;
  const start = el('button', { type: 'button', class: 'small', id: 'start-sweep', help: s.startHelp, text: s.start, onclick: () => (client ? stop() : train()) });
  const { root, head } = panel('sweep', '', s.hint);
  const title = /** @type {HTMLElement} */ (head.querySelector('h2'));
  const tools = /** @type {HTMLElement} */ (head.querySelector('.tools'));
  const state = el('span', { class: 'num', id: 'sweep-state' });
  const bar = el('progress', { 'aria-label': s.progress(0, 0), max: '1', value: '0' });
  tools.append(state, bar, start);
  head.append(el('span', { class: 'tools close' }, el('button', { type: 'button', class: 'quiet', id: 'close-sweep', 'aria-label': s.close, help: s.close, onclick: () => host.close() }, icon('M5 5 L15 15|M15 5 L5 15'))));
  const swatch = (/** @type {string} */ kind, /** @type {string} */ text) => el('span', {}, el('i', { class: `swatch ${kind}` }), text);
  const legend = el('p', { class: 'legend lines' }, el('span', { text: s.lines }), swatch('first', s.test), swatch('dashed ink', s.train), swatch('dotted', s.control));
  const grid = el('ul', { class: 'multiples' });
  root.append(legend, grid);

  /** @type {Map<string, Result>} */ const results = new Map();
  /** @type {{ link: string, value: string, text: string, cell: ReturnType<typeof cellOf> }[]} */ let runs = [];
  /** @type {Opened | null} */ let base = null;
  /** @type {Client | null} */ let client = null;
  let drawn = '';

  /** @param {string} text @param {() => void} open @param {boolean} flat */
  function cellOf(text, open, flat) {
    const figure = el('strong', { class: 'num' });
    const under = el('span', { class: 'hint num' });
    const curve = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    curve.setAttribute('viewBox', '0 0 240 110');
    curve.setAttribute('class', 'multiple-curve');
    curve.setAttribute('aria-hidden', 'true');
    const map = el('span', { class: 'plot square' });
    const button = el('button', { type: 'button', class: 'cell', onclick: open }, el('span', { class: 'cell-head' }, el('b', { text }), figure), curve, flat ? map : null, under);
    const screen = surface(map, en.learned.empty);
    screen.canvas.setAttribute('aria-hidden', 'true');
    const picture = new Texels();
    /** @type {Frame['map']} */ let shown = null;
    function draw() {
      const { context: c, width, height } = screen.begin();
      if (shown) picture.draw(c, 0, 0, width, height);
      c.strokeStyle = paint.rule;
      c.lineWidth = 1;
      c.strokeRect(0.5, 0.5, width - 1, height - 1);
    }
    screen.onresize(draw);
    return {
      button,
      /** @param {Result | undefined} result @param {number} longest iterations of the longest run */
      show(result, longest) {
        const frame = result?.frame;
        const test = frame ? en.accuracy(frame.accuracy.test) : '';
        const now = result?.failed ? s.failed(result.failed) : !frame || !result.opened ? s.waiting : result.done ? en.status[frame.status] : s.at(frame.iteration, result.opened.info.iterations);
        say(figure, test);
        say(under, result?.done && frame ? s.done(now, frame.iteration, en.duration(frame.seconds)) : now);
        button.setAttribute('aria-label', s.cell(text, test || s.waiting, now));
        button.classList.toggle('done', Boolean(result?.done));
        const x = result?.history.column('iteration') ?? [];
        const control = frame?.accuracy.control ?? null;
        curve.innerHTML = curveMarkup({
          width: 240,
          height: 110,
          x,
          columns: [result?.history.column('train') ?? [], result?.history.column('test') ?? [], x.map(() => control)],
          lines: [
            { colour: paint.ink, dash: [4, 3], width: 1 },
            { colour: paint.ink, dash: [], width: 2 },
            { colour: paint.soft, dash: [2, 4], width: 1 },
          ],
          xRange: [0, longest],
          yRange: [0, 1],
          ink: paint.soft,
          rule: paint.rule,
          bare: true,
        });
        if (result?.map && result.map !== shown) picture.put(result.map.size, result.map.size, (shown = result.map).rgba);
        draw();
      },
    };
  }

  const longest = () => Math.max(1, ...runs.map(({ link }) => results.get(link)?.history.column('iteration').at(-1) ?? 0));
  function show() {
    const end = Math.max(longest(), base?.info.iterations ?? 1);
    for (const { link, cell } of runs) {
      cell.show(results.get(link), end);
      cell.button.setAttribute('aria-current', String(link === base?.compare.run));
    }
    const done = runs.filter(({ link }) => results.get(link)?.done || results.get(link)?.failed).length;
    const part = runs.reduce((sum, { link }) => {
      const one = results.get(link);
      return sum + (one?.done || one?.failed ? 1 : one?.frame && one.opened ? one.frame.iteration / one.opened.info.iterations : 0);
    }, 0);
    say(state, s.progress(done, runs.length));
    bar.value = part / (runs.length || 1);
    bar.setAttribute('aria-label', s.progress(done, runs.length));
    say(start, client ? s.stop : done > 0 && done < runs.length ? s.resume : s.start);
    start.disabled = done === runs.length;
    explain(start, client ? s.stopHelp : s.startHelp);
    root.dataset.state = client ? 'training' : done === runs.length ? 'done' : 'idle';
  }

  function stop() {
    client?.end();
    client = null;
    // A value that was not finished begins anew.
    for (const { link } of runs) if (!results.get(link)?.done) results.delete(link);
    show();
  }

  /** @returns {Result} */
  const begun = () => ({ history: new History(), frame: null, opened: null, map: null, done: false, failed: null });

  async function train() {
    /** @type {Result | null} */ let current = null;
    let finished = () => {};
    /** @type {Frame | null} */ let pending = null;
    const mine = new Client({
      frame(frame) {
        const waiting = pending !== null;
        pending = frame;
        if (!waiting) setTimeout(take, 16);
      },
      dead: (reason) => end(reason),
      silent: () => {},
      replay: () => {},
    });
    client = mine;
    const end = (/** @type {string} */ reason) => {
      if (client !== mine) return;
      client = null;
      const next = runs.find(({ link }) => !results.get(link)?.done);
      if (current) current.failed = reason;
      else if (next) results.set(next.link, { ...begun(), failed: reason }); // it died before it began with the first
      show();
    };
    function take() {
      const frame = pending;
      pending = null;
      if (!frame || !current || client !== mine) return;
      current.frame = frame;
      current.history.take(frame.history);
      if (frame.map) current.map = frame.map;
      show();
      mine.drawn();
      if (!frame.playing && frame.status !== 'running') finished();
    }
    show();
    await mine.ready;
    for (const { link } of runs) {
      if (client !== mine) return;
      if (results.get(link)?.done) continue;
      const result = (current = begun());
      results.set(link, result);
      try {
        const number = mine.generation + 1;
        await mine.ask('view', { view: { split: 'test', sample: 0, layer: 1, neuron: 0, dark: paint.dark, confusion: false, picture: 'spikes', measure: 'count', focus: null, spike: null } });
        const opening = mine.ask('open', { link, number, take: null, keep: false, play: false, follow: false });
        mine.generation = number;
        result.opened = await opening;
        const last = new Promise((resolve) => (finished = () => resolve(undefined)));
        await mine.ask('run', { iterations: 1e6 });
        await last;
        result.done = true;
      } catch (error) {
        if (client !== mine) return;
        result.failed = error instanceof Error ? error.message : String(error);
      }
      show();
    }
    mine.end();
    if (client === mine) client = null;
    show();
  }

  return {
    id: 'sweep',
    root,
    train,
    stop,
    training: () => client !== null,
    /** The setting and its values. @param {Opened} opened */
    compare(opened) {
      base = opened;
      const { sweep, text } = opened.compare;
      const key = JSON.stringify(sweep);
      if (key !== drawn) {
        if (client) stop();
        drawn = key;
        runs = (sweep?.runs ?? []).map(([value, link]) => {
          const what = settingText(/** @type {string} */ (sweep?.key), value);
          return { link, value, text: what, cell: cellOf(what, () => host.choose(link + (base?.compare.text ?? text), what), opened.info.dimensions === 2) };
        });
        grid.replaceChildren(...runs.map(({ cell }) => el('li', {}, cell.button)));
      }
      if (sweep) say(title, s.title(sweep.key === 'solver' ? en.settings.solver : (en.fields[sweep.key]?.label ?? sweep.key)));
      show();
    },
    draw: show,
    /** What was measured, a row a value. */
    csv() {
      return {
        columns: ['value', 'iteration', 'seconds', 'test', 'train', 'best_iteration', 'best_test', 'control', 'status', 'link'],
        rows: runs.map(({ link, value }) => {
          const frame = results.get(link)?.frame;
          return [value, frame?.iteration, frame?.seconds, frame?.accuracy.test, frame?.accuracy.train, frame?.best?.iteration, frame?.best?.test, frame?.accuracy.control, frame?.status, link];
        }),
      };
    },
  };
}
