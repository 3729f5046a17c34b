import { z } from 'zod';
import { canonicalOf } from '#pseudonym/canonical';
import { verifyStatement } from '#pseudonym/signed';
import { DisclosureError } from '../disclosure-error.ts';
import { planYear } from './plan.ts';
import { REPORT, REPORT_STATEMENT, type Report } from './statement.ts';
import { verifyYear, type YearVerdict } from './verify.ts';

const FILE = z.strictObject({ statements: z.array(z.strictObject({
  type: z.string(), body: z.string(), signature: z.string() })).min(1).max(4) });

/**
 * Check what a file of a year's signed releases holds, in order, by the vault's public key alone:
 * signatures, one programme, year and terms, the plan that follows from them, and every promise of
 * {@link verifyYear}. @throws DisclosureError `bad-file` for what is no such file.
 */
export async function verifyYearFile(file: unknown, key: Uint8Array): Promise<YearVerdict> {
  const { statements } = shaped(FILE, () => file, 'The file holds no statements of releases');
  const read: Report[] = [];
  for (const [at, statement] of statements.entries()) {
    const reading = await verifyStatement(key, REPORT_STATEMENT, statement);
    if (reading.kind === 'invalid') return broken(`Statement ${at + 1} is signed by the vault's key.`);
    read.push(shaped(REPORT, () => JSON.parse(statement.body) as unknown,
      `Statement ${at + 1} is of another version`));
  }
  const [first] = read;
  const same = new Set(read.map((one) => canonicalOf([one.programme, one.period, one.terms])));
  if (!first || same.size > 1) return broken('All releases are of one programme, year and terms.');
  const plan = planYear(first.terms);
  if (plan.kind === 'refused') return broken(`The terms have a plan (${plan.fault}).`);
  return verifyYear(plan, read.map((one) => one.release));
}

function broken(promise: string): YearVerdict {
  return { kind: 'broken', promise };
}

function shaped<T>(shape: z.ZodType<T>, given: () => unknown, fault: string): T {
  try {
    return shape.parse(given());
  } catch {
    throw new DisclosureError('bad-file', `${fault}: give the file as it was downloaded.`);
  }
}
