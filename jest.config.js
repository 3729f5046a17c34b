/**
 * How every spec runs: on real PostgreSQL where one is needed, TypeScript as Node loads it
 * (scripts/typescript.mjs), modules that a worker loads once for all of its specs. GraphQL types
 * are known to a whole process, so the gateway's specs and the vault's have workers of their own.
 */
const settings = {
  runner: '<rootDir>/scripts/jest-runner.mjs',
  testMatch: ['**/*.spec.ts'],
  globalSetup: '<rootDir>/scripts/jest-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/scripts/jest-worker.mjs'],
};
const folders = [['apps/gateway'], ['apps/worker'], ['apps/web', 'apps/courier', 'libs', 'test']];

export default {
  projects: folders.map((own) => (
    { ...settings, roots: own.map((folder) => `<rootDir>/${folder}`) })),
  watchman: false,
};
