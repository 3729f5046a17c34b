import { z } from 'zod';
import { canonicalOf } from '#pseudonym/canonical';
import { verifyStatement } from '#pseudonym/signed';
import { DisclosureError } from '../disclosure-error.ts';
import { publishedIn } from './close.ts';
import { planYear } from './plan.ts';
import { groupsOf } from './report-terms.ts';
import { REPORT, REPORT_STATEMENT, type Report } from './statement.ts';
import { verifyYear } from './verify.ts';

const FILE = z.strictObject({ statements: z.array(z.strictObject({
  type: z.string(), body: z.string(), signature: z.string() })).min(1).max(4) });

/** Signed reports of one programme and year, in order, with what was signed, and by which key. */
export type SignedYear = readonly Readonly<{ report: Report; text: string; signer: number }>[];

/** All promises that can be checked are kept, or the first that is not, as a sentence. */
export type FileVerdict =
  | { readonly kind: 'kept'; readonly year: SignedYear }
  | { readonly kind: 'broken'; readonly promise: string; readonly year: SignedYear | null };

/** What a reader wants the file to be; `before`: the file of the last year before it. */
export interface Wanted {
  readonly programme?: string | undefined;
  readonly period?: string | undefined;
  readonly before?: unknown;
}

/**
 * Check what a file of a year's signed releases holds, in order, by the vault's public keys alone:
 * signatures, one programme, year and terms, the plan that follows from them, every promise of
 * {@link verifyYear}, and, with the file of the year before, its keys and what is taken over.
 *
 * @param keys all that the vault had in these years, in that order: each signs until the next does.
 * @throws DisclosureError `bad-file` for what is no such file.
 */
export async function verifyYearFile(
  file: unknown, keys: readonly Uint8Array[], { programme, period, before }: Wanted = {},
): Promise<FileVerdict> {
  const year = await readYear(file, keys);
  if (typeof year === 'string') return { kind: 'broken', promise: year, year: null };
  const own = year[0]?.report;
  const promise = own?.programme !== (programme ?? own?.programme)
    ? `The file is of programme ${programme}.`
    : own?.period !== (period ?? own?.period) ? `The file is of the year ${period}.`
      : brokenIn(year) ?? (before === undefined ? null : await brokenOver(before, keys, year));
  return promise === null ? { kind: 'kept', year } : { kind: 'broken', promise, year };
}

/** The promise that a year breaks by itself. */
function brokenIn(year: SignedYear): string | null {
  const plan = year[0] && planYear(year[0].report.terms);
  if (plan?.kind !== 'planned') return `The terms have a plan (${plan?.fault ?? 'none'}).`;
  const verdict = verifyYear(plan, year.map(({ report }) => report.release));
  return verdict.kind === 'broken' ? verdict.promise : null;
}

/** The promise that it breaks beside the year before. */
async function brokenOver(
  file: unknown, keys: readonly Uint8Array[], year: SignedYear,
): Promise<string | null> {
  const last = await readYear(file, keys);
  const promise = typeof last === 'string' ? last : brokenIn(last);
  if (typeof last === 'string' || promise !== null) return `The year before: ${promise}`;
  const reports = last.map(({ report }) => report);
  const [[first], own] = [reports, year[0]?.report];
  if (!first || !own || first.period >= own.period || first.programme !== own.programme) {
    return 'The file of the year before is of an earlier year of the same programme.';
  }
  return leftKeyIn(year, last.at(-1)?.signer) ?? (isTakenOver(own, reports) ? null
    : 'The terms take over k, stated use and groups of the year before, and no more told people.');
}

/** The promise that the order of keys breaks, after the key that signed what came before. */
function leftKeyIn(year: SignedYear, before = 0): string | null {
  const at = year.findIndex(({ signer }, place) => signer < (year[place - 1]?.signer ?? before));
  return at < 0 ? null : `Statement ${at + 1} is signed by no key that another has followed.`;
}

function isTakenOver({ terms: { before } }: Report, last: readonly Report[]): boolean {
  const [first] = last;
  const plan = first && planYear(first.terms);
  if (!before || plan?.kind !== 'planned') return false;
  const { k, rateBps, people } = plan;
  const blocks = first?.terms.departments.map(({ number, people: own, site }) => ({
    people: own, site, group: groupsOf(plan).get(`B${number}`) ?? '' }));
  return before.told <= publishedIn(last.map(({ release }) => release))
    && canonicalOf({ ...before, told: 0 }) === canonicalOf({ k, rateBps, people, blocks, told: 0 });
}

/** What was signed, or the promise that its signatures break. */
async function readYear(file: unknown, keys: readonly Uint8Array[]): Promise<SignedYear | string> {
  const { statements } = shaped(FILE, () => file, 'The file holds no statements of releases');
  const year: SignedYear[number][] = [];
  for (const [at, statement] of statements.entries()) {
    const signer = (await Promise.all(keys.map((key) =>
      verifyStatement(key, REPORT_STATEMENT, statement)))).findIndex(({ kind }) => kind === 'valid');
    if (signer < 0) return `Statement ${at + 1} is signed by the vault's key.`;
    year.push({ signer, text: statement.body, report: shaped(REPORT,
      () => JSON.parse(statement.body) as unknown, `Statement ${at + 1} is of another version`) });
  }
  const same = new Set(year.map(({ report }) =>
    canonicalOf([report.programme, report.period, report.terms])));
  return same.size > 1 ? 'All releases are of one programme, year and terms.' : leftKeyIn(year) ?? year;
}

function shaped<T>(shape: z.ZodType<T>, given: () => unknown, fault: string): T {
  try {
    return shape.parse(given());
  } catch {
    throw new DisclosureError('bad-file', `${fault}: give the file as it was downloaded.`);
  }
}
