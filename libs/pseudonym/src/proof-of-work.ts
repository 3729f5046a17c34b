import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Hashcash: an answer is a counter whose hash together with the challenge begins with so many zero
 * bits. Finding one takes 2^bits hashes on average, checking one takes one.
 */

/** Whether an answer to a challenge has at least `bits` leading zero bits. */
export function meetsChallenge(challenge: string, answer: number, bits: number): boolean {
  const hash = sha256(utf8ToBytes(`${challenge}.${answer}`));
  let zeros = 0;
  for (const byte of hash) {
    zeros += byte === 0 ? 8 : Math.clz32(byte) - 24;
    if (byte !== 0) break;
  }
  return zeros >= bits;
}

/**
 * Look for an answer among `tries` counters from `from` on; null when none of them is one. Called
 * again from `from + tries` it goes on, so that a page can breathe in between.
 */
export function searchAnswer(
  challenge: string, bits: number, from: number, tries: number,
): number | null {
  for (let answer = from; answer < from + tries; answer += 1) {
    if (meetsChallenge(challenge, answer, bits)) return answer;
  }
  return null;
}
