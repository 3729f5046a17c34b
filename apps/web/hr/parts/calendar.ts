import { daysAfter } from '#calendar/days';
import { readPeriod, type ReportingPeriod } from '#calendar/periods';
import type { Programme } from './programmes.tsx';
import { canProposeAnew, isRefused } from './refused-year.tsx';
import { isProposed } from './waiting-year.tsx';

/** The day before a day, both `YYYY-MM-DD`: periods say the first day after. */
export function dayBefore(day: string): string {
  return daysAfter(day, -1);
}

/** Whether nobody gets anything of a year: called off by an announced end, or never confirmed. */
export const comesToNothing = ({ status }: Programme['periods'][number]): boolean =>
  status === 'CALLED_OFF' || status === 'LAPSED';

/** Whether a year has letters: once it is confirmed and nothing was refused. */
export function hasLetters(period: Programme['periods'][number]): boolean {
  return !isRefused(period) && !isProposed(period) && !comesToNothing(period);
}

/** The year that a day lies in, or else the next one; what was refused gives way to others. */
export function currentPeriod({ periods }: Programme, today: string) {
  const coming = periods.filter(({ lastDay }) => lastDay && lastDay >= today);
  return coming.find((one) => !canProposeAnew(one)) ?? coming[0];
}

/** Flat price of a seat, of the year that it is or that is opened next; null: paid by sessions. */
export function flatPrice(programme: Programme, today: string): Programme['seatPrice'] {
  const period = currentPeriod(programme, today);
  return period && !canProposeAnew(period) ? period.seatPrice : programme.seatPrice;
}

/** What is released next, of all that is open or over. */
export function nextRelease(
  { periods }: Pick<Programme, 'periods'>, today: string,
): ReportingPeriod | undefined {
  return periods.filter((one) => !comesToNothing(one))
    .flatMap(({ label }) => readPeriod(label)?.reports ?? [])
    .filter(({ releases }) => releases > today)
    .sort((a, b) => (a.releases < b.releases ? -1 : 1))[0];
}
