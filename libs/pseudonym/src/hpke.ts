import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { randomBytes } from './bytes.ts';
import type { HpkePrimitives } from './hpke.primitives.ts';

/*
 * HPKE (RFC 9180) in base and Auth mode with the one suite in use: DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256, AES-128-GCM. Names and steps are the RFC's. X25519 and AES-GCM are the platform's
 * own; only the key schedule, HMACs over public labels and fresh secrets, is computed here.
 */

/** A KEM key pair as 32 raw bytes each. */
export interface HpkeKeyPair {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

const KEM_SUITE = Uint8Array.of(0x4b, 0x45, 0x4d, 0, 0x20); // "KEM", kem_id
const HPKE_SUITE = Uint8Array.of(0x48, 0x50, 0x4b, 0x45, 0, 0x20, 0, 1, 0, 1); // "HPKE", all ids
const BASE_POINT = Uint8Array.of(9, ...new Uint8Array(31));
const EMPTY = new Uint8Array();
const KEY_LENGTH = 16;
const NONCE_LENGTH = 12;
const SECRET_LENGTH = 32;
/** The modes in use (RFC 9180, table 1). */
const [MODE_BASE, MODE_AUTH] = [0, 2];

/** Derive a key pair from at least 32 bytes of secret input (RFC 9180, 7.1.3, DeriveKeyPair). */
export async function deriveKeyPair(
  primitives: HpkePrimitives,
  ikm: Uint8Array,
): Promise<HpkeKeyPair> {
  const dkpPrk = labeledExtract(KEM_SUITE, EMPTY, 'dkp_prk', ikm);
  const secret = labeledExpand(KEM_SUITE, dkpPrk, 'sk', EMPTY, SECRET_LENGTH);
  return { secret, publicKey: await primitives.dh(secret, BASE_POINT) };
}

/** SetupBaseS (RFC 9180, 5.1.1). @param skE the ephemeral secret, for the RFC's vectors alone. */
export async function setupSender(
  primitives: HpkePrimitives,
  pkR: Uint8Array,
  info: Uint8Array,
  skE: Uint8Array = randomBytes(SECRET_LENGTH),
): Promise<{ enc: Uint8Array; context: HpkeContext }> {
  const enc = await primitives.dh(skE, BASE_POINT);
  const shared = sharedSecret([await primitives.dh(skE, pkR)], [enc, pkR]);
  return { enc, context: keySchedule(primitives, MODE_BASE, shared, info) };
}

/** SetupBaseR (RFC 9180, 5.1.1). @throws when `enc` is not a usable public key. */
export async function setupRecipient(
  primitives: HpkePrimitives,
  { secret, publicKey }: HpkeKeyPair,
  enc: Uint8Array,
  info: Uint8Array,
): Promise<HpkeContext> {
  const shared = sharedSecret([await primitives.dh(secret, enc)], [enc, publicKey]);
  return keySchedule(primitives, MODE_BASE, shared, info);
}

/**
 * SetupAuthS (RFC 9180, 5.1.3): the recipient knows that whoever has `sender`'s secret has sealed,
 * and can prove it to nobody. Who has the recipient's own secret can forge it (9.1.1).
 *
 * @param skE the ephemeral secret, for the RFC's vectors alone.
 */
export async function setupAuthSender(
  primitives: HpkePrimitives,
  pkR: Uint8Array,
  info: Uint8Array,
  sender: HpkeKeyPair,
  skE: Uint8Array = randomBytes(SECRET_LENGTH),
): Promise<{ enc: Uint8Array; context: HpkeContext }> {
  const enc = await primitives.dh(skE, BASE_POINT);
  const secrets = [await primitives.dh(skE, pkR), await primitives.dh(sender.secret, pkR)];
  const shared = sharedSecret(secrets, [enc, pkR, sender.publicKey]);
  return { enc, context: keySchedule(primitives, MODE_AUTH, shared, info) };
}

/** SetupAuthR (RFC 9180, 5.1.3). @throws when `enc` or `pkS` is not a usable public key. */
export async function setupAuthRecipient(
  primitives: HpkePrimitives,
  { secret, publicKey }: HpkeKeyPair,
  enc: Uint8Array,
  info: Uint8Array,
  pkS: Uint8Array,
): Promise<HpkeContext> {
  const secrets = [await primitives.dh(secret, enc), await primitives.dh(secret, pkS)];
  return keySchedule(
    primitives, MODE_AUTH, sharedSecret(secrets, [enc, publicKey, pkS]), info);
}

/** An encryption context (RFC 9180, 5.2); each message takes the next sequence number. */
export class HpkeContext {
  private sequence = 0;

