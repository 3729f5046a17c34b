import { setTimeout as pause } from 'node:timers/promises';

/** The time that answers leave by, in milliseconds. */
export interface AnswerTime {
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** As it passes on this machine. */
export const ofTheMachine: AnswerTime = { now: () => performance.now(), pause };

/**
 * What all of `works` came to when `afterMs` are over, and not before; `late` for what is not done.
 *
 * Whoever carries sealed requests sees how long each answer takes. A filler takes a millisecond, a
 * look at a case some thirty, and many times that where somebody keeps the vault busy. So nothing
 * is told before its time, nothing is waited for after it, and no answer says by its time whether
 * it is one.
 *
 * @param afterMs 0 where nobody looks at the time: then all are waited for.
 * @param works none of them rejects.
 */
export async function atOneTime<T, L>(
  afterMs: number, works: readonly Promise<T>[], late: L,
  { now, pause }: AnswerTime = ofTheMachine, begun = now(),
): Promise<(T | L)[]> {
  if (afterMs === 0) return Promise.all(works);
  const answers = works.map((): T | L => late);
  for (const [place, work] of works.entries()) {
    void work.then((answer) => { answers[place] = answer; });
  }
  await pause(Math.max(0, afterMs - (now() - begun)));
  return [...answers];
}
