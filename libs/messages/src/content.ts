import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { CONTENT_LENGTH } from './sealed-message.ts';

/*
 * What is inside a message. Long words take up to four messages; each says which part it is.
 *
 *    1   version
 *    1   kind
 *    8   device that wrote it
 *    4   its number by that device in this thread, from 1
 *   32   hash of the last message that the device has seen from the other side; zeros for none
 *    1   part, from 0, and how many parts there are, in four bits each
 *    2   bytes of text
 *        text, UTF-8
 */

/** What a message may be. The place in this list is what stands in it: it only grows. */
export const KINDS = ['words'] as const;
/** What a message is. */
export type MessageKind = (typeof KINDS)[number];

/** The content of one message. */
export interface MessageContent {
  readonly kind: MessageKind;
  /** 8 bytes, random, the device's own. */
  readonly device: Uint8Array;
  /** From 1, by this device in this thread. */
  readonly number: number;
  /** Hash (SHA-256) of the last message from the other side that this device has seen. */
  readonly seen: Uint8Array | null;
  /** From 0, of `parts`. */
  readonly part: number;
  readonly parts: number;
  /** A part of UTF-8 text, never cut within a character. */
  readonly text: string;
}

const VERSION = 1;
const DEVICE_LENGTH = 8;
const HASH_LENGTH = 32;
const HEAD_LENGTH = 2 + DEVICE_LENGTH + 4 + HASH_LENGTH + 1 + 2;
/** Messages that words may take at most. */
export const MOST_PARTS = 4;
/** Bytes of text in one message. */
export const TEXT_LENGTH = CONTENT_LENGTH - HEAD_LENGTH;

/** Encode content. @throws RangeError for what does not fit: nothing is cut. */
export function encodeContent(
  { kind, device, number, seen, part, parts, text }: MessageContent,
): Uint8Array {
  const bytes = utf8ToBytes(text);
  if (bytes.length > TEXT_LENGTH) throw new RangeError('the text is longer than a message');
  if (parts < 1 || parts > MOST_PARTS || part < 0 || part >= parts) {
    throw new RangeError(`a message is one of at most ${MOST_PARTS} parts`);
  }
  if (device.length !== DEVICE_LENGTH) throw new RangeError('a device has eight bytes');
  const head = new Uint8Array(HEAD_LENGTH);
  const view = new DataView(head.buffer);
  head.set([VERSION, KINDS.indexOf(kind)]);
  head.set(device, 2);
  view.setUint32(10, number);
  if (seen) head.set(seen, 14);
  head[46] = (part << 4) | parts;
  view.setUint16(47, bytes.length);
  return concatBytes(head, bytes);
}

/** Decode content. @returns null for another version, an unknown kind, or what says no content. */
export function decodeContent(content: Uint8Array): MessageContent | null {
  if (content.length !== CONTENT_LENGTH || content[0] !== VERSION) return null;
  const view = new DataView(content.buffer, content.byteOffset);
  const kind = KINDS[view.getUint8(1)];
  const [number, of, length] = [view.getUint32(10), view.getUint8(46), view.getUint16(47)];
  const [part, parts] = [of >> 4, of & 15];
  const end = HEAD_LENGTH + length;
  const isWhole = parts >= 1 && parts <= MOST_PARTS && part < parts && number >= 1
    && end <= CONTENT_LENGTH && content.subarray(end).every((byte) => byte === 0);
  if (!kind || !isWhole) return null;
  const text = textOf(content.subarray(HEAD_LENGTH, end));
  if (text === null) return null;
  const seen = content.slice(14, 14 + HASH_LENGTH);
  return { kind, device: content.slice(2, 10), number, part, parts, text,
    seen: seen.every((byte) => byte === 0) ? null : seen };
}

/**
 * Words as the texts of one to four messages, none cut within a character.
 *
 * @returns null for words that are longer: nothing is cut to fit.
 */
export function inParts(words: string): readonly [string, ...string[]] | null {
  const whole: string[] = [];
  let part = '';
  let length = 0;
  for (const character of words.normalize('NFC')) {
    const more = utf8ToBytes(character).length;
    if (length + more > TEXT_LENGTH) {
      whole.push(part);
      [part, length] = ['', 0];
    }
    part += character;
    length += more;
  }
  const [first, ...more] = [...whole, part];
  return first === undefined || more.length >= MOST_PARTS ? null : [first, ...more];
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
