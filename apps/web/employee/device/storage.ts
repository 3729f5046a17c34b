import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { forgetAll } from '../../ui/storage.ts';
import { registered } from './offline.ts';
import type { Stretching } from './arithmetic.worker.ts';

/*
 * What lies on the device. Names say nothing: whoever looks into the browser's storage finds an
 * "app" with two sealed items of fixed sizes, as many sites leave.
 */

/** The box's key, sealed under a stretched passphrase. */
export interface PassphraseLock {
  readonly cost: Stretching;
  readonly sealedKey: Uint8Array;
}

/** The box's key, sealed under what a passkey's PRF gives for a salt. */
export interface PasskeyLock {
  readonly credential: Uint8Array;
  readonly salt: Uint8Array;
  readonly sealedKey: Uint8Array;
}

/** The ways to open the box. */
export interface Locks {
  readonly first: PassphraseLock;
  readonly second?: PasskeyLock;
}

interface Kept extends DBSchema {
  kept: { key: 'a' | 'b' | 'c'; value: Locks | Uint8Array };
}

const NAME = 'app';
const FORGET_WITHIN_MS = 15_000;

function open(): Promise<IDBPDatabase<Kept>> {
  return openDB<Kept>(NAME, 1, { upgrade(db) { db.createObjectStore('kept'); } });
}

/** Do something with the store, and close it: another tab may want to delete it. */
async function using<T>(work: (db: IDBPDatabase<Kept>) => Promise<T>): Promise<T> {
  const db = await open();
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** The locks of the wallet that is kept here; undefined when there is none. */
export async function readLocks(): Promise<Locks | undefined> {
  if (!await isThere()) return undefined;
  return using((db) => db.get('kept', 'a') as Promise<Locks | undefined>);
}

/** To look must leave no trace, and opening a database makes it. */
async function isThere(): Promise<boolean> {
  const known = await indexedDB.databases();
  return known.some(({ name }) => name === NAME);
}

/** The sealed box. */
export function readBox(): Promise<Uint8Array | undefined> {
  return using((db) => db.get('kept', 'b') as Promise<Uint8Array | undefined>);
}

/** Keep both at once: a box without its locks could never be opened. */
export function keepAll(locks: Locks, box: Uint8Array): Promise<void> {
  return using(async (db) => {
    const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.put(locks, 'a'), tx.store.put(box, 'b'), tx.done]);
  });
}

/** Keep both where nothing is kept yet. @returns false, and keeps nothing, where something is */
export function keepFirst(locks: Locks, box: Uint8Array): Promise<boolean> {
  return using(async (db) => {
    const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
    const free = await tx.store.count('b') === 0;
    if (free) await Promise.all([tx.store.put(locks, 'a'), tx.store.put(box, 'b')]);
    await tx.done;
    return free;
  });
}

/** The key that holds letters for this device before it has a wallet, made by the first to ask. */
export function keepFirstKey(fresh: Uint8Array): Promise<Uint8Array> {
  return using(async (db) => {
    const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
    const before = await tx.store.get('c') as Uint8Array | undefined;
    if (!before) await tx.store.put(fresh, 'c');
    await tx.done;
    return before ?? fresh;
  });
}

/** That key; undefined where none is kept. */
export async function readFirstKey(): Promise<Uint8Array | undefined> {
  if (!await isThere()) return undefined;
  return using((db) => db.get('kept', 'c') as Promise<Uint8Array | undefined>);
}

/** It has served. */
export function dropFirstKey(): Promise<void> {
  return using((db) => db.delete('kept', 'c'));
}

/** Keep the box anew; resolves once it is on the disk. */
export function keepBox(box: Uint8Array): Promise<void> {
  return using(async (db) => {
    const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.put(box, 'b'), tx.done]);
  });
}

/** Delete the wallet, the choices of language and theme, and the pages kept for offline. */
export async function deleteEverything(): Promise<void> {
  await deleteDB(NAME);
  forgetAll();
  // One that is still on its way could not be told to forget, and would keep pages afterwards.
  await registered();
  const registrations = await navigator.serviceWorker?.getRegistrations() ?? [];
  for (const one of registrations) {
    await Promise.all([one.installing, one.waiting, one.active].map(forget));
    await one.unregister();
  }
  if ('caches' in globalThis) {
    // Chromium lists a cache anew that was looked into while it was deleted: look again.
    for (let quiet = 0, looks = 0; quiet < 3 && looks < 50; quiet += 1, looks += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 60); });
      for (const name of await caches.keys()) {
        await caches.delete(name);
        quiet = 0;
      }
    }
  }
}

/** Have a service worker forget what it keeps; one that does not answer is not waited for. */
function forget(worker: ServiceWorker | null): Promise<void> {
  if (!worker) return Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => { resolve(); };
    setTimeout(resolve, FORGET_WITHIN_MS);
    worker.postMessage('forget', [port2]);
  });
}
