import { useCallback, useEffect, useRef, useState } from 'react';

/** How a piece of work stands. */
export type TaskState<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A piece of work with its state. */
export interface Task<A extends unknown[], T> {
  readonly state: TaskState<T>;
  readonly busy: boolean;
  readonly value: T | undefined;
  readonly error: unknown;
  /** Start it; a newer start makes the answer of an older one be dropped. Never rejects. */
  run(...args: A): Promise<TaskState<T>>;
  /** Back to the beginning; whatever is under way is dropped. */
  reset(): void;
}

/**
 * Work that takes a while, with its state for the screen.
 *
 * @param work what to do; the signal is aborted when the screen goes away or the work starts anew.
 */
export function useTask<A extends unknown[], T>(
  work: (signal: AbortSignal, ...args: A) => Promise<T>,
): Task<A, T> {
  const [state, setState] = useState<TaskState<T>>({ kind: 'idle' });
  const latest = useRef(work);
  latest.current = work;
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);
  const run = useCallback(async (...args: A): Promise<TaskState<T>> => {
    current.current?.abort();
    const mine = new AbortController();
    current.current = mine;
    setState({ kind: 'busy' });
    let next: TaskState<T>;
    try {
      next = { kind: 'done', value: await latest.current(mine.signal, ...args) };
    } catch (error) {
      next = { kind: 'failed', error };
    }
    if (!mine.signal.aborted) setState(next);
    return next;
  }, []);
  const reset = useCallback(() => {
    current.current?.abort();
    setState({ kind: 'idle' });
  }, []);
  return {
    state, run, reset,
    busy: state.kind === 'busy',
    value: state.kind === 'done' ? state.value : undefined,
    error: state.kind === 'failed' ? state.error : undefined,
  };
}

/** Work that starts by itself when the screen is shown, and again when `key` changes. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, key: unknown = '') {
  const task = useTask(load);
  const { run } = task;
  useEffect(() => { void run(); }, [run, key]);
  return task;
}
