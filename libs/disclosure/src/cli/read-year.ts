import { z } from 'zod';
import { verifyStatement } from '#pseudonym/signed';
import { canonical } from '../canonical.ts';
import { WAIT_BANDS } from '../statistics.ts';
import { planYear, REPORT_RULES, type ReportTerms } from '../year/plan.ts';
import type { ToldNode } from '../year/publish.ts';
import { verifyYear, type YearVerdict } from '../year/verify.ts';
import type { SiteNode } from '../year/tree.ts';
import { BadFile } from './bad-file.ts';

/** What the vault signs a release under: its programme, the year, the terms and the release. */
export const REPORT_STATEMENT = 'sotto/report/v1';

const count = z.int().min(0);
const told: z.ZodType<ToldNode> = z.lazy(() => z.strictObject({
  name: z.string(), people: count, parts: z.array(told) }));
const site: z.ZodType<SiteNode> = z.lazy(() => z.strictObject({
  name: z.string(), people: count, departments: z.array(count), site: count.nullable(),
  children: z.array(site) }));
const terms = z.strictObject({
  departments: z.array(z.strictObject({ number: count, site: count, people: count })),
  rateBps: count, k: count, kHow: count, sessionsPerMember: count, flat: z.boolean().optional(),
  // Of the plan of the year before only what this year's follows from.
  before: z.strictObject({ told: count, plan: z.looseObject({
    people: count, rateBps: count, k: count, kHow: count, sites: site }) }).optional(),
});
const release = z.strictObject({
  rules: z.literal(REPORT_RULES), period: z.int().min(1).max(4),
  totals: z.array(z.strictObject({ turns: z.array(count), people: count.nullable() })),
  concerns: told.nullable(), modalities: told.nullable(), wait: z.enum(WAIT_BANDS).nullable(),
  sites: told.nullable(), bands: told.nullable(), settled: count.nullable(),
});
const body = z.strictObject({ programme: z.string(), year: z.string(), terms, release });
const file = z.strictObject({ statements: z.array(z.strictObject({
  type: z.string(), body: z.string(), signature: z.string() })).min(1).max(4) });

/**
 * Check a file of a year's signed releases, in order, by the vault's public key alone: signatures,
 * one programme, year and terms, the plan that follows from them, and every promise of
 * {@link verifyYear}. @throws BadFile for what is no such file.
 */
export async function verifyYearFile(text: string, key: Uint8Array): Promise<YearVerdict> {
  const { statements } = shaped(file, text, 'it holds no statements of releases');
  const read: z.infer<typeof body>[] = [];
  for (const [at, statement] of statements.entries()) {
    const reading = await verifyStatement(key, REPORT_STATEMENT, statement);
    if (reading.kind === 'invalid') return broken(`Statement ${at + 1} is signed by the vault's key.`);
    read.push(shaped(body, statement.body, `statement ${at + 1} is of another version`));
  }
  const [first] = read;
  const same = new Set(read.map((one) => canonical([one.programme, one.year, one.terms])));
  if (!first || same.size > 1) return broken('All releases are of one programme, year and terms.');
  const plan = planYear(first.terms as unknown as ReportTerms);
  if (plan.kind === 'refused') return broken(`The terms have a plan (${plan.fault}).`);
  return verifyYear(plan, read.map((one) => one.release));
}

function broken(promise: string): YearVerdict {
  return { kind: 'broken', promise };
}

function shaped<T>(shape: z.ZodType<T>, text: string, fault: string): T {
  try {
    return shape.parse(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    throw new BadFile(`${fault}: give the file as it was downloaded`);
  }
}
