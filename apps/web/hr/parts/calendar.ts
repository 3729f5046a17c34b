import { nextPeriod, quarterOf } from '#calendar/periods';
import type { Programme } from './programmes.tsx';

/** Quarters that may be opened on a day: its own and the next two. */
export function openableQuarters(today: string): string[] {
  const first = quarterOf(today).label;
  const second = nextPeriod(first).label;
  return [first, second, nextPeriod(second).label];
}

/** Days from one day to another, both `YYYY-MM-DD`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The day before a day, both `YYYY-MM-DD`: periods say the first day after. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

/** The period that a day lies in, when it has been opened. */
export function currentPeriod(programme: Programme, today: string) {
  return programme.periods.find(({ label }) => label === quarterOf(today).label);
}
