// The sentences of what is fetched when it is asked for: the story of a spike, the tour, comparisons, lessons, examples, sharing, a
// neuron, weights, a drawing.
import { fill, named, say } from './fill.js';

/** @param {string} lang as `<html lang>` has it @param {Pick<import('./first.js').Texts, 'spike' | 'compare' | 'sweep' | 'lessons' | 'tour' | 'presetGroups' | 'presets' | 'share' | 'proof' | 'changes' | 'neuron' | 'weights' | 'own' | 'keys' | 'recent' | 'openFile' | 'callouts' | 'cells' | 'badRun' | 'badGoto' | 'badFlip' | 'badPicture' | 'badStep'>} t */
export function more(lang, t) {
  const plural = new Intl.PluralRules(lang);
  return {
    neuron: { ...t.neuron, summary: say(t.neuron.summary, 'layer', 'neuron', 'spikes', 'min', 'max'), at: say(t.neuron.at, 't', 'z') },
    weights: { ...t.weights, layer: say(t.weights.layer, 'layer'), cell: say(t.weights.cell, 'layer', 'row', 'column', 'value'), summary: say(t.weights.summary, 'layer', 'rows', 'columns', 'max') },
    /** @param {unknown} given */
    badRun: (given) => fill(t.badRun, { given }),
    /** @param {unknown} given */
    badGoto: (given) => fill(t.badGoto, { given }),
    /** @param {unknown} given */
    badFlip: (given) => fill(t.badFlip, { given }),
    badPicture: say(t.badPicture, 'given', 'known'),
    /** @param {unknown} given */
    badStep: (given) => fill(t.badStep, { given }),
    cells: { ...t.cells, confused: say(t.cells.confused, 'label', 'answer') },
    callouts: { ...t.callouts, gap: say(t.callouts.gap, 'test', 'control') },
    openFile: {
      ...t.openFile,
      large: say(t.openFile.large, 'name', 'most'),
      noJson: say(t.openFile.noJson, 'name', 'reason'),
      other: say(t.openFile.other, 'name'),
      version: say(t.openFile.version, 'name', 'given', 'known'),
      noLink: say(t.openFile.noLink, 'name'),
      long: say(t.openFile.long, 'name', 'most'),
      notFetched: say(t.openFile.notFetched, 'address'),
    },
    recent: {
      ...t.recent,
      reached: say(t.recent.reached, 'iteration', 'test'),
      earlier: say(t.recent.earlier, 'count'),
      /** How long ago something was, to its nearest unit. @param {number} milliseconds */
      ago(milliseconds) {
        const minutes = milliseconds / 60000;
        const [unit, size] = /** @type {const} */ ([['day', 1440], ['hour', 60], ['minute', 1]]).find(([, size]) => minutes >= size) ?? ['minute', 1];
        return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-Math.floor(minutes / size), unit);
      },
    },
    keys: { ...t.keys, list: /** @type {[string, string][]} */ (t.keys.list) },
    own: {
      ...t.own,
      points: {
        ...t.own.points,
        count: say(t.own.points.count, 'count', 'most'),
        /** @param {string} name a class @param {number} count of points that it lacks */
        more: (name, count) => fill(named(t.own.points.more)[plural.select(count)] ?? t.own.points.more.other, { name, count }),
      },
      table: {
        ...t.own.table,
        shipped: named(t.own.table.shipped),
        contents: named(t.own.table.contents),
        separators: named(t.own.table.separators),
        is: say(t.own.table.is, 'name', 'rows', 'columns'),
        facts: say(t.own.table.facts, 'name', 'rows', 'columns'),
        wanted: say(t.own.table.wanted, 'name', 'rows', 'columns'),
        notFetched: say(t.own.table.notFetched, 'name'),
        other: say(t.own.table.other, 'name'),
        large: say(t.own.table.faults.large, 'most'),
        /** @param {number} count @param {number} line */
        incomplete: (count, line) => fill(named(t.own.table.incomplete)[plural.select(count)] ?? t.own.table.incomplete.other, { count, line }),
        /** Why a file is no table. @param {import('../types.d.ts').Fault} fault */
        fault: (fault) => fill(named(t.own.table.faults)[fault.fault], { ...fault, ...('set' in fault && { set: named(t.own.table.setNames)[fault.set] }) }),
      },
      trains: { ...t.own.trains, count: say(t.own.trains.count, 'count', 'sample', 'all'), another: say(t.own.trains.another, 'name') },
    },
    changes: {
      ...t.changes,
      /** A change in words; its value as a box shows it. @param {{ iteration: number, block: number }} place @param {string} name @param {string} value */
      said: ({ iteration, block }, name, value) => fill(block ? t.changes.within : t.changes.at, { iteration: block ? iteration + 1 : iteration, block, name, value }),
    },
    share: { ...t.share, files: named(t.share.files), proofSays: say(t.share.proofSays, 'at'), given: say(t.share.given, 'name'), badKind: say(t.share.badKind, 'kind', 'known') },
    proof: {
      ...t.proof,
      checking: say(t.proof.checking, 'at'),
      stopped: say(t.proof.stopped, 'at'),
      /** @param {{ iteration: number, firstDifference: { after: number | null, by: number, column: string } | null }} verdict */
      verdict({ iteration, firstDifference: first }) {
        const { same, start, later, end, columns } = t.proof;
        if (!first) return fill(same, { iteration });
        const text = first.column === 'end' ? end : first.after === null ? start : later;
        return fill(text, { iteration, ...first, column: named(columns)[first.column] });
      },
    },
    presetGroups: named(t.presetGroups),
    presets: named(t.presets),
    /** One spike: many texts, whose values go in by name. */
    spike: { ...t.spike, say: fill },
    compare: {
      ...t.compare,
      tabHelp: named(t.compare.tabHelp),
      setting: say(t.compare.setting, 'name', 'value'),
      /** How the first weights of two runs compare. @param {'same' | 'scaled' | 'zero' | 'other'} which @param {string} first @param {string} second the gains that they start with */
      weights(which, first, second) {
        const { scaledByData, scaledByGain, ...w } = t.compare.weights;
        return which === 'scaled' ? (first === second ? scaledByData : fill(scaledByGain, { first, second })) : w[which];
      },
      line: say(t.compare.line, 'what', 'run'),
      failed: say(t.compare.failed, 'reason'),
      summaryMap: say(t.compare.summaryMap, 'run', 'test', 'train', 'iteration'),
      summaryRaster: say(t.compare.summaryRaster, 'run', 'spikes', 'neurons'),
      summaryCurves: say(t.compare.summaryCurves, 'first', 'second'),
      summaryRun: say(t.compare.summaryRun, 'run', 'iteration', 'test', 'loss'),
    },
    sweep: {
      ...t.sweep,
      title: say(t.sweep.title, 'name'),
      /** @param {number} done @param {number} all */
      progress: (done, all) => fill(done === all ? t.sweep.progress.all : t.sweep.progress.some, { done, all }),
      at: say(t.sweep.at, 'iteration', 'all'),
      cell: say(t.sweep.cell, 'value', 'test', 'state'),
      done: say(t.sweep.done, 'status', 'iteration', 'seconds'),
      failed: say(t.sweep.failed, 'reason'),
      opened: say(t.sweep.opened, 'what'),
    },
    lessons: {
      ...t.lessons,
      sizes: named(t.lessons.sizes),
      views: named(t.lessons.views),
      names: named(t.lessons.names),
    },
    tour: {
      ...t.tour,
      stops: /** @type {Record<string, { title: string, says: string[], wish?: string, done?: string }>} */ (t.tour.stops),
      place: say(t.tour.place, 'stop', 'all'),
    },
  };
}
