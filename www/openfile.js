// An experiment that comes as a file, `.heaviside.json`: by drop, by a button, by `?open=` or from the console.
import { el } from './dom.js';
import { words as en } from './strings/words.js';
import './styles/openfile.css';

/** Bytes of a file that are looked at, and letters of its link. */
const [MOST, LONGEST] = [16 << 20, 1 << 16];
/** What a table's name ends in. */
const TABLES = /\.(csv|tsv|txt|data|dat)$/i;
/** The versions of the format that this page knows. */
const VERSION = 1;

/**
 * The link in a file: with its proof, where it has one, so that opening it checks it. Data that it carries are there for the link.
 * @param {Blob & { name?: string }} file
 */
export async function linkIn(file) {
  const s = en.openFile;
  const name = file.name ?? s.file;
  if (file.size > MOST) throw new Error(s.large(name, MOST >> 20));
  /** @type {any} */ let found;
  try {
    found = JSON.parse(await file.text());
  } catch (error) {
    throw new Error(s.noJson(name, error instanceof Error ? error.message : String(error)));
  }
  if (found?.format !== 'heaviside') throw new Error(s.other(name));
  if (found.version !== VERSION) throw new Error(s.version(name, JSON.stringify(found.version) ?? '', VERSION));
  const link = found.proof ?? found.link;
  if (typeof link !== 'string' || !/^#?v=/.test(link)) throw new Error(s.noLink(name));
  if (link.length > LONGEST) throw new Error(s.long(name, LONGEST));
  if (found.data) (await import('./own/files.js')).offer(link, found.data);
  return link.startsWith('#') ? link : `#${link}`;
}

/** What was at an address. @param {string} address */
async function fetched(address) {
  const s = en.openFile;
  const at = new URL(address, location.href);
  const response = await fetch(at).catch(() => {
    throw new Error(s.notFetched(at.href));
  });
  if (!response.ok) throw new Error(s.notFetched(`${at.href} (${response.status})`));
  return new File([await response.blob()], at.pathname.split('/').at(-1) || at.host);
}

/**
 * @param {object} host
 * @param {(link: string) => void} host.open an experiment, as if its link had been pasted
 * @param {(file: File) => void} host.table a table of the visitor's own
 * @param {(sentence: string) => void} host.refused what could not be opened, and why; what is open stays
 */
export function opener(host) {
  /** @param {() => Promise<Blob & { name?: string }>} given */
  const take = async (given) => {
    try {
      host.open(await linkIn(await given()));
    } catch (error) {
      host.refused(error instanceof Error ? error.message : String(error));
    }
  };
  const files = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
  const over = (/** @type {boolean} */ now) => document.documentElement.toggleAttribute('data-dropping', now);
  document.addEventListener('dragover', (event) => {
    if (!files(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget === null && over(false));
  document.addEventListener('drop', (event) => {
    if (!files(event)) return;
    event.preventDefault();
    over(false);
    const file = event.dataTransfer?.files[0];
    if (file && TABLES.test(file.name)) host.table(file);
    else if (file) void take(async () => file);
  });
  const query = new URLSearchParams(location.search);
  const address = query.get('open');
  if (address) {
    // Once: a reload opens what the address says by then.
    query.delete('open');
    history.replaceState(history.state, '', location.pathname + (query.size ? `?${query}` : '') + location.hash);
    void take(() => fetched(address));
  }
  return { take };
}

/** A button that opens a file of this machine. @param {(file: File) => void} take */
export function fileButton(take) {
  const input = el('input', { type: 'file', id: 'open-file', accept: '.json,application/json', hidden: true });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    input.value = ''; // the same file may be chosen again
    if (file) take(file);
  });
  return [el('button', { type: 'button', class: 'quiet text', text: en.openFile.button, help: en.openFile.help, onclick: () => input.click() }), input];
}
