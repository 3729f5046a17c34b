import { daysAfter } from '#calendar/days';
import { now } from '../../ui/clock.ts';
import { dateFormat, knownZone } from '../../ui/locale.ts';

const DAY_MS = 86_400_000;

/** The day of an instant in a zone, `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: Date = now()): string {
  return at.toLocaleDateString('sv-SE', { timeZone: knownZone(timeZone) });
}

/** A day so many days away from today in UTC; far enough that zones do not matter. */
export function dayAway(days: number): string {
  return daysAfter(now().toISOString().slice(0, 10), days);
}

/** `09:00` in the words of a language, and in the way of the device's region: 24 hours or 12. */
export function clockTime(at: string, timeZone: string, language: string): string {
  return dateFormat(language, { timeStyle: 'short', timeZone })
    .format(new Date(at));
}

/** When a session ends. */
export function endOf(startsAt: string, minutes: number): string {
  return new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();
}

/** `Tuesday 10 November` for a day. */
export function dayInWords(day: string, language: string): string {
  return dateFormat(language, {
    weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
}

/** The pay date of what is claimed today: weekly, on Thursdays (UTC). */
export function nextPayDate(): string {
  const weekMs = 7 * DAY_MS;
  return new Date((Math.floor(now().getTime() / weekMs) + 1) * weekMs).toISOString().slice(0, 10);
}
