/**
 * One configuration for every test: real PostgreSQL where one is needed, TypeScript as Node loads
 * it (scripts/typescript.mjs), modules that a worker loads once for all of its specs.
 */
export default {
  runner: 'jest-light-runner/child-process',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  globalSetup: '<rootDir>/scripts/jest-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/scripts/jest-worker.mjs'],
  watchman: false,
};
