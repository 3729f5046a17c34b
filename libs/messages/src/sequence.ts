/*
 * What a page can tell of a thread by the numbers of its messages: that one is missing or comes
 * late. The vault keeps and hands out messages and cannot write any: what it drops, reorders or
 * rolls back shows here.
 */

/** A message as it is counted. */
export interface Numbered {
  /** Hex of the device that wrote it. */
  readonly device: string;
  /** From 1, by the device. */
  readonly number: number;
}

/** Messages of one side by their device, each in the order in which they came. */
function byDevice(messages: readonly Numbered[]) {
  return Map.groupBy(messages, ({ device }) => device);
}

/** The numbers below the highest that never came, of each device that has such. */
export function missing(messages: readonly Numbered[]): ReadonlyMap<string, readonly number[]> {
  const gaps = new Map<string, readonly number[]>();
  for (const [device, came] of byDevice(messages)) {
    const numbers = new Set(came.map(({ number }) => number));
    const all = Array.from({ length: Math.max(...numbers) }, (_, place) => place + 1);
    const never = all.filter((number) => !numbers.has(number));
    if (never.length > 0) gaps.set(device, never);
  }
  return gaps;
}

/** Whether each device's messages came in the order in which it wrote them. */
export function isInOrder(messages: readonly Numbered[]): boolean {
  return [...byDevice(messages).values()].every((came) =>
    came.every(({ number }, place) => number > (came[place - 1]?.number ?? 0)));
}

/** What the other side has seen of us, by the hash that stands in its messages. */
export type Acknowledgement = 'none-yet' | 'seen' | 'older-than-before' | 'never-sent';

/**
 * Hold what a message says that it has seen against what was sent.
 *
 * @param sent hex hashes of our messages of this thread, in the order in which they were sent.
 * @param seen what the message says; null: it has seen none.
 * @param before what an earlier message of the same device said.
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
