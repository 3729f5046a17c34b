/*
 * What a page can tell of a thread by the numbers of its letters: that one is missing, comes again,
 * comes late, or contradicts another. The vault keeps and hands out letters and cannot write any:
 * whatever it drops, repeats, reorders or rolls back shows here.
 */

/** A letter as it is counted. */
export interface Numbered {
  /** Hex of the device that wrote it. */
  readonly device: string;
  /** From 1, by the device. */
  readonly number: number;
  /** Hex of the sealed letter's SHA-256. */
  readonly hash: string;
}

/** Of each device the hash of each letter that came, by its number. */
export type Received = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** What a letter is beside those that came before it. */
export type Arrival = 'next' | 'early' | 'late' | 'again' | 'contradicts';

/** Take a letter. One that comes again, or contradicts another of its number, changes nothing. */
export function receive(
  received: Received, { device, number, hash }: Numbered,
): { readonly received: Received; readonly arrival: Arrival } {
  const known = received.get(device) ?? new Map<number, string>();
  const before = known.get(number);
  if (before !== undefined) {
    return { received, arrival: before === hash ? 'again' : 'contradicts' };
  }
  const highest = highestOf(known);
  const arrival = number < highest ? 'late' : number === highest + 1 ? 'next' : 'early';
  return { received: new Map(received).set(device, new Map(known).set(number, hash)), arrival };
}

/** The numbers below the highest that never came, of each device that has such. */
export function missing(received: Received): ReadonlyMap<string, readonly number[]> {
  const all = [...received].map(([device, known]) => {
    const numbers = Array.from({ length: highestOf(known) }, (_, place) => place + 1);
    return [device, numbers.filter((number) => !known.has(number))] as const;
  });
  return new Map(all.filter(([, numbers]) => numbers.length > 0));
}

/** What the other side has seen of us, by the hash that stands in its letters. */
export type Acknowledgement = 'none-yet' | 'seen' | 'older-than-before' | 'never-sent';

/**
 * Hold what a letter says that it has seen against what was sent.
 *
 * @param sent hex hashes of our letters of this thread, in the order in which they were sent.
 * @param seen what the letter says; null: it has seen none.
 * @param before what an earlier letter of the same device said.
 */
export function acknowledged(
  sent: readonly string[], seen: string | null, before: string | null,
): Acknowledgement {
  const [now, then] = [seen, before].map((hash) => (hash === null ? -1 : sent.indexOf(hash)));
  if (now === undefined || then === undefined) return 'none-yet';
  if (seen !== null && now < 0) return 'never-sent';
  if (now < then) return 'older-than-before';
  return seen === null ? 'none-yet' : 'seen';
}

function highestOf(known: ReadonlyMap<number, string>): number {
  return Math.max(0, ...known.keys());
}
