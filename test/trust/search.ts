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

const FILTER_BITS = 22;
const WINDOW = 4;

/** Many needles looked for at once, in one pass over each haystack. */
export class Search {
  private readonly byPrefix = new Map<number, Needle[]>();
  private readonly filter = new Uint8Array(1 << FILTER_BITS);
  /** How many needles are looked for. */
  readonly size: number;

  constructor(secrets: Iterable<Secret>) {
    let size = 0;
    for (const secret of secrets) {
      for (const needle of needlesOf(secret)) {
        const prefix = prefixAt(needle.bytes, 0);
        const same = this.byPrefix.get(prefix);
        if (same) same.push(needle);
        else this.byPrefix.set(prefix, [needle]);
        this.filter[slot(prefix)] = 1;
        size += 1;
      }
    }
    this.size = size;
  }

  /** Every needle that occurs in the haystack; each label and encoding once. */
  in({ place, bytes }: Haystack): Find[] {
    const found = new Map<string, Find>();
    for (let at = 0; at + WINDOW <= bytes.length; at += 1) {
      const prefix = prefixAt(bytes, at);
      if (this.filter[slot(prefix)] === 0) continue;
      for (const needle of this.byPrefix.get(prefix) ?? []) {
        if (!isAt(bytes, at, needle.bytes)) continue;
        const find = { label: needle.label, encoding: needle.encoding, place };
        found.set(`${find.label} ${find.encoding}`, find);
      }
    }
    return [...found.values()];
  }
}

function prefixAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function slot(prefix: number): number {
  return Math.imul(prefix, 0x9e3779b1) >>> (32 - FILTER_BITS);
}

function isAt(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let i = WINDOW; i < needle.length; i += 1) {
    if (bytes[at + i] !== needle[i]) return false;
  }
  return true;
}
