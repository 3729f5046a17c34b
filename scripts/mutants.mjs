/**
 * `npm run mutants`: change the code that guards people and money in one place at a time, and see
 * whether a test notices. `-- NAME …` takes some of the guards below, `-- NAME --mutate FILES` some
 * files of one. Exits with 1 where a score is below the least. Scores: test/README.md.
 */
import { Stryker } from '@stryker-mutator/core';
import jest from '../jest.config.js';
import setUp from './jest-setup.mjs';
import tearDown from './jest-teardown.mjs';

/** The least share of changes that must be noticed, in per cent. */
const LEAST = 85;

/** What guards what: the code that is changed, and the tests that should notice. */
const GUARDS = {
  access: {
    mutate: [
      'apps/gateway/src/access/access.guard.ts', 'apps/gateway/src/door/allow.ts',
      'apps/gateway/src/members/member-tokens.ts',
      'apps/worker/src/auth/{allow.guard,audience-check,callers.service}.ts',
    ],
    specs: ['apps/gateway/src/{access,credits}/*.spec.ts', 'apps/worker/src/{auth,cases}/*.spec.ts',
      'apps/worker/src/providers/providers.spec.ts'],
  },
  tenants: {
    mutate: ['apps/gateway/src/team/team.service.ts', 'apps/gateway/src/programmes/*.service.ts'],
    specs: ['apps/gateway/src/{team,programmes}/*.spec.ts', 'apps/gateway/src/tenants.spec.ts'],
  },
  credits: {
    mutate: [
      'apps/gateway/src/codes/{code-book,codes.service}.ts',
      'apps/gateway/src/credits/credits.service.ts', 'apps/worker/src/credits/credits.service.ts',
      'apps/worker/src/sessions/{booking.service,cancellation,cancellation.service}.ts',
    ],
    specs: ['apps/gateway/src/{codes,credits}/*.spec.ts', 'apps/worker/src/sessions/*.spec.ts'],
  },
  ledger: {
    mutate: ['libs/billing/src/*.ts', '!libs/billing/src/*.spec.ts'],
    specs: ['libs/billing/src/*.spec.ts'],
  },
  claims: {
    mutate: ['apps/worker/src/claims/{claims.service,confirmation.service,claim-fix}.ts'],
    specs: ['apps/worker/src/claims/*.spec.ts'],
  },
  sealed: {
    mutate: ['libs/pseudonym/src/{sealed,ohttp,http,padding,relay-key,signed,canonical}.ts',
      'apps/worker/src/door/inner-http.ts'],
    specs: ['libs/pseudonym/src/*.spec.ts', 'apps/worker/src/door/*.spec.ts'],
  },
  wallet: {
    mutate: ['libs/pseudonym/src/{wallet,journal,backup,credit,directory,keys,rsabssa}.ts'],
    specs: ['libs/pseudonym/src/*.spec.ts'],
  },
};

/** What is the same whatever is changed. */
const SHARED = {
  coverageAnalysis: 'perTest', concurrency: 1, tempDirName: 'dist/mutants',
  reporters: ['clear-text', 'progress'], thresholds: { high: 95, low: 90 },
};

/** Its specs are pure, and are kept in memory: a change takes milliseconds. */
const DISCLOSURE = {
  ...SHARED,
  testRunner: 'specs', plugins: ['./scripts/spec-runner.mjs'],
  mutate: [
    'libs/disclosure/src/**/*.ts', '!libs/disclosure/src/**/*.{spec,fixture}.ts',
    '!libs/disclosure/src/{cli,attack}/**',
  ],
  ignorePatterns: ['dist', 'apps', 'demo', 'test', '.git'],
  tsconfigFile: 'tsconfig.json', timeoutMS: 1_500, timeoutFactor: 1.2,
};

const args = process.argv.slice(2);
const flag = args.indexOf('--mutate');
const files = flag < 0 ? undefined : args[flag + 1]?.split(',');
const wanted = flag < 0 ? args : args.slice(0, flag);
const known = ['disclosure', ...Object.keys(GUARDS)];
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined || (files && wanted.length !== 1)) {
  console.error(unknown === undefined ? 'Name one guard before --mutate.'
    : `There is no guard "${unknown}": ${known.join(', ')}.`);
  process.exit(1);
}

// One PostgreSQL for all of them.
setUp();
try {
  const scores = [];
  for (const name of wanted.length > 0 ? wanted : known) scores.push([name, await score(name)]);
  for (const [name, value] of scores) console.log(`${name} ${value.toFixed(1)}`);
  process.exitCode = scores.every(([, value]) => value >= LEAST) ? 0 : 1;
} finally {
  await tearDown();
}

/** The share of changes that were noticed, in per cent. */
async function score(name) {
  const options = name === 'disclosure' ? DISCLOSURE : optionsOf(GUARDS[name]);
  const results = await new Stryker({ ...options, ...(files && { mutate: files }) })
    .runMutationTest();
  const valid = results.filter(({ status }) => !['Ignored', 'CompileError'].includes(status));
  const noticed = valid.filter(({ status }) => ['Killed', 'Timeout', 'RuntimeError'].includes(status));
  return (100 * noticed.length) / valid.length;
}

/** Jest's own runner. What a text says is not changed: words are for people to judge. */
function optionsOf({ mutate, specs }) {
  return {
    ...SHARED,
    testRunner: 'jest', plugins: ['@stryker-mutator/jest-runner'],
    testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
    jest: {
      projectType: 'custom', enableFindRelatedTests: false,
      config: { ...jest, testMatch: specs.map((spec) => `<rootDir>/${spec}`) },
    },
    mutate, mutator: { excludedMutations: ['StringLiteral'] },
    ignorePatterns: ['dist', '.git', '.sotto', '.test'],
    disableTypeChecks: false, timeoutMS: 20_000,
  };
}
