import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

/**
 * The service worker, written last: it must know the name of every file of this build, and its cache is named by a
 * hash over their contents, so that a new build never mixes with an old one.
 */
function serviceWorker() {
  const source = new URL('./www/sw.js', import.meta.url);
  const loose = ['check.js', 'icon.svg'];
  return {
    name: 'heaviside-service-worker',
    apply: /** @type {const} */ ('build'),
    /** @param {unknown} _ @param {Record<string, any>} bundle */
    generateBundle(_, bundle) {
      const hash = createHash('sha256');
      const names = Object.keys(bundle).sort();
      for (const name of names) hash.update(name).update(bundle[name].code ?? bundle[name].source ?? '');
      for (const name of loose) hash.update(readFileSync(new URL(`./www/public/${name}`, import.meta.url)));
      const assets = ['./', ...names.filter((name) => name !== 'index.html'), ...loose];
      /** @type {any} */ (this).emitFile({
        type: 'asset',
        fileName: 'sw.js',
        source: readFileSync(source, 'utf8')
          .replace("'__BUILD__'", JSON.stringify(hash.digest('hex').slice(0, 16)))
          .replace("['__ASSETS__']", JSON.stringify(assets)),
      });
    },
  };
}

export default defineConfig({
  root: 'www',
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  worker: { format: 'es' },
  plugins: [serviceWorker()],
});
