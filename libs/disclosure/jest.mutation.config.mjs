import base from '../../jest.config.js';

/** The fast, pure specs that mutants of this lib are run against: no database. */
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/libs/disclosure'],
  testPathIgnorePatterns: ['attackers', 'crossed', 'cli', 'balance', 'release', 'calendar', 'planner', 'worked'],
  globalSetup: undefined,
  globalTeardown: undefined,
};
