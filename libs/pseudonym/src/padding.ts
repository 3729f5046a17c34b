/**
 * The only lengths that a sealed request or response can have on the wire. A length says at most
 * which of these it is, whatever is inside.
 */
export const BUCKETS = [1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072] as const;

/** The longest sealed request that a relay takes; only a response may be longer. */
export const LARGEST_REQUEST = 65_536;

/**
 * The smallest bucket of an answer. Whatever a wallet ordinarily asks fits into it (its case with a
 * dozen bookings, a page of slots), so that no length tells who is in care.
 */
export const SMALLEST_ANSWER = 8192;

/** The smallest bucket from `smallest` on that holds `length` bytes; null when none does. */
export function bucketOf(length: number, smallest = 0): number | null {
  return BUCKETS.find((bucket) => length <= bucket && smallest <= bucket) ?? null;
}

/** Whether a sealed body has one of the lengths it may have. */
export function isBucket(length: number): boolean {
  return BUCKETS.some((bucket) => bucket === length);
}

/** Zero bytes after the message up to exactly `length` bytes (RFC 9292, 3.8). */
export function padTo(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length > length) throw new RangeError('message is longer than its padded length');
  const padded = new Uint8Array(length);
  padded.set(bytes);
  return padded;
}
