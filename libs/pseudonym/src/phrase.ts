import { generateMnemonic, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { asItReads, partsOf } from './pasted.ts';

const PHRASE_WORDS = 12;
const ENTROPY_BITS = 128;

/** A new recovery phrase: 12 English words of BIP-39, 128 bits from the CSPRNG. */
export function newPhrase(): string {
  return generateMnemonic(wordlist, ENTROPY_BITS);
}

/** A word that is not in the list: its place from 1, and the words of the list that are nearest. */
export interface UnknownWord {
  readonly place: number;
  readonly typed: string;
  readonly nearest: readonly string[];
}

export type PhraseReading =
  | { readonly kind: 'phrase'; readonly phrase: string }
  | { readonly kind: 'malformed'; readonly reason: 'checksum' | 'several' }
  | {
    readonly kind: 'malformed'; readonly reason: 'word-count'; readonly count: number;
    /** Numbers that are not there, where the words were numbered. */
    readonly missing: readonly number[];
    /** Words that may be the ones too many: not of the list, or standing twice in a row. */
    readonly extra: readonly string[];
  }
  | {
    readonly kind: 'malformed'; readonly reason: 'unknown-words';
    readonly unknown: readonly UnknownWord[];
  };

/** Other words around a phrase, "My twelve words:", are fewer than this. */
const MOST_AROUND = 6;
/** A number and its word: `1. shoot`, `(1) shoot`, `1shoot`; or `shoot 1`. */
const NUMBER_FIRST = /(?<![\p{L}\p{N}])(\d{1,2})[^\p{L}\p{N}]*(\p{L}+)(?![\p{L}\p{N}])/gu;
const WORD_FIRST = /(?<![\p{L}\p{N}])(\p{L}+)[^\p{L}\p{N}]*(\d{1,2})(?![\p{L}\p{N}])/gu;
const MOST_NEAREST = 3;
const FARTHEST = 2;
const KNOWN = new Set(wordlist);

/**
 * Read a phrase as a person types or pastes it: any case, spaces, commas, lines and numbers, and
 * words around it. It is never guessed: what could be read in two ways is said to be so.
 */
export function readPhrase(text: string): PhraseReading {
  // An invisible mark may stand within a word, or be all that parts two.
  const parted = text.replaceAll(/[\u00AD\p{Cf}]/gu, ' ');
  const numbered = readNumbers(text) ?? readNumbers(parted);
  if (numbered !== undefined) return numbered;
  const reading = read(text);
  if (reading.kind === 'phrase') return reading;
  const other = read(parted);
  return other.kind === 'phrase' ? other : reading;
}

/**
 * A text in which each word has its number from 1 to 12, before it or after it, whatever is written
 * around them; undefined for one that is not numbered, or that is sound in both ways.
 */
function readNumbers(text: string): PhraseReading | undefined {
  const before = byNumbers([...asItReads(text).matchAll(NUMBER_FIRST)]
    .map(([, number = '', word = '']) => [Number(number), word]));
  const after = byNumbers([...asItReads(text).matchAll(WORD_FIRST)]
    .map(([, word = '', number = '']) => [Number(number), word]));
  const readings = [before, after].flatMap((phrase) => phrase === undefined ? [] : sound(phrase));
  const good = readings.filter(({ kind }) => kind === 'phrase');
  if (good.length > 0) return good.length === 1 ? good[0] : undefined;
  return readings.length === 1 ? readings[0] : undefined;
}

/** The words in the order of their numbers, where each number has one of the list. */
function byNumbers(numbered: readonly (readonly [number, string])[]): string | undefined {
  const words = new Map<number, string>();
  for (const [number, typed] of numbered) {
    const word = typed.toLowerCase();
    if (!KNOWN.has(word) || number < 1 || number > PHRASE_WORDS) continue;
    if ((words.get(number) ?? word) !== word) return undefined;
    words.set(number, word);
  }
  if (words.size !== PHRASE_WORDS) return undefined;
  return Array.from({ length: PHRASE_WORDS }, (_, at) => words.get(at + 1)).join(' ');
}

function sound(phrase: string): PhraseReading {
  return validateMnemonic(phrase, wordlist)
    ? { kind: 'phrase', phrase } : { kind: 'malformed', reason: 'checksum' };
}

function read(text: string): PhraseReading {
  const words = wordsOf(text);
  const runs = knownRuns(words);
  const whole = runs.filter((run) => run.length === PHRASE_WORDS);
  const phrases = new Set(whole.map((run) => run.join(' ')));
  if (phrases.size > 1) return { kind: 'malformed', reason: 'several' };
  const [phrase] = phrases;
  if (phrase !== undefined && around(words, phrase) <= MOST_AROUND) return sound(phrase);
  if (words.length !== PHRASE_WORDS) return wrongCount(text, words);
  const unknown = [...words.entries()].filter(([, word]) => !KNOWN.has(word));
  return {
    kind: 'malformed', reason: 'unknown-words',
    unknown: unknown.map(([at, typed]) => ({ place: at + 1, typed, nearest: nearestTo(typed) })),
  };
}

/** How many words are there besides the phrase, which may be there twice. */
function around(words: readonly string[], phrase: string): number {
  const own = new Set(phrase.split(' '));
  return words.filter((word) => !own.has(word)).length;
}

/** The words of a text, without the numbers before them. */
function wordsOf(text: string): string[] {
  return partsOf(text).map((part) => part.toLowerCase().replaceAll(/\p{N}+/gu, ''))
    .filter((word) => word !== '');
}

/** The longest runs of words that are all in the list. */
function knownRuns(words: readonly string[]): string[][] {
  const runs: string[][] = [[]];
  for (const word of words) {
    if (KNOWN.has(word)) runs.at(-1)?.push(word);
    else runs.push([]);
  }
  return runs.map(once).filter((run) => run.length > 0);
}

/** A phrase that was pasted twice is one phrase. */
function once(run: string[]): string[] {
  const twice = run.length === 2 * PHRASE_WORDS
    && run.every((word, at) => word === run[(at + PHRASE_WORDS) % run.length]);
  return twice ? run.slice(0, PHRASE_WORDS) : run;
}

function wrongCount(text: string, words: readonly string[]): PhraseReading {
  const numbers = (asItReads(text).match(/\d+/gu) ?? []).map(Number);
  const numbered = words.length > 0 && numbers.length === words.length;
  const wanted = Array.from({ length: PHRASE_WORDS }, (_, at) => at + 1);
  return {
    kind: 'malformed', reason: 'word-count', count: words.length,
    missing: numbered ? wanted.filter((number) => !numbers.includes(number)) : [],
    extra: words.length <= PHRASE_WORDS ? []
      : [...new Set(words.filter((word, at) => !KNOWN.has(word) || word === words[at - 1]))],
  };
}

/** The words of the list that a slip or two of the finger make this from, nearest first. */
function nearestTo(typed: string): string[] {
  const near = wordlist.map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ far }) => far <= FARTHEST);
  return near.sort((a, b) => a.far - b.far).slice(0, MOST_NEAREST).map(({ word }) => word);
}

/** Slips from one word to another: one letter more, less, other, or exchanged with the next. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > FARTHEST) return FARTHEST + 1;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const exchanged = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (exchanged) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[to.length] ?? FARTHEST + 1;
}
