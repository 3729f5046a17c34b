/** The languages that there are rules for (ISO 639-1). */
export type Language = 'en' | 'es';

/** Part of a text, in UTF-16 units of the text as it was given: `start` is in it, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** In the order of a text of `length` units, what overlaps none before it in the list. */
export function apart<Found extends Span>(found: readonly Found[], length: number): Found[] {
  const taken = new Uint8Array(length);
  return found.filter(({ start, end }) => {
    for (let at = start; at < end; at += 1) if (taken[at]) return false;
    taken.fill(1, start, end);
    return true;
  }).sort((one, other) => one.start - other.start);
}
