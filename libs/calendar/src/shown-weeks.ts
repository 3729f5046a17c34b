import { daysAfter } from './days.ts';

/** Free times of this week and the next three are shown. */
export const SHOWN_WEEKS = 4;

/** The first day on which times of a day are shown, `YYYY-MM-DD` both: a Monday. */
export function firstShownOn(day: string): string {
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
  return daysAfter(day, -sinceMonday - 7 * (SHOWN_WEEKS - 1));
}
