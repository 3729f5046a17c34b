/*
 * Variable-length integers of QUIC (RFC 9000, 16), as binary HTTP uses them, over a cursor.
 */

/** Malformed input; the code says of what kind, never what it contained. */
export class BinaryHttpError extends Error {
  constructor(readonly code: 'truncated' | 'invalid' | 'too-large') {
    super(`binary HTTP message is ${code}`);
    this.name = 'BinaryHttpError';
  }
}

/** Encode an integer in its shortest form. */
export function encodeVarint(value: number): Uint8Array {
  if (value < 0x40) return Uint8Array.of(value);
  if (value < 0x4000) return Uint8Array.of(0x40 | (value >> 8), value & 0xff);
  const bytes = new Uint8Array(4);
  if (value >= 0x4000_0000) throw new BinaryHttpError('too-large');
  new DataView(bytes.buffer).setUint32(0, value + 0x8000_0000);
  return bytes;
}

/** Reads a message from front to back; every read is checked against what is left. */
export class Cursor {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Whether everything has been read. */
  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  /** The bytes that have not been read yet. */
  get rest(): Uint8Array {
    return this.bytes.subarray(this.at);
  }

  /** Read an integer of any of the four sizes (the shortest is not required, RFC 9292, 3.1). */
  varint(): number {
    const first = this.bytes[this.at];
    if (first === undefined) throw new BinaryHttpError('truncated');
    const size = 1 << (first >> 6);
    const encoded = this.take(size);
    let value = first & 0x3f;
    for (const byte of encoded.subarray(1)) value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) throw new BinaryHttpError('too-large');
    return value;
  }

  /** Read exactly `length` bytes, as a view. */
  take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new BinaryHttpError('truncated');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Read a length and that many bytes. */
  prefixed(): Uint8Array {
    return this.take(this.varint());
  }
}
