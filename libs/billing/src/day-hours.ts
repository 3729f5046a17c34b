/**
 * Shortest session that each service code stands for (CPT, times in the rule of midpoints). An
 * intake has no length by its code: it counts as the longest.
 */
export const LEAST_MINUTES = { 90791: 53, 90834: 38, 90837: 53 } as const;

/** Paid sessions of one therapist on one day last no longer than this together. */
export const MOST_MINUTES_A_DAY = 14 * 60;

/** A session that is paid, or is to be. */
export interface CountedSession {
  /** How long it lasts, as it was booked, or as its therapist says. */
  readonly minutes: number;
  /** The service that is claimed; null for a session that its client did not keep. */
  readonly serviceCode: string | null;
}

/**
 * What a paid session takes of its day: as long as it lasts, and at least as long as what is paid
 * for it. A quarter of an hour that is paid as an hour counts as one.
 */
export function countedMinutes({ minutes, serviceCode }: CountedSession): number {
  return Math.max(minutes, leastMinutes(serviceCode));
}

/** Whether one more session is paid on a day on which so many minutes are paid already. */
export function fitsDay(minutesPaid: number, session: CountedSession): boolean {
  return minutesPaid + countedMinutes(session) <= MOST_MINUTES_A_DAY;
}

function leastMinutes(serviceCode: string | null): number {
  const known: Readonly<Record<string, number>> = LEAST_MINUTES;
  return known[serviceCode ?? ''] ?? Math.min(...Object.values(LEAST_MINUTES));
}
