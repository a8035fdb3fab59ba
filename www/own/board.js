// Data of one's own: drawn by hand, points of the plane or spike trains, which are in the link; or a table, which the link names.
import { el, icon, say, segmented } from '../dom.js';
import { words as en } from '../strings/words.js';
import { pointsEditor } from './points.js';
import { tablesEditor } from './tables.js';
import { trainsEditor } from './trains.js';
import '../styles/own.css';

/** What a link calls them. @typedef {'points' | 'trains' | 'data'} Kind */

/**
 * @param {HTMLElement} root where it stands
 * @param {(kind: Kind, text: string) => void} take the data of an experiment, when there are enough
 * @param {() => void} table asks for a table
 */
export function drawingBoard(root, take, table) {
  const s = en.own;
  /** What was before each stroke, as a link says it. @type {string[]} */ const before = [];
  let open = '';
  /** @type {Kind} */ let kind = 'points';
  const strokes = { begin: () => void before.push(editor().text()), changed: show, end };
  const editors = { points: pointsEditor(strokes), trains: trainsEditor(strokes), data: tablesEditor((said) => take('data', said), table) };
  const editor = () => editors[kind];
  const words = (/** @type {Kind} */ of) => (of === 'data' ? s.table : s[of]);

  const kinds = segmented(s.kind, /** @type {const} */ (['points', 'trains', 'data']).map((value) => ({ value, text: words(value).name, help: words(value).about })), (value) => turn(/** @type {Kind} */ (value)), 'small');
  const undo = el('button', { type: 'button', class: 'quiet', id: 'undo-stroke', 'aria-label': s.undo, help: s.undo, onclick: back }, icon('M8 5 L4 9 L8 13|M4 9 H12 A4 4 0 0 1 12 17 H9'));
  const clear = el('button', { type: 'button', class: 'quiet text', id: 'clear-drawing', text: s.clear, help: s.clearHelp, onclick: wipe });
  const count = el('span', { class: 'num hint', id: 'drawn' });
  const wants = el('p', { class: 'complaint', role: 'status', hidden: true });
  const stays = el('p', { class: 'says' });
  root.setAttribute('aria-label', s.title);
  const tools = el('div', { class: 'line' }, count, el('span', {}, clear, undo));
  root.append(kinds.root, editors.points.root, editors.trains.root, editors.data.root, tools, wants, stays);
  root.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z' || !before.length) return;
    event.preventDefault();
    event.stopPropagation(); // the page's own undo is of experiments
    back();
  });

  /** All that is shown of what is drawn. */
  function show() {
    kinds.set(kind);
    for (const [name, one] of Object.entries(editors)) one.root.hidden = name !== kind;
    say(count, editor().count());
    say(wants, editor().missing() || editor().full());
    wants.hidden = !wants.textContent;
    undo.disabled = !before.length;
    clear.disabled = editor().empty();
    tools.hidden = kind === 'data';
    say(stays, kind === 'data' ? `${s.table.sets} ${s.table.stays}` : `${s[kind].sets} ${s.stays}`);
    editor().describe();
    editor().draw();
  }
  function settle() {
    const text = editor().text();
    show();
    if (!editor().missing() && text !== open) take(kind, (open = text));
  }
  function end() {
    if (editor().text() === before.at(-1)) before.pop();
    settle();
  }
  function back() {
    const text = before.pop();
    if (text === undefined) return;
    editor().read(text);
    settle();
  }
  function wipe() {
    strokes.begin();
    editor().clear();
    end();
  }
  /** @param {Kind} next */
  function turn(next) {
    kind = next;
    before.length = 0;
    settle();
  }

  return {
    draw: () => editor().draw(),
    /** @param {Kind | null} next the data of the experiment that is open; none, where it is another task's @param {string} text @param {string[]} classes their names */
    show(next, text, classes) {
      root.hidden = !next;
      if (!next || (next === kind && text === open)) return;
      [kind, open] = [next, text];
      editor().read(text, classes);
      before.length = 0;
      show();
    },
  };
}
