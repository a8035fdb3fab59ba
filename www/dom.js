// Small helpers to build the page: elements, explanations on hover and focus, steppers and segmented lists.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props] attributes; `on…` are listeners, `class`, `text`, and `help` (see {@link explain})
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'text') element.textContent = value;
    else if (key === 'help') explain(element, value);
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

let ids = 0;
/** @param {string} prefix */
export const unique = (prefix) => `${prefix}-${++ids}`;

const store = el('div', { hidden: true, id: 'explanations' });
// A popover: seen above a dialog as well.
const tip = el('div', { role: 'tooltip', class: 'tip', popover: 'manual', hidden: true });
/** @type {Element | null} */ let shown = null;
/** Where it was when its tip was put beside it. */
let beside = { x: 0, y: 0 };

/**
 * One sentence on an element: read by screen readers as its description, shown on hover and on focus.
 * @param {Element} element
 * @param {string} sentence
 * @param {string} [shared] a name, where many elements that come and go have the same one
 */
export function explain(element, sentence, shared) {
  const old = element.getAttribute('data-help') ?? (shared && store.querySelector(`#${shared}`) ? shared : null);
  const note = old && store.querySelector(`#${old}`);
  let id = old ?? '';
  if (note) {
    if (note.textContent !== sentence) note.textContent = sentence;
  } else store.append(el('span', { id: (id = shared ?? unique('why')), text: sentence }));
  element.setAttribute('data-help', id);
  element.setAttribute('aria-describedby', id);
}

/** @param {Element} target */
export function showTip(target) {
  const note = document.getElementById(target.getAttribute('data-help') ?? '');
  if (!note) return;
  shown = target;
  tip.textContent = note.textContent;
  tip.hidden = false;
  if (tip.isConnected && tip.showPopover && !tip.matches(':popover-open')) tip.showPopover();
  const box = target.getBoundingClientRect();
  beside = { x: box.x, y: box.y };
  const own = tip.getBoundingClientRect();
  const below = box.bottom + 8 + own.height < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
  tip.style.top = `${Math.max(8, below ? box.bottom + 8 : box.top - own.height - 8)}px`;
}

/** @param {Element} [within] the tip of what is in it alone */
export function hideTip(within) {
  if (within && !within.contains(shown)) return;
  shown = null;
  if (!tip.hidden && tip.hidePopover && tip.isConnected) tip.hidePopover();
  tip.hidden = true;
}

/** Put the shared explanation box into the page. */
export function installTips() {
  document.body.append(store, tip);
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let wait;
  /** @param {EventTarget | null} t */
  const owner = (t) => (t instanceof Element ? t.closest('[data-help]') : null);
  document.addEventListener('pointerover', (event) => {
    const target = owner(event.target);
    clearTimeout(wait);
    if (event.pointerType === 'touch') return;
    if (!target) return hideTip();
    if (target !== shown) wait = setTimeout(() => showTip(target), 350);
  });
  document.addEventListener('pointerdown', () => {
    clearTimeout(wait);
    hideTip();
  });
  document.addEventListener('focusin', (event) => {
    const target = owner(event.target);
    if (!target || !(event.target instanceof Element) || !event.target.matches(':focus-visible')) return;
    // A task later: focus may move while a menu or a dialog opens, and no popover opens while another does.
    clearTimeout(wait);
    wait = setTimeout(() => target.contains(document.activeElement) && showTip(target));
  });
  document.addEventListener('focusout', () => {
    clearTimeout(wait);
    hideTip();
  });
  // What is reached by the keyboard scrolls into sight with its explanation. A scroll that moved nothing hides nothing: the
  // event comes a frame after the scroll it tells of, maybe after the tap that asked.
  document.addEventListener(
    'scroll',
    () => {
      if (!shown) return;
      const { x, y } = shown.getBoundingClientRect();
      if (Math.hypot(x - beside.x, y - beside.y) < 1) return;
      if (shown.contains(document.activeElement) && shown.matches(':focus-visible, :has(:focus-visible)')) showTip(shown);
      else hideTip();
    },
    { capture: true, passive: true },
  );
}

/** A line icon. @param {string} path @param {string} [more] */
export function icon(path, more = '') {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', `icon ${more}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const d of path.split('|')) {
    const p = document.createElementNS(svg.namespaceURI, 'path');
    p.setAttribute('d', d);
    svg.append(p);
  }
  return svg;
}

/**
 * A segmented list: one of few choices, as radio buttons.
 * @param {string} label
 * @param {{ value: string, text: string, help?: string, picture?: Node }[]} options
 * @param {(value: string) => void} choose
 * @param {string} [style]
 */
export function segmented(label, options, choose, style = '') {
  const name = unique('seg');
  const root = el('div', { class: `segmented ${style}`, role: 'radiogroup', 'aria-label': label });
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  for (const { value, text, help, picture } of options) {
    const input = el('input', { type: 'radio', name, value, onchange: () => choose(value) });
    inputs.set(value, input);
    root.append(el('label', { help }, input, el('span', {}, picture ?? null, el('b', { text }))));
    if (help) input.setAttribute('aria-describedby', /** @type {Element} */ (root.lastElementChild).getAttribute('data-help') ?? '');
  }
  return {
    root,
    /** @param {string} value */
    set(value) {
      const input = inputs.get(value);
      if (input && !input.checked) input.checked = true;
    },
  };
}

/**
 * Previous and next around a value.
 * @param {{ previous: string, next: string, help: string, label: string, change: (by: number) => void }} options
 */
export function stepper({ previous, next, help, label, change }) {
  const value = el('output', { class: 'num' });
  const root = el(
    'span',
    { class: 'stepper', role: 'group', 'aria-label': label, help },
    el('button', { type: 'button', class: 'quiet', 'aria-label': previous, onclick: () => change(-1) }, icon('M12 4 L6 10 L12 16')),
    value,
    el('button', { type: 'button', class: 'quiet', 'aria-label': next, onclick: () => change(1) }, icon('M8 4 L14 10 L8 16')),
  );
  return { root, value };
}

/** Sections kept for panels that come later, by their id. @type {Map<string, HTMLElement>} */
const places = new Map();
/** The place of a panel that comes later: the section that {@link panel} fills. @param {string} id */
export function place(id) {
  const root = el('section', { id, class: 'panel', hidden: true });
  places.set(id, root);
  return root;
}

/** A panel: a section with a title that says what to see. @param {string} id @param {string} title @param {string} hint @param {(Node | null)[]} tools */
export function panel(id, title, hint, ...tools) {
  const heading = unique('title');
  const note = el('span', { class: 'hint', text: hint });
  const head = el('header', {}, el('h2', { id: heading, text: title }), note, el('span', { class: 'tools' }, ...tools));
  // A hint that would be cut off gets a line of its own.
  const whole = document.createRange();
  const fit = () => {
    whole.selectNodeContents(note);
    const [first, , last] = head.children;
    const gap = 2 * (parseFloat(getComputedStyle(head).columnGap) || 0);
    head.classList.toggle('long', first.clientWidth + whole.getBoundingClientRect().width + last.clientWidth + gap > head.clientWidth);
  };
  const resized = new ResizeObserver(fit);
  for (const one of [head, head.children[2]]) resized.observe(one);
  // When it comes into sight, too; a frame later, for what is fitted is what is observed.
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(note);
  new MutationObserver(fit).observe(note, { childList: true, characterData: true, subtree: true });
  const root = places.get(id) ?? el('section', { id, class: 'panel' });
  root.setAttribute('aria-labelledby', heading);
  root.append(head);
  return { root, head, note };
}

/** Set text only when it differs, to leave layout and selections alone. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
