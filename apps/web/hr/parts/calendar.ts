import {
  daysAfter, nextPeriod, overlap, readPeriod, type BenefitPeriod, type ReportingPeriod,
} from '#calendar/periods';
import type { Programme } from './programmes.tsx';
import { canProposeAnew } from './refused-year.tsx';

/** A first year may begin with this month, or one of so many that follow. */
const MONTHS_AHEAD = 3;
/** The year after the last one can be opened so many days before it begins. */
const DAYS_AHEAD = 366;

/** Years that may be opened on a day: a first one from some months, then the one that follows. */
export function openableYears(taken: readonly string[], today: string): string[] {
  const years = taken.flatMap((label) => readPeriod(label) ?? []);
  const last = years.toSorted((a, b) => (a.opens < b.opens ? -1 : 1)).at(-1);
  if (last && last.last >= today) {
    const next = nextPeriod(last.label);
    return next.opens <= daysAfter(today, DAYS_AHEAD) ? [next.label] : [];
  }
  return monthsFrom(today, MONTHS_AHEAD + 1)
    .filter((label) => !years.some((year) => overlap(year, read(label))));
}

/** Days from one day to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The day before a day, both `YYYY-MM-DD`: periods say the first day after. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

/** Whether a year begins after the announced end: nobody gets anything of it. */
export const isCalledOff = ({ status }: Programme['periods'][number]): boolean =>
  status === 'CALLED_OFF';

/** The year that a day lies in, or else the next one; what was refused gives way to others. */
export function currentPeriod({ periods }: Programme, today: string) {
  const coming = periods.filter(({ lastDay }) => lastDay && lastDay >= today);
  return coming.find((one) => !canProposeAnew(one)) ?? coming[0];
}

/** What is released next, of all that is open or over. */
export function nextRelease(
  { periods }: Pick<Programme, 'periods'>, today: string,
): ReportingPeriod | undefined {
  return periods.filter((one) => !isCalledOff(one))
    .flatMap(({ label }) => readPeriod(label)?.reports ?? [])
    .filter(({ releases }) => releases > today)
    .sort((a, b) => (a.releases < b.releases ? -1 : 1))[0];
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
