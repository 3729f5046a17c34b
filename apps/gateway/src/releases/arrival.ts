import { planTerms, type Terms } from '#disclosure/terms';
import { reportTermsOf } from '#disclosure/year/report-terms';
import type { Report } from '#disclosure/year/statement';
import { verifyYear } from '#disclosure/year/verify';
import { canonicalOf } from '#pseudonym/canonical';

/**
 * Why a report that the vault signed is not taken. `other-terms`: it is planned from others than
 * were confirmed; `told-otherwise`: another stands in its place; `breaks-plan`: with those before
 * it, it breaks a promise that anybody can check.
 */
export type ReportRefusal = 'other-terms' | 'told-otherwise' | 'breaks-plan';

/** A report is the next of its year, or waits for what comes first, or is refused. */
export type Arrival =
  | { readonly kind: 'next' }
  | { readonly kind: 'waits' }
  | { readonly kind: 'refused'; readonly reason: ReportRefusal; readonly promise: string | null };

/**
 * Decide about a report by the terms that were confirmed of its year (null: none are, as far as is
 * known here) and by those that were taken before it, in order. A vault that was restored to before
 * a release signs another one honestly: the difference of both would tell of single people, so it
 * is never taken. What a year takes over from the one before it is a part of the confirmed terms.
 */
export function arrivalOf(
  report: Report, confirmed: Terms | null, taken: readonly Report[],
): Arrival {
  if (!confirmed) return { kind: 'waits' };
  const plan = planTerms(confirmed);
  if (plan.kind === 'refused') throw new Error(`confirmed terms have no plan: ${plan.fault}`);
  if (canonicalOf(report.terms) !== canonicalOf(reportTermsOf(confirmed, plan.blocks))) {
    return refused('other-terms');
  }
  const place = report.release.period - 1;
  if (place > taken.length) return { kind: 'waits' };
  if (place < taken.length) return refused('told-otherwise');
  const verdict = verifyYear(plan.year, [...taken, report].map(({ release }) => release));
  return verdict.kind === 'kept' ? { kind: 'next' } : refused('breaks-plan', verdict.promise);
}

function refused(reason: ReportRefusal, promise: string | null = null): Arrival {
  return { kind: 'refused', reason, promise };
}
