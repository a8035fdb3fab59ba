// How the page shows an experiment: options of the view, in the address's query, apart from the experiment in its hash.

/**
 * @typedef {object} Options
 * @property {string | null} lang the language, `it`
 * @property {string | null} theme `light` or `dark`
 * @property {string | null} size text size in per cent, one of {@link SIZES}
 * @property {string[]} hide names of panels and controls that are left out
 * @property {boolean} embed only what an iframe of a lesson needs
 * @property {boolean} projector large and reduced to what a class looks at
 * @property {'full' | 'first' | null} view all settings open, or only those of the first view; null as the visitor left it
 * @property {import('./types.d.ts').Picture | null} picture what the middle column shows at first
 * @property {boolean} hints the call-outs of a first visit, asked for
 * @property {number | null} tour the stop of the tour to open at, from 1
 */

export const SIZES = ['100', '125', '150'];
const KEYS = ['lang', 'theme', 'size', 'hide', 'embed', 'projector', 'view', 'picture', 'hints', 'tour'];
/** @type {('full' | 'first')[]} */
export const VIEWS = ['first', 'full'];
/** @type {import('./types.d.ts').Picture[]} */
export const PICTURES = ['network', 'spikes', 'weights', 'spike'];
const yes = (/** @type {string | null} */ value) => value !== null && value !== '0' && value !== 'false';

/**
 * The parts of an address that are options and those that are the experiment. Options may stand in the hash, too, as
 * they do when a link is written by hand; an option in the hash counts before one in the query.
 * @param {string} search @param {string} hash
 */
export function divide(search, hash) {
  const query = new URLSearchParams(search);
  const rest = [];
  for (const pair of hash.replace(/^#/, '').split('&')) {
    const key = pair.split('=', 1)[0];
    if (KEYS.includes(key)) query.set(key, new URLSearchParams(pair).get(key) ?? '');
    else if (pair) rest.push(pair);
  }
  return { query, hash: rest.length ? `#${rest.join('&')}` : '' };
}

/** A query as an address shows it, with commas left readable. @param {URLSearchParams} query */
const written = (query) => {
  const text = query.toString().replace(/%2C/g, ',').replace(/=(?=&|$)/g, '');
  return text ? `?${text}` : '';
};

/** The options of the page's address; those in the hash move to the query. @returns {Options} */
export function options() {
  const { query, hash } = divide(location.search, location.hash);
  if (hash !== location.hash && !(hash === '' && location.hash === '#')) history.replaceState(history.state, '', location.pathname + written(query) + hash);
  const stop = Number.parseInt(query.get('tour') ?? '', 10);
  return {
    lang: query.get('lang'),
    theme: query.get('theme'),
    size: query.get('size'),
    hide: (query.get('hide') ?? '').split(',').map((name) => name.trim()).filter(Boolean),
    embed: yes(query.get('embed')),
    projector: yes(query.get('projector')),
    view: VIEWS.find((one) => one === query.get('view')) ?? null,
    picture: PICTURES.find((one) => one === query.get('picture')) ?? null,
    hints: yes(query.get('hints')),
    tour: stop >= 1 ? stop : null,
  };
}

/**
 * The page's address with other options.
 * @param {Partial<Record<'lang' | 'theme' | 'size' | 'hide' | 'embed' | 'projector' | 'view' | 'picture' | 'hints' | 'tour', string | null>>} changes null leaves one out
 * @param {string} [hash] another experiment
 */
export function addressWith(changes, hash = location.hash) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes))
    if (value === null || value === undefined) query.delete(key);
    else query.set(key, value);
  return location.origin + location.pathname + written(query) + hash;
}

/** Put options into the page's own address. @param {Parameters<typeof addressWith>[0]} changes */
export function setOptions(changes) {
  history.replaceState(history.state, '', addressWith(changes));
}

/** What is remembered of a visitor's choices; storage may be closed, a choice then lasts as long as the page. */
export const memory = {
  /** @param {string} key @returns {string | null} */
  get(key) {
    try {
      return localStorage.getItem(`heaviside-${key}`);
    } catch {
      return null;
    }
  },
  /** @param {string} key @param {string} value */
  set(key, value) {
    try {
      localStorage.setItem(`heaviside-${key}`, value);
    } catch {
      // As above.
    }
  },
};

/** Another language: the page starts again in it, on the same experiment. @param {string} lang */
export function speakOn(lang) {
  memory.set('lang', lang);
  location.replace(addressWith({ lang }));
  location.reload();
}
