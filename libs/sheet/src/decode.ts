/** The text of a file, or the line on which it stops being one. */
export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'undecodable'; readonly line: number };

/**
 * Decode a file: UTF-8, or UTF-16 that says so by its byte order mark. Never by a guess: in an old
 * code page the same bytes are other letters in every country. A text that was decoded wrongly
 * before (U+FFFD), or has NUL in it, is refused as well.
 */
export function decode(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, [0xFF, 0xFE, 0, 0]) || startsWith(bytes, [0, 0, 0xFE, 0xFF])) return bad(1);
  if (startsWith(bytes, [0xFF, 0xFE])) return by('utf-16le', bytes.subarray(2));
  if (startsWith(bytes, [0xFE, 0xFF])) return by('utf-16be', bytes.subarray(2));
  return by('utf-8', startsWith(bytes, [0xEF, 0xBB, 0xBF]) ? bytes.subarray(3) : bytes);
}

function by(encoding: 'utf-8' | 'utf-16le' | 'utf-16be', bytes: Uint8Array): Decoded {
  // Decoded leniently, each bad place is a U+FFFD, and so is one that was bad before.
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const place = text.search(/[\uFFFD\0]/);
  return place < 0 ? { kind: 'text', text } : bad(text.slice(0, place).split(/\r\n|\r|\n/).length);
}

function bad(line: number): Decoded {
  return { kind: 'undecodable', line };
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
