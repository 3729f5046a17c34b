import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Asked } from '#wallet/documents';
import { useTask } from '../../ui/task.ts';
import { ask, keepAnswer, lastAnswer, standingNow, watchStanding, type Standing } from './session.ts';

/** A question's answer as the screen has it. */
export interface Known<T> {
  /** The newest answer, or the one of the last visit while this one is under way. */
  readonly value: T | undefined;
  readonly busy: boolean;
  readonly error: unknown;
  /** Ask again. */
  refresh(): Promise<unknown>;
}

/** How the console stands, followed as it changes. */
export function useStanding(): Standing {
  return useSyncExternalStore(watchStanding, standingNow);
}

/**
 * Ask when the screen is shown; what was answered before is there at once.
 *
 * @param everyMs ask again after so long, while somebody looks.
 */
export function useAnswer<T, V>(
  name: string, question: Asked<T, V>, variables: V, everyMs?: number,
): Known<T> {
  const [value, setValue] = useState(lastAnswer<T>(name));
  const task = useTask(async (signal) => {
    const answer = await ask(signal, question, variables);
    keepAnswer(name, answer);
    setValue(answer);
    return answer;
  });
  const { run } = task;
  useEffect(() => {
    const look = () => { if (document.visibilityState === 'visible') void run(); };
    void run();
    // Whoever comes back to the page sees what is so now; nothing is asked while nobody looks.
    document.addEventListener('visibilitychange', look);
    const timer = everyMs === undefined ? undefined : setInterval(look, everyMs);
    return () => {
      document.removeEventListener('visibilitychange', look);
      clearInterval(timer);
    };
  }, [run, name, everyMs]);
  return { value, busy: task.busy, error: task.error, refresh: () => run() };
}
