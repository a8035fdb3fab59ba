// The dialog that takes a table: pasted, dropped or opened. What was guessed of it is shown before it is used, and can be said otherwise.
import { el, say } from '../dom.js';
import { words as en } from '../strings/words.js';
import { know, partsOf } from './files.js';
import '../styles/dialog.css';
import '../styles/table.css';

/** @typedef {{ wanted: string, link: string }} Wish data that a link names, and the link */

const MOST = 16 << 20;
const SEPARATORS = ['comma', 'semicolon', 'tab', 'space', 'bar'];

/**
 * @param {object} host
 * @param {(how: { name: string, bytes: Uint8Array, reading: string }) => Promise<import('../types.d.ts').Read>} host.read
 * @param {(said: string) => void} host.use data that were chosen
 * @param {(link: string) => void} host.open the experiment whose data are here now
 */
export function tableDialog(host) {
  const s = en.own.table;
  /** @type {Wish | null} */ let wish = null;
  /** @type {{ name: string, bytes: Uint8Array } | null} */ let given = null;
  /** What the visitor says otherwise than it was guessed. @type {Record<string, string>} */ let said = {};
  /** @type {import('../types.d.ts').Read | null} */ let read = null;
  let asked = 0;

  const title = el('h2', { id: 'table-title', text: s.title });
  const lead = el('p', { class: 'hint', id: 'table-lead' });
  const input = el('input', { type: 'file', id: 'table-file', accept: '.csv,.tsv,.txt,.data,.dat,text/csv,text/plain', hidden: true });
  const paste = el('textarea', { id: 'table-paste', rows: '3', spellcheck: 'false', placeholder: s.paste, 'aria-label': s.paste });
  const problem = el('p', { class: 'complaint', role: 'alert', id: 'table-problem', hidden: true });
  const facts = el('p', { id: 'table-facts', role: 'status' });
  const lacks = el('p', { class: 'hint', id: 'table-lacks', hidden: true });
  const classes = el('p', { class: 'legend', id: 'table-classes' });
  const separator = el('select', { id: 'table-separator', onchange: () => tell('separator', separator.value) }, ...SEPARATORS.map((value) => el('option', { value, text: s.separators[value] })));
  const header = el('input', { type: 'checkbox', id: 'table-header', onchange: () => tell('header', header.checked ? 'yes' : 'no') });
  const label = el('select', { id: 'table-label', onchange: () => tell('label', label.value) });
  const options = el('div', { class: 'table-options' }, el('span', {}, el('label', { for: 'table-label', text: s.label }), label), el('span', {}, el('label', { for: 'table-separator', text: s.separator }), separator), el('label', { class: 'check' }, header, el('span', { text: s.header })));
  const rows = el('div', { class: 'table-rows', tabindex: '0', role: 'region', 'aria-label': s.rows });
  const use = el('button', { type: 'button', class: 'primary', id: 'use-table', text: s.use, onclick: take });
  const shown = el('div', { class: 'table-shown', hidden: true }, facts, options, rows, lacks, classes);
  const root = el(
    'dialog',
    { class: 'sheet', id: 'table-dialog', 'aria-labelledby': 'table-title' },
    el('header', {}, title, el('button', { type: 'button', text: en.bar.close, onclick: () => root.close() })),
    lead,
    el('div', { class: 'table-given' }, el('button', { type: 'button', id: 'choose-table', text: s.file, onclick: () => input.click() }), input, paste),
    problem,
    shown,
    el('div', { class: 'acts' }, use, el('span', { class: 'hint', text: s.stays })),
  );
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    input.value = ''; // the same file may be chosen again
    if (file) void begin(file);
  });
  paste.addEventListener('input', () => {
    if (paste.value.trim()) void begin(new File([paste.value], s.pasted));
  });

  /** @param {File} file */
  async function begin(file) {
    if (file.size > MOST) return complain(s.large(MOST >> 20));
    given = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    said = {};
    await look();
  }
  /** @param {string} key @param {string} value */
  function tell(key, value) {
    // Other columns are other columns.
    if (key === 'separator') said = {};
    if (key === 'label') delete said.out;
    said[key] = value;
    void look();
  }
  /** As the core writes it. */
  const reading = () => (wish ? partsOf(wish.wanted).reading : ['label', 'header', 'out', 'separator'].filter((key) => key in said).map((key) => `${key}:${said[key]}`).join('~'));

  async function look() {
    if (!given) return;
    const mine = (asked += 1);
    try {
      const found = await host.read({ ...given, reading: reading() });
      if (mine !== asked) return;
      read = found;
    } catch (error) {
      if (mine === asked) complain(error instanceof Error ? error.message : String(error));
      return;
    }
    draw();
  }
  /** @param {string} sentence */
  function complain(sentence) {
    read = null;
    draw();
    say(problem, sentence);
    problem.hidden = !sentence;
  }
  function draw() {
    const sheet = read?.sheet ?? null;
    const other = wish && read?.said && partsOf(read.said).hash !== partsOf(wish.wanted).hash;
    say(problem, other ? s.other(partsOf(wish?.wanted ?? '').name) : read?.problem ? s.fault(read.problem) : '');
    problem.hidden = !problem.textContent;
    shown.hidden = !sheet;
    use.disabled = !read?.said || Boolean(other);
    if (!sheet) return;
    say(facts, s.facts(given?.name ?? '', sheet.rows, sheet.columns.filter(({ used }) => used).length));
    separator.value = sheet.separator;
    header.checked = sheet.header;
    for (const control of [separator, header, label]) control.disabled = wish !== null;
    label.replaceChildren(...sheet.columns.map(({ name }, c) => el('option', { value: String(c), text: name })));
    label.value = String(sheet.label ?? '');
    const out = () => sheet.columns.flatMap(({ content, used }, c) => (content === 'numbers' && !used && c !== sheet.label && c !== sheet.set ? [c] : []));
    const head = sheet.columns.map(({ name, content, used }, c) => {
      if (c === sheet.label || c === sheet.set) return el('th', { scope: 'col', class: 'label' }, name, el('small', { text: c === sheet.label ? s.isLabel : s.isSet }));
      if (content !== 'numbers') return el('th', { scope: 'col', class: 'out' }, name, el('small', { text: s.contents[content] }));
      const box = el('input', { type: 'checkbox', checked: used, disabled: wish !== null, 'data-column': String(c), onchange: () => tell('out', (box.checked ? out().filter((one) => one !== c) : [...out(), c].sort((a, b) => a - b)).join(',')) });
      return el('th', { scope: 'col', class: used ? '' : 'out' }, el('label', { class: 'check' }, box, el('span', { text: name })));
    });
    const cell = (/** @type {string} */ text, /** @type {number} */ c) => el('td', { class: sheet.columns[c].used ? 'num' : c === sheet.label ? 'label' : 'out', text });
    rows.replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...sheet.shown.map((row) => el('tr', {}, ...row.map(cell))))));
    say(lacks, sheet.incomplete ? s.incomplete(sheet.incomplete, sheet.firstIncomplete ?? 0) : '');
    lacks.hidden = !sheet.incomplete;
    classes.replaceChildren(...(sheet.label === null ? [] : sheet.classes.slice(0, 10)).map(({ name, rows: count }, k) => el('span', { class: `class-${k}`, text: `${en.className(k)} ${name === String(k) ? '' : name} (${count})` })));
  }
  async function take() {
    if (!given || !read?.said) return;
    const name = wish ? wish.wanted : read.said;
    know(name, { ...given, reading: reading() });
    root.close();
    if (wish) host.open(wish.link);
    else host.use(name);
  }

  return {
    root,
    /** @param {{ wish?: Wish | null, file?: File | null }} [how] */
    show({ wish: next = null, file = null } = {}) {
      [wish, given, said] = [next, null, {}];
      paste.value = '';
      complain('');
      const parts = partsOf(next?.wanted ?? '');
      say(lead, next ? s.wanted(parts.name, parts.rows, parts.columns) : s.lead);
      if (!root.open) root.showModal();
      if (file) void begin(file);
    },
  };
}
