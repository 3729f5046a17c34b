import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { transformSync } from '@swc/core';
import * as fc from 'fast-check';
import highs from 'highs';

/**
 * A test runner for Stryker that keeps the compiled specs of libs/disclosure in memory: a mutant
 * takes milliseconds instead of a start of jest. Every mutant loads all modules anew, so that
 * constants are mutated too; specs use jest's own `expect` and `each`. Quick tests run first.
 */

const load = createRequire(import.meta.url);
const { expect } = load('expect');
const { bind } = load('jest-each');
const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

/** Specs that take seconds; nothing is killed by them alone that is counted as killed. */
const SLOW = ['attackers.spec.ts', `cli${path.sep}`];

// The same random inputs for every mutant, and no search for a smaller example.
fc.configureGlobal({ seed: 20261123, endOnFailure: true });

const outside = {
  'fast-check': fc,
  highs: { __esModule: true, default: highs },
  'node:crypto': load('node:crypto'),
};

class SpecRunner {
  #src = path.resolve('libs/disclosure/src');
  #modules = new Map();
  #millis = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    for (const name of readdirSync(this.#src, { recursive: true })) {
      if (!name.endsWith('.ts') || SLOW.some((part) => name.includes(part))) continue;
      const filename = path.join(this.#src, name);
      const { code } = transformSync(readFileSync(filename, 'utf8'), {
        ...swc, swcrc: false, filename, sourceMaps: false, module: { type: 'commonjs' },
        jsc: { ...swc.jsc, rewriteRelativeImportExtensions: false },
      });
      const script = new vm.Script(`(function (require, exports) {${code}\n})`, { filename });
      this.#modules.set(filename, script.runInThisContext());
    }
  }

  async dryRun() {
    const state = reset({});
    const tests = [];
    for (const { id, body } of this.#collect()) {
      state.currentTestId = id;
      const start = performance.now();
      const failureMessage = await failureOf(body);
      const timeSpentMs = performance.now() - start;
      state.currentTestId = undefined;
      this.#millis.set(id, timeSpentMs);
      const result = failureMessage === null ? { status: 0 } : { status: 1, failureMessage };
      tests.push({ id, name: id, timeSpentMs, ...result });
    }
    return { status: 'complete', tests, mutantCoverage: state.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const state = reset({
      activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit ? 0 : undefined,
    });
    const wanted = testFilter && new Set(testFilter);
    const tests = this.#collect()
      .filter(({ id, isBroken }) => isBroken || !wanted || wanted.has(id));
    const cost = ({ id }) => this.#millis.get(id) ?? 0;
    tests.sort((a, b) => cost(a) - cost(b));
    for (const [at, { id, body, isBroken }] of tests.entries()) {
      const start = performance.now();
      const failureMessage = await failureOf(body);
      if (failureMessage === null) {
        this.#millis.set(id, performance.now() - start);
        continue;
      }
      if (hitLimit && state.hitCount > hitLimit) return { status: 'timeout', reason: 'hit limit' };
      const killedBy = isBroken ? (testFilter ?? []).slice(0, 1) : [id];
      return { status: 'killed', killedBy, failureMessage, nrOfTests: at + 1 };
    }
    return { status: 'survived', nrOfTests: tests.length };
  }

  /** All tests, from modules that are loaded anew; a spec that does not load is a failing test. */
  #collect() {
    const tests = [];
    const titles = [];
    const it = (name, body) => tests.push({ id: [...titles, name].join(' '), body });
    const describe = (name, body) => {
      titles.push(name);
      body();
      titles.pop();
    };
    it.each = bind(it, false);
    Object.assign(globalThis, { describe, it, expect });
    const loaded = new Map();
    for (const file of this.#modules.keys()) {
      if (!file.endsWith('.spec.ts')) continue;
      titles.length = 0;
      try {
        this.#require(file, loaded);
      } catch (error) {
        tests.push({ id: file, isBroken: true, body: () => { throw error; } });
      }
    }
    return tests;
  }

  #require(file, loaded) {
    const known = loaded.get(file);
    if (known) return known;
    const exported = {};
    loaded.set(file, exported);
    const near = (name) => (name.startsWith('#disclosure/')
      ? path.join(this.#src, `${name.slice('#disclosure/'.length)}.ts`)
      : path.resolve(path.dirname(file), name));
    this.#modules.get(file)(
      (name) => outside[name] ?? this.#require(near(name), loaded), exported);
    return exported;
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
