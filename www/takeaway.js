// What was trained, as a file.
import { strToU8, zipSync } from 'fflate';
import lossy from '../src/export/nir.txt?raw';
import script from '../src/export/script.py?raw';
import { moreWords, words as en } from './strings/words.js';

/** @typedef {'npz' | 'nir' | 'snntorch' | 'json' | 'csv'} Kind */
/** @typedef {import('./protocol/commands.d.ts').Name} Name */
/** @typedef {<N extends Name>(name: N, ...rest: import('./protocol/commands.d.ts').Rest<N>) => Promise<import('./protocol/commands.d.ts').Answer<N>>} Ask */

/** How the names of files end, and what they are, by kind; the kinds that there are. @type {Record<Kind, [ending: string, type: string]>} */
export const KINDS = { npz: ['npz', 'application/zip'], nir: ['nir', 'application/x-hdf5'], snntorch: ['py', 'text/x-python'], json: ['heaviside.json', 'application/json'], csv: ['csv', 'text/csv'] };

/** A file of HDF5; what writes it comes when it is asked for. */
async function hdf5() {
  try {
    const { default: start, Hdf5 } = await import('./pkg/hdf5.js');
    await start({ module_or_path: new URL('./pkg/hdf5_bg.wasm', import.meta.url) });
    return new Hdf5();
  } catch (cause) {
    throw new Error(en.notice.part, { cause });
  }
}

/** @type {Record<Kind, (ask: Ask, snapshot: import('./types.d.ts').Snapshot) => Promise<BlobPart>>} */
const PACK = {
  async npz(ask, { spec }) {
    const arrays = Object.entries(await ask('arrays'));
    return zipSync({ ...Object.fromEntries(arrays.map(([name, bytes]) => [`${name}.npy`, bytes])), spec: strToU8(JSON.stringify(spec)) });
  },
  async nir(ask) {
    const [entries, file] = await Promise.all([ask('nir'), hdf5()]);
    for (const { path, shape, words, floats, whole } of entries) {
      const dimensions = new Uint32Array(shape);
      if (words) file.words(path, dimensions, words);
      else if (floats) file.floats(path, dimensions, floats);
      else file.whole(path, dimensions, new Int32Array(whole ?? []));
    }
    file.words('node/metadata/lossy', new Uint32Array(), [lossy.trimEnd()]);
    return /** @type {Uint8Array<ArrayBuffer>} */ (file.finish());
  },
  snntorch: async (_, { link }) => script.replace('{link}', () => link),
  async json(ask, snapshot) {
    const [proof, fingerprint, data] = [await ask('proof'), await ask('fingerprint'), await ask('carried')];
    const { link } = snapshot;
    const file = { format: 'heaviside', version: 1, link, proof: proof && link + proof, fingerprint, snapshot, ...(data && { data }) };
    return JSON.stringify(file, (_, v) => (typeof v === 'number' && !Number.isFinite(v) ? null : v), 2);
  },
  csv: (ask) => ask('csv'),
};

/** @param {string} kind @param {Ask} ask */
export async function fileOf(kind, ask) {
  await moreWords();
  if (!Object.hasOwn(KINDS, kind)) throw new Error(en.share.badKind(kind, Object.keys(KINDS).join(', ')));
  const known = /** @type {Kind} */ (kind);
  const snapshot = await ask('snapshot');
  const { task, solver } = snapshot.spec;
  const [ending, type] = KINDS[known];
  return new File([await PACK[known](ask, snapshot)], `heaviside-${task}-${solver}-${snapshot.iteration}.${ending}`, { type });
}
