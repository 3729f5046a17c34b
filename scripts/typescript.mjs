/**
 * TypeScript in Node itself, for specs: `node --import ./scripts/typescript.mjs`. SWC compiles it,
 * as it does what ships, since Nest's decorators need more than types taken away; `#lib/...` is its
 * source. Every thread and forked process of such a process loads its modules so too.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { sourceOf } from './sources.mjs';

const ROOT = new URL('../', import.meta.url);
/** Loaded with the first module: a process that has none needs no compiler. */
let compiler;

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    const ours = sourceOf(specifier);
    if (!ours || !parentURL || !isSource(parentURL)) return next(specifier, context);
    return { url: new URL(ours, ROOT).href, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    if (!isSource(url)) return next(url, context);
    return { source: compiled(fileURLToPath(url)), format: 'module', shortCircuit: true };
  },
});

/** A module's address may end with a query, by which a runner has a spec anew. */
function isSource(url) {
  return new URL(url).pathname.endsWith('.ts') && !url.includes('/node_modules/');
}

function compiled(filename) {
  compiler ??= {
    ...createRequire(import.meta.url)('@swc/core'),
    settings: JSON.parse(readFileSync(new URL('.swcrc', ROOT), 'utf8')),
  };
  const { settings, transformSync } = compiler;
  const jsc = { ...settings.jsc, rewriteRelativeImportExtensions: false };
  const options = { ...settings, swcrc: false, sourceMaps: 'inline', jsc, filename };
  return transformSync(readFileSync(filename, 'utf8'), options).code;
}
