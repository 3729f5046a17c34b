import { normaliseCode } from '#pseudonym/crockford';
import { kindOfCode } from '#pseudonym/other-codes';
import { CODE_LENGTH, grouped, readLetterCode } from '#pseudonym/letter-code';

/**
 * A code as it is typed, pasted or scanned: in groups as soon as it is one, or the beginning of
 * one; anything else stays as it is, so that the person sees what she entered.
 */
export function groupCode(typed: string): string {
  // Groups of a credit read as a code too: what is another kind stays as it is, to be told so.
  const kind = kindOfCode(typed);
  if (kind !== null && kind !== 'letter') return typed;
  const reading = readLetterCode(typed);
  if (reading.kind === 'code') return reading.code;
  const isBeginning = /^[\p{L}\p{N}\p{Dash}\p{White_Space}]*$/u.test(typed);
  const bare = normaliseCode(typed);
  return isBeginning && bare.length <= CODE_LENGTH ? grouped(typedLetters(typed)) : typed;
}

/** As they were typed: an O is made a nought when it is read, and not under the person's hand. */
function typedLetters(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
