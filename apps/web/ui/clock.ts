/*
 * The time of the service. A device's clock may be wrong by months, and what a person may do (open
 * periods, free times, what has expired) is decided by the service's: pages ask `now()`.
 */

import { recall, remember } from './storage.ts';

let aheadMs = 0;
let heard = false;
const TOLERATED_MS = 90_000;
const PATIENCE_MS = 1_500;
/** Kept on the device while it is wrong, for when the service cannot be asked. */
const KEPT_AS = 'ahead';

/** The moment as the service has it. */
export function now(): Date {
  return new Date(Date.now() + aheadMs);
}

/** How far this device is ahead of the service; undefined where the service did not tell. */
export function deviceAheadMs(): number | undefined {
  return heard ? -aheadMs : undefined;
}

/** Today where this device is, `YYYY-MM-DD`. */
export function today(): string {
  const at = now();
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Ask the service for its time; without an answer, what it told last has to do. */
export async function setClock(): Promise<void> {
  try {
    const response = await fetch('/time', {
      credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { now: told } = await response.json() as { now: string };
    const ahead = Date.parse(told) - Date.now();
    if (Number.isNaN(ahead)) throw new TypeError('not a time');
    aheadMs = Math.abs(ahead) > TOLERATED_MS ? ahead : 0;
    heard = true;
    remember('device', KEPT_AS, aheadMs === 0 ? null : String(aheadMs));
  } catch {
    aheadMs = Number(recall('device', KEPT_AS)) || 0;
  }
}
