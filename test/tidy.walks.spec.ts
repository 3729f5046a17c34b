import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Kind, parse } from 'graphql';
import * as jobs from '../libs/contracts/src/jobs.ts';

/**
 * The walks of ARCHITECTURE.md, each followed as a reader would: depth first. What is reached is
 * left again for what came before it, and is not come back to.
 */

/** At most so many files: what they were when this was written. Fewer is better. */
const MOST: Readonly<Record<string, number>> = {
  'A sealed request': 12, 'A credit, issued': 15, 'A credit, booked': 21, 'A claim': 12,
  'A report, released': 17, 'A report, read': 6, 'A purchase': 16,
};

/** A file with the name that leads to it, where no import does. */
interface Step { readonly file: string; readonly by: string | undefined }
interface Walk {
  readonly name: string;
  /** `files in folders`, as it is written. */
  readonly said: string;
  /** Null: a sealed request. */
  readonly steps: readonly (Step | null)[];
}

const SEALED = 'A sealed request';
const page = readFileSync('ARCHITECTURE.md', 'utf8');
const walks = readWalks(page);
const sealed = walks.find(({ name }) => name === SEALED)?.steps[0];
const aliases = (JSON.parse(readFileSync('package.json', 'utf8')) as {
  imports: Readonly<Record<string, string>>;
}).imports;
const operations = globSync('{libs/wallet,apps/web/*}/documents/**/*.graphql').flatMap((path) =>
  parse(readFileSync(path, 'utf8')).definitions.flatMap((one) =>
    (one.kind === Kind.OPERATION_DEFINITION ? [{
      document: `${one.name?.value ?? ''}Document`,
      fields: one.selectionSet.selections.flatMap((each) =>
        (each.kind === Kind.FIELD ? [each.name.value] : [])),
    }] : [])));

function readWalks(text: string): Walk[] {
  const section = /^## Walks$([\s\S]*?)^## /m.exec(text)?.[1] ?? '';
  return Array.from(
    section.matchAll(/^\*\*(.+)\*\* \((\d+ files in \d+ folders).*\)\n\n((?:\d+\. .+\n)+)/gm),
    ([, name = '', said = '', list = '']) => ({ name, said, steps: list.trim().split('\n').map(
      (line) => {
        const [, file, by] = /^\d+\. `(.+?)`(?: \(`(.+?)`\))? \S/.exec(line) ?? [];
        return file ? { file, by } : null;
      }) }));
}

function filesOf({ steps }: Walk): string[] {
  return steps.flatMap((step) => step?.file ?? []);
}

function count(walk: Walk): string {
  const files = filesOf(walk);
  return `${files.length} files in ${new Set(files.map((file) => dirname(file))).size} folders`;
}

/** The files that one imports, by the names of package.json or beside it. */
function importsOf(file: string): string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(/ from '([^']+)'/g), ([, name = '']) => {
    if (name.startsWith('.')) return join(dirname(file), name);
    const [lib = '', rest = ''] = name.split(/\/(.*)/);
    return (aliases[`${lib}/*`] ?? '')
      .replace('./dist/', '').replace('*.js', `${rest}.ts`);
  });
}

function names(file: string, word: string): boolean {
  return new RegExp(`(?<![\\w/])${word}\\b`).test(readFileSync(file, 'utf8'));
}

/** Whether `by` leads from one file to another: what it is, and that both name it so. */
function leads(from: string, to: string, by: string): boolean {
  if (!names(to, by)) return false;
  if (by in jobs) return names(from, by) && new RegExp(`@Handles\\(${by}\\)`).test(textOf(to));
  if (to.endsWith('.resolver.ts')) {
    return /@(Query|Mutation)\(/.test(textOf(to)) && operations.some(({ document, fields }) =>
      fields.includes(by) && names(from, document));
  }
  if (to.endsWith('.sql')) return names(from, by) && textOf(to).includes(`CREATE FUNCTION ${by}(`);
  if (by.startsWith('/')) return textOf(from).includes(`'${by}'`) && textOf(to).includes(`'${by}'`);
  return new RegExp(`interface ${by}\\b`).test(textOf(from)) && importsOf(to).includes(from)
    && new RegExp(`implements ${by}\\b`).test(textOf(to));
}

function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}

/** Steps that nothing before them leads to. */
function lost(steps: Walk['steps']): string[] {
  const path: string[] = [];
  return steps.flatMap((step, place) => {
    const { file, by } = step ?? { file: sealed?.file ?? '', by: undefined };
    const from = path.findLastIndex((one) =>
      (by === undefined ? importsOf(one).includes(file) : leads(one, file, by)));
    if (from === -1 && place > 0) return [file];
    path.splice(from + 1);
    // Whoever sends a sealed request goes on where its answer comes back to.
    if (step) path.push(file);
    return [];
  });
}

describe('walks', () => {
  it('are those that ARCHITECTURE.md promises', () => {
    expect(walks.map(({ name }) => name)).toEqual(Object.keys(MOST));
  });

  it.each(walks.map((walk) => [walk.name, walk] as const))('%s: all its files are there', (_, walk) => {
    expect(filesOf(walk).filter((file) => !existsSync(file))).toEqual([]);
  });

  it.each(walks.map((walk) => [walk.name, walk] as const))(
    '%s: each file is reached from one before it', (_, walk) => {
      expect(lost(walk.steps)).toEqual([]);
    });

  it.each(walks.map((walk) => [walk.name, walk] as const))(
    '%s: it enters no file twice, and no more files than it did', (name, walk) => {
      const files = filesOf(walk);
      expect(new Set(files).size).toBe(files.length);
      expect(walk.said).toBe(count(walk));
      expect(files.length).toBeLessThanOrEqual(MOST[name] ?? 0);
    });

  it('notices a wrong order, a job that nobody takes and a field of another page', () => {
    for (const { steps } of walks) expect(lost([...steps].reverse())).not.toEqual([]);
    const without = (steps: Walk['steps'], part: string) =>
      steps.filter((step) => !step?.file.includes(part));
    const [, , booked, , released] = walks;
    expect(lost(without(booked?.steps ?? [], 'booking-batch'))).not.toEqual([]);
    expect(lost(without(released?.steps ?? [], 'worker/src/periods/reports.service')))
      .toContain('apps/gateway/src/releases/report-released.processor.ts');
    const [claiming, ...rest] = booked?.steps ?? [];
    expect(claiming?.file).toMatch(/confirm-booking/);
    expect(lost([{ file: 'apps/web/hr/screens/buy.tsx', by: undefined }, ...rest]))
      .toContain('libs/wallet/src/booking.ts');
  });
});
