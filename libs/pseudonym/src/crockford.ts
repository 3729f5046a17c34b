import { partsOf } from './pasted.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const VALUES = new Map([...ALPHABET].map((char, value) => [char, value]));

/** Characters of one printed group: seven of the payload and one check character. */
export const GROUP_LENGTH = 8;
const PAYLOAD_LENGTH = GROUP_LENGTH - 1;

/** Powers of a generator of GF(32), x^5 + x^2 + 1: distinct weights for the check character. */
const POWERS = Array.from({ length: 30 }).reduce<number[]>((powers) => {
  const doubled = (powers.at(-1) ?? 1) << 1;
  return [...powers, doubled & 32 ? doubled ^ 0b100101 : doubled];
}, [1]);

/** Upper-case, with nothing between its letters; those that look like digits read as digits. */
export function normaliseCode(text: string): string {
  const bare = partsOf(text).join('').toUpperCase();
  return bare.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

/** Bytes as five-bit values, most significant first; the last one is padded with zero bits. */
export function toQuintets(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) values.push((buffer >> (bits - 5)) & 31);
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) values.push((buffer << (5 - bits)) & 31);
  return values;
}

/** The inverse of `toQuintets`; null when the padding bits are not zero. */
export function fromQuintets(values: readonly number[]): Uint8Array | null {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const value of values) {
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 255);
    buffer &= (1 << bits) - 1;
  }
  return buffer === 0 ? Uint8Array.from(bytes) : null;
}

/**
 * Write five-bit values as groups of eight characters, the last of each being its check character.
 * The check is a weighted sum over GF(32) with distinct weights plus one for the group's place, so
 * that any one wrong character, any two exchanged ones and any two exchanged neighbours among the
 * groups are found, and found in the group where they are.
 */
export function writeGroups(values: readonly number[]): string[] {
  const groups: string[] = [];
  for (let at = 0; at < values.length; at += PAYLOAD_LENGTH) {
    const payload = values.slice(at, at + PAYLOAD_LENGTH);
    const check = checkOf(payload, groups.length);
    groups.push([...payload, check].map((value) => ALPHABET[value]).join(''));
  }
  return groups;
}

export type GroupsReading =
  | { readonly kind: 'read'; readonly values: number[] }
  | { readonly kind: 'wrong'; readonly reason: 'character' | 'group'; readonly group: number };

/** Read normalised groups back; names the first wrong one, counted from 1 as a person would. */
export function readGroups(text: string): GroupsReading {
  const values: number[] = [];
  for (let at = 0; at < text.length; at += GROUP_LENGTH) {
    const place = at / GROUP_LENGTH;
    const group = [...text.slice(at, at + GROUP_LENGTH)].map((char) => VALUES.get(char));
    const known = group.filter((value) => value !== undefined);
    if (known.length < group.length) {
      return { kind: 'wrong', reason: 'character', group: place + 1 };
    }
    const payload = known.slice(0, -1);
    if (checkOf(payload, place) !== known.at(-1)) {
      return { kind: 'wrong', reason: 'group', group: place + 1 };
    }
    values.push(...payload);
  }
  return { kind: 'read', values };
}

/** Check value of one group: the sum of value_i * g^(i+1), plus g^place (all in GF(32)). */
function checkOf(payload: readonly number[], place: number): number {
  const sum = payload.reduce((total, value, index) => total ^ times(value, index + 1), 0);
  return sum ^ (POWERS[place % 31] ?? 0);
}

/** value * g^exponent in GF(32). */
function times(value: number, exponent: number): number {
  return value === 0 ? 0 : (POWERS[(POWERS.indexOf(value) + exponent) % 31] ?? 0);
}
