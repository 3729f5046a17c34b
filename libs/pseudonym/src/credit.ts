import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { sameBytes, transcript } from './bytes.ts';
import {
  fromQuintets, GROUP_LENGTH, normaliseCode, readGroups, toQuintets, writeGroups,
} from './crockford.ts';
import { partsOf, readNumbered, runsOf } from './pasted.ts';
import { MODULUS_LENGTH } from './spki.ts';

/** A finished credit: whoever holds it can spend it once. It names a key, never a person. */
export interface Credit {
  /** Hex SHA-256 of the issuer key's SubjectPublicKeyInfo. */
  readonly keyId: string;
  /** The prepared message (RFC 9474, 4.1): 32 random bytes, the context, the key id. */
  readonly message: Uint8Array;
  /** RSASSA-PSS signature, 256 bytes. */
  readonly signature: Uint8Array;
}

export type CreditFault =
  | 'prefix' | 'length' | 'version' | 'character' | 'group' | 'checksum'
  /** More than one credit, and they differ. */
  | 'several';

/** What reading a credit gives; `group` is the printed group to look at, counted from 1. */
export type CreditReading =
  | { readonly kind: 'credit'; readonly credit: Credit }
  | { readonly kind: 'malformed'; readonly reason: CreditFault; readonly group?: number };

/** Bytes of the randomiser that RFC 9474's Randomized variants put before the message. */
export const RANDOMISER_LENGTH = 32;
const KEY_ID_LENGTH = 32;
const VERSION = 1;
const CONTEXT = utf8ToBytes('sotto/credit/v1');
const BINARY_LENGTH = 1 + KEY_ID_LENGTH + RANDOMISER_LENGTH + MODULUS_LENGTH;
const DIGEST_LENGTH = 7;
const TEXT_PREFIX = 'SOTTO1';
const GROUP_COUNT = 75;
const PREFIX = normaliseCode(TEXT_PREFIX);
const WHOLE_LENGTH = PREFIX.length + GROUP_COUNT * GROUP_LENGTH;

/** The message that a credit's signature is on: randomiser, context, key id. */
export function creditMessage(keyId: string, randomiser: Uint8Array): Uint8Array {
  return concatBytes(randomiser, CONTEXT, hexToBytes(keyId));
}

/** Whether the message is the only one that this key and its randomiser allow. */
export function isCreditMessage(keyId: string, message: Uint8Array): boolean {
  return sameBytes(message, creditMessage(keyId, message.subarray(0, RANDOMISER_LENGTH)));
}

/** The 321 bytes of a credit: version, key id, randomiser, signature. */
export function encodeCredit(credit: Credit): Uint8Array {
  const randomiser = credit.message.subarray(0, RANDOMISER_LENGTH);
  return concatBytes(
    Uint8Array.of(VERSION), hexToBytes(credit.keyId), randomiser, credit.signature,
  );
}

/** Read the binary form. Well formed is not valid: that is the verifier's word. */
export function decodeCredit(bytes: Uint8Array): CreditReading {
  if (bytes.length !== BINARY_LENGTH) return { kind: 'malformed', reason: 'length' };
  if (bytes[0] !== VERSION) return { kind: 'malformed', reason: 'version' };
  const keyId = bytesToHex(bytes.subarray(1, 1 + KEY_ID_LENGTH));
  const randomiser = bytes.slice(1 + KEY_ID_LENGTH, -MODULUS_LENGTH);
  const signature = bytes.slice(-MODULUS_LENGTH);
  return {
    kind: 'credit',
    credit: { keyId, message: creditMessage(keyId, randomiser), signature },
  };
}

/**
 * The text form for print and QR: 'SOTTO1' and 75 groups of eight, hyphens between, upper-case
 * letters and digits only (QR's alphanumeric mode). Five groups a line fill 15 lines.
 */
export function printCredit(credit: Credit): string {
  const binary = encodeCredit(credit);
  const groups = writeGroups(toQuintets(concatBytes(binary, digestOf(binary))));
  return [TEXT_PREFIX, ...groups].join('-');
}

/**
 * Read the text form as a person types, pastes or scans it: any case, width, spaces and dashes, O
 * for 0, I or L for 1, words or an address around it. Any one wrong or two exchanged neighbouring
 * characters are found, with their group. Two credits that differ are `several`.
 */
export function readCredit(text: string): CreditReading {
  return readNumbered(text, read, ({ kind }) => kind === 'credit');
}

function read(text: string): CreditReading {
  const parts = partsOf(text).map(normaliseCode);
  const readings = parts.flatMap((part, at) =>
    part[0] === PREFIX[0] ? readFrom(parts.slice(at)) ?? [] : []);
  const sound = readings.filter((reading) => reading.kind === 'credit');
  const [first, ...others] = sound;
  if (first === undefined) return readings.at(-1) ?? { kind: 'malformed', reason: 'prefix' };
  const several = others.some(({ credit }) => !sameBytes(credit.message, first.credit.message)
    || !sameBytes(credit.signature, first.credit.signature));
  return several ? { kind: 'malformed', reason: 'several' } : first;
}

/** The credit that begins with these parts; undefined where none does. */
function readFrom(parts: readonly string[]): CreditReading | undefined {
  const text = parts.join('');
  if (!text.startsWith(PREFIX)) return undefined;
  const body = text.slice(PREFIX.length);
  const reading = readGroups(body.slice(0, GROUP_COUNT * GROUP_LENGTH));
  const complete = body.length === GROUP_COUNT * GROUP_LENGTH
    || runsOf(parts, WHOLE_LENGTH)[0]?.from === 0;
  if (reading.kind === 'wrong') {
    const reason = complete ? reading.reason : 'length';
    return { kind: 'malformed', reason, group: reading.group };
  }
  return complete ? readValues(reading.values) : { kind: 'malformed', reason: 'length' };
}

function readValues(values: readonly number[]): CreditReading {
  const bytes = fromQuintets(values);
  if (!bytes) return { kind: 'malformed', reason: 'checksum' };
  const binary = bytes.subarray(0, -DIGEST_LENGTH);
  if (!sameBytes(bytes.subarray(-DIGEST_LENGTH), digestOf(binary))) {
    return { kind: 'malformed', reason: 'checksum' };
  }
  return decodeCredit(binary);
}

/** Seven bytes over the whole credit, for what the groups' own checks cannot find. */
function digestOf(binary: Uint8Array): Uint8Array {
  return sha256(transcript('sotto/credit-text/v1', binary)).subarray(0, DIGEST_LENGTH);
}
