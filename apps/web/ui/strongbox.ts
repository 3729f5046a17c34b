import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { ownBytes, randomBytes, type Bytes } from '#pseudonym/bytes';
import type { Following } from '#wallet/arithmetic';
import type { Box } from '#wallet/ports';
import { createPasskey, usePasskey } from './locking-passkey.ts';
import type { Locks, SealedStore } from './sealed-store.ts';
import { stretch } from './stretch.ts';
import type { Stretching } from './stretch.worker.ts';

/** The passphrase or the passkey is not the one that this was locked with. */
export class WrongKey extends Error {
  override readonly name = 'WrongKey';
}

/** There is a box on this device already; another would replace it. */
export class AlreadyKept extends Error {
  override readonly name = 'AlreadyKept';
}

/** OWASP's choice for Argon2id: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const KEY_LENGTH = 32;
const SALT_LENGTH = 16;
const IV_LENGTH = 12;
const LENGTH_BYTES = 4;
/** Every box is as long as this or a multiple: its length says nothing of what is in it. */
const BOX_LENGTH = 131_072;

/**
 * What this device keeps, sealed under a random key (AES-256-GCM). The key is sealed in its turn
 * under a stretched passphrase, and where the browser has it under a passkey's PRF.
 */
export class Strongbox implements Box<unknown> {
  /** Somebody just showed a way in: the locks can be changed once. */
  private proven = false;
  /** Locks that are kept with the next content. */
  private coming: Locks | undefined;

  private constructor(
    private readonly store: SealedStore, private readonly key: Bytes, private locks: Locks,
  ) {}

  /** Make a new box and keep it, where there is none yet. @throws AlreadyKept */
  static async create(
    store: SealedStore, passphrase: string, content: unknown, following: Following = {},
  ): Promise<Strongbox> {
    const key = randomBytes(KEY_LENGTH);
    const first = await lockWith(passphrase, key, following);
    const box = new Strongbox(store, key, { first });
    if (!await store.keepFirst(box.locks, await box.seal(content))) {
      throw new AlreadyKept('a box is on this device already');
    }
    return box;
  }

  /** Open the box that is kept here. @throws WrongKey */
  static async open<T>(
    store: SealedStore, passphrase: string, following: Following = {},
  ): Promise<{ box: Strongbox; content: T }> {
    const locks = await store.readLocks();
    if (!locks) throw new WrongKey('nothing is kept here');
    const { cost, sealedKey } = locks.first;
    const key = await unseal(await stretch(passphrase, cost, following), sealedKey);
    return Strongbox.withKey(store, key, locks);
  }

  /** Open the box by its passkey. @throws WrongKey */
  static async openByPasskey<T>(
    store: SealedStore,
  ): Promise<{ box: Strongbox; content: T }> {
    const locks = await store.readLocks();
    if (!locks?.second) throw new WrongKey('no passkey was set up here');
    const { credential, salt, sealedKey } = locks.second;
    const key = await unseal(await usePasskey(credential, salt), sealedKey);
    return Strongbox.withKey(store, key, locks);
  }

  private static async withKey<T>(store: SealedStore, key: Bytes, locks: Locks) {
    const box = new Strongbox(store, key, locks);
    const kept = await store.readBox();
    if (!kept) throw new WrongKey('the box is not there');
    const padded = await unseal(key, kept);
    const length = new DataView(padded.buffer).getUint32(0);
    const json = new TextDecoder().decode(padded.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
    return { box, content: JSON.parse(json) as T };
  }

  /** Keep other content; resolves once it is on the disk. */
  async keep(content: unknown): Promise<void> {
    const locks = this.coming;
    const sealed = await this.seal(content);
    if (!locks) return this.store.keepBox(sealed);
    await this.store.keepAll(locks, sealed);
    this.locks = locks;
    if (this.coming === locks) this.coming = undefined;
  }

  /** Whether a passkey opens it. */
  get hasPasskey(): boolean {
    return this.locks.second !== undefined;
  }

  /** Show, before its locks are changed, that one knows its passphrase. @throws WrongKey */
  async prove(passphrase: string): Promise<void> {
    const { cost, sealedKey } = this.locks.first;
    await unseal(await stretch(passphrase, cost, {}), sealedKey);
    this.proven = true;
  }

  /**
   * Have it locked with another passphrase by what is kept next: by then the content may be another
   * one, or another tab have taken over. A passkey that was set up goes on opening it.
   *
   * @throws WrongKey unless the one of before was proven.
   */
  async changePassphrase(passphrase: string): Promise<void> {
    this.useProof();
    const first = await lockWith(passphrase, this.key, {});
    this.coming = { ...this.coming ?? this.locks, first };
  }

  /**
   * Let a passkey of this device open it too, from what is kept next on.
   *
   * @throws WrongKey unless the passphrase was proven. @throws DOMException when it is declined
   */
  async addPasskey(): Promise<void> {
    this.useProof();
    const salt = randomBytes(KEY_LENGTH);
    const { credential, secret } = await createPasskey(salt, this.store.shownAs);
    const second = { credential, salt, sealedKey: await sealBytes(secret, this.key) };
    this.coming = { ...this.coming ?? this.locks, second };
  }

  private useProof(): void {
    if (!this.proven) throw new WrongKey('nobody showed the passphrase of before');
    this.proven = false;
  }

  private seal(content: unknown): Promise<Bytes> {
    const json = utf8ToBytes(JSON.stringify(content));
    const room = Math.ceil((json.length + LENGTH_BYTES) / BOX_LENGTH) * BOX_LENGTH;
    const padded = new Uint8Array(room);
    new DataView(padded.buffer).setUint32(0, json.length);
    padded.set(json, LENGTH_BYTES);
    return sealBytes(this.key, padded);
  }
}

async function lockWith(passphrase: string, key: Bytes, following: Following) {
  const cost: Stretching = { salt: randomBytes(SALT_LENGTH), memory: MEMORY_KIB, passes: PASSES };
  return { cost, sealedKey: await sealBytes(await stretch(passphrase, cost, following), key) };
}

async function sealBytes(key: Uint8Array, bytes: Uint8Array): Promise<Bytes> {
  const iv = randomBytes(IV_LENGTH);
  const aes = await crypto.subtle.importKey('raw', ownBytes(key), 'AES-GCM', false, ['encrypt']);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, ownBytes(bytes));
  return ownBytes(concatBytes(iv, new Uint8Array(sealed)));
}

async function unseal(key: Uint8Array, sealed: Uint8Array): Promise<Bytes> {
  const iv = ownBytes(sealed.subarray(0, IV_LENGTH));
  const aes = await crypto.subtle.importKey('raw', ownBytes(key), 'AES-GCM', false, ['decrypt']);
  try {
    const opened = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv }, aes, ownBytes(sealed.subarray(IV_LENGTH)));
    return new Uint8Array(opened);
  } catch {
    throw new WrongKey('this does not open it');
  }
}
