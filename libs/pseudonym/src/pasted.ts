/*
 * Texts as people paste them: from a letter, a chat, a spreadsheet, another script's keyboard. What
 * is meant is the same whatever dash, space, width or invisible mark came along.
 */

/** Spaces and dashes of every kind, the minus signs among them, and what only parts words. */
const PARTING = /[\p{White_Space}\p{Dash}\p{P}\p{S}\p{Cc}]+/u;
/** Marks that show nothing: soft hyphens, joiners, byte order marks, directions, variants. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** The text as it reads: wide and styled letters as plain ones, and nothing that cannot be seen. */
export function asItReads(text: string): string {
  return text.normalize('NFKC').replaceAll(INVISIBLE, '');
}

/** Its runs of letters and digits, whatever stands between them. */
export function partsOf(text: string): string[] {
  // A combining mark alone is a slip of the keyboard, and no part of anything.
  return asItReads(text).split(PARTING).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

/** The number of a line or group in a list: `1.`, `2)`, `(3)`, `4:`. */
const NUMBERING = /(?<![\p{L}\p{N}])[([]?(\d{1,2})[.):\]](?=\s)/gu;

/**
 * What a text is read as; where that is nothing, what it is without the numbers of a list.
 *
 * @param isFound whether a reading is what was looked for.
 */
export function readNumbered<R>(
  text: string, read: (text: string) => R, isFound: (reading: R) => boolean,
): R {
  const reading = read(text);
  const bare = isFound(reading) ? undefined : withoutNumbering(text);
  return bare === undefined ? reading : read(bare);
}

/**
 * The text without the numbers of a list, where it is one: numbers that count from 1. undefined for
 * a text that is none, in which a digit may be part of what is meant.
 */
function withoutNumbering(text: string): string | undefined {
  const read = asItReads(text);
  const numbers = [...read.matchAll(NUMBERING)].map(([, number]) => Number(number));
  const counts = numbers.length > 1 && numbers.every((number, at) => number === at + 1);
  return counts ? read.replaceAll(NUMBERING, ' ') : undefined;
}

/** A run of parts that stand one after the other. */
export interface Run {
  readonly text: string;
  /** The first part, and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** All runs of whole parts that are so many characters long together. */
export function runsOf(parts: readonly string[], length: number): Run[] {
  const runs: Run[] = [];
  for (const from of parts.keys()) {
    let text = '';
    let to = from;
    while (to < parts.length && text.length < length) {
      text += parts[to] ?? '';
      to += 1;
    }
    if (text.length === length) runs.push({ text, from, to });
  }
  return runs;
}
