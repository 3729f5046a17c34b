/** A print file that was made: letters `first` to `last`, at one go. */
export interface MadeFile {
  /** Running number within the period. */
  readonly number: number;
  readonly first: number;
  readonly last: number;
}

/** What is to be made, or why nothing is. */
export type PrintPlan =
  | {
    readonly kind: 'print'; readonly first: number; readonly last: number;
    /** Letters that no file has even then. */
    readonly left: number;
  }
  | { readonly kind: 'nothing-left' }
  | { readonly kind: 'no-such-file' };

/** Letters of one file: some megabytes, made in some seconds. */
export const MOST_LETTERS = 1_000;

/**
 * Which letters come into the next file: those that no file has yet, in the order of their numbers,
 * or those of a file that is made once more.
 *
 * @param last number of the period's last letter.
 * @param again number of the file to make once more.
 */
export function planPrint(
  files: readonly MadeFile[], last: number, again: number | undefined,
): PrintPlan {
  const made = Math.max(0, ...files.map((file) => file.last));
  if (again !== undefined) {
    const file = files.find(({ number }) => number === again);
    return file ? { kind: 'print', first: file.first, last: file.last, left: last - made }
      : { kind: 'no-such-file' };
  }
  if (made >= last) return { kind: 'nothing-left' };
  const end = Math.min(last, made + MOST_LETTERS);
  return { kind: 'print', first: made + 1, last: end, left: last - end };
}

/** A part of a department's letters: numbers `first` to `last`. */
export interface Piece<T> {
  readonly range: T;
  readonly numbers: readonly number[];
}

/**
 * The numbers of each range that lie between `first` and `last`, in no order: where a letter lies
 * in its department's pile says nothing of its number.
 *
 * @param random a random whole number from 0 up to, and without, its argument.
 */
export function piecesOf<T extends { readonly firstNumber: number; readonly headcount: number }>(
  ranges: readonly T[], first: number, last: number, random: (below: number) => number,
): readonly Piece<T>[] {
  return ranges.flatMap((range) => {
    const from = Math.max(first, range.firstNumber);
    const to = Math.min(last, range.firstNumber + range.headcount - 1);
    if (to < from) return [];
    const numbers = Array.from({ length: to - from + 1 }, (_, place) => from + place);
    return [{ range, numbers: shuffled(numbers, random) }];
  });
}

/** Fisher and Yates' shuffle. */
function shuffled(numbers: readonly number[], random: (below: number) => number): number[] {
  const mixed = [...numbers];
  for (let end = mixed.length - 1; end > 0; end -= 1) {
    const other = random(end + 1);
    [mixed[end], mixed[other]] = [mixed[other] ?? 0, mixed[end] ?? 0];
  }
  return mixed;
}

/** The latest file that has some of a range's letters, once each of them is in a file. */
export function madeOf<T extends MadeFile & { readonly madeOn: string }>(
  range: { readonly firstNumber: number; readonly headcount: number }, files: readonly T[],
): T | undefined {
  const last = range.firstNumber + range.headcount - 1;
  const some = files.filter((file) => file.first <= last && file.last >= range.firstNumber);
  // Files follow one another without a gap: what has the last letter comes after all others.
  return some.some((file) => file.last >= last) ? some.at(-1) : undefined;
}
