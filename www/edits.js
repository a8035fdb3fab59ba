// Settings changed by hand: the link of an experiment with some of them otherwise.

/** @typedef {import('./types.d.ts').Opened} Opened */
/** @typedef {import('./types.d.ts').Value} Value */
/**
 * A setting changed by hand: its new value, or how that comes from the value it has when the change is made.
 * @typedef {{ key: string, change: Value | ((now: Value) => Value), live?: boolean }} Edit
 */

/** Keys of a visitor's own data, drawn or in a table; an experiment has one of them, or none. */
export const DRAWN = ['points', 'trains', 'data'];

/** @param {Edit} edit @param {Value} now */
export const valueOf = ({ change }, now) => (typeof change === 'function' ? change(now) : change);

/**
 * The link of an experiment after edits, one on top of the other, or null where nothing changes.
 * @param {Pick<Opened, 'start' | 'defaults' | 'compare'>} opened @param {Edit[]} edits
 * @param {Pick<import('./types.d.ts').Field, 'key' | 'solvers'>[]} fields all settings that there are
 */
export function linkWith({ start: spec, defaults, compare }, edits, fields) {
  /** @type {Record<string, Value>} */ let wished = { task: spec.task, solver: spec.solver };
  // What is said nowhere else, even where it is as usual.
  for (const key of DRAWN) if (spec[key]) wished[key] = spec[key];
  for (const [key, value] of Object.entries(spec)) if (key !== 'v' && String(value) !== String(defaults[key])) wished[key] = value;
  let { text } = compare;
  let changed = false;
  for (const edit of edits) {
    const { key } = edit;
    const now = wished[key] ?? spec[key] ?? '';
    const value = valueOf(edit, now);
    // What is set for the whole run is not changed under way.
    const live = without(wished.live, key);
    if (String(value) === String(now) && live === wished.live) continue;
    changed = true;
    // The other run of two solvers stays the other one.
    if (key === 'solver') text = text.replace(new RegExp(`(with=solver:)${value}\\b`), `$1${wished.solver}`);
    wished = { ...kept(live === undefined ? wished : { ...wished, live }, key, fields), [key]: value };
    if (!wished.live) delete wished.live;
  }
  return changed ? linkOf(wished) + text : null;
}

/** Changes under way but those of a setting. @param {Value | undefined} live as a link says them @param {string} key */
const without = (live, key) => (live === undefined ? live : String(live).split(';').filter((one) => one.split(':')[1] !== key).join(';'));

/**
 * What stays of the settings when one changes: another task or other kind of own data brings its own good ones; another solver brings its own, too,
 * but leaves data and network.
 * @param {Record<string, Value>} wished @param {string} key @param {Pick<import('./types.d.ts').Field, 'key' | 'solvers'>[]} fields
 */
function kept(wished, key, fields) {
  const task = key === 'task' || (DRAWN.includes(key) && !(key in wished));
  if (!task && key !== 'solver') return wished;
  const shared = new Set(fields.filter(({ solvers }) => solvers === null).map((field) => field.key));
  const stays = (/** @type {string} */ name) => (task ? ['task', 'solver', 'seed'].includes(name) : name === 'task' || DRAWN.includes(name) || (shared.has(name) && name !== 'iterations'));
  return Object.fromEntries(Object.entries(wished).filter(([name]) => stays(name)));
}

/** The link of an experiment with these settings. @param {Record<string, import('./types.d.ts').Value>} spec */
export function linkOf(spec) {
  return `#v=1${Object.entries(spec)
    .filter(([key]) => key !== 'v')
    .map(([key, value]) => `&${key}=${Array.isArray(value) ? value.join(',') : value}`)
    .join('')}`;
}
