import { dayOf, type Clock } from '#wallet/clock';
import { now } from '../../ui/clock.ts';

/** The two times of this page: what the service told, and what this device has. */
export const clock: Clock = { now, device: () => new Date() };

/** The present day, UTC, `YYYY-MM-DD`: what the service counts in. */
export function today(): string {
  return dayOf(now());
}