  constructor(
    private readonly primitives: HpkePrimitives,
    private readonly key: Uint8Array,
    private readonly baseNonce: Uint8Array,
    private readonly exporterSecret: Uint8Array,
  ) {}

  /** Context.Seal. */
  async seal(aad: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array> {
    return this.primitives.seal(this.key, this.nextNonce(), aad, plaintext);
  }

  /** Context.Open. @throws when the ciphertext is not authentic. */
  async open(aad: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array> {
    return this.primitives.open(this.key, this.nextNonce(), aad, ciphertext);
  }

  /** Context.Export (RFC 9180, 5.3). */
  export(exporterContext: Uint8Array, length: number): Uint8Array {
    return labeledExpand(HPKE_SUITE, this.exporterSecret, 'sec', exporterContext, length);
  }

  /** ComputeNonce and IncrementSeq: base_nonce xor the sequence number. */
  private nextNonce(): Uint8Array {
    const nonce = this.baseNonce.slice();
    const view = new DataView(nonce.buffer);
    view.setUint32(8, view.getUint32(8) ^ this.sequence);
    this.sequence += 1;
    return nonce;
  }
}

/** ExtractAndExpand of DHKEM (RFC 9180, 4.1), refusing an all-zero result (7.1.4). */
function sharedSecret(secrets: readonly Uint8Array[], keys: readonly Uint8Array[]): Uint8Array {
  if (secrets.some((dh) => dh.every((byte) => byte === 0))) {
    throw new RangeError('public key is of low order');
  }
  const eaePrk = labeledExtract(KEM_SUITE, EMPTY, 'eae_prk', concatBytes(...secrets));
  return labeledExpand(
    KEM_SUITE, eaePrk, 'shared_secret', concatBytes(...keys), SECRET_LENGTH);
}

const PSK_ID_HASH = labeledExtract(HPKE_SUITE, EMPTY, 'psk_id_hash', EMPTY);

/** KeySchedule (RFC 9180, 5.1) of a mode without a pre-shared key. */
function keySchedule(
  primitives: HpkePrimitives,
  mode: number,
  shared: Uint8Array,
  info: Uint8Array,
): HpkeContext {
  const infoHash = labeledExtract(HPKE_SUITE, EMPTY, 'info_hash', info);
  const schedule = concatBytes(Uint8Array.of(mode), PSK_ID_HASH, infoHash);
  const secret = labeledExtract(HPKE_SUITE, shared, 'secret', EMPTY);
  const key = labeledExpand(HPKE_SUITE, secret, 'key', schedule, KEY_LENGTH);
  const baseNonce = labeledExpand(HPKE_SUITE, secret, 'base_nonce', schedule, NONCE_LENGTH);
  const exporter = labeledExpand(HPKE_SUITE, secret, 'exp', schedule, SECRET_LENGTH);
  return new HpkeContext(primitives, key, baseNonce, exporter);
}

/** LabeledExtract (RFC 9180, 4). */
function labeledExtract(
  suite: Uint8Array,
  salt: Uint8Array,
  label: string,
  ikm: Uint8Array,
): Uint8Array {
  return extract(sha256, concatBytes(utf8ToBytes('HPKE-v1'), suite, utf8ToBytes(label), ikm), salt);
}

/** LabeledExpand (RFC 9180, 4). */
function labeledExpand(
  suite: Uint8Array,
  prk: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Uint8Array {
  const head = Uint8Array.of(length >> 8, length & 255);
  const labeled = concatBytes(head, utf8ToBytes('HPKE-v1'), suite, utf8ToBytes(label), info);
  return expand(sha256, prk, labeled, length);
}
