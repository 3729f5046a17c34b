import { readFileSync } from 'node:fs';

/** Entry points that a browser may import, and those that only a server may. */
const BROWSER = [
  'client', 'credit', 'directory', 'keys', 'nullifier', 'sealed', 'http', 'http.ranges',
  'padding',
  'pairwise', 'signed', 'ohttp', 'canonical', 'bytes', 'relay-key',
  'proof-of-work', 'phrase', 'letter-code', 'other-codes', 'crockford', 'roots', 'derived',
  'issued-batches', 'issued-buckets', 'restore', 'merkle', 'terms-log', 'terms-leaf', 'fingerprint',
];
const SERVER = ['issuer', 'verifier'];

/** Every module that a file reaches through value imports, itself included. */
function reachedFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  const imports = source.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from\s'([^']+)';/gms);
  for (const [, name] of imports) {
    if (name!.startsWith('./')) reachedFrom(name!, seen);
    else seen.add(name!);
  }
  return seen;
}

test.each(BROWSER)('%s runs in a browser and does not reach the issuer', (name) => {
  const reached = [...reachedFrom(`./${name}.ts`)];
  expect(reached.filter((one) => one.startsWith('node:') || one.includes('issuer'))).toEqual([]);
});

test.each(SERVER)('%s is the server\'s, and the check above would notice it', (name) => {
  const reached = [...reachedFrom(`./${name}.ts`)];
  expect(reached.some((one) => one.startsWith('node:'))).toBe(true);
});
