import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Stretching } from './stretch.worker.ts';

/*
 * What lies on the device. Names say nothing: whoever looks into the browser's storage finds a
 * database with sealed items of fixed sizes, as many sites leave.
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

/** Its locks, its box, and what a page keeps beside them. */
type Slot = 'a' | 'b' | 'c';

interface Kept extends DBSchema {
  kept: { key: Slot; value: Locks | Uint8Array };
}

/** A database of this origin with one sealed box in it. */
export class SealedStore {
  /**
   * @param name of the database; pages of one origin that keep different boxes have two.
   * @param shownAs what a passkey that opens its box is called on the device.
   */
  constructor(private readonly name: string, readonly shownAs: string) {}

  /** The locks of the box that is kept here; undefined when there is none. */
  readLocks(): Promise<Locks | undefined> {
    return this.look('a') as Promise<Locks | undefined>;
  }

  /** The sealed box. */
  readBox(): Promise<Uint8Array | undefined> {
    return this.using((db) => db.get('kept', 'b') as Promise<Uint8Array | undefined>);
  }

  /** Keep both at once: a box without its locks could never be opened. */
  keepAll(locks: Locks, box: Uint8Array): Promise<void> {
    return this.using(async (db) => {
      const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
      await Promise.all([tx.store.put(locks, 'a'), tx.store.put(box, 'b'), tx.done]);
    });
  }

  /** Keep both where nothing is kept yet. @returns false, and keeps nothing, where something is */
  keepFirst(locks: Locks, box: Uint8Array): Promise<boolean> {
    return this.using(async (db) => {
      const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
      const free = await tx.store.count('b') === 0;
      if (free) await Promise.all([tx.store.put(locks, 'a'), tx.store.put(box, 'b')]);
      await tx.done;
      return free;
    });
  }

  /** Keep the box anew; resolves once it is on the disk. */
  keepBox(box: Uint8Array): Promise<void> {
    return this.using(async (db) => {
      const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
      await Promise.all([tx.store.put(box, 'b'), tx.done]);
    });
  }

  /** Keep a few bytes beside the box, where none are. @returns those that are kept */
  keepBeside(fresh: Uint8Array): Promise<Uint8Array> {
    return this.using(async (db) => {
      const tx = db.transaction('kept', 'readwrite', { durability: 'strict' });
      const before = await tx.store.get('c') as Uint8Array | undefined;
      if (!before) await tx.store.put(fresh, 'c');
      await tx.done;
      return before ?? fresh;
    });
  }

  /** The bytes beside the box; undefined where none are kept. */
  readBeside(): Promise<Uint8Array | undefined> {
    return this.look('c') as Promise<Uint8Array | undefined>;
  }

  /** Drop the bytes beside the box. */
  dropBeside(): Promise<void> {
    return this.using((db) => db.delete('kept', 'c'));
  }

  /** Delete the whole database. */
  delete(): Promise<void> {
    return deleteDB(this.name);
  }

  /** To look must leave no trace, and opening a database makes it. */
  private async look(slot: Slot): Promise<Locks | Uint8Array | undefined> {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === this.name)) return undefined;
    return this.using((db) => db.get('kept', slot));
  }

  /** Do something with the store, and close it: another tab may want to delete it. */
  private async using<T>(work: (db: IDBPDatabase<Kept>) => Promise<T>): Promise<T> {
    const db = await openDB<Kept>(this.name, 1, {
      upgrade(fresh) { fresh.createObjectStore('kept'); } });
    try {
      return await work(db);
    } finally {
      db.close();
    }
  }
}
