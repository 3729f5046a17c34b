/*
 * Days of the calendar, `YYYY-MM-DD`: whole ones and in no zone, so all of them have as many
 * milliseconds. No clock is read here. Days in a zone are Temporal's (decision 0012).
 */

const DAY_MS = 86_400_000;
const DAY = /^[12]\d{3}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const parsed = new Date(text);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** The day so many days after another one, or before it. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one day to a later one; negative where it is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
