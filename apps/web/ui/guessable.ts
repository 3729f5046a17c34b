import { FAMOUS_PHRASES } from '#platform/text/famous-phrases';

/** Fewer different characters than these are soon tried through. */
const LEAST_DIFFERENT = 5;
/** Neighbours in a row from this many on are no choice any more. */
const LONGEST_RUN = 6;
/** What is next to each other on keyboards and in the alphabet; each way. */
const ROWS = ['01234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'qwertzuiop', 'azertyuiop',
  'asdfghjklñ', 'yxcvbnm', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb', 'qazwsxedcrfvtgb'];
/** What most people begin with who do not choose. */
const COMMONEST =
  /^(p[a4@]ssw[o0]rt?d?|passphrase|contrase[nñ]a|sotto|letmein|iloveyou|welcome|admin)/;
/** Where one of the commonest is followed by other words, it is one of several. */
const WORDS = /\s\p{L}{3,}/gu;

/** Letters and digits that must be left beside a phrase that everybody knows. */
const LEFT = 8;

/** Whether a passphrase is among those tried first: repeats, runs, what everybody knows. */
export function isGuessable(passphrase: string): boolean {
  const text = passphrase.normalize('NFC').toLowerCase();
  if (new Set(text.replace(/\s/g, '')).size < LEAST_DIFFERENT) return true;
  if (/^(.{1,8}?)\1+$/u.test(text) || hasRun(text.replace(/\s/g, ''))) return true;
  if (isFamous(text)) return true;
  return COMMONEST.test(text.trim()) && (text.match(WORDS)?.length ?? 0) < 2;
}

/** Whether it is made of words of a recovery phrase: two or more of them, and little else. */
export function isMadeOf(passphrase: string, phrase: string): boolean {
  const bare = bareOf(passphrase.toLowerCase());
  const own = new RegExp(phrase.split(' ').filter((word) => word !== '')
    .sort((a, b) => b.length - a.length).join('|') || '$^', 'gu');
  const found = bare.match(own)?.length ?? 0;
  return found > 1 && bare.replaceAll(own, '').length < LEFT;
}

/** Its letters and digits alone. */
function bareOf(text: string): string {
  return text.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether little but phrases that everybody knows is in it. */
function isFamous(text: string): boolean {
  const bare = bareOf(text);
  const left = FAMOUS_PHRASES.reduce((rest, phrase) => rest.replaceAll(phrase, ''), bare);
  return left !== bare && left.length < LEFT;
}

function hasRun(text: string): boolean {
  const rows = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
  for (let at = 0; at + LONGEST_RUN <= text.length; at++) {
    const part = text.slice(at, at + LONGEST_RUN);
    if (rows.some((row) => row.includes(part))) return true;
  }
  return false;
}
