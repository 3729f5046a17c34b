/*
 * Files of issued batches live by the minutes of the clock: they end at the same moment whoever was
 * the first to fetch one, so that nobody can tell from its end when a file was first asked for.
 */

const MINUTE_MS = 60_000;

/** Number of the minute that a moment lies in. */
export function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / MINUTE_MS);
}

/** For how long its minute still goes, in whole seconds, from 1 to 60. */
export function secondsLeft(moment: Date): number {
  return Math.ceil(((minuteOf(moment) + 1) * MINUTE_MS - moment.getTime()) / 1000);
}
