import { setTimeout as pause } from 'node:timers/promises';

/**
 * Do something, and tell its end at the next multiple of `everyMs` after its beginning.
 *
 * Whoever carries sealed requests sees how long each answer takes. A filler takes a millisecond, a
 * booking thirty: without this, the time would tell which was which. Nothing else waits meanwhile.
 * What takes longer than one multiple ends at another one: rare, and as rare under load for all.
 *
 * @param everyMs 0 where nobody looks at the time.
 */
export async function onGrid<T>(everyMs: number, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  if (everyMs > 0) await pause(everyMs - ((performance.now() - begun) % everyMs));
  return result;
}
