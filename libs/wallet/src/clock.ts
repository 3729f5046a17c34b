/** The two times that a wallet goes by. */
export interface Clock {
  /** The moment as the service has it: what may be done is decided by it. */
  now(): Date;
  /** The moment as this device has it: no server can move it, so trust is decided by it. */
  device(): Date;
}

const DAY_MS = 86_400_000;

/** A machine whose time is right. */
export const systemClock: Clock = { now: () => new Date(), device: () => new Date() };

/** The day of a moment, UTC, `YYYY-MM-DD`: what the service counts in. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Whether the device's date is another one than the service's: for words, never for trust. */
export function isOff(clock: Clock): boolean {
  return Math.abs(clock.now().getTime() - clock.device().getTime()) > DAY_MS;
}
