import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { transcript } from './bytes.ts';
import { ADJECTIVES, ANIMALS, COLOURS } from './pairwise.words.ts';

/** What a therapist sees instead of a person: a name to say and a colour to find it by. */
export interface Handle {
  /** Such as 'Quiet Heron 4821'. */
  readonly name: string;
  /** '#rrggbb', dark enough for white text (contrast at least 4.5 to 1). */
  readonly colour: string;
}

/**
 * The pseudonym of a case towards one provider: HMAC-SHA-256, 32 bytes. The same pair always gets
 * the same one; two providers cannot tell whether two of theirs are one case.
 *
 * @param secret at least 32 bytes that no provider has.
 */
export function pairwise(secret: Uint8Array, caseId: string, providerId: string): Uint8Array {
  if (secret.length < 32) throw new RangeError('pairwise secret is shorter than 32 bytes');
  return hmac(sha256, secret, transcript('sotto/pairwise/v1', caseId, providerId));
}

/**
 * The readable handle of a pseudonym: one of 128 x 128 x 10,000 (about 164 million) names, so that
 * among 200 clients of one therapist two share a name with a chance of about 1 in 8,000. It is for
 * people to read; programs compare the pseudonym itself.
 */
export function handle(pseudonym: Uint8Array): Handle {
  const digest = sha256(transcript('sotto/handle/v1', pseudonym));
  const view = new DataView(digest.buffer, digest.byteOffset, digest.length);
  const adjective = ADJECTIVES[view.getUint16(0) % ADJECTIVES.length];
  const animal = ANIMALS[view.getUint16(2) % ANIMALS.length];
  const number = String(view.getUint32(4) % 10_000).padStart(4, '0');
  const colour = COLOURS[view.getUint16(8) % COLOURS.length] ?? COLOURS[0];
  return { name: `${adjective} ${animal} ${number}`, colour };
}
