import { randomUUID } from 'node:crypto';

/** Crockford's alphabet: no letter that can be taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Where a UUID's text has 60 bits that are random and not its version or variant. */
const RANDOM_DIGITS = /^(.{8})-(.{4})-.(.{3})/;

/**
 * A new authorisation number, 60 random bits to read out: `A-7F3K-9QXM-2PRT`. They are taken from
 * a random UUID, since Node buffers the CSPRNG for those.
 */
export function authorisationNumber(): string {
  const [, ...digits] = RANDOM_DIGITS.exec(randomUUID()) ?? [];
  let bits = BigInt(`0x${digits.join('')}`);
  let characters = '';
  for (; characters.length < 12; bits >>= 5n) characters += ALPHABET[Number(bits & 31n)];
  return `A-${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}
