/**
 * `npm run mutants`: change the code that guards people and money in one place at a time, and see
 * whether a test notices. `-- NAME …` takes some of the guards below, `-- NAME --mutate FILES` some
 * files of one. Exits with 1 where a score is below the least. Scores: test/README.md.
 */
import { matchesGlob } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import setUp from './jest-setup.mjs';
import tearDown from './jest-teardown.mjs';

/** The least share of changes that must be noticed, in per cent. */
const LEAST = 85;

/** The two halves of libs/pseudonym that run where a person's secrets are. */
const SEALED = '{sealed,ohttp,http,http.fields,padding,relay-key,signed,canonical}';
const WALLET =
  '{client,credit,derived,directory,issued-batches,issued-buckets,keys,restore,roots,rsabssa}';

/** What the client of members decides by itself: what is spent, kept, sent again, believed. */
const CLIENT = '{attempts,credits,directory,intents,line,news,pace,parts,refusal,vault}';

/**
 * What guards what: the code that is changed, and the tests that should notice. The two
 * applications never run in one: a guard that stands in both has a part for each.
 */
const GUARDS = {
  disclosure: [{
    mutate: [
      'libs/disclosure/src/**/*.ts', '!libs/disclosure/src/**/*.{spec,fixture}.ts',
      'libs/foresight/src/*.ts', '!libs/foresight/src/*.spec.ts', 'libs/calendar/src/{days,periods}.ts',
    ],
    specs: ['libs/{disclosure,foresight}/src/**/*.spec.ts', 'libs/calendar/src/*.spec.ts'],
    mutator: {}, timeoutMS: 1_500, timeoutFactor: 1.2,
  }],
  access: [
    {
      mutate: ['apps/gateway/src/{access/access.guard,members/member-tokens}.ts'],
      specs: ['apps/gateway/src/{access/access.guard,members/member-tokens}.spec.ts'],
    },
    {
      mutate: ['libs/server/src/access/allow.ts'],
      specs: ['libs/server/src/access/allow.spec.ts'],
    },
    {
      mutate: ['apps/worker/src/auth/{allow.guard,callers.service}.ts'],
      specs: ['apps/worker/src/auth/{allow.guard,callers}.spec.ts'],
    },
  ],
  tenants: [{
    mutate: ['apps/gateway/src/team/team.service.ts', 'apps/gateway/src/programmes/*.service.ts'],
    specs: ['apps/gateway/src/{team,programmes}/*.service.spec.ts'],
  }],
  credits: [
    {
      mutate: ['apps/gateway/src/codes/{code-book,codes.service}.ts',
        'apps/gateway/src/credits/credits.service.ts'],
      specs: ['apps/gateway/src/{codes,credits}/*.service.spec.ts'],
    },
    {
      mutate: ['apps/worker/src/credits/credits.service.ts',
        'apps/worker/src/sessions/{cancellation,cancellation.service}.ts'],
      specs: ['apps/worker/src/credits/examine.spec.ts',
        'apps/worker/src/sessions/cancellation.spec.ts'],
    },
    {
      mutate: ['apps/worker/src/sessions/booking.service.ts'],
      specs: ['apps/worker/src/sessions/{booking,bearer}.spec.ts'],
    },
  ],
  ledger: [{
    // The ledger's SQL is tried by specs of its own, which need a database.
    mutate: ['libs/billing/src/*.ts', '!libs/billing/src/*.spec.ts'],
    specs: ['libs/billing/src/*.spec.ts', '!libs/billing/src/ledger*.spec.ts'],
  }],
  claims: [{
    mutate: ['apps/worker/src/claims/{claims.service,confirmation.service,claim-fix}.ts'],
    specs: ['apps/worker/src/claims/{claims.service,confirmation.service,claim-fix}.spec.ts'],
  }],
  sealed: [{
    mutate: [`libs/pseudonym/src/${SEALED}.ts`, 'apps/worker/src/sealed/inner-http.ts'],
    specs: [`libs/pseudonym/src/${SEALED}.spec.ts`, 'apps/worker/src/sealed/inner-http.spec.ts'],
  }],
  wallet: [{
    mutate: [`libs/pseudonym/src/${WALLET}.ts`],
    specs: [`libs/pseudonym/src/{${WALLET.slice(1, -1)},derived-vectors,issuance,pasted}.spec.ts`],
    timeoutMS: 3_000, timeoutFactor: 1.2,
  }],
  client: [{
    // What needs a service beside it, booking and claiming, test/e2e and test/web try.
    mutate: [`libs/wallet/src/${CLIENT}.ts`],
    specs: [`libs/wallet/src/${CLIENT}.spec.ts`],
    timeoutMS: 3_000, timeoutFactor: 1.2,
  }],
};

/** What a text says is not changed: words are for people to judge. */
const OPTIONS = {
  testRunner: 'specs', plugins: ['./scripts/spec-runner.mjs'],
  testRunnerNodeArgs: ['--no-warnings'], coverageAnalysis: 'perTest', concurrency: 1,
  tempDirName: 'dist/mutants', ignorePatterns: ['dist', '.git', '.sotto', '.test'],
  reporters: ['clear-text', 'progress'], clearTextReporter: { logTests: false },
  thresholds: { high: 95, low: 90 }, mutator: { excludedMutations: ['StringLiteral'] },
  disableTypeChecks: false, timeoutMS: 5_000,
};

const args = process.argv.slice(2);
const flag = args.indexOf('--mutate');
const files = flag < 0 ? undefined : args[flag + 1]?.split(',');
const wanted = flag < 0 ? args : args.slice(0, flag);
const known = Object.keys(GUARDS);
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
  const results = [];
  for (const part of GUARDS[name]) {
    const mutate = files?.filter((file) => isIn(part, file)) ?? part.mutate;
    if (mutate.length === 0) continue;
    results.push(...await new Stryker({ ...OPTIONS, ...part, mutate }).runMutationTest());
  }
  const valid = results.filter(({ status }) => !['Ignored', 'CompileError'].includes(status));
  const noticed = valid.filter(({ status }) => ['Killed', 'Timeout', 'RuntimeError'].includes(status));
  return (100 * noticed.length) / valid.length;
}

/** Whether a file, perhaps with a range of lines, is one of those that a part changes. */
function isIn({ mutate }, file) {
  return mutate.some((glob) => matchesGlob(file.replace(/:.*/, ''), glob));
}
