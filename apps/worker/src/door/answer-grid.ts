import { setTimeout as pause } from 'node:timers/promises';

/** The time that a grid goes by, in milliseconds. */
interface GridTime {
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

const ofTheMachine: GridTime = { now: () => performance.now(), pause };

/**
 * Do something, and tell its end at the next multiple of `everyMs` after its beginning.
 *
 * Whoever carries sealed requests sees how long each answer takes. A filler takes a millisecond, a
 * booking thirty: without this, the time would tell which was which. Nothing else waits meanwhile.
 * What takes longer than one multiple ends at another one: rare, and as rare under load for all.
 *
 * @param everyMs 0 where nobody looks at the time.
 */
export async function onGrid<T>(
  everyMs: number, work: () => Promise<T>, { now, pause }: GridTime = ofTheMachine,
): Promise<T> {
  const begun = now();
  try {
    return await work();
  } finally {
    if (everyMs > 0) await pause(everyMs - ((now() - begun) % everyMs));
  }
}
