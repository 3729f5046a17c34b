import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as jobs from '../libs/contracts/src/jobs.ts';

/**
 * The style that a machine can check, so that a review need not (docs/decisions/0003). Types, the
 * length of lines and functions, and what is unused are checked by tsc, ESLint and knip.
 */

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
}).split('\n').filter(Boolean);
const sources = tracked
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts'))
  .filter((path) => !path.includes('/generated/'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const code = sources.filter(({ path }) => !path.endsWith('.spec.ts') && !path.startsWith('test/'));

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Paths and line numbers where `pattern` matches a line of one of `files`. */
function places(files: typeof sources, pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) => text.split('\n').flatMap((line, index) =>
    pattern.test(line) ? [`${path}:${index + 1}`] : []));
}

/** Exported functions and classes' public doors that no comment precedes. */
function undocumented({ path, text }: { path: string; text: string }): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!/^export (async )?function\*? /.test(line)) return [];
    let above = index - 1;
    while (above >= 0 && /^\s*@/.test(lines[above]!)) above -= 1;
    // An overload's implementation is documented by its first signature.
    if (/^export (async )?function/.test(lines[above] ?? '')) return [];
    return /\*\/\s*$/.test(lines[above] ?? '') ? [] : [`${path}:${index + 1}`];
  });
}

