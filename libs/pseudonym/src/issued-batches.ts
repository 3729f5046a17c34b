import { expand } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Bytes, ownBytes, randomBytes, transcript } from './bytes.ts';
import { platformPrimitives as primitives } from './hpke.primitives.ts';
import { MODULUS_LENGTH } from './spki.ts';

/*
 * What the gateway keeps of an issued batch, so that a wallet finds it by its claim key alone:
 *
 *   claim key -> secret -> place (which bucket), seal key, cover key
 *   piece     = header, up to nine blind signatures             always PIECE_LENGTH bytes
 *   sealed    = AES-256-GCM(seal key, piece)                    kept; the seal key is not
 *   entry     = AES-256-GCM(cover key, sealed), made anew       served, among fillers
 *
 * The cover is made anew for each file, so all bytes of a bucket change together: whoever compares
 * two files cannot tell an entry from a filler, nor whether anything was issued in between.
 */

/** A batch as a wallet finds it again. Without signatures: its letter is claimed, no more. */
export interface IssuedBatch {
  /** UUID. */
  readonly programme: string;
  readonly period: string;
  readonly block: string;
  /** Key ids, 64 hex digits. */
  readonly entryKeyId: string;
  readonly sessionKeyId: string;
  /** Blind signatures of 256 bytes: that of the entry credit, then the sessions' by index. */
  readonly signatures: readonly Uint8Array[];
}

/** A part of a batch: pieces have one length, a batch has as many as it needs. */
export interface Piece extends IssuedBatch {
  /** From 0; a letter that is claimed only has the one `CLAIMED`. */
  readonly number: number;
  /** Signatures in the whole batch. */
  readonly total: number;
}

/** Number of the piece that says of a letter that it is claimed. */
export const CLAIMED = 255;
/** Signatures in a piece: an entry credit's and eight sessions'. */
const ROOM = 9;
const VERSION = 1;
const PERIOD_LENGTH = 12;
const BLOCK_LENGTH = 8;
const HEADER_LENGTH = 3 + 16 + PERIOD_LENGTH + BLOCK_LENGTH + 32 + 32;
const PIECE_LENGTH = HEADER_LENGTH + ROOM * MODULUS_LENGTH;
const IV_LENGTH = 12;
const SEAL_LENGTH = IV_LENGTH + 16;
const NO_AAD = new Uint8Array();

/** Bytes of a sealed piece, as it is kept. */
export const SEALED_LENGTH = PIECE_LENGTH + SEAL_LENGTH;
/** Bytes of an entry of a bucket, and of a filler. */
export const ENTRY_LENGTH = SEALED_LENGTH + SEAL_LENGTH;

/** What a claim key gives for finding and opening: the gateway's tokens carry it, no table does. */
export function batchSecret(claimKey: Uint8Array): Bytes {
  return labelled(claimKey, 'sotto/issued-batch/v1', 32);
}

/** Where a batch lies: 32 bits, of which the first name its bucket. */
export function placeOf(secret: Uint8Array): number {
  const bytes = labelled(secret, 'place', 4);
  return new DataView(bytes.buffer).getUint32(0);
}

/** The key of the outer layer, which the gateway keeps beside the sealed piece. */
export function coverKeyOf(secret: Uint8Array): Bytes {
  return labelled(secret, 'cover', 32);
}

/** How many pieces a batch of so many signatures has. */
export function piecesOf(signatures: number): number {
  return Math.ceil(signatures / ROOM);
}

/**
 * Seal a batch, piece by piece, each of `SEALED_LENGTH` bytes; one of a claimed letter where it has
 * no signatures.
 *
 * @throws RangeError when a field does not fit.
 */
