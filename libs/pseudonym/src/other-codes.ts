import { GROUP_LENGTH, normaliseCode, readGroups } from './crockford.ts';
import { readLetterCode } from './letter-code.ts';
import { asItReads, partsOf } from './pasted.ts';

/** What people are given to enter somewhere, told apart by how it looks. */
export type CodeKind = 'letter' | 'credit' | 'words' | 'recovery' | 'app' | 'invitation';

/** A random UUID, and under it a MAC of 32 bytes in base64url. */
const INVITATION = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[\w-]{43}/i;
/** A credit is some 75 groups of eight after its first word; this many are no other code. */
const CREDIT_GROUPS = 8;
const CREDIT_PREFIX = 'S0TT01';
/** A word of a recovery phrase. */
const WORD = /^[a-z]{3,8}$/;
const MOST_AROUND = 4;
/** A recovery code of an account: 13 values in two groups, each with its check. */
const RECOVERY_LENGTH = 15;

/**
 * Which kind of code a text is, so that a field which takes another kind can say what it is and
 * where it goes; null where it is none of them, or not whole enough to tell.
 */
export function kindOfCode(text: string): CodeKind | null {
  if (INVITATION.test(text.replaceAll(/\s/g, ''))) return 'invitation';
  const parts = partsOf(text);
  const bare = normaliseCode(text);
  const groups = parts.filter((part) => part.length === GROUP_LENGTH && /\d/.test(part)).length;
  if (bare.includes(CREDIT_PREFIX) && bare.length > RECOVERY_LENGTH * 2) return 'credit';
  if (groups > CREDIT_GROUPS) return 'credit';
  if (readLetterCode(text).kind === 'code') return 'letter';
  if (isWords(parts)) return 'words';
  if (/^\d{6}$/.test(asItReads(text).replaceAll(/\s/g, ''))) return 'app';
  return isRecovery(bare) ? 'recovery' : null;
}

/** Twelve words, numbered or not, with few others around them. */
function isWords(parts: readonly string[]): boolean {
  const said = parts.filter((part) => !/^\d{1,2}$/.test(part));
  const words = said.filter((part) => WORD.test(part.toLowerCase()));
  return words.length >= 12 && said.length <= 12 + MOST_AROUND;
}

function isRecovery(bare: string): boolean {
  return bare.length === RECOVERY_LENGTH && readGroups(bare).kind === 'read';
}
