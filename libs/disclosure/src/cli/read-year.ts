import { z } from 'zod';
import { verifyStatement } from '#pseudonym/signed';
import { canonical } from '../canonical.ts';
import { planYear } from '../year/plan.ts';
import { REPORT, REPORT_STATEMENT, type Report } from '../year/statement.ts';
import { verifyYear, type YearVerdict } from '../year/verify.ts';
import { BadFile } from './bad-file.ts';

const file = z.strictObject({ statements: z.array(z.strictObject({
  type: z.string(), body: z.string(), signature: z.string() })).min(1).max(4) });

/**
 * Check a file of a year's signed releases, in order, by the vault's public key alone: signatures,
 * one programme, year and terms, the plan that follows from them, and every promise of
 * {@link verifyYear}. @throws BadFile for what is no such file.
 */
export async function verifyYearFile(text: string, key: Uint8Array): Promise<YearVerdict> {
  const { statements } = shaped(file, text, 'it holds no statements of releases');
  const read: Report[] = [];
  for (const [at, statement] of statements.entries()) {
    const reading = await verifyStatement(key, REPORT_STATEMENT, statement);
    if (reading.kind === 'invalid') return broken(`Statement ${at + 1} is signed by the vault's key.`);
    read.push(shaped(REPORT, statement.body, `statement ${at + 1} is of another version`));
  }
  const [first] = read;
  const same = new Set(read.map((one) => canonical([one.programme, one.period, one.terms])));
  if (!first || same.size > 1) return broken('All releases are of one programme, year and terms.');
  const plan = planYear(first.terms);
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
