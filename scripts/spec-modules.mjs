/**
 * Specs without jest, for `spec-runner.mjs`: modules that are compiled once and loaded as often as
 * one likes, and the tests in them. They use jest's own `expect` and `each`.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { transformSync } from '@swc/core';
import * as fc from 'fast-check';
import { sourceOf } from './sources.mjs';

const load = createRequire(import.meta.url);
const { expect } = load('expect');
const { bind } = load('jest-each');
const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

// The same random inputs for every mutant, and no search for a smaller example.
fc.configureGlobal({ seed: 20261123, endOnFailure: true });

const OUTSIDE = { 'fast-check': fc };
const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];
const scripts = new Map();

/** All tests of these specs, anew; a spec that does not load is a failing test. */
export function collect(files) {
  const tests = [];
  let file;
  let scopes = [];
  const it = (name, body) => tests.push({
    id: [...scopes.map(({ title }) => title), name].filter(Boolean).join(' '), file, scopes, body,
  });
  const describe = (title, body) => {
    const outer = scopes;
    scopes = [...outer, scopeOf(title)];
    body();
    scopes = outer;
  };
  it.each = bind(it, false);
  describe.each = bind(describe, false);
  Object.assign(globalThis, { describe, it, test: it, expect });
  for (const hook of HOOKS) globalThis[hook] = (work) => scopes.at(-1)[hook].push(work);
  // The decorators of modules that were loaded before have filled these.
  globalThis.GqlTypeMetadataStorageHost?.clear();
  globalThis.GqlLazyMetadataStorageHost?.lazyMetadataByTarget.clear();
  const loaded = new Map();
  for (file of files) {
    scopes = [scopeOf('')];
    try {
      required(file, loaded);
    } catch (error) {
      tests.push({ id: file, file, scopes, isBroken: true, body: () => { throw error; } });
    }
  }
  return tests;
}

/** Run what comes before all tests of the scopes that this one is in, once for each. */
export async function begin({ scopes }) {
  for (const scope of scopes) {
    scope.begun ??= inTurn(scope.beforeAll);
    await scope.begun;
  }
}

/** Run one test with what comes before and after each. */
export async function run({ scopes, body }) {
  await inTurn(scopes.flatMap(({ beforeEach }) => beforeEach));
  try {
    await body();
  } finally {
    await inTurn(scopes.toReversed().flatMap(({ afterEach }) => afterEach));
  }
}

/** Run what comes after the tests of all scopes that had begun. */
export async function end(tests) {
  const begun = new Set(tests.flatMap(({ scopes }) => scopes).filter((scope) => scope.begun));
  for (const { afterAll } of [...begun].reverse()) await inTurn(afterAll).catch(() => undefined);
}

function scopeOf(title) {
  return { title, begun: undefined, ...Object.fromEntries(HOOKS.map((hook) => [hook, []])) };
}

async function inTurn(works) {
  for (const work of works) await work();
}

function required(file, loaded) {
  const known = loaded.get(file);
  if (known) return known;
  const exported = {};
  loaded.set(file, exported);
  compiled(file)((name) => {
    if (name.startsWith('.')) return required(path.resolve(path.dirname(file), name), loaded);
    const ours = sourceOf(name);
    if (ours) return required(path.resolve(ours), loaded);
    return OUTSIDE[name] ?? load(name);
  }, exported, file);
  return exported;
}

function compiled(filename) {
  const known = scripts.get(filename);
  if (known) return known;
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    ...swc, swcrc: false, filename, sourceMaps: false, module: { type: 'commonjs' },
    jsc: { ...swc.jsc, rewriteRelativeImportExtensions: false },
  });
  const source = `(function (require, exports, __filename) {${code}\n})`;
  const script = new vm.Script(source, { filename }).runInThisContext();
  scripts.set(filename, script);
  return script;
}
