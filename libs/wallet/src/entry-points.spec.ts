import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * Pages run every module of the wallet but those of `node/`: none of them reaches Node.
 */

const HERE = 'libs/wallet/src';
const modules = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.startsWith('gql/'));

/** What the value imports of a module name; paths of this folder from its root. */
function importsOf(path: string): string[] {
  const source = readFileSync(join(HERE, path), 'utf8');
  return [...source.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s'([^']+)';/gms)]
    .map(([, name = '']) => (name.startsWith('.') ? join(dirname(path), name) : name));
}

const ofNode = (name: string) =>
  name.startsWith('node:') || name.startsWith('node/') || name === 'undici'
  || /^#(platform|server|contracts|billing)\//.test(name) || name.includes('issuer');

test.each(modules.filter((path) => !path.startsWith('node/')))('%s runs in a browser', (path) => {
  expect(importsOf(path).filter(ofNode)).toEqual([]);
});

test('the adapters of Node are Node\'s, and the check above would notice them', () => {
  const adapters = modules.filter((path) => path.startsWith('node/'));
  expect(adapters.flatMap(importsOf).filter((name) => name === 'undici')).toHaveLength(1);
});
