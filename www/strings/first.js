// The sentences with something in them, for every language: a catalogue (en.json) holds the text, with `{name}` where a
// value goes in, and here stands what goes in. A choice of texts is a group of them: by what is so, or, for a number of
// things, by the plural that the language has for it (`one`, `other`).
import { fill, named, say } from './fill.js';
import { formats } from './formats.js';

/** What a catalogue holds; the English one is the measure of all. @typedef {typeof import('./en.json')} Texts */

/** What a setting may be. @typedef {{ kind: string, whole?: boolean, min?: number, max?: number, most?: number, names?: string[], task?: string | null, solver?: string, owners?: string[], text?: string, token?: string, misfit?: string, below?: number[] | null, neurons?: number, data?: string, wrong?: string }} Allowed */

/** @typedef {{ agreement: number, victorPurpura: number, vanRossum: number }} Distances */

/**
 * What the page says in a language before it is asked for more (`more.js`).
 * @param {string} lang as `<html lang>` has it
 * @param {Texts} t
 */
export function first(lang, t) {
  const f = formats({ lang, ...t.numbers });
  const { number, accuracy, size, count, percent } = f;
  const plurals = new Intl.PluralRules(lang);
  /** @param {{ one?: string, other: string }} texts @param {number} n */
  const plural = (texts, n) => (plurals.select(n) === 'one' ? (texts.one ?? texts.other) : texts.other);
  /** @param {{ classes: string, trains: string }} texts @param {boolean} trains whether the target is a spike train */
  const byTarget = (texts, trains) => (trains ? texts.trains : texts.classes);

  /** What a setting can be, after "it must be". @param {Allowed} allowed @returns {string} */
  function allowedText({ kind, whole, min, max, most, names = [], task, solver, owners = [], text = '', token, misfit = '', below, neurons, data = '', wrong = '' }) {
    const a = t.allowed;
    switch (kind) {
      case 'range':
        return fill(whole ? a.whole : a.number, { min, max });
      case 'layers':
        return fill(a.layers, { most, min, max });
      case 'fitting': {
        const on = below ? fill(a.pictures, { maps: below[0], width: below[1], height: below[2] }) : fill(a.noPictures, { neurons });
        return fill(a.fitting, { token, below: on, why: named(a.misfits)[misfit] });
      }
      case 'denseFor':
        return fill(a.denseFor, { solver });
      case 'oneOf':
        return fill(task ? a.oneOfTask : a.oneOf, { names: names.length < 2 ? names.join() : names.slice(0, -1).join(', ') + a.or + names.at(-1), task });
      case 'otherSolver':
        return fill(owners.length ? a.otherSolver : a.noSolver, { solver, owners: owners.join(a.and) });
      case 'keys':
        return names.join(', ');
      case 'drawn':
        return wrong === 'task' ? a.notDrawn : fill(a.drawn, { data: named(a.data)[data], why: named(a.unread)[wrong] });
      case 'text':
        return named(a.texts)[text] ?? text;
      default: // once, differences, changes, proof, sweep, atMost
        return fill(/** @type {Record<string, any>} */ (a)[kind], { most });
    }
  }
  /** A given text as a sentence can hold it. @param {string} text */
  const shown = (text) => (text === '' ? t.problems.empty : text.length > 40 ? `${text.slice(0, 40)}\u2026` : text);

  /** The column of a network that a layer is. @template T @param {number} layer @param {number} layers @param {{ input: T, hidden: T, readout: T }} of */
  const column = (layer, layers, of) => (layer === 0 ? of.input : layer === layers - 1 ? of.readout : of.hidden);
  /** @param {number} layer @param {number} neuron from 0 */
  const neuron = (layer, neuron) => fill(t.picture.neuron, { layer, neuron: neuron + 1 });
  /** @param {number} index */
  const className = (index) => t.classes[index] ?? String(index);
  /** @param {{ layer: number, neuron: number }} at @param {number} layers @param {string[]} names */
  const place = (at, layers, names) =>
    column(at.layer, layers, {
      input: fill(t.picture.place.input, { name: names[at.neuron] ?? at.neuron + 1 }),
      hidden: neuron(at.layer, at.neuron),
      readout: fill(t.picture.place.readout, { name: className(at.neuron) }),
    });
  /** What a neuron's answer counts. @param {number} layer @param {number} layers */
  const unit = (layer, layers) => column(layer, layers, t.picture.unit);
  /** @param {Distances} d */
  const distances = (d) => fill(t.learned.distances, { agreement: accuracy(d.agreement), victorPurpura: number(d.victorPurpura), vanRossum: number(d.vanRossum) });

  /**
   * `model`: what stands for the solver's picture of the spikes; `dispute` where it keeps spikes of its own; `trainBlocks`
   * what a block does differently where the target is a spike train.
   * @type {Record<string, { name: string, about: string, model: string, dispute?: string, blocks: Record<string, string>, trainBlocks?: Record<string, string> }>}
   */
  const solvers = t.solvers;

  return {
    ...f,
    page: {
      ...t.page,
      languages: named(t.page.languages),
      named: say(t.page.named, 'task', 'solver', 'hidden'),
      /** @param {string} name @param {string[]} known */
      unknown: (name, known) => fill(t.page.unknown, { name, known: known.join(', ') }),
      noSize: say(t.page.noSize, 'size'),
    },
    explain: t.explain,
    tasks: named(t.tasks),
    solvers,
    fields: named(t.fields),
    encoders: named(t.encoders),
    /** A block's name where it is no symbol, and what it counts as changed. */
    blocks: /** @type {Record<string, { name?: string, changed?: string }>} */ (t.blocks),
    quantities: named(t.quantities),
    extras: named(t.extras),
    equation: named(t.equation),
    errors: named(t.errors),
    status: named(t.status),
    className,

    /** A curve's name. @param {string} key a column of the history */
    seriesName(key) {
      const [, kind, layer] = key.match(/^(dynamics|spikes|firing|timing)_(\d+)$/) ?? [];
      return kind ? fill(named(t.series)[kind], { layer }) : (named(t.series)[key] ?? key);
    },
    /** What the share of right answers is called. @param {boolean} trains */
    score: (trains) => byTarget(t.score, trains),
    /**
     * What was wrong with a link.
     * @param {{ reason: string, key: string, given: string, allowed: Allowed, used: string | null }} problem
     */
    problem({ reason, key, given, allowed, used }) {
      const p = t.problems;
      const what = reason === 'unknownKey' ? p.unknownKey : reason === 'repeated' ? p.repeated : p.value;
      return `${fill(what, { key: shown(key), given: shown(given), allowed: allowedText(allowed) })} ${used === null ? p.leftOut : fill(p.used, { used })}`;
    },
    /**
     * What went wrong in the core, from its code and values; the core's own English sentence for what is not known here.
     * @param {{ code: string, key?: string, given?: string, allowed?: Allowed, neededMib?: number, limitMib?: number, block?: string, reason?: string }} detail
     * @param {string} [sentence]
     */
    failure({ code, key = '', given = '', allowed, neededMib = 0, limitMib = 0, block = '', reason = '' }, sentence = '') {
      if (code === 'setting' && allowed) return fill(t.problems.value, { key, given, allowed: allowedText(allowed) });
      if (code === 'memory') return fill(t.failures.memory, { needed: count(neededMib), limit: count(limitMib) });
      if (code === 'numerical') return fill(t.failures.numerical, { block, reason: named(t.reasons)[reason] ?? reason });
      return sentence;
    },
    /** @param {string} status @param {string | null} message */
    statusHelp: (status, message) => message ?? named(t.statusHelp)[status] ?? t.statusHelp.other,
    /** What the announcer says now and then. */
    announce: say(t.announce, 'status', 'iteration', 'score', 'test'),

    bar: {
      ...t.bar,
      themes: named(t.bar.themes),
      /** @param {number | null} blocks */
      speedValue: (blocks) => (blocks === null ? t.bar.speedValue.full : fill(plural(t.bar.speedValue, blocks), { count: blocks })),
      shareFailed: say(t.bar.shareFailed, 'link'),
      themeHelp: say(t.bar.themeHelp, 'now'),
    },
    settings: {
      ...t.settings,
      layer: say(t.settings.layer, 'layer'),
      layerHelp: say(t.settings.layerHelp, 'layer'),
      /** @param {number[]} layers @param {number} parameters @param {number} bytes */
      shape: (layers, parameters, bytes) => fill(t.settings.shape, { layers: layers.join('\u2013'), parameters: count(parameters), bytes: size(bytes) }),
      /** @param {string} name @param {string} given @param {number} min @param {number} max @param {boolean} whole */
      invalid(name, given, min, max, whole) {
        const { empty, whole: wholes, number: numbers } = t.settings.invalid;
        const text = given.trim().slice(0, 20);
        return fill(text === '' ? empty : whole ? wholes : numbers, { name, given: text, min: number(min), max: number(max) });
      },
    },
    notice: {
      ...t.notice,
      restarted: say(t.notice.restarted, 'what'),
      set: say(t.notice.set, 'name', 'value'),
      refused: say(t.notice.refused, 'reason'),
      refusedFirst: say(t.notice.refusedFirst, 'reason'),
      dead: say(t.notice.dead, 'reason'),
    },
    network: {
      ...t.network,
      /** @param {boolean} auxiliary */
      hint: (auxiliary) => (auxiliary ? t.network.hint.auxiliary : t.network.hint.plain),
      hidden: say(t.network.hidden, 'layer'),
      neurons: say(t.network.neurons, 'count'),
      channels: say(t.network.channels, 'count'),
      /** How the spikes of a solver's own differ from the network's. @param {string} solver @param {number} differ @param {number} all */
      dispute: (solver, differ, all) => fill(solvers[solver]?.dispute ?? '', { differ, all }),
      /** @param {number} index from 0 @param {number} count */
      of: (index, count) => fill(t.network.of, { index: index + 1, count }),
      /** @param {string} label @param {string} predicted @param {boolean} right */
      verdict: (label, predicted, right) => fill(right ? t.network.verdict.right : t.network.verdict.wrong, { label, predicted }),
      fired: say(t.network.fired, 'label', 'agreement'),
      /** @param {string} layer @param {string} neuron @param {number} time @param {string} what */
      cell: (layer, neuron, time, what) => fill(t.network.cell, { layer, neuron, t: time, what }),
      neuron: say(t.network.neuron, 'index'),
      channel: say(t.network.channel, 'index'),
      /** @param {{ name: string, spikes: number, neurons: number }[]} layers @param {string} verdict */
      summary: (layers, verdict) => fill(t.network.summary.all, { layers: layers.map((layer) => fill(t.network.summary.layer, layer)).join('; '), verdict }),
      camera: say(t.network.camera, 'on', 'off'),
      /** @param {number} time @param {string} values */
      readoutAt: (time, values) => fill(t.network.readoutAt, { t: time, values }),
    },
    views: t.views,
    now: {
      ...t.now,
      /** @param {string} quantity @param {number} before @param {number} after */
      beforeAfter: (quantity, before, after) => fill(t.now.beforeAfter, { quantity, before: number(before), after: number(after) }),
      /** @param {number} changed @param {number | null} outOf @param {string} what */
      counted: (changed, outOf, what) => (outOf === null ? fill(t.now.counted.alone, { changed, what }) : fill(t.now.counted.of, { changed: count(changed), all: count(outOf), what })),
      /** @param {number} change */
      fellBy: (change) => fill(t.now.fellBy, { change: number(change) }),
      /** @param {number} change */
      roseBy: (change) => fill(t.now.roseBy, { change: number(change) }),
      /** @param {number} change */
      moved: (change) => fill(t.now.moved, { change: number(change) }),
      /** @param {number} change */
      gradient: (change) => fill(t.now.gradient, { change: number(change) }),
      iteration: say(t.now.iteration, 'iteration'),
      /** @param {number} time @param {number} T */
      time: (time, T) => fill(t.now.time, { t: time, T }),
      allTimes: say(t.now.allTimes, 'T'),
    },
    learned: {
      ...t.learned,
      hintTrains: say(t.learned.hintTrains, 'sample'),
      steps: say(t.learned.steps, 'T'),
      distances,
      /** @param {number[]} counts @param {Distances} d */
      summaryTrains: ([hit, extra, missed], d) => fill(t.learned.summaryTrains, { hit, extra, missed, distances: distances(d) }),
      /** @param {number} iteration @param {number} test */
      best: (iteration, test) => fill(t.learned.best, { iteration, test: accuracy(test) }),
      summaryMap: say(t.learned.summaryMap, 'test', 'train'),
      summaryConfusion: say(t.learned.summaryConfusion, 'right', 'all'),
      at: say(t.learned.at, 'x', 'y', 'label'),
      /** @param {string} split @param {number} index @param {string} label */
      point: (split, index, label) => fill(split === 'train' ? t.learned.point.train : t.learned.point.test, { index, label }),
    },
    progress: {
      ...t.progress,
      /** @param {boolean} trains */
      higher: (trains) => fill(t.progress.higher, { score: byTarget(t.score, trains) }),
      /** @param {boolean} trains */
      scoreTabHelp: (trains) => byTarget(t.progress.scoreTabHelp, trains),
      /** @param {(number | null)[]} layers */
      timingSummary: (layers) => fill(t.progress.timingSummary.all, { layers: layers.map((share, l) => fill(t.progress.timingSummary.layer, { layer: l + 1, share: accuracy(share) })).join(', ') }),
      /** @param {number[]} rates */
      rates: (rates) => rates.map(percent).join(' \u00b7 '),
      /** @param {number[]} counts */
      counts: (counts) => counts.join(' \u00b7 '),
      summary: say(t.progress.summary, 'iteration', 'loss', 'score', 'test'),
    },
    save: {
      ...t.save,
      endings: named(t.save.endings),
      label: say(t.save.label, 'title'),
      title: say(t.save.title, 'panel'),
      /** @param {string} task @param {string} solver @param {number[]} layers @param {string | number} seed @param {number} iteration @param {string} test */
      setting: (task, solver, layers, seed, iteration, test) => fill(t.save.setting, { task, solver: solver.toLowerCase(), layers: layers.join('\u2013'), seed, iteration, test }),
      versus: say(t.save.versus, 'first', 'second'),
    },
    rewind: {
      ...t.rewind,
      showing: say(t.rewind.showing, 'iteration', 'newest'),
      value: say(t.rewind.value, 'iteration', 'newest', 'test'),
      /** @param {number} goal @param {number} left */
      replaying: (goal, left) => fill(t.rewind.replaying, { goal, done: goal - left }),
    },
    picture: {
      ...t.picture,
      /** @param {boolean} whole @param {number} x */
      at: (whole, x) => (whole ? fill(t.picture.at.iteration, { x }) : fill(t.picture.at.seconds, { x: f.duration(x) })),
      neuron,
      /** @param {number} time @param {number} z @param {number} theta @param {boolean} spike */
      potential: (time, z, theta, spike) => fill(spike ? t.picture.potential.spike : t.picture.potential.plain, { t: time, z: number(z), theta: number(theta) }),
      /** @param {number} layer @param {string} from @param {number} to @param {number} value */
      weight: (layer, from, to, value) => fill(t.picture.weight, { layer, from, to, value: number(value) }),
      /** @param {number} layer @param {number} layers */
      column: (layer, layers) => column(layer, layers, { input: t.network.input, hidden: fill(t.network.hidden, { layer }), readout: t.network.readout }),
      /** @param {number} neurons @param {number | null} rate */
      under: (neurons, rate) => (rate === null ? `${neurons}` : `${neurons} \u00b7 ${percent(rate)}`),
      place,
      /** @param {number} rate */
      fires: (rate) => fill(t.picture.fires, { rate: percent(rate) }),
      /** @param {number} mean */
      input: (mean) => fill(t.picture.input, { mean: number(mean) }),
      /** @param {number} spikes @param {number} T */
      inSample: (spikes, T) => fill(plural(t.picture.inSample, spikes), { spikes, T }),
      /** @param {number} low @param {number} high @param {number} theta */
      range: (low, high, theta) => fill(t.picture.range, { low: number(low), high: number(high), theta: number(theta) }),
      firstAt: say(t.picture.firstAt, 't'),
      shades: {
        /** @param {number} most */
        count: (most) => fill(t.picture.shades.count, { most: count(most) }),
        first: () => t.picture.shades.first,
        /** @param {number} most */
        rate: (most) => fill(t.picture.shades.rate, { most: percent(most) }),
      },
      /** @param {number} z */
      ends: (z) => fill(t.picture.ends, { z: number(z) }),
      /** @param {number} time @param {number} z */
      now: (time, z) => fill(t.picture.now, { t: time, z: number(z) }),
      /** @param {{ layer: number, neuron: number, values: Float32Array }} answer @param {number} layers @param {string[]} names */
      answers(answer, layers, names) {
        const [low, high] = answer.values.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [Infinity, -Infinity]);
        return fill(t.picture.answers, { place: place(answer, layers, names), unit: unit(answer.layer, layers), low: number(low), high: number(high) });
      },
      /** @param {{ layer: number, neuron: number }} answer @param {number} layers @param {number} value */
      answerAt: (answer, layers, value) => fill(t.picture.answerAt, { unit: unit(answer.layer, layers), value: number(value) }),
      /** @param {number} shown @param {number} all */
      lines: (shown, all) => fill(shown < all ? t.picture.lines.some : t.picture.lines.all, { shown: count(shown), all: count(all) }),
      /** @param {number} most */
      fill: (most) => fill(t.picture.fill, { most: percent(most) }),
      atWork: say(t.picture.atWork, 'block'),
      /** @param {{ name: string, neurons: number, rate: number | null, silent: number }[]} columns @param {string[]} strongest */
      summary(columns, strongest) {
        const s = t.picture.summary;
        const parts = columns.map((c) => fill(s.column, c) + (c.rate === null ? '' : fill(s.firing, { rate: percent(c.rate) }) + (c.silent ? fill(s.silent, { count: c.silent }) : '')));
        return fill(s.all, { columns: parts.join('; '), strongest: strongest.join('; ') });
      },
    },
    table: {
      ...t.table,
      label: say(t.table.label, 'picture'),
    },
  };
}
