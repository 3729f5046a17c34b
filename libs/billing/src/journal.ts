import { isDay } from '#calendar/days';
import type { Entry } from './postings.ts';

/** What the ledger answered for one item; see README.md for what each means to a caller. */
const STATUSES = [
  'posted', 'duplicate', 'insufficient', 'unknown_account', 'conflict', 'unbalanced',
  'unknown_hold', 'resolved', 'malformed',
] as const;

/** The ledger's answer for one item. */
export type Status = (typeof STATUSES)[number];

declare const checked: unique symbol;

/** An entry on its way to the ledger. Only `journalItem` makes one. */
export interface JournalItem {
  /** Random UUID version 4, chosen once: posting it again is answered with `duplicate`. */
  readonly id: string;
  /** Day on which it counts, `YYYY-MM-DD`, from the caller's clock; not part of its identity. */
  readonly day: string;
  readonly entry: Entry;
  /** The pending entry that this one resolves; null unless its phase is `resolving`. */
  readonly resolves: string | null;
  readonly [checked]: true;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Put an entry on its way: checked here, one by one, so that no caller can spoil another's batch.
 *
 * Throws RangeError when an id is not a random UUID in lower case, the day none of the
 * calendar, or when it resolves a pending entry although its phase is another, or the reverse.
 */
export function journalItem(
  id: string, day: string, entry: Entry, resolves: string | null = null,
): JournalItem {
  if (!UUID_V4.test(id)) throw new RangeError('an entry has a random UUID, version 4');
  if (!isDay(day)) throw new RangeError('a day is one of the calendar, written YYYY-MM-DD');
  if ((entry.phase === 'resolving') !== (resolves !== null)) {
    throw new RangeError('an item resolves a pending entry exactly when its phase is resolving');
  }
  if (resolves !== null && !UUID_V4.test(resolves)) {
    throw new RangeError('what it resolves has a random UUID, version 4');
  }
  return Object.freeze({ id, day, entry, resolves }) as JournalItem;
}

/** The ledger's answer, in the order of the items. */
export interface JournalResult {
  readonly id: string;
  readonly status: Status;
}

/** Statement that posts a batch; its one parameter is `encodeItems`' text. */
export const POST_BATCH = 'SELECT status FROM ledger_post($1::jsonb) ORDER BY item';

/** The ledger's own limit on a batch; more is refused as a whole. */
export const LARGEST_BATCH = 1000;

/** Write items as the parameter of POST_BATCH. Amounts are decimal text, so no digit is lost. */
export function encodeItems(items: readonly JournalItem[]): string {
  return JSON.stringify(items.map(({ id, day, entry, resolves }) => ({
    id,
    day,
    kind: entry.kind,
    pending: entry.phase === 'pending',
    resolves,
    postings: entry.postings.map(({ account, amount }) => [account.code, amount.toString()]),
  })));
}

/** Check the rows of POST_BATCH against the items asked for. Throws when they do not fit. */
export function readResults(
  items: readonly JournalItem[], rows: readonly { status: string }[],
): JournalResult[] {
  if (rows.length !== items.length) throw new Error('the ledger answered another batch');
  return items.map(({ id }, index) => {
    const status = STATUSES.find((known) => known === rows[index]?.status);
    if (!status) throw new Error('the ledger gave an answer that this version does not know');
    return { id, status };
  });
}
