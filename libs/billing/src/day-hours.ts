/** Shortest session that each service code stands for (CPT, times in the rule of midpoints). */
export const LEAST_MINUTES = { 90791: 53, 90834: 38, 90837: 53 } as const;

/** Paid sessions of one therapist on one day last no longer than this together. */
export const MOST_MINUTES_A_DAY = 14 * 60;

/** What a session takes of its day at least: all have one fee, so no shorter one pays more. */
const LEAST_COUNTED = 60;

/**
 * What a paid session takes of its day: as long as it lasts, as it was booked or as its therapist
 * says, and an hour at least, since it is paid in full, whatever it is called and however short.
 */
export function countedMinutes(minutes: number): number {
  return Math.max(minutes, LEAST_COUNTED);
}

/** Whether one more session of so many minutes is paid on a day on which so many count already. */
export function fitsDay(minutesPaid: number, minutes: number): boolean {
  return minutesPaid + countedMinutes(minutes) <= MOST_MINUTES_A_DAY;
}
