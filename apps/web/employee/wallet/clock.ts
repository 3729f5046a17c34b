import { now } from '../../ui/clock.ts';

/** The present day, UTC, `YYYY-MM-DD`: what the service counts in. */
export function today(): string {
  return now().toISOString().slice(0, 10);
}
