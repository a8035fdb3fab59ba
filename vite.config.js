import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { maths } from './build/maths.js';
import { words } from './build/words.js';

const PREVIEW = 'preview.png';

/**
 * Files of the bundle that a page is made of: its chunks, what they load later, and their style sheets.
 * @param {Record<string, any>} bundle @param {string} page name of its HTML file
 */
function filesOf(bundle, page) {
  const all = new Set([page]);
  /** @param {string} name */
  const take = (name) => {
    if (all.has(name) || !bundle[name]) return;
    all.add(name);
    const { imports = [], dynamicImports = [], viteMetadata } = bundle[name];
    for (const one of [...imports, ...dynamicImports, ...(viteMetadata?.importedCss ?? []), ...(viteMetadata?.importedAssets ?? [])]) take(one);
  };
  for (const [name, { isEntry, facadeModuleId }] of Object.entries(bundle)) if (isEntry && facadeModuleId?.endsWith(`/www/${page}`)) take(name);
  return all;
}

/**
 * The service worker, written last: it must know the name of every file of this build, and its cache is named by a
 * hash over their contents, so that a new build never mixes with an old one. The playground is kept from the first visit
 * on, what only the explanation needs, the tables and what writes files of HDF5 from the first time that they are asked for.
 */
function serviceWorker() {
  const source = new URL('./www/sw.js', import.meta.url);
  const loose = ['check.js', 'icon.svg'];
  const tables = readdirSync(new URL('./www/public/data/', import.meta.url)).filter((name) => name.endsWith('.csv')).map((name) => `data/${name}`);
  return {
    name: 'heaviside-service-worker',
    apply: /** @type {const} */ ('build'),
    generateBundle: {
      // After Vite has taken away the chunks that held nothing but a style sheet: one file that is not there, and nothing is kept.
      order: /** @type {const} */ ('post'),
      /** @param {unknown} _ @param {Record<string, any>} bundle */
      handler(_, bundle) {
        const hash = createHash('sha256');
        const names = Object.keys(bundle).sort();
        for (const name of names) hash.update(name).update(bundle[name].code ?? bundle[name].source ?? '');
        for (const name of [...loose, ...tables]) hash.update(readFileSync(new URL(`./www/public/${name}`, import.meta.url)));
        const first = filesOf(bundle, 'index.html');
        // The core belongs to both; the playground's worker asks for it.
        const later = [...new Set([...filesOf(bundle, 'learn.html'), ...names.filter((name) => /\.(woff2|txt)$/.test(name))])].filter((name) => !first.has(name) && !name.endsWith('.wasm'));
        // What writes a file is kept when one was asked for.
        later.push(...names.filter((name) => name.startsWith('assets/hdf5')));
        const assets = ['./', ...names.filter((name) => name !== 'index.html' && name !== PREVIEW && !later.includes(name)), ...loose];
        /** @type {any} */ (this).emitFile({
          type: 'asset',
          fileName: 'sw.js',
          source: readFileSync(source, 'utf8')
            .replace("'__BUILD__'", JSON.stringify(hash.digest('hex').slice(0, 16)))
            .replace("['__ASSETS__']", JSON.stringify(assets))
            .replace("['__LATER__']", JSON.stringify([...later, ...tables])),
        });
      },
    },
  };
}

/**
 * The picture that a link to the page is shown with elsewhere, from those that the documentation shows. Where it will be
 * published is known to whoever publishes: with the address in HEAVISIDE_ADDRESS the tags name the picture in full, which most
 * readers of such tags want; without it they name it beside the page.
 */
function preview() {
  const address = process.env.HEAVISIDE_ADDRESS?.replace(/\/*$/, '/');
  return {
    name: 'heaviside-preview',
    apply: /** @type {const} */ ('build'),
    /** @param {string} html */
    transformIndexHtml: (html) => (address ? html.replaceAll('content="./preview.png"', `content="${new URL('preview.png', address)}"`).replace('<meta property="og:type"', `<meta property="og:url" content="${new URL(address)}" />\n    $&`) : html),
    generateBundle() {
      /** @type {any} */ (this).emitFile({ type: 'asset', fileName: PREVIEW, source: readFileSync(new URL('./docs/screens/spirals-1440-light.png', import.meta.url)) });
    },
  };
}

/**
 * The explanation gets its own copies of the few small modules that both pages use: shared, they would have to leave the
 * playground's chunks, whose first load would grow by what no longer compresses together.
 */
function ownCopies() {
  return {
    name: 'heaviside-own-copies',
    enforce: /** @type {const} */ ('pre'),
    apply: /** @type {const} */ ('build'),
    /** @param {string} source @param {string | undefined} importer @param {any} options */
    async resolveId(source, importer, options) {
      if (!/\/www\/(strings\/)?learn\//.test(importer ?? '') || !/\.\.\/(dom|options|formats|symbols)\.js$/.test(source)) return null;
      const found = await /** @type {any} */ (this).resolve(source, importer, { ...options, skipSelf: true });
      return found && `${found.id}?learn`;
    },
  };
}

export default defineConfig({
  root: 'www',
  base: './',
  // Where the source is, for the link to it: whoever publishes knows.
  define: { 'import.meta.env.SOURCE': JSON.stringify(process.env.HEAVISIDE_SOURCE ?? '') },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rollupOptions: { input: ['www/index.html', 'www/learn.html'] },
  },
  worker: { format: 'es' },
  plugins: [words(), ownCopies(), maths({ catalogues: ['www/strings/learn/en.json', 'www/strings/learn/it.json', 'www/strings/symbols/equations.json'] }), preview(), serviceWorker()],
});
