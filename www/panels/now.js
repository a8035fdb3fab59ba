// The block at work: its equation with live numbers, what it changed, and where in the iteration it stands.
import { WHERE, blockSymbol, equations, mathml, symbolOf } from '../equations.js';
import { el, panel, say } from '../dom.js';
import { words as en } from '../strings/words.js';

export function nowPanel() {
  const s = en.now;
  const { root } = panel('now', s.title, s.hint);
  const chips = el('ol', { class: 'chips', 'aria-label': s.blocks });
  const which = el('span', { class: 'which' });
  const formulas = el('div', { class: 'formulas' });
  const where = el('p', { class: 'where num' });
  const numbers = el('p', { class: 'numbers num', id: 'block-numbers' });
  const does = el('p', { class: 'does' });
  root.append(chips, el('div', { class: 'now-body', tabindex: '0', role: 'group', 'aria-label': s.title }, which, formulas, where, numbers, does));

  /** @type {import('../types.d.ts').Opened | null} */ let opened = null;
  /** @type {Map<string, HTMLElement>} */ const chip = new Map();
  /** @type {import('../types.d.ts').BlockReport | null} */ let report = null;
  let shown = '';
  let numbersFor = '';

  /** @param {string} quantity @param {number} before @param {number} after */
  function becomes(quantity, before, after) {
    const change = after - before;
    const still = Math.abs(change) <= 1e-9 * Math.max(1, Math.abs(before));
    // Two numbers that are written alike still differ: by how much is what there is to see.
    const alike = en.number(before) === en.number(after);
    const [word, by] = change < 0 ? [s.fell, s.fellBy] : [s.rose, s.roseBy];
    return el('span', {}, el('strong', { text: s.beforeAfter(quantity, before, after) }), ' ', el('em', { class: still ? '' : change < 0 ? 'down' : 'up', text: still ? s.kept : alike ? by(Math.abs(change)) : word }));
  }

  /** @param {import('../types.d.ts').BlockReport} r @param {string} solver */
  function numbersOf(r, solver) {
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
      shown = '';
      numbersFor = '';
      chip.clear();
      chips.replaceChildren(
        ...next.info.blocks.map((name) => {
          const item = el('li', {}, blockSymbol(name));
          chip.set(name, item);
          return item;
        }),
      );
      numbers.replaceChildren(s.empty);
    },
    /** @param {import('../types.d.ts').Frame} frame */
    update(frame) {
      if (!opened) return;
      const solver = String(opened.spec.solver);
      const r = (report = frame.report);
      const name = r ? r.name : frame.block;
      const kind = r ? r.kind : frame.blockKind;
      const layer = r ? r.layer : frame.layer;
      const time = r ? r.time : frame.time;
      for (const [key, item] of chip) {
        const lit = key === name;
        if (item.classList.contains('lit') !== lit) {
          item.classList.toggle('lit', lit);
          if (lit) item.setAttribute('aria-current', 'step');
          else item.removeAttribute('aria-current');
        }
        item.classList.toggle('next', !frame.playing && key === frame.block && !lit);
      }
      formulas.classList.toggle('lit', r !== null);
      const key = `${solver} ${name} ${time} ${opened.link}`;
      if (key !== shown) {
        shown = key;
        const L = opened.info.layers.length - 1;
        formulas.innerHTML = equations(solver, kind, { layer, time, L, T: opened.info.T, trains: opened.info.trains }).map(mathml).join('');
        say(does, (opened.info.trains && en.solvers[solver]?.trainBlocks?.[kind]) || (en.solvers[solver]?.blocks[kind] ?? ''));
        const spec = opened.spec;
        const values = (/** @type {any} */ (WHERE)[solver]?.[kind] ?? []).filter((/** @type {string} */ k) => k in spec).map((/** @type {string} */ k) => `${symbolOf(k)} = ${en.tick(Number(spec[k]))}`);
        if (time !== null) values.unshift(s.time(time, opened.info.T));
        say(where, values.join(', '));
      }
      const label = r ? (frame.playing && frame.status === 'running' ? s.passing : s.done) : frame.status === 'running' ? s.next : s.ended;
      which.replaceChildren(`${label}: `, blockSymbol(name), r ? `, ${s.iteration(r.iteration)}` : '');
      const fingerprint = r ? JSON.stringify(r) : '';
      if (fingerprint !== numbersFor) {
        numbersFor = fingerprint;
        numbers.replaceChildren(...(r ? numbersOf(r, solver) : [s.empty]));
      }
    },
    /** @param {import('../types.d.ts').Opened} next */
    moved(next) {
      opened = next;
      shown = '';
    },
  };
}
