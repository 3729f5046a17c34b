import { hexToBytes } from '@noble/hashes/utils.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { ownBytes, transcript } from './bytes.ts';

const WORDS = 8;
const WORD_BITS = 11;
const BYTES = (WORDS * WORD_BITS) / 8;
/** So that two terms with the same words, 2^44 tries for who may choose them, cost 2^14 as much. */
const ROUNDS = 16_384;

/**
 * Eight words of BIP-39's English list (88 bits) for the terms of a programme and period: what
 * colleagues compare, and letters print. Some milliseconds: work it out once for all letters.
 *
 * @param leaf the hash of the terms' leaf in the log, 64 hex digits.
 */
export async function fingerprint(leaf: string): Promise<readonly string[]> {
  const salt = transcript('sotto/terms-fingerprint/v1');
  const key = await crypto.subtle.importKey(
    'raw', ownBytes(hexToBytes(leaf)), 'PBKDF2', false, ['deriveBits']);
  const derived = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, key, BYTES * 8);
  let bits = [...new Uint8Array(derived)].reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  const words: string[] = [];
  for (let at = 0; at < WORDS; at += 1) {
    words.unshift(wordlist[Number(bits & 2047n)] ?? '');
    bits >>= BigInt(WORD_BITS);
  }
  return words;
}

const PRINTED = new RegExp(`(?<![a-z-])(?:[a-z]{3,8}-){${WORDS - 1}}[a-z]{3,8}(?![a-z-])`, 'u');
const KNOWN = new Set(wordlist);

/** Eight words as they stand behind a letter's code in its square picture. */
export function writeWords(words: readonly string[]): string {
  return words.join('-');
}

/** The eight words that stand in a text so; undefined where none do. */
export function wordsIn(text: string): readonly string[] | undefined {
  const words = PRINTED.exec(text)?.[0].split('-');
  return words?.every((word) => KNOWN.has(word)) ? words : undefined;
}
