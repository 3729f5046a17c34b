/*
 * Parts of a long answer in HTTP's own words (RFC 9110, 14): who asks says from which byte on, the
 * answer says which bytes these are, of how many.
 */

/** Bytes of something longer: from `from` up to, and without, `until`, of `total`. */
export interface Part {
  readonly from: number;
  readonly until: number;
  readonly total: number;
}

/** Value of `range`: all bytes from one on (14.1.2). */
export function rangeFrom(from: number): string {
  return `bytes=${from}-`;
}

/** From which byte on; undefined where `range` says nothing of this form. */
export function readRangeFrom(range: string | undefined): number | undefined {
  const [, from] = /^bytes=(\d{1,9})-$/.exec(range ?? '') ?? [];
  return from === undefined ? undefined : Number(from);
}

/** Value of `content-range` (14.4), whose last byte is counted in. */
export function contentRange({ from, until, total }: Part): string {
  return `bytes ${from}-${until - 1}/${total}`;
}

/** The part that an answer is; undefined where `content-range` is not well formed. */
export function readContentRange(value: string | undefined): Part | undefined {
  const found = /^bytes (\d{1,9})-(\d{1,9})\/(\d{1,9})$/.exec(value ?? '');
  if (!found) return undefined;
  const [from = 0, last = 0, total = 0] = found.slice(1).map(Number);
  return from <= last && last < total ? { from, until: last + 1, total } : undefined;
}
