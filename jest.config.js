/**
 * How every spec runs: on real PostgreSQL where one is needed, TypeScript as Node loads it
 * (scripts/typescript.mjs), modules that a worker loads once for all of its specs. GraphQL types
 * are known to a whole process, so the gateway's specs and the vault's have workers of their own.
 */
const settings = {
  runner: '<rootDir>/scripts/jest-runner.mjs',
  globalSetup: '<rootDir>/scripts/jest-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/scripts/jest-worker.mjs'],
};

/** Specs that stand elsewhere and start a gateway, and no vault, within their own process. */
const startGateway = [
  'test/privacy/disclosure/one-person.spec.ts',
  'test/privacy/disclosure/restored-vault.spec.ts',
  'test/privacy/disclosure/surface.spec.ts',
  'test/web/hr-rights.spec.ts',
];
const atRoot = (paths) => paths.map((path) => `<rootDir>/${path}`);
const within = (folders) => folders.map((folder) => `<rootDir>/${folder}/**/*.spec.ts`);

export default {
  projects: [
    { ...settings, testMatch: [...within(['apps/gateway']), ...atRoot(startGateway)] },
    { ...settings, testMatch: within(['apps/worker']) },
    {
      ...settings, testMatch: within(['apps/web', 'apps/courier', 'libs', 'test', 'tools']),
      testPathIgnorePatterns: atRoot(startGateway),
    },
  ],
  watchman: false,
};
