import { globSync } from 'node:fs';
import path from 'node:path';
import * as specs from './spec-modules.mjs';

/**
 * A test runner for Stryker that keeps compiled modules in memory: a mutant takes milliseconds, or
 * the opening of a database, instead of a start of jest. The option `specs` names the specs. Every
 * mutant loads all of our modules anew, so that constants and decorators are mutated too.
 *
 * Quick tests run first, each alone. A test that fails is tried once more with nothing mutated: if
 * it needs the tests before it, its file is run in its own order from then on.
 */
class SpecRunner {
  static inject = ['options'];
  #files;
  #millis = new Map();
  /** Sequences of tests that pass, in this order, while nothing is mutated. */
  #passing = new Set();
  /** Files whose tests need each other. */
  #inOrder = new Set();

  constructor({ specs: globs }) {
    const [taken, left] = [globs.filter((glob) => !glob.startsWith('!')),
      globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1))];
    this.#files = globSync(taken, { exclude: left }).map((file) => path.resolve(file)).sort();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const state = reset({});
    const results = [];
    const tests = specs.collect(this.#files);
    for (const test of tests) {
      const start = performance.now();
      // What runs before all tests belongs to none of them.
      let failureMessage = await failureOf(() => specs.begin(test));
      state.currentTestId = test.id;
      failureMessage ??= await failureOf(() => specs.run(test));
      const timeSpentMs = performance.now() - start;
      state.currentTestId = undefined;
      this.#millis.set(test.id, timeSpentMs);
      const result = failureMessage === null ? { status: 0 } : { status: 1, failureMessage };
      results.push({ id: test.id, name: test.id, timeSpentMs, ...result });
    }
    await specs.end(tests);
    return { status: 'complete', tests: results, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const wanted = testFilter && new Set(testFilter);
    for (;;) {
      const state = reset({
        activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit ? 0 : undefined,
      });
      const tests = this.#inRunningOrder(specs.collect(this.#files), wanted);
      const at = await firstFailure(tests);
      if (at < 0) return { status: 'survived', nrOfTests: tests.length };
      if (hitLimit && state.hitCount > hitLimit) return { status: 'timeout', reason: 'hit limit' };
      const { id, isBroken, failureMessage } = tests[at];
      if (await this.#passesUnchanged(tests.slice(0, at + 1))) {
        const killedBy = isBroken ? (testFilter ?? []).slice(0, 1) : [id];
        return { status: 'killed', killedBy, failureMessage, nrOfTests: at + 1 };
      }
    }
  }

  #inRunningOrder(tests, wanted) {
    const isWanted = ({ id, isBroken }) => isBroken || !wanted || wanted.has(id);
    const files = new Set(tests.filter(isWanted).map(({ file }) => file));
    const chosen = tests.filter((test) =>
      (this.#inOrder.has(test.file) ? files.has(test.file) : isWanted(test)));
    const last = ({ file }) => Number(this.#inOrder.has(file));
    const cost = (test) => (last(test) ? 0 : this.#millis.get(test.id) ?? 0);
    return chosen.sort((a, b) => last(a) - last(b) || cost(a) - cost(b));
  }

  /**
   * Whether the last of these tests fails for what is mutated, and not for want of another one.
   *
   * @throws when it fails in its file's own order too, with nothing mutated.
   */
  async #passesUnchanged(tests) {
    const { file, id } = tests.at(-1);
    const ids = tests.filter((test) => test.file === file).map((test) => test.id);
    const key = ids.join('\n');
    if (this.#passing.has(key)) return true;
    reset({});
    const all = specs.collect([file]);
    const broken = all.find(({ isBroken }) => isBroken);
    if (broken) return broken.body();
    // A spec that does not load is no test of one that does.
    const again = ids.map((one) => all.find((test) => test.id === one)).filter(Boolean);
    const failed = await firstFailure(again);
    if (failed < 0) this.#passing.add(key);
    else if (this.#inOrder.has(file)) throw new Error(`"${id}" fails with nothing mutated.`);
    else this.#inOrder.add(file);
    return failed < 0;
  }
}

/** Run tests until one fails, and tell which; -1 when none does. */
async function firstFailure(tests) {
  try {
    for (const [at, test] of tests.entries()) {
      test.failureMessage = await failureOf(async () => {
        await specs.begin(test);
        await specs.run(test);
      });
      if (test.failureMessage !== null) return at;
    }
    return -1;
  } finally {
    await specs.end(tests);
  }
}

/** The state that Stryker's instrumented code reads, for one run. */
function reset(next) {
  globalThis.__stryker__ ??= {};
  const none = {
    activeMutant: undefined, currentTestId: undefined, mutantCoverage: undefined,
    hitCount: undefined, hitLimit: undefined,
  };
  return Object.assign(globalThis.__stryker__, none, next);
}

async function failureOf(body) {
  try {
    await body();
    return null;
  } catch (error) {
    return String(error?.message ?? error);
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'specs', injectableClass: SpecRunner },
];
export const strykerValidationSchema = {
  properties: { specs: { description: 'Globs of the specs; with "!", of those left out.', type: 'array' } },
};
