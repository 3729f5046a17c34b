import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letter that can be taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 12;

/** A new authorisation number, 60 random bits to read out: `A-7F3K-9QXM-2PRT`. */
export function authorisationNumber(): string {
  const characters = [...randomBytes(CHARACTERS)].map((byte) => ALPHABET[byte & 31]).join('');
  return `A-${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}
