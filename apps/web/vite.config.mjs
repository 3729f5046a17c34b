/** How each surface is bundled; `scripts/web.mjs` runs it, once for each. */
import { lingui } from '@lingui/vite-plugin';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { schemaFacts } from './hr/schema-facts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const libs = fileURLToPath(new URL('../../libs', import.meta.url));

/** @param {string} surface folder of the surface @param {string} outDir where its files go */
export function configFor(surface, outDir) {
  return defineConfig({
    configFile: false,
    root: `${here}${surface}`,
    base: `/${surface}/`,
    logLevel: 'warn',
    publicDir: `${here}${surface}/public`,
    plugins: [lingui({ configPath: `${here}lingui.config.mjs`, macroTransform: true }), schemaFacts()],
    resolve: {
      alias: [{
        find: /^#(calendar|messages|pseudonym|wallet|contracts|billing|foresight|sheet|platform|wording)\/(.*)$/, replacement: `${libs}/$1/src/$2.ts`,
      }],
    },
    oxc: { jsx: { runtime: 'automatic' } },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome115', 'firefox115', 'safari16.4'],
      // Nothing inline: the content security policy has no exception for it.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      manifest: 'manifest.json',
      reportCompressedSize: false,
      sourcemap: false,
      rolldownOptions: {
        onLog(level, log, handle) {
          // React's "use client" says nothing to a page that has no server side.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
        },
      },
      license: { fileName: 'licences.md' },
    },
  });
}
