import { createPublicKey, randomBytes, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { importVerifyingKey, type VerifyingKey } from '#pseudonym/verifier';
import { KeyMirrorStore } from './key-mirror.store.ts';

/** A mirrored key and what it is for. */
export interface MirroredKey {
  readonly use: IssuerPublicKey;
  readonly verifying: VerifyingKey;
}

/** Mirrored keys ready for verifying. Keys never change, so those seen are remembered. */
@Injectable()
export class KeyringService {
  private readonly known = new Map<string, MirroredKey>();
  /** Of nobody: verifying under it costs what verifying under a known key does. */
  private readonly nobodys: KeyObject = randomPublicKey();

  constructor(private readonly db: Database, private readonly mirror: KeyMirrorStore) {}

  /** The mirrored key of this id (64 hex digits); null when there is none. */
  async find(keyId: string): Promise<MirroredKey | null> {
    const known = this.known.get(keyId);
    if (known) return known;
    const use = await this.db.read('find-key', (tx) => this.mirror.byId(tx, keyId));
    if (!use) return null;
    const found = { use, verifying: importVerifyingKey(use) };
    this.known.set(keyId, found);
    return found;
  }

  /** A key that verifies nothing, in the name of one that is unknown here. */
  stranger(keyId: string): VerifyingKey {
    return { keyId, publicKey: this.nobodys };
  }
}

/** A random odd 2048-bit modulus whose factors nobody knows. */
function randomPublicKey(): KeyObject {
  const modulus = randomBytes(256);
  modulus[0] = (modulus[0] ?? 0) | 0x80;
  modulus[255] = (modulus[255] ?? 0) | 1;
  return createPublicKey({
    key: { kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' }, format: 'jwk',
  });
}
