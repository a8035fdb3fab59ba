// Spikes of one sample, input to readout, on one time axis: the optimiser's and the network's where they differ.
import { DASH, Texels, marker, paint, surface } from '../charts/canvas.js';
import { Hatching } from '../charts/hatch.js';
import { read, unread } from '../charts/reading.js';
import { el, panel, say, segmented, stepper } from '../dom.js';
import { changedBy, differing } from '../marks.js';
import { words as en } from '../strings/words.js';

/** Room for the labels; grows with the text. */
let gutter = 84;
const GAP = 14;
const FOOT = 18;
/** Pixels a side below which what the camera saw is no picture. */
const MIN_PICTURE = 40;
/** What a block did not change, while one steps. */
const DIMMED = 0.35;
/** Cells that can be outlined without covering the picture. */
const MOST_OUTLINED = 400;

/** Where the cells of a layer lie. @typedef {{ left: number, top: number, wide: number, high: number, neurons: number, T: number, codes: Uint8Array }} Cells */
/**
 * What lies over the cells while one spike is looked at.
 * @typedef {object} Over
 * @property {(raster: import('../types.d.ts').Raster) => Uint8ClampedArray | null} tint other colours of a layer's cells
 * @property {(c: CanvasRenderingContext2D, cells: (layer: number) => Cells | null) => void} draw
 * @property {(cell: import('../types.d.ts').Spike) => void} choose
 * @property {(cell: import('../types.d.ts').Spike) => void} flip
 */

