import { DisclosureError } from './disclosure-error.ts';

/** Days between the last day of a period and the day on which its release appears. */
const RELEASE_DELAY_DAYS = 30;

/** One tumbling quarter; all days are 'YYYY-MM-DD', both ends inclusive. */
export interface Period {
  readonly label: string;
  readonly start: string;
  readonly end: string;
  readonly releaseDay: string;
}

/**
 * The quarter called `label` ('2026-Q4'). Whatever else is asked for, a month, a range of
 * quarters, year to date, a rolling window, is refused with `odd-period`: the difference of two
 * overlapping windows is a table of its own that nobody has protected.
 */
export function periodFrom(label: string): Period {
  const match = /^([1-9]\d{3})-Q([1-4])$/.exec(label);
  if (!match) {
    throw new DisclosureError('odd-period', "Ask for one quarter, such as '2026-Q4'.");
  }
  const year = Number(match[1]);
  const firstMonth = (Number(match[2]) - 1) * 3;
  return Object.freeze({
    label,
    start: day(year, firstMonth, 1),
    end: day(year, firstMonth + 3, 0),
    releaseDay: day(year, firstMonth + 3, RELEASE_DELAY_DAYS),
  });
}

/** The quarter that holds `date` ('YYYY-MM-DD', a real day of years 1000 to 9999). */
export function periodOf(date: string): Period {
  const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
  const real = /^[1-9]\d{3}-\d{2}-\d{2}$/.test(date) && day(year, month - 1, dayOfMonth) === date;
  if (!real) throw new DisclosureError('odd-period', "Give a real day as 'YYYY-MM-DD'.");
  return periodFrom(`${year}-Q${Math.ceil(month / 3)}`);
}

/** The quarter after `label`; refuses what {@link periodFrom} refuses. */
export function nextPeriod(label: string): Period {
  const [year = 0, month = 0] = periodFrom(label).start.split('-').map(Number);
  return periodOf(day(year, month + 2, 1));
}

/** Whether the release of `label` may appear on `today` ('YYYY-MM-DD'). */
export function isReleasable(label: string, today: string): boolean {
  periodOf(today);
  return today >= periodFrom(label).releaseDay;
}

function day(year: number, monthIndex: number, dayOfMonth: number): string {
  return new Date(Date.UTC(year, monthIndex, dayOfMonth)).toISOString().slice(0, 10);
}
