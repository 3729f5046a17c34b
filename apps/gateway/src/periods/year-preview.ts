import type { ReportingPeriod } from '#calendar/periods';
import { dueBy } from '#disclosure/terms';
import type { Money } from '../ledger/money.graphql.ts';
import type { BlockRow } from '../programmes/periods.store.ts';
import { namedBlocks } from './propose.ts';
import type { YearPlan, YearRefused } from './year-plans.ts';

/** What a year would hold, cost and be reported by; days are YYYY-MM-DD. */
interface YearPreview {
  readonly kind: 'year-preview';
  readonly opens: string;
  readonly closes: string;
  readonly startsBooking: string;
  readonly confirmBy: string;
  readonly reports: readonly ReportingPeriod[];
  readonly people: number;
  readonly spareSeats: number;
  readonly seats: number;
  readonly sessionsPerMember: number;
  readonly sessions: number;
  readonly sessionPrice: Money;
  /** Of the whole year; null: it is paid by sessions. */
  readonly seatPrice: Money | null;
  readonly total: Money;
  readonly blocks: readonly BlockRow[];
}

/** Outcome of looking at a year before it is opened. */
export type PreviewOutcome = YearPreview | YearRefused;

/** A plan as HR reads it, where it would be proposed on a day. */
export function previewOf({ plan, terms, units }: YearPlan, day: string): YearPreview {
  const { opens, closes, startsBooking, reports, seats, sessions } = plan;
  const { currency, spareSeats, sessionsPerMember } = terms;
  return {
    kind: 'year-preview', opens, closes, startsBooking, confirmBy: dueBy(plan, day), reports,
    people: seats - spareSeats, spareSeats, seats, sessionsPerMember, sessions,
    sessionPrice: { minor: terms.sessionPriceMinor, currency },
    seatPrice: terms.seatPriceMinor === undefined ? null
      : { minor: terms.seatPriceMinor, currency },
    total: { minor: plan.totalMinor, currency }, blocks: namedBlocks(plan, units),
  };
}
