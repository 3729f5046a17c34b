import type { LineStatus } from '#wallet/line';

/*
 * How a sealed request fares is told to whoever shows it.
 */

let status: LineStatus = 'answered';
const listeners = new Set<() => void>();

/** Whether an answer of the vault is long in coming; for `useSyncExternalStore`. */
export const statusStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  },
  read: () => status,
};

/** Tell those who show it. */
export function onStatus(next: LineStatus): void {
  if (next === status) return;
  status = next;
  for (const listener of listeners) listener();
}

/** Nobody waits for an answer any more. */
export function stopWaiting(): void {
  onStatus('answered');
}
