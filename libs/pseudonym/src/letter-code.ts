import { GROUP_LENGTH, normaliseCode, readGroups } from './crockford.ts';
import { asItReads, partsOf, readNumbered, runsOf } from './pasted.ts';

/** Characters of the code on a letter. */
export const CODE_LENGTH = 24;

/** What a text holds of a letter's code; only a sound one is ever sent. */
export type CodeReading =
  /** In its groups, upper case, with hyphens. */
  | { readonly kind: 'code'; readonly code: string }
  /** Two sound codes that differ: which one is meant cannot be known. */
  | { readonly kind: 'several' }
  /** The first group with a slip, counted from 1. */
  | { readonly kind: 'slip'; readonly group: number }
  /** So many characters too few, or, below zero, too many. */
  | { readonly kind: 'length'; readonly missing: number };

/**
 * Find the code in what a person typed, pasted or scanned: with any dashes and spaces or none, in
 * any case and width, with words or an address around it, its groups numbered or not.
 */
export function readLetterCode(text: string): CodeReading {
  return readNumbered(text, read, ({ kind }) => kind === 'code');
}

function read(text: string): CodeReading {
  const parts = partsOf(text).map((part) => part.toUpperCase());
  const runs = runsOf(parts, CODE_LENGTH).map((run) => normaliseCode(run.text));
  const sound = new Set(runs.filter((run) => readGroups(run).kind === 'read'));
  if (sound.size > 1) return { kind: 'several' };
  const [found] = sound;
  if (found !== undefined) return { kind: 'code', code: grouped(found) };
  const bare = normaliseCode(parts.slice(labelsOf(text)).join(''));
  if (bare.length !== CODE_LENGTH) {
    // Where a whole code stands among other words, the slip in it is what matters.
    const [likely] = runs.filter((run) => readGroups(run.slice(0, GROUP_LENGTH)).kind === 'read');
    if (likely === undefined) return { kind: 'length', missing: CODE_LENGTH - bare.length };
    return slipIn(likely);
  }
  return slipIn(bare);
}

function slipIn(code: string): CodeReading {
  const reading = readGroups(code);
  return { kind: 'slip', group: reading.kind === 'wrong' ? reading.group : 1 };
}

/** How many parts stand before the last colon or equals sign: "Your code: …", "?code=…". */
function labelsOf(text: string): number {
  const [, label = ''] = /^([\s\S]*[:=#])[\s\S]*[\p{L}\p{N}]/u.exec(asItReads(text)) ?? [];
  return partsOf(label).length;
}

/** A code, or the beginning of one, in its groups. */
export function grouped(bare: string): string {
  return bare.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'gu'))?.join('-') ?? '';
}
