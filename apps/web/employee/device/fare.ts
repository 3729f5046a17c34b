import type { Fare } from '#wallet/line';

/*
 * How a sealed request fares is told to whoever shows it.
 */

let fare: Fare = 'answered';
const listeners = new Set<() => void>();

/** Whether an answer of the vault is long in coming; for `useSyncExternalStore`. */
export const fareStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  },
  read: () => fare,
};

/** Tell those who show it. */
export function onFare(next: Fare): void {
  if (next === fare) return;
  fare = next;
  for (const listener of listeners) listener();
}

/** Nobody waits for an answer any more. */
export function stopWaiting(): void {
  onFare('answered');
}
