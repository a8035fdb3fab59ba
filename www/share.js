// The dialog that gives the experiment away: its link, plain or with a proof of what its run has come to, and as a QR code.
import qrcode from 'qrcode-generator';
import { copied } from './clipboard.js';
import { el, segmented } from './dom.js';
import { save } from './export/files.js';
import { words as en } from './strings/words.js';
import { KINDS, fileOf } from './takeaway.js';
import './styles/share.css';

// The console takes files from here, so that the first view knows of one part less.
export { fileOf };

/** A QR code of a text; null where it is too long for one. @param {string} text */
function code(text) {
  const qr = qrcode(0, 'L');
  qr.addData(text);
  try {
    qr.make();
  } catch {
    return null;
  }
  const picture = el('div', { class: 'qr', role: 'img', 'aria-label': en.share.code });
  picture.innerHTML = qr.createSvgTag({ scalable: true }); // the library's own; of the text it holds no character
  return picture;
}

/**
 * @param {object} host
 * @param {() => string} host.address of the page with the open experiment
 * @param {() => void} host.lessons the dialog for lessons
 * @param {Parameters<typeof fileOf>[1]} host.ask
 */
export function shareDialog(host) {
  const s = en.share;
  const root = el('dialog', { class: 'sheet', id: 'share-dialog', 'aria-labelledby': 'share-title' });
  const link = el('textarea', { readonly: true, rows: '4', id: 'share-link' });
  const says = el('p', { class: 'hint', id: 'share-says', role: 'status' });
  const picture = el('div', { class: 'code' });
  let plain = '';
  /** @type {string | null} */ let proof = null;
  /** @type {'plain' | 'proof'} */ let kind = 'plain';

  const kinds = segmented(
    s.kinds,
    [
      { value: 'plain', text: s.plain, help: s.plainHelp },
      { value: 'proof', text: s.proof, help: s.proofHelp },
    ],
    (value) => {
      kind = /** @type {'plain' | 'proof'} */ (value);
      write();
    },
  );
  const text = () => (kind === 'proof' && proof ? plain + proof : plain);
  function write() {
    link.value = text();
    const at = /at=(\d+)/.exec(proof ?? '')?.[1];
    says.textContent = kind === 'proof' ? s.proofSays(at ?? '') : proof ? s.plainSays : s.noProof;
    picture.replaceChildren(code(link.value) ?? el('p', { class: 'hint', text: s.tooLong }));
  }
  const done = el('span', { class: 'done', role: 'status' });
  const copy = el('button', {
    type: 'button',
    class: 'strong',
    id: 'share-copy',
    text: s.copy,
    onclick: async () => {
      done.textContent = (await copied(link)) ? s.copied : s.selected;
    },
  });
  const system = 'share' in navigator ? el('button', { type: 'button', id: 'share-system', text: s.system, help: s.systemHelp, onclick: () => navigator.share({ title: document.title, url: link.value }).catch(() => {}) }) : null;
  const lessons = el('button', {
    type: 'button',
    id: 'share-lessons',
    text: s.lessons,
    help: s.lessonsHelp,
    onclick: () => {
      root.close();
      host.lessons();
    },
  });
  const given = el('span', { class: 'done', role: 'status' });
  const files = Object.keys(KINDS).map((kind) => {
    const { name, help } = s.files[kind];
    return el('button', {
      type: 'button',
      'data-kind': kind,
      text: name,
      help,
      onclick: async () => {
        try {
          const file = await fileOf(kind, host.ask);
          save(file.name, file);
          given.textContent = s.given(file.name);
        } catch (error) {
          given.textContent = error instanceof Error ? error.message : String(error);
        }
      },
    });
  });
  root.append(
    el('header', {}, el('h2', { id: 'share-title', text: s.title }), el('button', { type: 'button', text: en.bar.close, onclick: () => root.close() })),
    el('div', { class: 'share-body' }, el('div', { class: 'share-words' }, kinds.root, says, el('label', { class: 'unseen', for: link.id, text: s.link }), link, el('div', { class: 'acts' }, copy, system, lessons, done)), el('figure', {}, picture, el('figcaption', { class: 'hint', text: s.codeSays }))),
    el('section', { class: 'take-away', 'aria-labelledby': 'take-away' }, el('h3', { id: 'take-away', text: s.away }), el('p', { class: 'hint', text: s.awaySays }), el('div', { class: 'acts' }, ...files, given)),
  );

  return {
    root,
    async show() {
      proof = await host.ask('proof').catch(() => null);
      plain = host.address();
      if (!proof) kind = 'plain';
      kinds.set(kind);
      for (const input of kinds.root.querySelectorAll('input')) input.disabled = input.value === 'proof' && !proof;
      done.textContent = given.textContent = '';
      write();
      root.showModal();
      copy.focus();
    },
  };
}
