import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { randomBytes, sameBytes, transcript } from '#pseudonym/bytes';
import {
  deriveKeyPair, setupAuthRecipient, setupAuthSender, type HpkeKeyPair,
} from '#pseudonym/hpke';
import { platformPrimitives, type HpkePrimitives } from '#pseudonym/hpke.primitives';
import { padTo } from '#pseudonym/padding';

/*
 * A message as it lies at the vault: 2,048 bytes, every one of them alike.
 *
 *   4 × 80   wraps: an encapsulated key (32), then the message's key (32) sealed to a reader (+ 16)
 *       32   commitment to the message's key
 *     1696   the content, padded, under the message's key (AES-256-GCM; the tag is the last 16)
 *
 * There are four wraps whoever reads: what is left over is sealed to nobody. Readers find theirs by
 * trying. A wrap is HPKE in Auth mode (RFC 9180, 5.1.3), so that a reader knows who wrote and can
 * prove it to nobody; its info binds the thread and everything below the wraps.
 */

/** Bytes of every message. */
export const MESSAGE_LENGTH = 2_048;
/** Readers at most. */
export const MOST_READERS = 4;

const KEY_LENGTH = 32;
const TAG_LENGTH = 16;
const ENC_LENGTH = 32;
const COMMITMENT_LENGTH = 32;
const WRAP_LENGTH = ENC_LENGTH + KEY_LENGTH + TAG_LENGTH;
const WRAPS_LENGTH = MOST_READERS * WRAP_LENGTH;
/** Bytes of content, which is padded to them. */
export const CONTENT_LENGTH = MESSAGE_LENGTH - WRAPS_LENGTH - COMMITMENT_LENGTH - TAG_LENGTH;
const EMPTY = new Uint8Array();
/** A message's key seals once, so its nonce need not differ. */
const NONCE = new Uint8Array(12);
const LABEL = 'sotto/message/v1';

/** A message that is to be sealed. */
export interface Written {
  /** What it belongs to, such as a referral: it opens under no other. */
  readonly thread: string;
  /** CONTENT_LENGTH bytes at most; zero bytes are added up to that. */
  readonly content: Uint8Array;
  readonly writer: HpkeKeyPair;
  /** Public keys of one to four readers, 32 bytes each; the writer reads if she is among them. */
  readonly readers: readonly Uint8Array[];
}

/** What a reader needs to open messages of a thread. */
export interface Reading {
  readonly thread: string;
  readonly reader: HpkeKeyPair;
  /** Public keys of whoever may write in the thread. */
  readonly writers: readonly Uint8Array[];
}

/** A message that was opened. */
export interface Opened {
  /** CONTENT_LENGTH bytes. */
  readonly content: Uint8Array;
  /** Place of who wrote it among the writers. */
  readonly writer: number;
}

/**
 * Seal a message.
 *
 * @returns MESSAGE_LENGTH bytes, none of which says who reads or how many do.
 * @throws RangeError for no reader, too many, or content that is too long.
 */
export async function sealMessage(
  { thread, content, writer, readers }: Written, primitives = platformPrimitives,
): Promise<Uint8Array> {
  if (readers.length < 1 || readers.length > MOST_READERS) {
    throw new RangeError(`a message has one to ${MOST_READERS} readers`);
  }
  const key = randomBytes(KEY_LENGTH);
  const body = concatBytes(
    commitmentTo(key), await primitives.seal(key, NONCE, EMPTY, padTo(content, CONTENT_LENGTH)));
  const info = infoOf(thread, body);
  const nobody = Array.from({ length: MOST_READERS - readers.length }, async () =>
    (await deriveKeyPair(primitives, randomBytes(KEY_LENGTH))).publicKey);
  const wraps = await Promise.all(shuffled([...readers, ...await Promise.all(nobody)])
    .map((reader) => wrapFor(reader, { key, info, writer }, primitives)));
  return concatBytes(...wraps, body);
}

/**
 * Open a message.
 *
 * @returns null for what is no message of this thread to this reader by one of the writers,
 *   whatever the reason.
 */
export async function openMessage(
  message: Uint8Array, { thread, reader, writers }: Reading, primitives = platformPrimitives,
): Promise<Opened | null> {
  if (message.length !== MESSAGE_LENGTH) return null;
  const body = message.subarray(WRAPS_LENGTH);
  const info = infoOf(thread, body);
  for (let at = 0; at < WRAPS_LENGTH; at += WRAP_LENGTH) {
    const wrap = message.subarray(at, at + WRAP_LENGTH);
    for (const [place, writer] of writers.entries()) {
      const key = await keyIn(wrap, { info, reader, writer }, primitives);
      const content = key && await contentUnder(key, body, primitives);
      if (content) return { content, writer: place };
    }
  }
  return null;
}

async function wrapFor(
  reader: Uint8Array,
  { key, info, writer }: { key: Uint8Array; info: Uint8Array; writer: HpkeKeyPair },
  primitives: HpkePrimitives,
): Promise<Uint8Array> {
  const { enc, context } = await setupAuthSender(primitives, reader, info, writer);
  return concatBytes(enc, await context.seal(EMPTY, key));
}

async function keyIn(
  wrap: Uint8Array,
  { info, reader, writer }: { info: Uint8Array; reader: HpkeKeyPair; writer: Uint8Array },
  primitives: HpkePrimitives,
): Promise<Uint8Array | null> {
  try {
    const context = await setupAuthRecipient(
      primitives, reader, wrap.subarray(0, ENC_LENGTH), info, writer);
    return await context.open(EMPTY, wrap.subarray(ENC_LENGTH));
  } catch {
    return null;
  }
}

/** A message that two readers would read differently is none: AES-GCM alone does not commit. */
async function contentUnder(
  key: Uint8Array, body: Uint8Array, primitives: HpkePrimitives,
): Promise<Uint8Array | null> {
  if (!sameBytes(commitmentTo(key), body.subarray(0, COMMITMENT_LENGTH))) return null;
  try {
    return await primitives.open(key, NONCE, EMPTY, body.subarray(COMMITMENT_LENGTH));
  } catch {
    return null;
  }
}

function commitmentTo(key: Uint8Array): Uint8Array {
  return hmac(sha256, key, utf8ToBytes(`${LABEL} key`));
}

function infoOf(thread: string, body: Uint8Array): Uint8Array {
  return transcript(LABEL, thread, sha256(body));
}

/** In an order by the platform's own randomness: a reader's place says nothing of her. */
function shuffled<T>(items: readonly T[]): T[] {
  return items.map((item) => ({ item, rank: new DataView(randomBytes(4).buffer).getUint32(0) }))
    .sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
