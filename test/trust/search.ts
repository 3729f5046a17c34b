import type { Needle, Secret } from './needles.ts';
import { needlesOf } from './needles.ts';

/** Bytes that one side has stored, and where. */
export interface Haystack {
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** A secret of the other side, found. It says what and where, never the value. */
export interface Find {
  readonly label: string;
  readonly encoding: string;
  readonly place: string;
}

/** Needles are found by their first bytes: enough that hexadecimal text tells them apart. */
const WINDOW = 8;
/** A bit for each value of a hash's first 24 bits: small enough for a processor's cache. */
const FILTER_BITS = 24;

/** Many needles looked for at once, in one pass over each haystack. */
export class Search {
  /** By their first bytes, then by their length: many a time begins as another does. */
  private readonly byPrefix = new Map<number, Map<number, Map<string, Needle>>>();
  private readonly filter = new Uint8Array(1 << (FILTER_BITS - 3));
  /** How many needles are looked for. */
  readonly size: number;

  constructor(secrets: Iterable<Secret>) {
    let size = 0;
    for (const secret of secrets) {
      for (const needle of needlesOf(secret)) {
        const prefix = hash(wordAt(needle.bytes, 0), wordAt(needle.bytes, 4));
        const alike = this.byPrefix.get(prefix) ?? new Map<number, Map<string, Needle>>();
        this.byPrefix.set(prefix, alike);
        const { length } = needle.bytes;
        const same = alike.get(length) ?? new Map<string, Needle>();
        alike.set(length, same);
        // The same value under another name keeps the name that came first.
        const text = latin1(needle.bytes, 0, length);
        if (!same.has(text)) same.set(text, needle);
        const bit = prefix >>> (32 - FILTER_BITS);
        this.filter[bit >>> 3]! |= 1 << (bit & 7);
        size += 1;
      }
    }
    this.size = size;
  }

  /** Every needle that occurs in the haystack; each label and encoding once. */
  in({ place, bytes }: Haystack): Find[] {
    const found = new Map<string, Find>();
    if (bytes.length < WINDOW) return [];
    let left = wordAt(bytes, 0);
    let right = wordAt(bytes, 4);
    for (let at = 0; ; at += 1) {
      const prefix = hash(left, right);
      const bit = prefix >>> (32 - FILTER_BITS);
      if ((this.filter[bit >>> 3]! & (1 << (bit & 7))) !== 0) {
        for (const [length, same] of this.byPrefix.get(prefix) ?? []) {
          const needle = same.get(latin1(bytes, at, length));
          if (!needle) continue;
          const find = { label: needle.label, encoding: needle.encoding, place };
          found.set(`${find.label} ${find.encoding}`, find);
        }
      }
      if (at + WINDOW >= bytes.length) return [...found.values()];
      left = (left << 8) | (right >>> 24);
      right = (right << 8) | bytes[at + WINDOW]!;
    }
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

function hash(left: number, right: number): number {
  return Math.imul(Math.imul(left, 0x9e3779b1) ^ right, 0x85ebca6b) >>> 0;
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at,
    Math.min(length, bytes.length - at)).toString('latin1');
}
