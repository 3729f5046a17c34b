import type { Clock } from '#platform/clock';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * When what failed is tried again: each failure in a row doubles its pause, from a second to an
 * hour. What is done well again, or was never tried, is due at once.
 */
export class Retries {
  private readonly failing = new Map<string, { failures: number; until: number }>();

  constructor(private readonly clock: Clock) {}

  /** Whether this may be tried at this moment. */
  isDue(what: string): boolean {
    const until = this.failing.get(what)?.until ?? 0;
    return until <= this.clock.now().getTime();
  }

  /** Note a failure. @returns how many there were in a row, with this one. */
  failed(what: string): number {
    const failures = (this.failing.get(what)?.failures ?? 0) + 1;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20));
    this.failing.set(what, { failures, until: this.clock.now().getTime() + pause });
    return failures;
  }

  /** Note that it was done: its failures are forgotten. */
  succeeded(what: string): void {
    this.failing.delete(what);
  }
}
