import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { transcript } from './bytes.ts';
import type { Credit } from './credit.ts';

/**
 * The mark that a spent credit leaves: 64 hex characters, the same for every valid signature on
 * one message, so that a second signature on it (PSS is randomised) is not a second credit.
 * It covers the key id, so equal messages under two keys are two credits.
 */
export function nullifier(credit: Pick<Credit, 'keyId' | 'message'>): string {
  return bytesToHex(sha256(transcript('sotto/nullifier/v1', credit.keyId, credit.message)));
}
