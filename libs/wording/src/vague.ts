import { apart, type Language, type Span } from './marks.ts';
import { plainOf } from './plain.ts';
import { VAGUE_EN } from './vague.en.ts';
import { VAGUE_ES } from './vague.es.ts';

/** What a vague phrase leaves open. */
export type Open = 'who' | 'when' | 'how-long' | 'what' | 'why' | 'which-law' | 'how-safe' | 'change' | 'agreed';

/** Phrases of a language that leave something open, and what to ask instead of accepting them. */
export interface VagueWords {
  readonly phrases: readonly (readonly [Open, RegExp])[];
  readonly ask: Readonly<Record<Open, string>>;
}

/** A phrase that promises nothing, because it can be filled with anything. */
export interface VagueMark extends Span {
  readonly open: Open;
  /** What to ask whoever wrote it, in the language of the text. */
  readonly ask: string;
}

const WORDS: Readonly<Record<Language, VagueWords>> = { en: VAGUE_EN, es: VAGUE_ES };

/** Mark phrases of a consent or notice that leave open who, when, what, why or for how long. */
export function vaguePhrases(text: string, language: Language): VagueMark[] {
  const plain = plainOf(text);
  const { phrases, ask } = WORDS[language];
  const found = phrases.flatMap(([open, pattern]) =>
    Array.from(plain.text.matchAll(pattern), ({ 0: phrase, index }) =>
      ({ open, start: index, end: index + phrase.length })));
  return apart(found, plain.text.length)
    .map(({ open, ...span }) => ({ ...plain.given(span), open, ask: ask[open] }));
}
