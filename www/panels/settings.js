// The experiment: data, network, optimiser. Built from the catalogue, so a setting of the core is a control here.
import { el, explain, icon, say, segmented, unique } from '../dom.js';
import { DRAWN, linkOf } from '../edits.js';
import { onDemand } from '../ondemand.js';
import { memory } from '../options.js';
import { moreWords, words as en } from '../strings/words.js';
import { THUMBS } from '../thumbs.js';

const MOST_LAYERS = 8;

/** @param {string} task */
function thumb(task) {
  const { paths, filled } = THUMBS[task] ?? { paths: [] };
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('class', `thumb ${filled ? 'filled' : ''}`);
  svg.setAttribute('aria-hidden', 'true');
  paths.forEach((d, i) => {
    const path = document.createElementNS(svg.namespaceURI, 'path');
    path.setAttribute('d', d);
    path.setAttribute('class', i ? 'one' : 'zero');
    svg.append(path);
  });
  return svg;
}

/**
 * @param {import('../types.d.ts').Catalogue} catalogue
 * @param {'full' | 'first' | null} view whether all settings are open; null as the visitor left them
 * @param {{ edit: (edit: import('../edits.js').Edit) => Promise<unknown>, table: () => unknown, fit: (link: string) => Promise<import('../protocol/commands.d.ts').Answer<'fit'>>, undo: () => unknown, redo: () => unknown, steps: () => { undo: unknown, redo: unknown }, failed: (error: unknown) => void }} host
 */
