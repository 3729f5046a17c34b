import type { Match, ZxcvbnFactory } from '@zxcvbn-ts/core';
import { FAMOUS_PHRASES } from '#platform/text/famous-phrases';

/** What an attacker who knows the usual passwords makes of a text. */
export interface Estimate {
  /** Guesses until it is found, as a power of ten. */
  readonly guesses: number;
  readonly parts: readonly Match[];
}

/** How far a text is looked at: what follows could only make it stronger, and costs time. */
const LONGEST = 48;
/** Each substitution of a letter by a sign multiplies the work of looking. */
const MOST_SIGNS = 8;

let dictionaries: Promise<ZxcvbnFactory> | undefined;

/** Estimate a text, with words that this person's attacker tries first. */
export async function estimate(text: string, words: readonly string[]): Promise<Estimate> {
  dictionaries ??= load();
  const { guessesLog10, sequence } = (await dictionaries).check(text, [...words]);
  return { guesses: guessesLog10, parts: sequence };
}

/** Some 250,000 words: read when a password is first set, and then kept. */
async function load(): Promise<ZxcvbnFactory> {
  const [core, shared, english, spanish] = await Promise.all([
    import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'), import('@zxcvbn-ts/language-es-es'),
  ]);
  const all = { ...shared.dictionary, ...english.dictionary, ...spanish.dictionary };
  // Words of an encyclopaedia find little more, and are a third of the memory.
  const used = Object.entries(all).filter(([name]) => !name.startsWith('wikipedia'));
  return new core.ZxcvbnFactory({
    dictionary: { ...Object.fromEntries(used), famous: [...FAMOUS_PHRASES] },
    graphs: shared.adjacencyGraphs,
    maxLength: LONGEST, l33tMaxSubstitutions: MOST_SIGNS,
  });
}
