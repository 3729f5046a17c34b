import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readPeriod } from '#calendar/periods';
import { closeYear } from '#disclosure/year/close';
import { planYear, type ReportTerms } from '#disclosure/year/plan';
import { leavesOf } from '#disclosure/year/tree';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { reportProgram } from './program.ts';

const TERMS: ReportTerms = { departments: [{ number: 1, site: 1, people: 1_000 }], rateBps: 450,
  k: 10, sessionsPerMember: 8, paid: 'sessions' };
const SEED = new Uint8Array(32).fill(1);
let folder: string;
let key: string;

/** The file of a year in which forty people came, ten in each period. */
async function fileOf(period: string, terms: ReportTerms): Promise<string> {
  const plan = planYear(terms);
  if (plan.kind === 'refused') throw new Error(plan.fault);
  const [leaf] = leavesOf(plan.sites);
  const people = Array.from({ length: 40 }, (_, at) => ({ turn: 1 + at % 4, block: leaf!.name,
    concern: 'STRESS', modality: 'VIDEO', sessions: 1 }));
  const days = readPeriod(period)!.reports;
  const statements = await Promise.all(closeYear(plan, people).map((release, at) =>
    signStatement(SEED, 'report', JSON.parse(JSON.stringify({ version: 1, programme: 'ours', period,
      report: days[at]!.label, releasedOn: days[at]!.releases, terms, release })))));
  const path = join(folder, `${period}.json`);
  writeFileSync(path, JSON.stringify({ statements }));
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-report-'));
  key = Buffer.from(await signingPublicKey(SEED)).toString('hex');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is said to a line, and whether all is kept. */
async function typed(...words: readonly string[]) {
  const said: { text: string; isKept: boolean }[] = [];
  const program = reportProgram((lines, isKept) => said.push({ text: lines.join('\n'), isKept }));
  const quiet = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    command.commands.forEach(quiet);
  };
  quiet(program);
  await program.parseAsync(['node', 'report', ...words]);
  return said[0]!;
}
const refusal = (...words: readonly string[]) =>
  typed(...words).then(() => 'nothing', (error: Error) => error.message);

it('says whose file it is, how far it goes, and what was signed', async () => {
  const path = await fileOf('2026-10', TERMS);
  const { text, isKept } = await typed('verify', path, '--key', key);
  expect(isKept).toBe(true);
  const lines = text.split('\n');
  expect(lines.slice(0, 7)).toEqual([
    'programme         ours', 'year              2026-10', 'reports           4 of 4',
    'people told       40 of 1000', 'smallest group    10', 'settled sessions  40',
    'year before       none, by its terms']);
  expect(lines[7]).toMatch(/^2026-10\.1 {9}SHA-256 [0-9a-f]{64}$/);
  expect(lines.at(-1)).toContain('Signed by the vault');
});

it('refuses the file of another, of another year, and of other keys', async () => {
  const path = await fileOf('2026-10', TERMS);
  const other = Buffer.from(await signingPublicKey(SEED.map(() => 2))).toString('hex');
  const verify = (...more: string[]) => typed('verify', path, ...more);
  expect(await verify('--key', other, '--key', key, '--programme=ours', '--year=2026-10'))
    .toMatchObject({ isKept: true });
  for (const more of [['--key', key, '--programme=theirs'], ['--key', key, '--year=2025-10'],
    ['--key', other]]) {
    const { text, isKept } = await verify(...more);
    expect([isKept, text.includes('Not kept: ')]).toEqual([false, true]);
  }
});

it('checks what a year takes over, where the year before is given', async () => {
  const first = await fileOf('2026-10', TERMS);
  const before = { k: 10, rateBps: 450, people: 1_000, told: 40,
    blocks: [{ people: 1_000, site: 1, group: '1' }] };
  const second = await fileOf('2027-10', { ...TERMS, before });
  expect((await typed('verify', second, '--key', key)).text).toContain('--before FILE checks it');
  expect((await typed('verify', second, '--key', key, '--before', first)).text)
    .toContain('year before       2026-10, by its file');
  const gap = (...more: string[]) =>
    fileOf('2028-10', { ...TERMS, before }).then((later) =>
      typed('verify', later, '--key', key, '--before', first, ...more));
  expect((await gap()).text).toContain('Not kept: The year 2026-10 ends where 2028-10 begins.');
  expect(await gap('--before-year=2026-10')).toMatchObject({ isKept: true });
  expect((await gap('--before-year=2025-10')).text)
    .toContain('Not kept: The file of the year before is of the year 2025-10.');
  const invented = await fileOf('2028-10', { ...TERMS, rateBps: 1_000,
    before: { ...before, told: 1_000 } });
  expect(await typed('verify', invented, '--key', key)).toMatchObject({ isKept: true });
  expect((await typed('verify', invented, '--key', key, '--before', first)).text)
    .toContain('Not kept: The terms take over');
});

it.each([
  [['verify', 'x.json'], 'required option \'--key <key>\''],
  [['verify', 'x.json', '--key', 'ab'], '64 hex digits'],
  [['verify', 'x.json', '--key', 'a'.repeat(64), '--year', '2026'], 'first month of the year'],
  [['verify', '/nowhere.json', '--key', 'a'.repeat(64)], '/nowhere.json: there is no such file.'],
  [['verify', 'x.json', '--ky', 'a'.repeat(64)], 'unknown option \'--ky\''],
  [['verify', 'x.json', '--key', 'a'.repeat(64), '--progamme', 'x'], '--programme'],
  [['verify', 'x.json', '--key', 'a'.repeat(64), '--yaer', 'x'], '--year'],
  [['verify', 'x.json', '--key', 'a'.repeat(64), '--befroe', 'x'], '--before'],
  [['verify', 'x.json', '--key', 'a'.repeat(64), '--before-year', '2026-10'], 'that --before gives'],
])('what is typed wrongly is refused in words: %j', async (words, said) => {
  expect(await refusal(...words)).toContain(said);
});
