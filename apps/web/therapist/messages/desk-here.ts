import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Keyring } from '#messages/keyring';
import type { Following } from '#wallet/arithmetic';
import { OneTab } from '../../ui/one-tab.ts';
import { SealedStore } from '../../ui/sealed-store.ts';
import { Strongbox } from '../../ui/strongbox.ts';
import { standingNow, watchStanding } from '../parts/session.ts';
import { Desk } from './desk.ts';
import { keyringIn, newDesk, type DeskContent } from './desk-content.ts';

/*
 * Whether this tab has a therapist's messages open. What lies on the device stays sealed; what is
 * open ends with the sign-in, with a press, and where another tab goes on.
 */

/** Messages that are open. */
export interface OpenDesk {
  readonly providerId: string;
  readonly desk: Desk;
  readonly box: Strongbox;
  readonly keyring: Keyring;
}

type How = () => Promise<{ box: Strongbox; content: DeskContent }>;

let open: OpenDesk | undefined;
let release: () => void = () => undefined;
const watchers = new Set<() => void>();
watchStanding(() => { if (!standingNow().signedIn) void closeDesk(); });

/** For `useSyncExternalStore`. */
export const deskStore = {
  subscribe: (watcher: () => void) => {
    watchers.add(watcher);
    return () => { watchers.delete(watcher); };
  },
  read: () => open,
};

/** Where this device keeps what is hers: two therapists at one device keep two boxes. */
export function storeOf(providerId: string): SealedStore {
  return new SealedStore(nameOf(providerId), 'Sotto');
}

/** Keep a keyring on this device, and open its desk. @throws AlreadyKept, OpenElsewhere */
export function createDesk(
  providerId: string, keyring: Keyring, passphrase: string, following: Following,
): Promise<void> {
  const content = newDesk(keyring);
  return hold(providerId, false, async () => ({ content,
    box: await Strongbox.create(storeOf(providerId), passphrase, content, following) }));
}

/** Open what is kept here. @throws WrongKey, OpenElsewhere */
export function unlockDesk(
  providerId: string, passphrase: string, takeOver: boolean, following: Following,
): Promise<void> {
  return hold(providerId, takeOver, () =>
    Strongbox.open<DeskContent>(storeOf(providerId), passphrase, following));
}

/** Open it by its passkey. @throws WrongKey, OpenElsewhere, DOMException */
export function unlockDeskByPasskey(providerId: string, takeOver: boolean): Promise<void> {
  return hold(providerId, takeOver, () =>
    Strongbox.openByPasskey<DeskContent>(storeOf(providerId)));
}

/** Forget what is open; what is on the disk stays, sealed. */
export async function closeDesk(): Promise<void> {
  const closing = open?.desk.close();
  const letGo = release;
  [open, release] = [undefined, () => undefined];
  for (const watcher of watchers) watcher();
  await closing;
  letGo();
}

/** Delete what this device keeps of hers. */
export async function forgetDesk(providerId: string): Promise<void> {
  await closeDesk();
  await storeOf(providerId).delete();
}

async function hold(providerId: string, takeOver: boolean, how: How): Promise<void> {
  await closeDesk();
  const letGo = await new OneTab(nameOf(providerId)).hold(takeOver, () => { void closeDesk(); });
  try {
    const { box, content } = await how();
    // Whoever signed out meanwhile has nothing open.
    if (!standingNow().signedIn) return letGo();
    open = { providerId, box, keyring: keyringIn(content), desk: new Desk(box, content) };
    release = letGo;
    for (const watcher of watchers) watcher();
  } catch (error) {
    letGo();
    throw error;
  }
}

function nameOf(providerId: string): string {
  return `desk-${bytesToHex(sha256(utf8ToBytes(providerId))).slice(0, 16)}`;
}
