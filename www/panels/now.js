// The block at work: what it did, its equation with live numbers, and what comes next.
import { WHERE, blockSymbol, sets, symbolOf } from '../equations.js';
import { el, hideTip, icon, panel, say, showTip } from '../dom.js';
import { words as en } from '../strings/words.js';
import { linked, symbolAt } from '../symbols.js';

const DONE = 'M4 10.5 L8.5 15 L16 5.5';
const NEXT = 'M3 10 H16|M11 5 L16 10 L11 15';

/** @param {{ single: (one: boolean) => void }} host told whether each time step of a sweep is a block of its own */
export function nowPanel(host) {
  const s = en.now;
  const single = el('input', { type: 'checkbox', id: 'one-t', onchange: () => host.single(single.checked) });
  const choice = el('label', { class: 'check', help: s.singleHelp, hidden: true }, single, el('span', { text: s.single }));
  const { root } = panel('now', s.title, s.hint, choice);
  const chips = el('ol', { class: 'chips', 'aria-label': s.blocks });
  const which = el('span', { class: 'which' });
  const where = el('span', { class: 'where num' });
  const formulas = el('div', { class: 'formulas', role: 'group', 'aria-label': s.equation });
  const numbers = el('p', { class: 'numbers num', id: 'block-numbers' });
  const does = el('p', { class: 'does' });
  const coming = el('p', { class: 'coming' });
  root.append(chips, el('div', { class: 'now-body', tabindex: '0', role: 'group', 'aria-label': s.title }, el('p', { class: 'line' }, which, where), formulas, numbers, el('div', { class: 'sentences' }, does, coming)));

  /** @type {import('../types.d.ts').Opened | null} */ let opened = null;
  /** @type {Map<string, HTMLElement>} */ const chip = new Map();
  /** @type {import('../types.d.ts').BlockReport | null} */ let report = null;
  let shown = '';
  let numbersFor = '';
  let chipsFor = '';

  // ---------------------------------------------------------------- symbols: one stop of the tab key, arrows between them

  const signs = () => /** @type {HTMLElement[]} */ ([...formulas.querySelectorAll('[data-sym]')]);
  /** @param {HTMLElement} one */
  function aim(one) {
    for (const sign of signs()) sign.tabIndex = sign === one ? 0 : -1;
  }
  /** The symbol at a tap, or the nearest to it within a finger's breadth. @param {MouseEvent} event */
  function nearest(event) {
    let found = null;
    let least = 20;
    for (const one of signs()) {
      const box = one.getBoundingClientRect();
      const away = Math.hypot(Math.max(box.left - event.clientX, 0, event.clientX - box.right), Math.max(box.top - event.clientY, 0, event.clientY - box.bottom));
      if (away < least) [found, least] = [one, away];
    }
    return found;
  }
  const links = linked(formulas, {
    at(event) {
      const one = nearest(event);
      if (one) {
        aim(one);
        showTip(one);
      }
      return symbolAt(one);
    },
    lit(name) {
      for (const one of signs()) one.classList.toggle('same', one.getAttribute('data-sym') === name);
    },
  });
  formulas.addEventListener('keydown', (event) => {
    const all = signs();
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      const one = all[(to + all.length) % all.length];
      aim(one);
      one.focus();
      showTip(one);
    } else if (event.key === 'Enter' || event.key === ' ') showTip(all[at]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the page's own keys step blocks
  });

  // ---------------------------------------------------------------- numbers

  /** @param {string} quantity @param {number} before @param {number} after */
  function becomes(quantity, before, after) {
    const change = after - before;
    const still = Math.abs(change) <= 1e-9 * Math.max(1, Math.abs(before));
    // Two numbers that are written alike still differ: by how much is what there is to see.
    const alike = en.number(before) === en.number(after);
    const [word, by] = change < 0 ? [s.fell, s.fellBy] : [s.rose, s.roseBy];
    return el('span', {}, el('strong', { text: s.beforeAfter(quantity, before, after) }), ' ', el('em', { class: still ? '' : change < 0 ? 'down' : 'up', text: still ? s.kept : alike ? by(Math.abs(change)) : word }));
  }

  /** @param {import('../types.d.ts').BlockReport} r */
  function numbersOf(r) {
    /** @type {(Node | string)[]} */ const parts = [];
    if (r.quantity && r.before !== null && r.after !== null) {
      parts.push(becomes(en.quantities[r.quantity] ?? r.quantity, r.before, r.after));
    } else if (r.quantity && (r.after ?? r.before) !== null) parts.push(el('span', {}, el('strong', { text: `${en.quantities[r.quantity] ?? r.quantity} ${en.number(r.after ?? r.before)}` })));
    if (r.residualBefore !== null && r.residualAfter !== null) parts.push(becomes(s.residual, r.residualBefore, r.residualAfter));
    if (r.changed !== null) parts.push(el('span', { text: s.counted(r.changed, r.outOf, en.blocks[r.kind]?.changed ?? s.entries) }));
    if (r.change !== null) parts.push(el('span', { text: r.kind === 'backward' ? s.gradient(r.change) : s.moved(r.change) }));
    for (const [key, value] of r.extras ?? []) parts.push(el('span', { text: `${en.extras[key] ?? key.replace(/_/g, ' ')} = ${en.number(value)}` }));
    return parts;
  }

  // ---------------------------------------------------------------- blocks

  /** The blocks that a name stands for: a sweep is of two. @param {string} name */
  const blocksOf = (name) => (name.startsWith('sweep_') ? ['a', 'z'].map((kind) => name.replace('sweep', kind)) : [name]);
  /** @param {string} name */
  const named = (name) => blocksOf(name).flatMap((one, i) => (i ? [s.and, blockSymbol(one)] : [blockSymbol(one)]));
  /** Whether the next press does all time steps of a block. @param {import('../types.d.ts').Frame} frame */
  const sweeps = (frame) => !choice.hidden && !single.checked && frame.time !== null;
  /** @param {string} kind */
  const sentence = (kind) => {
    const own = opened && en.solvers[String(opened.spec.solver)];
    return (own && ((opened?.info.trains && own.trainBlocks?.[kind]) || own.blocks[kind])) || '';
  };

  /** What is done, just done and next. @param {import('../types.d.ts').Frame} frame */
  function drawChips(frame) {
    const just = report ? blocksOf(report.name) : [];
    const waits = !frame.playing && frame.status === 'running';
    const next = waits ? blocksOf(sweeps(frame) ? `sweep_${frame.layer}` : frame.block) : [];
    const key = `${just} ${next} ${frame.playing}`;
    if (key === chipsFor) return;
    chipsFor = key;
    const names = [...chip.keys()];
    const reached = waits ? names.indexOf(frame.block) : 0;
    // At the end of an iteration all of it is done, and the first is next.
    const until = just.length && names.indexOf(just[just.length - 1]) >= reached ? names.length : reached;
    names.forEach((name, i) => {
      const item = /** @type {HTMLElement} */ (chip.get(name));
      const state = next.includes(name) ? 'next' : just.includes(name) ? 'lit' : waits && i < until ? 'done' : '';
      // A block of many time steps can be both: under way.
      const both = state === 'next' && just.includes(name) ? 'lit next' : state;
      item.className = both;
      if (just.includes(name)) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
      const word = both === 'lit next' ? s.underWay : state === 'next' ? s.nextWord : state === 'lit' ? (frame.playing ? '' : s.justDone) : state === 'done' ? s.doneWord : '';
      item.replaceChildren(...(state ? [icon(state === 'next' ? NEXT : DONE)] : []), el('span', { class: 'block' }, blockSymbol(name)), ...(word ? [el('span', { class: state === 'done' ? 'unseen' : 'word', text: ` ${word}` })] : []));
    });
  }

  /** @param {import('../types.d.ts').Frame} frame @param {{ kind: string, layer: number | null, time: number | null, name: string }} block */
  function drawEquation(frame, { kind, layer, time, name }) {
    if (!opened) return;
    const solver = String(opened.spec.solver);
    const key = `${solver} ${kind} ${name} ${time} ${opened.link}`;
    if (key === shown) return;
    shown = key;
    const { info, spec } = opened;
    const at = { layer, time, L: info.layers.length - 1, T: info.T, trains: info.trains };
    sets().then(
      (all) => {
        if (shown !== key) return;
        const focused = formulas.contains(document.activeElement);
        hideTip(formulas); // what else is being explained stays, though equations come later
        formulas.replaceChildren(...all.typeset(all, solver, kind, at));
        links.clear();
        const [first] = signs();
        if (!first) return;
        aim(first);
        if (focused) first.focus();
      },
      () => (shown = ''),
    );
    say(does, sentence(kind));
    const values = (/** @type {any} */ (WHERE)[solver]?.[kind] ?? []).filter((/** @type {string} */ k) => k in spec).map((/** @type {string} */ k) => `${symbolOf(k)} = ${en.tick(Number(spec[k]))}`);
    if (time !== null) values.unshift(s.time(time, info.T));
    if (kind === 'sweep') values.unshift(s.allTimes(info.T));
    say(where, values.join(', '));
  }

  return {
    id: 'now',
    root,
    csv() {
      if (!report) return null;
      const { extras, ...own } = report;
      return { columns: ['quantity', 'value'], rows: [...Object.entries(own), ...extras] };
    },
    /** @param {import('../types.d.ts').Opened} next */
    open(next) {
      report = null;
      opened = next;
      shown = numbersFor = chipsFor = '';
      chip.clear();
      for (const name of next.info.blocks) chip.set(name, el('li', {}, el('span', { class: 'block' }, blockSymbol(name))));
      chips.replaceChildren(...chip.values());
      choice.hidden = next.spec.solver !== 'paper';
      numbers.replaceChildren(s.empty);
    },
    /** @param {import('../types.d.ts').Frame} frame */
    update(frame) {
      if (!opened) return;
      const r = (report = frame.report);
      drawChips(frame);
      formulas.classList.toggle('lit', r !== null);
      const ahead = { name: sweeps(frame) ? `sweep_${frame.layer}` : frame.block, kind: sweeps(frame) ? 'sweep' : frame.blockKind, layer: frame.layer, time: sweeps(frame) ? null : frame.time };
      drawEquation(frame, r ?? ahead);
      const label = r ? (frame.playing && frame.status === 'running' ? s.passing : s.done) : frame.status === 'running' ? s.next : s.ended;
      const fingerprint = `${label} ${r ? JSON.stringify(r) : ''} ${ahead.name} ${ahead.time} ${frame.playing} ${frame.status}`;
      if (fingerprint === numbersFor) return;
      numbersFor = fingerprint;
      which.replaceChildren(`${label}: `, ...named(r ? r.name : ahead.name), r ? `, ${s.iteration(r.iteration)}` : '');
      numbers.replaceChildren(...(r ? numbersOf(r) : [s.empty]));
      const says = r && !frame.playing && frame.status === 'running';
      coming.hidden = !says;
      if (says) coming.replaceChildren(el('strong', {}, `${s.next}: `, ...named(ahead.name)), '. ', sentence(ahead.kind));
    },
    /** @param {import('../types.d.ts').Opened} next */
    moved(next) {
      opened = next;
      shown = '';
    },
  };
}
