import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { attackTable } from '../attack/attack-table.ts';
import { DisclosureError } from '../disclosure-error.ts';
import type { Headcounts, PublishedTable } from '../engine/published-table.ts';
import { verifyTable } from '../engine/verify-table.ts';
import { BadFile } from './bad-file.ts';
import { readCsv, type CsvFile } from './csv.ts';
import { bytesOf, fileCommand, place, runToEnd } from './file-command.ts';
import { MOST_PROGRAMMED, protectCounts, type ProtectOptions } from './protect-command.ts';
import { readCounts, readHeadcounts } from './read-table.ts';
import { truthOf } from './truth-of.ts';

const keyValue = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const released = z.strictObject({
  k: z.int().min(2),
  dimensions: z.array(z.string()).min(1),
  cells: z.array(z.strictObject({
    key: z.record(z.string(), keyValue), users: z.int().min(0).nullable(),
  })).min(1),
});
const wholes = z.array(z.int());
const certified = z.strictObject({
  version: z.literal(1), table: z.string(), headcounts: z.string(),
  atoms: wholes, worlds: z.array(wholes), covering: wholes, digest: z.string(),
});

async function fromCsv<T>(path: string, read: (file: CsvFile) => T): Promise<T> {
  const bytes = await bytesOf(path);
  try {
    return read(readCsv(bytes));
  } catch (error) {
    throw error instanceof BadFile ? new BadFile(`${path}, ${error.message}`) : error;
  }
}

/** What a file holds, or null where it is not of that shape. */
async function fromJson<T>(path: string, shape: z.ZodType<T>): Promise<T | null> {
  const text = (await bytesOf(path)).toString('utf8');
  try {
    return shape.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return null;
  }
}

/** The certificate comes first: a release is never there without it. */
async function write(path: string, text: string): Promise<void> {
  await writeFile(place(path), text).catch(({ code }: NodeJS.ErrnoException) => {
    throw new BadFile(`${path} cannot be written (${code ?? 'unknown'}): name a file in a folder `
      + 'that exists and is yours');
  });
}

const say = (text: string) => process.stdout.write(`${text}\n`);

interface ProtectFlags extends ProtectOptions {
  readonly table: string;
  readonly headcounts: string;
  readonly out: string;
  readonly certificate: string;
}

async function protect(flags: ProtectFlags): Promise<void> {
  const [table, heads, out, proof] =
    [flags.table, flags.headcounts, flags.out, flags.certificate].map(place);
  if (out === proof || [table, heads].some((file) => file === out || file === proof)) {
    throw new BadFile('--out and --certificate need files of their own');
  }
  const headcounts = await fromCsv(flags.headcounts, readHeadcounts);
  const counts = await fromCsv(flags.table, (file) => readCounts(file, headcounts));
  const made = await protectCounts(counts, headcounts, flags);
  await write(flags.certificate, `${JSON.stringify(made.certificate)}\n`);
  await write(flags.out, `${JSON.stringify(made.table, null, 1)}\n`);
  say(`Dimensions: ${counts.dimensions.join(', ')}.`);
  if (counts.ignored.length > 0) say(`Not published: ${counts.ignored.join(', ')}.`);
  for (const merged of mergedLists(made.table, headcounts)) say(`Merged: ${merged}.`);
  const hidden = made.table.cells.filter(({ users }) => users === null).length;
  say(`Protected with k = ${flags.k}: ${made.table.cells.length} cells, ${hidden} hidden; `
    + `worlds that verify it: ${made.certificate.worlds.length}.`);
}

/** The lists, other than planned blocks, whose categories had to be merged. */
function mergedLists({ dimensions, cells }: PublishedTable, headcounts: Headcounts): string[] {
  return dimensions.slice(headcounts.dimensions.length).flatMap((dimension) => {
    const values = new Set(cells.flatMap(({ key }) => {
      const value = key[dimension];
      return typeof value === 'object' ? [value.join(' + ')] : [];
    }));
    return values.size === 0 ? [] : [`${dimension} ${[...values].join(', ')}`];
  });
}

interface CheckFlags {
  readonly release: string;
  readonly headcounts: string;
  readonly certificate: string;
  /** The counts, for an auditor who has them. */
  readonly table?: string;
  /** Fewest users that the release must have been made for. */
  readonly k?: number;
}

async function verify(flags: CheckFlags): Promise<void> {
  const headcounts = await fromCsv(flags.headcounts, readHeadcounts);
  const refuse = (broken: string) => {
    say(`Refused. Broken promise: ${broken}.`);
    process.exitCode = 1;
  };
  const [table, certificate] = [
    await fromJson(flags.release, released), await fromJson(flags.certificate, certified)];
  if (!table || !certificate) {
    return refuse(`${table ? flags.certificate : flags.release} is as protect writes it`);
  }
  if (table.k < (flags.k ?? 0)) return refuse(`k is ${flags.k} or more; it is ${table.k}`);
  const counted = flags.table
    && await fromCsv(flags.table, (file) => readCounts(file, headcounts));
  const truth = counted ? truthOf(table as PublishedTable, counted) : undefined;
  const verdict = verifyTable(table as PublishedTable, certificate, headcounts, truth);
  if (verdict.kind === 'refused') return refuse(verdict.broken);
  const covers = certificate.covering.length;
  say(`Verified for k = ${table.k}: ${verdict.worlds} worlds agree with everything that is `
    + `published. They leave ${verdict.hidden - covers} of ${verdict.hidden} hidden cells open; `
    + `${covers} only cover others.`);
  if (!counted) say('Whether those have k users and k non-users themselves, --table would tell.');
}

async function attack(flags: CheckFlags): Promise<void> {
  const headcounts = await fromCsv(flags.headcounts, readHeadcounts);
  const table = await fromJson(flags.release, released);
  if (!table) throw new BadFile(`${flags.release}: this is not what protect writes`);
  const findings = await attackTable(table as PublishedTable, headcounts).catch((error) => {
    if (!(error instanceof DisclosureError)) throw error;
    throw new BadFile(`${flags.release} does not hold together: ${error.message}`);
  });
  for (const { attacker, learned, verdict } of findings) {
    say(`${verdict.padEnd(6)}  ${attacker}: ${learned}`);
  }
  process.exitCode = findings.some(({ verdict }) => verdict === 'BROKEN') ? 1 : 0;
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
    if (value < least) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to 999999.`);
    }
    return value;
  };
}

const program = fileCommand('disclosure', 'Protect, verify and attack small tables of people.');
program.command('protect')
  .requiredOption('--table <file>', 'counts of atoms: dimension columns, then users, then what is not published')
  .requiredOption('--headcounts <file>', 'the leading dimension columns and headcount')
  .requiredOption('--out <file>').requiredOption('--certificate <file>')
  .option('--k <number>', 'fewest users, and fewest non-users', whole(2), 5)
  .option('--minimum <number>', 'fewest people of a planned block', whole(1), 60)
  .option('--cells <number>', 'most cells in three or more ways, before categories are merged',
    whole(1), MOST_PROGRAMMED)
  .addOption(new Option('--plan <plan>').choices(['blocks', 'cells']).default('blocks'))
  .action(protect);
program.command('verify')
  .requiredOption('--release <file>').requiredOption('--certificate <file>')
  .requiredOption('--headcounts <file>')
  .option('--table <file>', 'the counts, to check the numbers that are shown and hidden as well')
  .option('--k <number>', 'refuse a release that was made for less', whole(2))
  .action(verify);
program.command('attack')
  .requiredOption('--release <file>').requiredOption('--headcounts <file>')
  .action(attack);

await runToEnd(program);
