/**
 * The two commands that say whether all is well: `npm test`, and `npm run check`, which goes
 * through every gate. Both end with the line `N passed, N failed`, whatever was broken.
 * Plain JavaScript for Node 20.19 and later.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TSC = 'node_modules/typescript/bin/tsc';
const JEST = [
  '--import', './scripts/typescript.mjs', '--enable-source-maps', '--no-warnings',
  'node_modules/jest/bin/jest.js',
];

/** The gates before the tests: each name with what it runs. Every tsconfig is one of the types. */
const GATES = {
  'types': [TSC, '-p', 'tsconfig.json'],
  'types of the pages': [TSC, '-p', 'apps/web/tsconfig.json'],
  'lint': ['node_modules/eslint/bin/eslint.js', '.'],
  'unused code': ['node_modules/knip/bin/knip.js'],
  'circles': ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config', '.dependency-cruiser.mjs', 'apps', 'libs', 'demo', 'tools'],
};

/** The last line of both commands, and the exit code that tells the same. */
export function concluded({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** What is counted when a command did not come as far as its tests. */
export const NOT_RUN = { passed: 0, failed: 1 };

/** All tests, or those of some patterns; how many passed and failed. */
export async function test(run, patterns) {
  const result = join(tmpdir(), `sotto-result-${process.pid}.json`);
  process.env.SOTTO_TEST_RESULT = result;
  const reporters = ['--reporters=default', '--reporters=<rootDir>/scripts/reporter.mjs'];
  // The patterns go first: jest takes all that follows `--reporters` for reporters.
  const code = await run([...JEST, ...patterns, '--maxWorkers=4', ...reporters]);
  const told = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : NOT_RUN;
  rmSync(result, { force: true });
  // Whatever else jest did not like has failed too.
  return code !== 0 && told.failed === 0 ? { ...told, failed: 1 } : told;
}

/**
 * Every gate, each to its end, so that one run shows all there is to mend: lint beside the others,
 * since it takes as long as they do together, and the tests at last. A broken gate counts as one
 * failure beside those of the tests.
 */
export async function check(run) {
  const failed = new Set();
  const pass = async (name) => {
    console.log(`Checking ${name}`);
    if ((await run(GATES[name])) !== 0) failed.add(name);
  };
  const others = async () => {
    for (const name of Object.keys(GATES)) if (name !== 'lint') await pass(name);
  };
  await Promise.all([pass('lint'), others()]);
  const broken = Object.keys(GATES).filter((name) => failed.has(name));
  console.log('Checking tests');
  const counted = await test(run, []);
  if (broken.length > 0) console.log(`Broken besides the tests: ${broken.join(', ')}`);
  return { ...counted, failed: counted.failed + broken.length };
}
