import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

/** One configuration for every test: ESM, compiled by SWC, real PostgreSQL where one is needed. */
export default {
  // Modules of a finished spec are never freed whole: a worker that grew large is begun anew.
  workerIdleMemoryLimit: '1500MB',
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { ...swc, swcrc: false, jsc: { ...swc.jsc, rewriteRelativeImportExtensions: false } },
    ],
  },
  moduleNameMapper: {
    '^#(calendar|pseudonym|wallet|billing|disclosure|contracts|platform|server)/(.*)$': '<rootDir>/libs/$1/src/$2.ts',
  },
  globalSetup: '<rootDir>/scripts/jest-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest-teardown.mjs',
  testTimeout: 120_000,
  watchman: false,
};
