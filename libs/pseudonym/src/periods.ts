/** How long a benefit period lasts. All are calendar periods, the same for everyone. */
export type PeriodLength = 'month' | 'quarter' | 'half' | 'year';

/** First and last day of a period, both inclusive, as 'YYYY-MM-DD'. */
export interface PeriodBounds {
  readonly first: string;
  readonly last: string;
}

const MONTHS: Record<PeriodLength, number> = { month: 1, quarter: 3, half: 6, year: 12 };
const DAY_MS = 86_400_000;
const FORM = /^(\d{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?$/;

/**
 * The days that a period's name stands for: '2026', '2026-H2', '2026-Q4' or '2026-11'.
 *
 * The bounds follow from the name alone, so an issuer cannot mark a person by odd dates.
 * @returns null when the name is none of these forms.
 */
export function periodBounds(period: string): PeriodBounds | null {
  const match = FORM.exec(period);
  if (!match) return null;
  const [, year, quarter, half, month] = match;
  if (quarter) return bounds(Number(year), (Number(quarter) - 1) * 3, 3);
  if (half) return bounds(Number(year), (Number(half) - 1) * 6, 6);
  if (month) return bounds(Number(year), Number(month) - 1, 1);
  return bounds(Number(year), 0, 12);
}

/** The name of the period of a given length that a day ('YYYY-MM-DD', UTC) falls into. */
export function periodOf(day: string, length: PeriodLength): string {
  const year = day.slice(0, 4);
  const index = Math.floor((Number(day.slice(5, 7)) - 1) / MONTHS[length]);
  if (length === 'year') return year;
  if (length === 'half') return `${year}-H${index + 1}`;
  if (length === 'quarter') return `${year}-Q${index + 1}`;
  return day.slice(0, 7);
}

/** The day that many days after `day`; both `YYYY-MM-DD`. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** First and last day of `months` months from the month with index `from` (0 is January). */
function bounds(year: number, from: number, months: number): PeriodBounds {
  const iso = (date: number) => new Date(date).toISOString().slice(0, 10);
  return { first: iso(Date.UTC(year, from, 1)), last: iso(Date.UTC(year, from + months, 0)) };
}