export async function sealBatch(
  secret: Uint8Array, batch: IssuedBatch,
): Promise<{ readonly number: number; readonly sealed: Uint8Array }[]> {
  const { signatures } = batch;
  const pieces = [...Array(piecesOf(signatures.length)).keys()];
  const numbers = pieces.length === 0 ? [CLAIMED] : pieces;
  const key = labelled(secret, 'seal', 32);
  return Promise.all(numbers.map(async (number) =>
    ({ number, sealed: await seal(key, encodePiece(batch, number)) })));
}

/** The outer layer, other bytes each time: what is served of a sealed piece. */
export function coverPiece(coverKey: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> {
  return seal(coverKey, sealed);
}

/** As long as an entry, and to whoever has no claim key for it as random. */
export function fillerEntry(): Uint8Array {
  return randomBytes(ENTRY_LENGTH);
}

/** Opens the entries of one claim key; null for a filler, another's entry and an altered one. */
export function entryOpener(claimKey: Uint8Array): (entry: Uint8Array) => Promise<Piece | null> {
  const secret = batchSecret(claimKey);
  const [cover, inner] = [coverKeyOf(secret), labelled(secret, 'seal', 32)];
  return async (entry) => {
    const sealed = entry.length === ENTRY_LENGTH ? await open(cover, entry) : null;
    const piece = sealed ? await open(inner, sealed) : null;
    return piece ? decodePiece(piece) : null;
  };
}

function encodePiece(batch: IssuedBatch, number: number): Uint8Array {
  const { programme, period, block, entryKeyId, sessionKeyId, signatures } = batch;
  const piece = new Uint8Array(PIECE_LENGTH);
  const room = signatures.slice(number * ROOM, (number + 1) * ROOM);
  if (signatures.length >= CLAIMED || room.some(({ length }) => length !== MODULUS_LENGTH)) {
    throw new RangeError('a batch has fewer than 255 signatures, each of 256 bytes');
  }
  piece.set(concatBytes(
    Uint8Array.of(VERSION, number, signatures.length), hexToBytes(programme.replaceAll('-', '')),
    padded(period, PERIOD_LENGTH), padded(block, BLOCK_LENGTH), hexToBytes(entryKeyId),
    hexToBytes(sessionKeyId), ...room,
  ));
  return piece;
}

function decodePiece(piece: Uint8Array): Piece | null {
  let at = 0;
  const take = (length: number) => piece.slice(at, at += length);
  const [version, number = 0, total = 0] = take(3);
  if (version !== VERSION) return null;
  const programme = bytesToHex(take(16))
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const [period, block] = [text(take(PERIOD_LENGTH)), text(take(BLOCK_LENGTH))];
  const [entryKeyId, sessionKeyId] = [bytesToHex(take(32)), bytesToHex(take(32))];
  const here = number === CLAIMED ? 0 : Math.min(ROOM, total - number * ROOM);
  const signatures = Array.from({ length: here }, () => take(MODULUS_LENGTH));
  return { number, total, programme, period, block, entryKeyId, sessionKeyId, signatures };
}

function padded(value: string, length: number): Uint8Array {
  const bytes = utf8ToBytes(value);
  if (bytes.length > length) throw new RangeError('is longer than its place in a piece');
  return concatBytes(bytes, new Uint8Array(length - bytes.length));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replace(/\0+$/, '');
}

/** HKDF-Expand (RFC 5869, 2.3): a claim key is 32 uniform bytes, and so is what it gives. */
function labelled(key: Uint8Array, label: string, length: number): Bytes {
  if (key.length !== 32) throw new RangeError('a claim key has 32 bytes');
  return ownBytes(expand(sha256, key, transcript(label), length));
}

async function seal(key: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const iv = randomBytes(IV_LENGTH);
  return concatBytes(iv, await primitives.seal(key, iv, NO_AAD, content));
}

async function open(key: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | null> {
  const [iv, content] = [sealed.subarray(0, IV_LENGTH), sealed.subarray(IV_LENGTH)];
  try {
    return await primitives.open(key, iv, NO_AAD, content);
  } catch {
    return null;
  }
}
