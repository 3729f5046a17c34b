import { daysAfter } from '#calendar/days';
import {
  nextPeriod, OPENS_AHEAD_DAYS, readPeriod, shareDays, type BenefitPeriod,
} from '#calendar/periods';

/** A first year may begin with this month, or one of so many that follow. */
const MONTHS_AHEAD = 3;

/** Years that may be opened on a day: a first one from some months, then the one that follows. */
export function openableYears(taken: readonly string[], today: string): string[] {
  const years = taken.flatMap((label) => readPeriod(label) ?? []);
  const last = years.toSorted((a, b) => (a.opens < b.opens ? -1 : 1)).at(-1);
  if (last && last.last >= today) {
    const next = nextPeriod(last.label);
    return next.opens <= daysAfter(today, OPENS_AHEAD_DAYS) ? [next.label] : [];
  }
  return monthsFrom(today, MONTHS_AHEAD + 1)
    .filter((label) => !taken.some((one) => shareDays(one, label)));
}

/** A year that has begun is still the one to open so many days after. */
const DAYS_LATE = 14;
/** So many days before a year begins it is to be opened: its credits can be had soon. */
export const OPENING_DAYS = 75;

/**
 * Of years that may be opened, the one that is to be opened on a day; none while there is time.
 * A first year: the first that has not lost half a month.
 */
export function yearToOpen(
  openable: readonly string[], taken: readonly string[], today: string,
): string | undefined {
  const isFirst = !taken.some((label) => (readPeriod(label)?.last ?? '') >= today);
  const least = daysAfter(today, isFirst ? -DAYS_LATE : 0);
  const most = daysAfter(today, isFirst ? OPENS_AHEAD_DAYS : OPENING_DAYS);
  return openable.find((label) => read(label).opens >= least && read(label).opens <= most);
}

/** The labels of years that begin with the month of a day, and with the months after it. */
function monthsFrom(day: string, count: number): string[] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(year, month - 1 + at, 1)).toISOString().slice(0, 7));
}

function read(label: string): BenefitPeriod {
  const period = readPeriod(label);
  if (!period) throw new Error('this is no label of a period');
  return period;
}