/** @param {{ view: (change: Partial<import('../types.d.ts').View>) => void, cursor: (t: number | null) => void }} host */
export function networkPanel(host) {
  const s = en.network;
  const split = segmented(
    s.split,
    [
      { value: 'train', text: s.train, help: s.splitHelp },
      { value: 'test', text: s.test, help: s.splitHelp },
    ],
    (value) => host.view({ split: /** @type {'train' | 'test'} */ (value), sample: 0 }),
    'small',
  );
  const sample = stepper({
    previous: s.previous,
    next: s.next,
    help: s.stepHelp,
    label: s.sample,
    change: (by) => {
      if (!frame) return;
      const { count } = frame.sample;
      const sample = (Math.min(selected.sample, count - 1) + by + count) % count;
      selected = { ...selected, sample }; // the next click may come before the next frame
      host.view({ sample });
    },
  });
  const { root, note } = panel('network', s.title, s.hint(false), split.root, sample.root);
  const verdict = el('span', { class: 'verdict', id: 'verdict' });
  const legend = el('p', { class: 'legend' });
  const body = el('div', { class: 'plot' });
  const empty = el('p', { class: 'empty', text: s.empty });
  const readout = el('p', { class: 'under', 'aria-hidden': 'true' });
  body.append(empty);
  const dispute = el('span', { class: 'num strong dispute', id: 'disagree' });
  const line = el('div', { class: 'line' }, verdict, dispute);
  const foot = el('div', { class: 'line foot' }, legend, readout);
  const spikes = el('div', { class: 'picture' }, line, body, foot);
  root.append(spikes);
  const screen = surface(body, s.empty);
  screen.canvas.id = 'rasters';

  /** @type {import('../types.d.ts').Frame | null} */ let frame = null;
  /** @type {Texels[]} */ const pictures = [];
  const hatching = new Hatching();
  /** @type {Map<string, () => import('../types.d.ts').Columns | null>} */ const others = new Map();
  let front = 'network';
  /** What a block that was stepped changed, and the cells of each raster that it turned. @type {import('../marks.js').Changed | null} */ let changed = null;
  /** @type {number[][]} */ let turned = [];
  let turnedBy = '';
  let lookedAt = '';
  let depth = 1;
  /** @type {{ top: number, height: number, kind: 'raster' | 'readout', index: number }[]} */ let strips = [];
  let selected = { layer: 1, neuron: 0, sample: 0 };
  /** @type {number | null} */ let cursor = null;
  let legendFor = '';
  /** Pixels a side of the camera before the sample, where there is one. @type {number | null} */ let camera = null;
  /** @type {string[]} */ let inputs = [];
  const seen = new Texels();
  /** @type {Over | null} */ let over = null;
  /** Whether the last spiking layer is the output. */
  let trains = false;
  let solver = '';

  /** @param {{ layer: number }} raster */
  const nameOf = ({ layer }) => (layer === 0 ? s.input : trains && layer === (frame?.raster.length ?? 0) - 1 ? s.output : s.hidden(layer));

  function layout(/** @type {number} */ height) {
    if (!frame) return;
    const rows = frame.raster.map((r) => Math.sqrt(r.neurons) * (r.layer === 0 ? (over ? 0.4 : 0.75) : 1.1));
    const readoutShare = Math.max(over ? 2.4 : 4.2, rows.reduce((a, b) => a + b, 0) * 0.3);
    const total = rows.reduce((a, b) => a + b, 0) + readoutShare;
    const free = height - FOOT - GAP * rows.length - 4;
    let top = 2;
    strips = [...rows, readoutShare].map((share, index) => {
      // Whole pixels, for edges without blur.
      const h = Math.floor((free * share) / total);
      const strip = { top, height: h, kind: /** @type {'raster' | 'readout'} */ (index < rows.length ? 'raster' : 'readout'), index };
      top += h + GAP;
      return strip;
    });
  }

  function draw() {
    const { context: c, width, height, ratio } = screen.begin();
    gutter = 84 * paint.scale;
    if (!frame) return;
    layout(height);
    const T = frame.readout.T;
    const w = width - gutter - 1;
    const step = w / T;
    c.textBaseline = 'middle';
    for (const strip of strips) {
      const { top, height: h } = strip;
      c.textAlign = 'left';
      c.fillStyle = paint.ink;
      const middle = top + h / 2;
      if (strip.kind === 'raster') {
        const r = frame.raster[strip.index];
        const picture = (pictures[strip.index] ??= new Texels());
        const rows = Math.min(r.neurons, Math.max(1, Math.floor(h * ratio)));
        const rgba = over?.tint(r) ?? r.rgba;
        const fewer = rows < r.neurons ? squeezed(r, rgba, rows) : null;
        c.globalAlpha = changed && !over && !touched(r.layer) ? DIMMED : 1;
        picture.put(r.T, rows, fewer?.rgba ?? rgba);
        picture.draw(c, gutter, top, w, h);
        if (r.auxiliary && !over) hatching.draw(c, { columns: r.T, rows, codes: fewer?.codes ?? r.codes }, { x: gutter, y: top, w, h, ratio, colour: paint.ink });
        c.globalAlpha = 1;
        // The picture of the camera stands under the name of its strip, which makes room for it.
        const side = r.layer === 0 && camera ? Math.min(gutter - 20, h - 36) : 0;
        const shown = side >= MIN_PICTURE;
        const named = !shown ? middle : h > 130 ? middle : top + 14;
        if (h > 26) {
          c.fillText(nameOf(r), 0, named - 8);
          c.fillStyle = paint.soft;
          c.fillText(r.layer === 0 ? s.channels(r.neurons) : s.neurons(r.neurons), 0, named + 8);
        } else c.fillText(nameOf(r), 0, named);
        c.strokeStyle = paint.rule;
        c.lineWidth = 1;
        c.strokeRect(gutter - 0.5, top - 0.5, w + 1, h + 1);
        if (camera !== null && shown) {
          seen.put(camera, camera, glimpse(r, camera));
          seen.draw(c, 0, named + 22, side, side);
          c.strokeRect(-0.5, named + 21.5, side + 1, side + 1);
        }
        if (changed && !over && touched(r.layer)) drawTurned(c, r, strip.index, { top, height: h, w, step });
        if (r.layer === selected.layer && !over) {
          const rowHeight = h / r.neurons;
          const y = top + rowHeight * selected.neuron;
          c.strokeStyle = paint.ink;
          c.lineWidth = 1.5;
          c.strokeRect(gutter - 0.5, y - 0.5, w + 1, Math.max(3, rowHeight) + 1);
          c.fillStyle = paint.ink;
          c.beginPath();
          c.moveTo(gutter - 8, y + rowHeight / 2 - 4);
          c.lineTo(gutter - 2, y + rowHeight / 2);
          c.lineTo(gutter - 8, y + rowHeight / 2 + 4);
          c.fill();
        }
      } else {
        c.globalAlpha = changed && !over && !changed.readout ? DIMMED : 1;
        drawReadout(c, strip, w, step);
        c.globalAlpha = 1;
      }
    }
    over?.draw(c, (layer) => {
      const [strip, r] = [strips[layer], frame?.raster[layer]];
      return strip && r ? { left: gutter, top: strip.top, wide: step, high: strip.height / r.neurons, neurons: r.neurons, T, codes: r.codes } : null;
    });
    // One axis for all strips.
    const bottom = height - FOOT;
    c.fillStyle = paint.soft;
    c.textBaseline = 'alphabetic';
    const every = T <= 12 ? 1 : T <= 25 ? 5 : T <= 60 ? 10 : T <= 150 ? 25 : 100;
    c.textAlign = 'center';
    for (let t = every === 1 ? 1 : every; t <= T; t += every) {
      const x = gutter + (t - 0.5) * step;
      // The last one stays within the picture.
      c.fillText(String(t), Math.min(x, gutter + T * step - c.measureText(String(t)).width / 2), height - 3);
    }
    c.textAlign = 'left';
    c.fillText(s.time, 0, height - 3);
    if (cursor !== null && cursor < T) {
      c.fillStyle = paint.dark ? 'rgba(255,255,255,.09)' : 'rgba(0,40,80,.09)';
      c.fillRect(gutter + cursor * step, 0, step, bottom);
      c.strokeStyle = paint.soft;
      c.lineWidth = 1;
      const x = Math.round(gutter + (cursor + 0.5) * step) + 0.5;
      c.setLineDash([1, 3]);
      c.beginPath();
      c.moveTo(x, 0);
      c.lineTo(x, bottom);
      c.stroke();
      c.setLineDash([]);
    }
  }

  /** @param {number} layer */
  const touched = (layer) => changed !== null && (changed.spikes.has(layer) || changed.potentials.has(layer));

  /**
   * The strip that a block was about in ink, and the cells that it turned outlined.
   * @param {CanvasRenderingContext2D} c @param {import('../types.d.ts').Raster} r @param {number} index @param {{ top: number, height: number, w: number, step: number }} at
   */
  function drawTurned(c, r, index, { top, height: h, w, step }) {
    c.strokeStyle = paint.ink;
    c.lineWidth = 2;
    c.strokeRect(gutter - 1, top - 1, w + 2, h + 2);
    const cells = turned[index] ?? [];
    const row = h / r.neurons;
    const time = changed?.time ?? null;
    if (time !== null) {
      c.lineWidth = 1;
      c.strokeRect(gutter + (time - 1) * step - 0.5, top - 0.5, step + 1, h + 1);
    }
    // More would cover the picture: then the strip alone says it.
    if (cells.length > MOST_OUTLINED) return;
    c.lineWidth = 1.5;
    c.beginPath();
    for (const cell of cells) c.rect(gutter + (cell % r.T) * step - 1, top + Math.floor(cell / r.T) * row - 1, Math.max(4, step + 2), Math.max(4, row + 2));
    c.stroke();
  }

  /** What a block turned, from the last picture of the same sample. @param {import('../types.d.ts').Frame} next @param {import('../types.d.ts').View} view */
  function mark(next, view) {
    const at = `${view.split} ${next.sample.index}`;
    changed = changedBy(next, depth);
    const by = changed ? JSON.stringify(next.report) + at : '';
    if (by !== turnedBy) {
      turned = by && at === lookedAt ? next.raster.map((r, i) => differing(frame?.raster[i]?.codes, r.codes)) : [];
      turnedBy = by;
    }
    lookedAt = at;
  }

  /**
   * A raster of fewer rows, for a strip of fewer pixels: of the cells that fall together, one that is not empty shows.
   * @param {import('../types.d.ts').Raster} r @param {Uint8ClampedArray} rgba @param {number} rows
   */
  function squeezed(r, rgba, rows) {
    const texels = new Uint32Array(rgba.slice().buffer);
    const out = new Uint32Array(rows * r.T);
    const codes = new Uint8Array(rows * r.T);
    for (let row = 0; row < rows; row++) {
      const first = Math.floor((row * r.neurons) / rows);
      const last = Math.floor(((row + 1) * r.neurons) / rows);
      for (let t = 0; t < r.T; t++) {
        let at = first;
        while (at < last - 1 && !r.codes[at * r.T + t]) at++;
        out[row * r.T + t] = texels[at * r.T + t];
        codes[row * r.T + t] = r.codes[at * r.T + t];
      }
    }
    return { rgba: new Uint8ClampedArray(out.buffer), codes };
  }

  /** ON (0) or OFF (1) events of a raster. @param {import('../types.d.ts').Raster} r @param {number} polarity */
  function events(r, polarity) {
    const half = ((r.neurons - 1) / 2) * r.T;
    return r.codes.subarray(polarity * half, (polarity + 1) * half).reduce((n, code) => n + (code ? 1 : 0), 0);
  }

  /**
   * What the camera sent up to the cursor, in the time of a third of a jump; without a cursor, in the first jump.
   * @param {import('../types.d.ts').Raster} r @param {number} side
   */
  function glimpse(r, side) {
    const pixels = side * side;
    const last = cursor ?? Math.ceil(r.T / 3) - 1;
    const first = cursor === null ? 0 : Math.max(0, cursor - Math.floor(r.T / 9));
    const rgba = new Uint8ClampedArray(4 * pixels);
    const [on, off] = [paint.red, paint.blue].map((colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)));
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let t = first; t <= last; t++) {
        const colour = r.codes[pixel * r.T + t] ? on : r.codes[(pixels + pixel) * r.T + t] ? off : null;
        if (colour) rgba.set([...colour, 255], 4 * pixel);
      }
    return rgba;
  }

  /** @param {CanvasRenderingContext2D} c @param {{ top: number, height: number }} strip @param {number} w @param {number} step */
  function drawReadout(c, { top, height: h }, w, step) {
    if (!frame) return;
    const { classes, T, values, auxiliary } = frame.readout;
    let low = 0;
    let high = 0;
    for (const v of values) {
      if (v < low) low = v;
      if (v > high) high = v;
    }
    if (!(high - low > 1e-9)) high = low + 1;
    /** @param {number} v */
    const y = (v) => top + h - 4 - ((v - low) / (high - low)) * (h - 8);
    c.fillStyle = paint.ink;
    c.fillText(s.readout, 0, top + h / 2 - 8);
    c.fillStyle = paint.soft;
    c.fillText(trains ? s.traces : s.potentials, 0, top + h / 2 + 8);
    c.strokeStyle = paint.rule;
    c.lineWidth = 1;
    c.strokeRect(gutter - 0.5, top - 0.5, w + 1, h + 1);
    c.beginPath();
    c.moveTo(gutter, Math.round(y(0)) + 0.5);
    c.lineTo(gutter + w, Math.round(y(0)) + 0.5);
    c.stroke();
    const answer = trains ? -1 : frame.sample.predicted;
    for (let k = 0; k < classes; k++) {
      const colour = paint.classes[k % paint.classes.length];
      c.strokeStyle = colour;
      c.lineJoin = 'round';
      if (auxiliary) {
        c.lineWidth = 1;
        c.setLineDash([1, 3]);
        c.beginPath();
        for (let t = 0; t < T; t++) c.lineTo(gutter + (t + 0.5) * step, Math.max(top, Math.min(top + h, y(auxiliary[k * T + t]))));
        c.stroke();
      }
      c.lineWidth = k === answer ? 2.5 : 1.5;
      c.setLineDash(DASH[k % DASH.length]);
      c.beginPath();
      for (let t = 0; t < T; t++) c.lineTo(gutter + (t + 0.5) * step, y(values[k * T + t]));
      c.stroke();
      c.setLineDash([]);
      c.fillStyle = colour;
      c.beginPath();
      marker(c, k, gutter + (T - 0.5) * step, y(values[k * T + T - 1]), k === answer ? 5 : 3.5);
      c.fill();
    }
  }

  /** @param {PointerEvent} event */
  function place(event) {
    if (!frame) return null;
    const box = screen.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    const T = frame.readout.T;
    const t = Math.floor(((x - gutter) / (box.width - gutter - 1)) * T);
    if (t < 0 || t >= T) return null;
    const strip = strips.find((one) => y >= one.top && y < one.top + one.height);
    if (!strip) return { t, strip: null, row: 0 };
    const rows = strip.kind === 'raster' ? frame.raster[strip.index].neurons : 1;
    return { t, strip, row: Math.min(rows - 1, Math.floor(((y - strip.top) / strip.height) * rows)) };
  }

  screen.canvas.addEventListener('pointermove', (event) => {
    const at = place(event);
    host.cursor(at ? at.t : null);
    if (!frame || !at?.strip) {
      unread();
      return say(readout, '');
    }
    if (at.strip.kind === 'readout') {
      const { classes, T, values } = frame.readout;
      read([`${s.readout}, t = ${at.t + 1}`, ...Array.from({ length: classes }, (_, k) => `${en.className(k)} ${en.number(values[k * T + at.t])}`)], event);
      say(readout, s.readoutAt(at.t + 1, Array.from({ length: classes }, (_, k) => `${en.className(k)}: ${en.number(values[k * T + at.t])}`).join(', ')));
    } else {
      const r = frame.raster[at.strip.index];
      const what = [s.silent, r.auxiliary ? s.both : s.spike, s.real, s.wanted][r.codes[at.row * r.T + at.t]] ?? '';
      const cell = s.cell(nameOf(r), r.layer ? s.neuron(at.row + 1) : (inputs[at.row] ?? s.channel(at.row + 1)), at.t + 1, what);
      read([cell], event);
      say(readout, cell);
    }
  });
  screen.canvas.addEventListener('pointerleave', () => {
    host.cursor(null);
    unread();
    say(readout, '');
  });
  screen.canvas.addEventListener('click', (event) => {
    const at = place(/** @type {PointerEvent} */ (event));
    if (!frame || at?.strip?.kind !== 'raster') return;
    const r = frame.raster[at.strip.index];
    if (r.layer === 0) return;
    if (over) over.choose({ layer: r.layer, neuron: at.row, t: at.t + 1 });
    else host.view({ layer: r.layer, neuron: at.row });
  });
  screen.canvas.addEventListener('dblclick', (event) => {
    const at = place(/** @type {PointerEvent} */ (event));
    if (frame && over && at?.strip?.kind === 'raster' && at.strip.index > 0) over.flip({ layer: frame.raster[at.strip.index].layer, neuron: at.row, t: at.t + 1 });
  });
  screen.onresize(draw);

  return {
    id: 'network',
    root,
    /** The raster with its words. */
    spikes,
    body,
    nameOf,
    /** Something lies over the cells, or nothing any more. @param {Over | null} next */
    over(next) {
      over = next;
      draw();
    },
    draw,
    /** @param {import('../types.d.ts').Opened} opened */
    open(opened) {
      trains = opened.info.trains;
      depth = opened.info.layers.length - 1;
      lookedAt = '';
      solver = String(opened.spec.solver);
      camera = opened.info.camera;
      root.toggleAttribute('data-camera', camera !== null);
      inputs = opened.info.inputNames;
    },
    table: () =>
      frame && {
        caption: s.title,
        columns: [en.cells.layer, en.cells.neuron, en.cells.times],
        rows: frame.raster.flatMap((r) =>
          Array.from({ length: r.neurons }, (_, row) => {
            const at = [...r.codes.subarray(row * r.T, (row + 1) * r.T)].flatMap((code, t) => (code === 1 || code === 2 ? [t + 1] : []));
            return [r.layer ? s.hidden(r.layer) : s.input, row + 1, at.join(' ') || s.silent];
          }),
        ),
      },
    /** Another picture in this panel has numbers of its own. @param {import('../types.d.ts').Picture} picture @param {() => import('../types.d.ts').Columns | null} csv */
    also(picture, csv) {
      others.set(picture, csv);
    },
    /** Spikes and readout over time, or what the picture that is shown instead has. */
    csv() {
      const other = others.get(front);
      if (other) return other();
      if (!frame) return null;
      const rows = frame.raster.flatMap((r) =>
        Array.from({ length: r.neurons * r.T }, (_, i) => {
          const code = r.codes[i];
          // 1: in both, 2: the network's alone, 3: the optimiser's alone.
          return [r.layer, Math.floor(i / r.T) + 1, (i % r.T) + 1, code === 1 || code === 2 ? 1 : 0, r.auxiliary ? (code === 1 || code === 3 ? 1 : 0) : null, null];
        }),
      );
      const { classes, T, values } = frame.readout;
      const layer = frame.raster.length;
      const readout = Array.from({ length: classes * T }, (_, i) => [layer, Math.floor(i / T) + 1, (i % T) + 1, null, null, values[i]]);
      return { columns: ['layer', 'neuron', 't', 'spike', 'spike_of_optimiser', 'potential'], rows: [...rows, ...readout] };
    },
    /** @param {number | null} t */
    cursor(t) {
      if (t === cursor) return;
      cursor = t;
      draw();
    },
    /** @param {import('../types.d.ts').Frame} next @param {import('../types.d.ts').View} view */
    update(next, view) {
      mark(next, view);
      frame = next;
      empty.hidden = true;
      selected = view;
      front = view.picture;
      pictures.length = next.raster.length;
      const { index, count, label, predicted } = next.sample;
      split.set(view.split);
      say(sample.value, s.of(index, count));
      const text = next.target ? s.fired(en.className(label), en.accuracy(next.target.distance.agreement)) : s.verdict(en.className(label), en.className(predicted), label === predicted);
      say(verdict, text);
      verdict.className = next.target ? 'verdict' : `verdict ${label === predicted ? 'right' : 'wrong'}`;
      const auxiliary = next.raster.some((r) => r.auxiliary);
      say(note, s.hint(auxiliary));
      let differ = 0;
      let all = 0;
      for (const r of next.raster) {
        if (!r.auxiliary) continue;
        differ += r.differ;
        for (const code of r.codes) if (code) all++;
      }
      const key = `${auxiliary} ${differ} ${all} ${solver} ${view.split} ${next.exact} ${next.iteration > 0}`;
      if (key !== legendFor) {
        legendFor = key;
        say(dispute, auxiliary ? s.dispute(solver, differ, all) : '');
        if (auxiliary)
          legend.replaceChildren(
            el('span', {}, el('i', { class: 'key ink' }), s.both),
            el('span', {}, el('i', { class: 'key real' }), s.real),
            el('span', {}, el('i', { class: 'key wanted' }), s.wanted),
          );
        else legend.replaceChildren(el('span', {}, el('i', { class: 'key ink' }), s.spike), el('span', { text: !en.solvers[solver]?.dispute ? s.agree : !next.exact ? en.rewind.notKept : view.split === 'test' ? s.unseen : next.iteration > 0 ? s.notInBatch : s.notYet }));
      }
      // Words are there as soon as the raster is shown; it draws itself when it gets its room.
      if (spikes.hidden) return;
      draw();
      screen.describe(() =>
        s.summary(
          next.raster.map((r) => ({ name: nameOf(r), neurons: r.neurons, spikes: r.codes.reduce((n, code) => n + (code === 1 || code === 2 ? 1 : 0), 0) })),
          camera ? `${s.camera(events(next.raster[0], 0), events(next.raster[0], 1))} ${text}` : text,
        ),
      );
    },
  };
}