export function settingsPanel(catalogue, view, host) {
  const s = en.settings;
  const root = el('div', { id: 'settings', class: 'settings' });
  /** @type {import('../types.d.ts').Opened | null} */ let opened = null;
  /** @param {string} key @param {import('../edits.js').Edit['change']} change @param {boolean} [live] */
  const set = (key, change, live = false) => void host.edit({ key, change, live });
  /** Another seed than the one there is. @param {import('../types.d.ts').Value} now */
  const newSeed = (now) => {
    const seed = crypto.getRandomValues(new Uint16Array(1))[0] % 10000;
    return seed === now ? seed + 1 : seed;
  };

  const tasks = segmented(
    s.task,
    catalogue.tasks.map(({ value }) => ({ value, text: en.tasks[value]?.name ?? value, help: en.tasks[value]?.about ?? value, picture: thumb(value) })),
    (value) => set('task', value),
    'tasks',
  );
  const solvers = segmented(
    s.solver,
    catalogue.solvers.map(({ value }) => ({ value, text: en.solvers[value]?.name ?? value, help: en.solvers[value]?.about ?? value })),
    (value) => set('solver', value),
    'solvers',
  );
  const says = el('p', { class: 'says', id: 'solver-says' });
  // Few experiments have any: what draws them comes with the first.
  const changes = el('section', { id: 'changes', hidden: true });
  const changed = onDemand(async () => {
    await moreWords();
    return (await import('./changes.js')).changesList(changes, set);
  });
  const own = el('section', { id: 'own', hidden: true });
  /** @type {ReturnType<typeof import('../own/board.js').drawingBoard> | null} */ let board = null;
  const drawing = onDemand(async () => {
    await moreWords();
    board = (await import('../own/board.js')).drawingBoard(own, set, host.table);
  });
  const layers = el('div', { class: 'layers' });
  const shape = el('p', { class: 'shape num' });

  /** @type {Map<string, { row: HTMLElement, set: (value: import('../types.d.ts').Value, encoders: string[]) => void, field: import('../types.d.ts').Field, limit?: (limit: number) => void }>} */
  const controls = new Map();
  /** @type {Record<string, HTMLElement>} */
  const grids = { data: el('div', { class: 'fields' }), network: el('div', { class: 'fields' }), optimiser: el('div', { class: 'fields' }) };

  /** @param {import('../types.d.ts').Field} field */
  const words = (field) => {
    const known = en.fields[field.key] ?? { label: field.key, about: field.key };
    return { name: known.label, help: `${known.about} ${field.live ? s.live : s.restarts}` };
  };

  // Noise stands in the first view, beside the task that it is added to.
  const inSight = el('div', { class: 'fields' });
  for (const field of catalogue.fields) {
    if (field.key === 'task' || field.key === 'solver' || field.kind === 'layers') continue;
    const control = field.kind === 'choice' ? choiceField(field) : numberField(field);
    controls.set(field.key, { ...control, field });
    (field.key === 'noise' ? inSight : grids[field.group]).append(control.row);
  }

  /** @param {import('../types.d.ts').Field} field */
  function choiceField(field) {
    const { name, help } = words(field);
    const id = unique('field');
    const select = el('select', { id, 'data-key': field.key, help, onchange: () => set(field.key, select.value, field.live) });
    const row = el('div', { class: 'field' }, el('label', { for: id, text: name }), select);
    let filled = '';
    return {
      row,
      /** @param {import('../types.d.ts').Value} value @param {string[]} encoders */
      set(value, encoders) {
        const choices = field.key === 'encoder' && encoders.length ? encoders : (field.choices ?? []);
        if (choices.join() !== filled) {
          filled = choices.join();
          select.replaceChildren(...choices.map((one) => el('option', { value: one, text: en.encoders[one]?.name ?? one })));
        }
        select.value = String(value);
        select.disabled = choices.length < 2;
      },
    };
  }

  /** @param {import('../types.d.ts').Field} field */
  function numberField(field) {
    const { name, help } = words(field);
    const box = numberBox(field, name, help, (value) => set(field.key, value, field.live));
    const label = el('label', { for: box.input.id, text: name });
    const row = el('div', { class: 'field' }, label, box.input, box.complaint);
    if (field.key === 'seed') {
      row.insertBefore(
        el('button', { type: 'button', class: 'quiet inset', id: 'new-seed', 'aria-label': en.bar.newSeed, help: en.bar.newSeedHelp, onclick: () => set('seed', newSeed) }, icon('M4 10 a6 6 0 1 1 2 4.5|M4 17 v-4 h4')),
        box.complaint,
      );
      row.classList.add('with-button');
    }
    return { row, set: box.set, limit: box.limit };
  }

  /**
   * A box for a number: a wrong one gets a sentence beside it and changes nothing.
   * @param {{ key: string, kind: string, min?: number, max?: number }} field
   * @param {string} name @param {string} help @param {(value: number) => void} commit
   */
  function numberBox(field, name, help, commit) {
    const id = unique('field');
    const complaint = el('p', { class: 'complaint', id: unique('complaint'), role: 'alert', hidden: true });
    const input = el('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', 'data-key': field.key, help });
    const whole = field.kind !== 'number';
    const low = field.min ?? 0;
    let high = field.max ?? 1e9;
    let current = NaN;
    /** @param {string} text */
    function read(text) {
      const value = en.read(text);
      return value >= low && value <= high && (!whole || Number.isInteger(value)) ? value : NaN;
    }
    function complain(/** @type {boolean} */ wrong) {
      complaint.hidden = !wrong;
      input.toggleAttribute('aria-invalid', wrong);
      if (wrong) input.setAttribute('aria-invalid', 'true');
      const help = input.getAttribute('data-help');
      input.setAttribute('aria-describedby', wrong ? `${complaint.id} ${help}` : (help ?? ''));
      complaint.textContent = wrong ? s.invalid(name, input.value, low, high, whole) : '';
    }
    function take() {
      const value = read(input.value);
      if (Number.isNaN(value)) return complain(true);
      complain(false);
      if (value === current) return show();
      current = value; // Enter is followed by a change event: once is enough
      commit(value);
    }
    function show() {
      input.value = Number.isNaN(current) ? '' : en.full(current);
    }
    input.addEventListener('change', take);
    input.addEventListener('input', () => {
      if (!complaint.hidden && !Number.isNaN(read(input.value))) complain(false);
    });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') take();
      else if (event.key === 'Escape') {
        show();
        complain(false);
      } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
        event.preventDefault();
        const up = event.key === 'ArrowUp';
        const from = read(input.value);
        if (Number.isNaN(from)) return;
        const step = whole ? (from >= 100 ? 10 : from >= 20 ? 5 : 1) : from === 0 ? 0.01 : 10 ** Math.floor(Math.log10(Math.abs(from)) - (up ? 0 : 1e-9));
        const to = Math.max(low, Math.min(high, Number((from + (up ? step : -step)).toPrecision(6))));
        input.value = en.full(to);
        take();
      }
    });
    return {
      input,
      complaint,
      /** @param {number} limit */
      limit(limit) {
        high = limit;
      },
      /** @param {import('../types.d.ts').Value} value */
      set(value) {
        current = Number(value);
        if (document.activeElement !== input || read(input.value) !== current) show();
        complain(false);
      },
    };
  }

  /** The layers as a link says them: what each gives stands below while it is typed, and what does not fit before it is tried. */
  function tokensField() {
    const id = unique('tokens');
    const gives = el('p', { class: 'gives num', id: unique('gives') });
    const complaint = el('p', { class: 'complaint', id: unique('complaint'), role: 'alert', hidden: true });
    const input = el('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false', 'data-key': 'tokens', help: s.tokensHelp });
    const row = el('div', { class: 'field tokens' }, el('label', { for: id, text: s.tokens }), input, gives, complaint);
    let current = '';
    let asked = 0;
    const said = () => input.value.replace(/\s/g, '');
    async function look() {
      if (!opened) return null;
      const mine = (asked += 1);
      const { task, solver, encoder } = opened.spec;
      const own = Object.fromEntries(DRAWN.filter((key) => opened?.spec[key]).map((key) => [key, opened?.spec[key] ?? '']));
      const fit = await host.fit(linkOf({ task, ...own, solver, encoder, hidden: encodeURIComponent(said()) })).catch(() => null);
      if (mine !== asked || !fit) return null;
      complaint.hidden = !fit.problem;
      input.toggleAttribute('aria-invalid', fit.problem !== null);
      say(complaint, fit.problem ? en.problem(fit.problem) : '');
      say(gives, fit.layers.map(([word, { neurons, picture }]) => `${word}: ${picture ? picture.join(' × ') : neurons}`).join('  ·  '));
      return fit;
    }
    async function take() {
      if (said() === current) return;
      const fit = await look();
      if (!fit || fit.problem) return;
      current = said();
      set('hidden', current.split(',').map((word) => (/^\d+$/.test(word) ? Number(word) : word)), hiddenField?.live);
    }
    input.addEventListener('input', look);
    input.addEventListener('change', take);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') void take();
      else if (event.key === 'Escape') {
        input.value = current;
        void look();
      }
    });
    return {
      row,
      /** @param {(number | string)[]} words */
      set(words) {
        const text = words.join(',');
        if (document.activeElement !== input || text === said()) input.value = text;
        if (text !== current) gives.textContent = '';
        current = text;
        complaint.hidden = true;
      },
    };
  }
  const tokens = tokensField();

  const hiddenField = catalogue.fields.find((field) => field.kind === 'layers');
  function drawLayers() {
    if (!opened) return;
    const words = /** @type {(number | string)[]} */ (opened.spec.hidden ?? []);
    const hidden = /** @type {number[]} */ (words);
    tokens.set(words);
    // Boxes are for numbers: other layers stand as words in their own field.
    if (words.some((word) => typeof word !== 'number')) {
      layers.replaceChildren(tokens.row);
      addLayer.disabled = dropLayer.disabled = true;
      return;
    }
    if (tokens.row.parentElement !== grids.network) grids.network.prepend(tokens.row);
    const focus = document.activeElement?.getAttribute('data-layer');
    /** @param {number} i @param {(count: number) => number} to */
    const change = (i, to) => setHidden((now) => (i < now.length ? now.with(i, to(now[i])) : now));
    layers.replaceChildren(
      ...hidden.map((count, i) => {
        const box = numberBox({ key: 'hidden', kind: 'integer', min: hiddenField?.min ?? 1, max: hiddenField?.max ?? 1000 }, s.layer(i + 1), s.layerHelp(i + 1), (value) => change(i, () => value));
        box.set(count);
        box.input.setAttribute('data-layer', String(i));
        const label = el('label', { for: box.input.id, text: s.layer(i + 1) });
        const by = count >= 20 ? 10 : count >= 10 ? 5 : 1;
        return el(
          'div',
          { class: 'field layer' },
          label,
          el('button', { type: 'button', class: 'quiet', 'aria-label': `${s.fewer}, ${s.layer(i + 1)}`, disabled: count <= 1, onclick: () => change(i, (now) => Math.max(1, now - by)) }, icon('M5 10h10')),
          box.input,
          el('button', { type: 'button', class: 'quiet', 'aria-label': `${s.more}, ${s.layer(i + 1)}`, onclick: () => change(i, (now) => now + by) }, icon('M5 10h10|M10 5v10')),
          box.complaint,
        );
      }),
    );
    addLayer.disabled = hidden.length >= MOST_LAYERS;
    dropLayer.disabled = hidden.length <= 1;
    if (focus !== null && focus !== undefined) /** @type {HTMLElement | null} */ (layers.querySelector(`[data-layer="${focus}"]`))?.focus();
  }
  /** The layers as they come from those that are open when the change is made. @param {(now: number[]) => number[]} to */
  const setHidden = (to) => set('hidden', (now) => to(/** @type {number[]} */ (now)), hiddenField?.live);
  const addLayer = el('button', { type: 'button', class: 'quiet', id: 'add-layer', 'aria-label': s.addLayer, help: s.addLayer, onclick: () => setHidden((now) => (now.length < MOST_LAYERS ? [...now, now.at(-1) ?? 50] : now)) }, icon('M5 10h10|M10 5v10'));
  const dropLayer = el('button', { type: 'button', class: 'quiet', id: 'drop-layer', 'aria-label': s.removeLayer, help: s.removeLayer, onclick: () => setHidden((now) => (now.length > 1 ? now.slice(0, -1) : now)) }, icon('M5 10h10'));
  const undo = el('button', { type: 'button', class: 'quiet', id: 'undo', 'aria-label': s.undo, help: s.undoHelp, disabled: true, onclick: () => host.undo() }, icon('M8 5 L4 9 L8 13|M4 9 H12 A4 4 0 0 1 12 17 H9'));
  const redo = el('button', { type: 'button', class: 'quiet', id: 'redo', 'aria-label': s.redo, help: s.redoHelp, disabled: true, onclick: () => host.redo() }, icon('M12 5 L16 9 L12 13|M16 9 H8 A4 4 0 0 0 8 17 H11'));

  /** What belongs to one part of the experiment, in the first view and under "More settings". @param {'data' | 'network' | 'optimiser'} part @param {Node[]} parts @param {Node[]} tools */
  const group = (part, parts, tools = []) => {
    const id = unique('title');
    return el('section', { class: `group ${part}`, 'aria-labelledby': id }, el('header', {}, el('p', { class: 'part', id, text: s[part] }), el('span', { class: 'tools' }, ...tools)), ...parts);
  };
  const tools = el('span');
  const more = el('details', { id: 'more-settings', open: view === 'full' || (view === null && memory.get('more') === '1') });
  const summary = el('summary', { help: s.moreHelp, text: s.moreSettings });
  // A choice made here is kept; one made by the address is not the visitor's.
  summary.addEventListener('click', () => memory.set('more', more.open ? '0' : '1'));
  more.append(summary, group('data', [grids.data]), group('network', [grids.network, shape]), group('optimiser', [grids.optimiser]));
  root.append(group('data', [tasks.root, own, inSight], [undo, redo]), group('network', [layers], [dropLayer, addLayer]), group('optimiser', [solvers.root, says, changes], [tools]), more);

  /** @param {import('../types.d.ts').Opened} next */
  function open(next) {
    opened = next;
    const { spec, info } = next;
    tasks.set(String(spec.task));
    solvers.set(String(spec.solver));
    const able = catalogue.tasks.find((task) => task.value === spec.task)?.solvers;
    for (const input of solvers.root.querySelectorAll('input')) input.disabled = able !== undefined && !able.includes(input.value);
    say(says, en.solvers[String(spec.solver)]?.about ?? '');
    const encoders = catalogue.tasks.find((task) => task.value === spec.task)?.encoders ?? [];
    const noisiest = catalogue.tasks.find((task) => task.value === spec.task)?.maxNoise;
    if (noisiest !== undefined) controls.get('noise')?.limit?.(noisiest);
    for (const [key, control] of controls) {
      control.row.hidden = !(key in spec) || (key === 'noise' && noisiest === 0);
      if (key in spec) control.set(spec[key], encoders);
    }
    if (next.live.length || !changes.hidden) changed().then((draw) => draw(opened?.live ?? []), host.failed);
    if (spec.task === 'own' || board)
      drawing().then(() => {
        const kind = /** @type {import('../own/board.js').Kind | null} */ (DRAWN.find((key) => opened?.spec[key]) ?? null);
        board?.show(kind, String(opened?.spec[String(kind)]), opened?.info.classNames ?? []);
      }, host.failed);
    drawLayers();
    say(shape, s.shape(info.layers, info.parameters, info.bytes));
    explain(shape, s.shape(info.layers, info.parameters, info.bytes));
    const { undo: back, redo: on } = host.steps();
    undo.disabled = !back;
    redo.disabled = !on;
  }

  return {
    id: 'settings',
    root,
    /** Beside the optimiser's title. */
    tools,
    open,
    moved: open,
    draw: () => board?.draw(),
  };
}
