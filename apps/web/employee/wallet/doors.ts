import { GatewayClient } from '../../ui/graphql.ts';
import { VaultClient, type Fare } from '../../ui/sealed.ts';
import { readSettings } from '../../ui/settings.ts';

/*
 * The two ways out: the gateway in the open, without a cookie, and the vault through sealed
 * requests. How a sealed request fares is told to whoever shows it.
 */

let fare: Fare = 'answered';
const listeners = new Set<() => void>();

function onFare(next: Fare): void {
  if (next === fare) return;
  fare = next;
  for (const listener of listeners) listener();
}

/** The gateway, as nobody. */
export const gateway = new GatewayClient({ credentials: 'omit' });

/** The vault, as nobody. */
export const vault = new VaultClient({ vaultKey: readSettings().vaultKey, onFare });

/** Whether an answer of the vault is long in coming; for `useSyncExternalStore`. */
export const fareStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  },
  read: () => fare,
};

/** Nobody waits for an answer any more. */
export function stopWaiting(): void {
  onFare('answered');
}
