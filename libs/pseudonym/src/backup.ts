import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { ownBytes, randomBytes, transcript } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical.ts';
import type { Journal } from './journal.ts';
import type { WalletKeys } from './wallet.ts';

/**
 * Length of every sealed journal in bytes, whatever is inside: in base64url it fits, with the
 * request around it, into the largest size that the relay takes (64 KiB).
 */
export const BACKUP_LENGTH = 45_056;

const VERSION = 1;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;
const ROOM = BACKUP_LENGTH - 1 - IV_LENGTH - TAG_LENGTH;
const LENGTH_BYTES = 4;

/** The journal does not fit: prune it first. */
export class BackupTooLarge extends Error {
  constructor() {
    super('wallet journal is larger than a backup can hold');
    this.name = 'BackupTooLarge';
  }
}

export type BackupReading =
  | { readonly kind: 'opened'; readonly journal: Journal }
  | { readonly kind: 'refused'; readonly reason: 'length' | 'version' | 'unreadable' };

/**
 * Seal a journal under the wallet's backup key (AES-256-GCM, fresh random IV): version, IV,
 * ciphertext of length, canonical JSON and zeros. The same form serves on the device and at the
 * backup address. Bound to the address, so one wallet's backup is no other's.
 *
 * @throws BackupTooLarge when it does not fit into 44 KiB (about 60 credits).
 */
export async function sealBackup(keys: WalletKeys, journal: Journal): Promise<Uint8Array> {
  const json = utf8ToBytes(canonicalJson(journal as unknown as JsonValue));
  if (json.length > ROOM - LENGTH_BYTES) throw new BackupTooLarge();
  const padded = new Uint8Array(ROOM);
  new DataView(padded.buffer).setUint32(0, json.length);
  padded.set(json, LENGTH_BYTES);
  const iv = randomBytes(IV_LENGTH);
  const key = await importKey(keys, 'encrypt');
  const sealed = await crypto.subtle.encrypt(parameters(keys, iv), key, padded);
  return concatBytes(Uint8Array.of(VERSION), iv, new Uint8Array(sealed));
}

/** Open a sealed journal. A wrong phrase, another's blob and an altered one look the same. */
export async function openBackup(keys: WalletKeys, blob: Uint8Array): Promise<BackupReading> {
  if (blob.length !== BACKUP_LENGTH) return { kind: 'refused', reason: 'length' };
  if (blob[0] !== VERSION) return { kind: 'refused', reason: 'version' };
  const iv = ownBytes(blob.subarray(1, 1 + IV_LENGTH));
  const sealed = ownBytes(blob.subarray(1 + IV_LENGTH));
  const key = await importKey(keys, 'decrypt');
  const opened = await crypto.subtle.decrypt(parameters(keys, iv), key, sealed).catch(() => null);
  if (!opened) return { kind: 'refused', reason: 'unreadable' };
  const length = new DataView(opened).getUint32(0);
  const json = new TextDecoder().decode(new Uint8Array(opened, LENGTH_BYTES, length));
  const journal = JSON.parse(json) as Journal;
  return { kind: 'opened', journal };
}

function parameters({ backupAddress }: WalletKeys, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: transcript('sotto/backup/v1', backupAddress) };
}

function importKey({ backupKey }: WalletKeys, use: KeyUsage): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', ownBytes(backupKey), 'AES-GCM', false, [use]);
}
