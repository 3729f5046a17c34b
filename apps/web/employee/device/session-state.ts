import type { Wallet } from '#wallet/wallet';
import type { Strongbox } from '../../ui/strongbox.ts';
import { deleteEverything } from './storage.ts';

/** Whether this tab has the wallet open, and if not, why. */
export type Session =
  | { readonly kind: 'locked'; readonly why: Why }
  | { readonly kind: 'open'; readonly wallet: Wallet; readonly box: Strongbox };

type Why = 'not-opened' | 'idle' | 'other-tab' | 'deleted';

/** What ends when the wallet is locked. */
export interface Ends {
  /** Nothing is sent any more, at once. */
  stop(): void;
  /** Another tab can have it, once nothing is written any more. */
  release(): void;
}

const NOTHING_ENDS: Ends = { stop: () => undefined, release: () => undefined };

/** The person left the device alone for this long: the wallet is locked. */
const IDLE_MS = 5 * 60_000;
const LOOK_EVERY_MS = 5_000;

let session: Session = { kind: 'locked', why: 'not-opened' };
let ends = NOTHING_ENDS;
/** Resolves once nothing of the wallet that was open before is written any more. */
let letting: Promise<void> = Promise.resolve();
let lastActive = 0;
const listeners = new Set<() => void>();

/** For `useSyncExternalStore`. */
export const sessionStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => { listeners.delete(listener); };
  },
  read: () => session,
};

/** This tab has the wallet open. */
export function opened(wallet: Wallet, box: Strongbox, onLock: Ends): void {
  ends = onLock;
  lastActive = Date.now();
  become({ kind: 'open', wallet, box });
}

/** Forget everything that was open; what is on the disk stays, sealed. */
export function lock(why: Why = 'not-opened'): void {
  const { stop, release } = ends;
  ends = NOTHING_ENDS;
  // It writes no more before what was asked is given up: what may be done stays noted in its box.
  const closing = session.kind === 'open' ? session.wallet.close() : Promise.resolve();
  stop();
  letting = closing.then(release);
  become({ kind: 'locked', why });
}

/** Once the wallet that was open before has let go of its box. */
export function letGo(): Promise<void> {
  return letting;
}

/** Delete all that this site keeps on this device. */
export async function deleteHere(): Promise<void> {
  lock();
  await letting;
  await deleteEverything();
  become({ kind: 'locked', why: 'deleted' });
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** Watch for signs of life, and lock when there are none. Called once. */
export function watchIdleness(): void {
  const alive = () => { lastActive = Date.now(); };
  const look = () => {
    if (session.kind === 'open' && Date.now() - lastActive > IDLE_MS) lock('idle');
  };
  for (const sign of ['pointerdown', 'keydown', 'scroll']) {
    addEventListener(sign, alive, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', look);
  setInterval(look, LOOK_EVERY_MS);
}
