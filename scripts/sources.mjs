/** Where `#lib/path` is in source: what package.json says of it, which is of what was compiled. */
import { readFileSync } from 'node:fs';

const { imports = {} } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** The source of an import of ours, from the root of the project; undefined for any other. */
export function sourceOf(specifier) {
  const [, lib, path] = /^#(\w+)\/(.+)$/.exec(specifier) ?? [];
  const built = imports[`#${lib}/*`];
  return built?.replace('*', path).replace(/^\.\/dist\//, '').replace(/js$/, 'ts');
}
