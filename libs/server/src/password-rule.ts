import { estimate, type Estimate } from './password-dictionary.ts';
import { isTypeable, lengthOf, passwordText } from './password-text.ts';

/** Which rule a password failed. */
export type PasswordFault =
  | 'TOO_SHORT' | 'TOO_LONG' | 'NOT_TYPEABLE' | 'OWN_WORDS' | 'REPEATED' | 'IN_A_ROW' | 'COMMON'
  | 'UNCHANGED';

/** A password that may not be set: which rule, and what to do. It never quotes the password. */
export interface PasswordRefusal {
  readonly kind: 'password-refused';
  readonly code: PasswordFault;
  readonly message: string;
}

/** Fewest characters of a password. */
export const SHORTEST_PASSWORD = 12;
/** Most characters; a longer one is refused and never cut. */
export const LONGEST_PASSWORD = 256;
/** What is read at all: the longest password in its longest spelling. */
export const LONGEST_TYPED = 4_096;

/** Guesses, as a power of ten, that a password withstands: a day of one who stole its hash. */
const ENOUGH = 9;
/** The same without its spaces and signs, which are easily put between. */
const ENOUGH_BARE = 6;
/** Letters and digits that must be left when the person's own words are taken out. */
const OWN_LEFT = 8;
const SHORTEST_WORD = 3;
/** What this service and those who sign in to it are called: everybody tries that first. */
const PRODUCT = ['sotto', 'therapist', 'terapeuta'];
/** What zxcvbn calls a run along a keyboard, an alphabet, a calendar or a list of words. */
const RUNS = ['sequence', 'spatial', 'date', 'wordSequence'];

const WORDS: Record<PasswordFault, string> = {
  TOO_SHORT: `Use ${SHORTEST_PASSWORD} characters or more: three or four unrelated words are good.`,
  TOO_LONG: `Use ${LONGEST_PASSWORD} characters or fewer.`,
  NOT_TYPEABLE: 'It holds a character that no keyboard types. Type it anew instead of pasting it.',
  OWN_WORDS: 'It is made of your own name, address, employer or of this service\'s name. Use three '
    + 'or four words that have nothing to do with you.',
  REPEATED: 'It repeats the same characters. Use three or four unrelated words.',
  IN_A_ROW: 'It follows the keyboard, the alphabet or a calendar. Use three or four unrelated words.',
  COMMON: 'It is on the lists of passwords that are tried first, or close to one. Use three or four '
    + 'unrelated words.',
  UNCHANGED: 'This is the password that you have now: choose another one.',
};

/**
 * Judge a password that somebody wants to set; null when it may be. The same rule holds for HR and
 * for therapists.
 *
 * @param own what is known of the person: her address or login, her name, her employer's name.
 * @param present the password that she has now, if any: the new one is another.
 */
export async function refusePassword(
  typed: string, own: readonly string[], present?: string,
): Promise<PasswordRefusal | null> {
  const isSame = present !== undefined && passwordText(typed) === passwordText(present);
  const fault = isSame ? 'UNCHANGED' : await faultOf(typed, own);
  return fault && { kind: 'password-refused', code: fault, message: WORDS[fault] };
}

async function faultOf(typed: string, own: readonly string[]): Promise<PasswordFault | null> {
  if (typed.length > LONGEST_TYPED) return 'TOO_LONG';
  const text = passwordText(typed);
  if (!isTypeable(text)) return 'NOT_TYPEABLE';
  const length = lengthOf(text);
  if (length < SHORTEST_PASSWORD) return 'TOO_SHORT';
  if (length > LONGEST_PASSWORD) return 'TOO_LONG';
  const words = ownWords(own);
  if (isMostlyOwn(text, words)) return 'OWN_WORDS';
  if (isRepetition(text)) return 'REPEATED';
  const plain = plainly(text);
  // The dictionaries know no case, so what differs by it alone is looked up once.
  for (const look of new Set([text.toLowerCase(), plain])) {
    const found = await estimate(look, words);
    if (found.guesses < ENOUGH) return reasonOf(found);
  }
  const bare = bareOf(plain);
  if (bare === plain) return null;
  const found = await estimate(bare, words);
  return found.guesses < ENOUGH_BARE ? reasonOf(found) : null;
}

/** Whether a text says a few characters over and over. */
function isRepetition(text: string): boolean {
  const characters = Array.from(plainly(text));
  const most = Math.min(SHORTEST_PASSWORD - 1, characters.length / 2);
  for (let few = 1; few <= most; few += 1) {
    if (characters.every((one, place) => place < few || one === characters[place - few])) {
      return true;
    }
  }
  return false;
}

/** What a person is known by, and the parts of it, as an attacker would type them. */
function ownWords(own: readonly string[]): string[] {
  const all = [...PRODUCT, ...own].flatMap((known) => {
    const whole = plainly(known);
    return [whole, bareOf(whole), ...whole.split('@'), ...whole.split(/[^\p{L}\p{N}]+/u)];
  });
  const words = new Set(all.filter((word) => lengthOf(word) >= SHORTEST_WORD));
  return [...words].sort((one, other) => other.length - one.length);
}

/** Whether too little is left of a text when a person's own words are taken out of it. */
function isMostlyOwn(text: string, words: readonly string[]): boolean {
  const whole = bareOf(plainly(text));
  const left = words.reduce((rest, word) => rest.replaceAll(bareOf(word), ''), whole);
  return left !== whole && lengthOf(left) < OWN_LEFT;
}

function reasonOf({ parts }: Estimate): PasswordFault {
  if (parts.some(({ dictionaryName }) => dictionaryName === 'userInputs')) return 'OWN_WORDS';
  const patterns = new Set(parts.map(({ pattern }) => pattern));
  if (patterns.has('dictionary')) return 'COMMON';
  if (patterns.has('repeat')) return 'REPEATED';
  return RUNS.some((run) => patterns.has(run)) ? 'IN_A_ROW' : 'COMMON';
}

/** Without marks, widths and cases: how a word is looked up. */
function plainly(text: string): string {
  return text.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '').toLowerCase();
}

function bareOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}
