/** Bytes of every sealed request on the wire, whatever is inside. */
export const REQUEST_LENGTH = 4_096;

/** Bytes of every sealed answer on the wire. */
export const ANSWER_LENGTH = 8_192;

/** Zero bytes after the message up to exactly `length` bytes (RFC 9292, 3.8). */
export function padTo(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length > length) throw new RangeError('message is longer than its padded length');
  const padded = new Uint8Array(length);
  padded.set(bytes);
  return padded;
}
