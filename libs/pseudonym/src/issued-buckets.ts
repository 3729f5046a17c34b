import {
  batchSecret, CLAIMED, ENTRY_LENGTH, entryOpener, type IssuedBatch, piecesOf, placeOf, type Piece,
} from './issued-batches.ts';

/*
 * Buckets: files of entries that anybody may fetch. A bucket is named by the first `bits` bits of
 * its places, so that one more bit splits each in two:
 *
 *   GET /issued/3-5       the entries whose places begin with 101, and fillers
 *
 * How many bits there are follows from how many letters there are, by the terms that the vault's
 * operator confirmed, and never from how many are claimed. The vault says it, signed
 * (relay-key.ts): by more bits a name would be one member's, so the gateway has no word in it.
 */

/** Most pieces that a bucket has on average once every letter is claimed. */
const FULL = 64;
/**
 * Entries of a bucket, fillers included: at least so many, and a multiple of the step. Three times
 * the average, since claim keys, and with them places, are their holders' choice: whoever wants a
 * file to grow when somebody is issued credits has to fill it with dozens of letters first.
 */
const LEAST_ENTRIES = 192;
const STEP = 32;
/** Bytes of the smallest file. */
export const LEAST_LENGTH = LEAST_ENTRIES * ENTRY_LENGTH;
/** No name has more bits. */
export const MOST_BITS = 24;

/** So many letters that entitle to so many sessions each. */
export interface LettersAlike {
  readonly letters: number;
  readonly sessions: number;
}

/** How many bits name a bucket where these are all letters that there ever were. */
export function bitsOfLetters(letters: readonly LettersAlike[]): number {
  return bucketBits(letters.reduce(
    (pieces, { letters, sessions }) => pieces + letters * piecesOf(1 + sessions), 0));
}

/** How many bits name a bucket where all letters together stand for so many pieces. */
export function bucketBits(pieces: number): number {
  let bits = 0;
  while (bits < MOST_BITS && pieces > FULL * 2 ** bits) bits += 1;
  return bits;
}

/** Number, from 0, of the bucket that a place lies in. */
export function bucketOfPlace(place: number, bits: number): number {
  return Math.floor(place / 2 ** (32 - bits));
}

/** Number, from 0, of the bucket in which the batch of a claim key lies. */
export function bucketOf(claimKey: Uint8Array, bits: number): number {
  return bucketOfPlace(placeOf(batchSecret(claimKey)), bits);
}

/** First place of a bucket, and the first after it. */
export function placesOf(bucket: number, bits: number): readonly [from: number, to: number] {
  const size = 2 ** (32 - bits);
  return [bucket * size, (bucket + 1) * size];
}

/** How many entries a bucket with so many pieces has, fillers included. */
export function entriesOf(pieces: number): number {
  return Math.max(LEAST_ENTRIES, Math.ceil(pieces / STEP) * STEP);
}

/** Name of a bucket's file below `/issued/`. */
export function bucketName(bucket: number, bits: number): string {
  return `${bits}-${bucket}`;
}

/** What a bucket has for a claim key. */
export type BucketReading =
  | { readonly kind: 'issued'; readonly batch: IssuedBatch }
  /** The letter is this key's, and no credits were issued for it yet. */
  | { readonly kind: 'claimed'; readonly batch: IssuedBatch }
  /** Nothing that this key opens, or not all of it. */
  | { readonly kind: 'unknown' };

/** Look through a bucket's file for the batch of a claim key. */
export async function readBucket(claimKey: Uint8Array, file: Uint8Array): Promise<BucketReading> {
  const openEntry = entryOpener(claimKey);
  const entries = Array.from({ length: Math.floor(file.length / ENTRY_LENGTH) }, (_, at) =>
    file.subarray(at * ENTRY_LENGTH, (at + 1) * ENTRY_LENGTH));
  const opened = (await Promise.all(entries.map(openEntry))).filter((piece) => piece !== null);
  const batch = assemble(opened.filter(({ number }) => number !== CLAIMED));
  if (batch) return { kind: 'issued', batch };
  const mark = opened.find(({ number }) => number === CLAIMED);
  return mark ? { kind: 'claimed', batch: batchOf(mark, []) } : { kind: 'unknown' };
}

/** The batch that pieces make up; undefined unless all are there and are of one batch. */
function assemble(pieces: readonly Piece[]): IssuedBatch | undefined {
  const inOrder = pieces.toSorted((a, b) => a.number - b.number);
  const [first] = inOrder;
  if (!first || inOrder.length !== piecesOf(first.total)) return undefined;
  const alike = inOrder.every((piece, at) =>
    piece.number === at && header(piece) === header(first));
  return alike ? batchOf(first, inOrder.flatMap(({ signatures }) => signatures)) : undefined;
}

function header({ programme, period, block, entryKeyId, sessionKeyId, total }: Piece): string {
  return JSON.stringify([programme, period, block, entryKeyId, sessionKeyId, total]);
}

function batchOf(piece: Piece, signatures: readonly Uint8Array[]): IssuedBatch {
  const { programme, period, block, entryKeyId, sessionKeyId } = piece;
  return { programme, period, block, entryKeyId, sessionKeyId, signatures };
}