describe('tidy', () => {
  it('reads something: the rules below run over the whole project', () => {
    expect(code.length).toBeGreaterThan(50);
  });

  it('keeps files within 300 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 301).map((f) => f.path))
      .toEqual([]);
  });

  it.each([
    ['a cast to any', /\bas any\b|<any>/],
    ['a forward reference that papers over a cycle', /\bforwardRef\b/],
    ['unfinished work', /\b(TODO|FIXME|XXX|HACK)\b/],
    ['a silenced check', /@ts-(ignore|nocheck)|eslint-disable|istanbul ignore/],
    ['schema synchronisation', /synchronize: *true/],
  ])('has nowhere %s', (_what, pattern) => {
    const elsewhere = sources.filter(({ path }) => path !== 'test/tidy.spec.ts');
    expect(places(elsewhere, pattern)).toEqual([]);
  });

  it('has no focused, skipped or empty test', () => {
    const specs = sources.filter(({ path }) => path.endsWith('.spec.ts'))
      .filter(({ path }) => path !== 'test/tidy.spec.ts');
    const idle = /\b(it|test|describe)\.(only|skip|todo)\b|\bx(it|describe)\(/;
    expect(places(specs, idle)).toEqual([]);
    expect(places(specs, /expect\(true\)/)).toEqual([]);
  });

  it('starts a gateway within a process of specs only where no vault is', () => {
    const elsewhere = sources
      .filter(({ path }) => /^(test|libs|apps\/web|apps\/courier)\//.test(path))
      // One that starts both can't tell anything by the schema of either.
      .filter(({ text }) => !/from '.*apps\/worker\//.test(text));
    const starting = places(elsewhere, /from '.*apps\/gateway\/testing\/(?!year-reports)/)
      .map((place) => place.replace(/:\d+$/, ''));
    const listed = readFileSync('jest.config.js', 'utf8').matchAll(/^ {2}'(.+\.spec\.ts)',$/gm);
    expect([...new Set(starting)].sort()).toEqual(Array.from(listed, ([, path]) => path));
    const gateways = sources.filter(({ path }) => path.startsWith('apps/gateway/'));
    expect(places(gateways, /from '.*\/worker\/(src|test)\//)).toEqual([]);
  });

  it('keeps SQL out of resolvers and processors', () => {
    const edges = code.filter(({ path }) => /\.(resolver|processor)\.ts$/.test(path));
    expect(places(edges, /from 'typeorm'|\.query\(/)).toEqual([]);
  });

  it('keeps the apps apart: none imports another', () => {
    const apps = ['gateway', 'worker', 'courier'];
    for (const app of apps) {
      const files = sources.filter(({ path }) => path.startsWith(`apps/${app}/`));
      const others = apps.filter((other) => other !== app).join('|');
      expect(files.length).toBeGreaterThan(0);
      expect(places(files, new RegExp(`from '.*(${others})/src`))).toEqual([]);
    }
  });

  it('gives the courier no way to a database, a queue or a logger of requests', () => {
    const courier = code.filter(({ path }) =>
      /^apps\/courier\/|^libs\/server\/src\/(courier|pages)\//.test(path));
    const parts = /from '(pg|typeorm|bullmq|ioredis|#platform\/(database|queue\/))/;
    expect(places(courier, parts)).toEqual([]);
  });

  it('keeps the libs below the apps, and the pure libs pure', () => {
    const libs = code.filter(({ path }) => path.startsWith('libs/'));
    expect(places(libs, /from '.*apps\//)).toEqual([]);
    const pure = libs.filter(({ path }) =>
      /^libs\/(calendar|sheet|pseudonym|billing|disclosure|foresight|wording)\/src/.test(path));
    expect(places(pure, /from '(@nestjs|typeorm|pg|bullmq|#platform)/)).toEqual([]);
    expect(places(pure, /\bDate\.now\(\)|new Date\(\)|Math\.random/)).toEqual([]);
  });

  it('keeps disclosure small enough to be read whole, and without a solver', () => {
    const own = code.filter(({ path }) => /^libs\/disclosure\/src.*(?<!fixture)\.ts$/.test(path));
    const lines = own.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(1_500);
    const outside = own.flatMap(({ text }) =>
      Array.from(text.matchAll(/from '([^.'][^']*)'/g), ([, name]) => name));
    expect([...new Set(outside)].sort())
      .toEqual(['#calendar/days', '#calendar/periods', '#pseudonym/canonical', '#pseudonym/signed',
        '#pseudonym/smallest-block', 'zod']);
    // Attackers alone have one, and nothing that is shipped depends on it.
    expect(places(sources, /from 'highs'/).filter((place) => !/^test\/(privacy|tidy)/.test(place)))
      .toEqual([]);
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Package;
    expect(Object.keys(dependencies)).not.toContain('highs');
  });

  it('takes time from the clock and randomness from the CSPRNG', () => {
    const domain = code.filter(({ path }) => /^apps\/(gateway|worker)\/src/.test(path));
    expect(places(domain, /\bDate\.now\(\)|new Date\(\)|Math\.random/)).toEqual([]);
    const sql = tracked.filter((path) => path.endsWith('.sql') && path.startsWith('apps/'))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
    const present = /\b(now\(\)|current_timestamp|current_date|clock_timestamp)\b/i;
    expect(places(sql, present)).toEqual([]);
  });

  it('uses no names that say nothing', () => {
    const vague = /(^|\/)(utils?|common|helpers?|misc)(\/|\.)/i;
    expect(tracked.filter((path) => vague.test(path))).toEqual([]);
    expect(places(code, /^export (abstract )?(class|interface|type) \w*(Manager|Helper|Util)\b/))
      .toEqual([]);
  });

  it('has a README in every lib and app, and in what stands beside them', () => {
    const folders = tracked.flatMap((path) =>
      /^(?:(?:libs|apps|tools)\/[^/]+|demo|test)(?=\/)/.exec(path)?.[0] ?? []);
    expect([...new Set(folders)].filter((folder) => !tracked.includes([folder, 'README.md'].join('/'))))
      .toEqual([]);
  });

  it('documents every exported function', () => {
    expect(code.filter(({ path }) => path.endsWith('.ts')).flatMap(undocumented)).toEqual([]);
  });

  it('cites no document and no decision that is not in the tree', () => {
    const citing = tracked.filter((path) => /\.(tsx?|m?js|sql|graphql|css|md)$/.test(path))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
    const isThere = (cited: string) => {
      const name = cited.replace(/^(\.\.?\/)+/, '');
      return tracked.some((path) => path === name || path.endsWith(`/${name}`));
    };
    const cited = citing.flatMap(({ path, text }) => [
      ...[...text.matchAll(/[\w./-]*\w\.(?:md|rst|adoc)\b/g)].map(([name]) => ({ path, name })),
      ...[...text.matchAll(/\bdecisions?[/ (]+(\d{4})\b/g)].map(([, number = '']) => ({
        path, name: tracked.find((one) => one.startsWith(`docs/decisions/${number}-`)) ?? number,
      })),
    ]);
    expect(cited.length).toBeGreaterThan(20);
    // The build writes the licences of what it bundled.
    expect(cited.filter(({ name }) => !isThere(name) && name !== 'licences.md')).toEqual([]);
  });

  it('checks the types of every program, and all gates where the project is checked', () => {
    const gate = readFileSync('scripts/gate.mjs', 'utf8');
    const { types } = (JSON.parse(readFileSync('package.json', 'utf8')) as Package).scripts;
    for (const program of tracked.filter((path) => /(^|\/)tsconfig[\w.]*\.json$/.test(path))) {
      expect(gate).toContain(`'-p', '${program}'`);
      expect(types).toContain(`tsc -p ${program}`);
    }
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/\nexec npm run check --silent\n$/);
  });

  it.each(Object.keys(jobs))('gives the job %s exactly one handler', (name) => {
    const handling = new RegExp(`(@Handles|\\bhandle)\\(${name}\\b`);
    const handlers = code.filter(({ path, text }) =>
      path.endsWith('.processor.ts') && handling.test(text));
    expect(handlers.map((file) => file.path)).toHaveLength(1);
  });

  it('names no package registry and no path of a machine', () => {
    const lock = { path: 'package-lock.json', text: readFileSync('package-lock.json', 'utf8') };
    expect(places([...sources, lock], /"resolved": *"http|registry\.npmjs/)
      .filter((place) => !place.startsWith('test/tidy.spec.ts'))).toEqual([]);
    expect(places(sources, /(^|[ "'(=])\/(home|root|Users)\//)
      .filter((place) => !place.startsWith('test/tidy.spec.ts'))).toEqual([]);
  });
});
