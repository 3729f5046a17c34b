/*
 * The time of the service. A device's clock may be wrong by months, and what a person may do (open
 * periods, free times, what has expired) is decided by the service's: pages ask `now()`.
 */

let aheadMs = 0;
const TOLERATED_MS = 90_000;
const PATIENCE_MS = 1_500;

/** The moment as the service has it. */
export function now(): Date {
  return new Date(Date.now() + aheadMs);
}

/** Today where this device is, `YYYY-MM-DD`. */
export function today(): string {
  const at = now();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Ask the service for its time; without an answer the device's clock has to do. */
export async function setClock(): Promise<void> {
  try {
    const response = await fetch('/time', {
      credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { now: told } = await response.json() as { now: string };
    const ahead = Date.parse(told) - Date.now();
    aheadMs = Math.abs(ahead) > TOLERATED_MS ? ahead : 0;
  } catch {
    aheadMs = 0;
  }
}
