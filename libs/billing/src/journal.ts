import type { Entry } from './postings.ts';

/** What the ledger answered for one item; see README.md for what each means to a caller. */
const STATUSES = [
  'posted', 'duplicate', 'insufficient', 'unknown_account', 'conflict', 'unbalanced',
  'unknown_hold', 'resolved', 'malformed',
] as const;

/** The ledger's answer for one item. */
export type Status = (typeof STATUSES)[number];

/** An entry on its way to the ledger. */
export interface JournalItem {
  /** Random UUID version 4, chosen once: posting it again is answered with `duplicate`. */
  readonly id: string;
  /** Day on which it counts, `YYYY-MM-DD`, from the caller's clock; not part of its identity. */
  readonly day: string;
  readonly entry: Entry;
  /** The pending entry that this one resolves; given exactly when its phase is `resolving`. */
  readonly resolves?: string;
}

/** The ledger's answer, in the order of the items. */
export interface JournalResult {
  readonly id: string;
  readonly status: Status;
}

/** Statement that posts a batch; its one parameter is `encodeItems`' text. */
export const POST_BATCH = 'SELECT item_id AS id, status FROM ledger_post($1::jsonb) ORDER BY item';

/** The ledger's own limit on a batch; more is refused as a whole. */
export const LARGEST_BATCH = 1000;

/**
 * Write items as the parameter of POST_BATCH. Amounts are decimal strings, so no digit is lost.
 * Throws RangeError when an item resolves nothing although its phase says so, or the reverse.
 */
export function encodeItems(items: readonly JournalItem[]): string {
  return JSON.stringify(items.map(({ id, day, entry, resolves }) => {
    if ((entry.phase === 'resolving') !== (resolves !== undefined)) {
      throw new RangeError('an item resolves a pending entry exactly when its phase is resolving');
    }
    return {
      id,
      day,
      kind: entry.kind,
      pending: entry.phase === 'pending',
      resolves: resolves ?? null,
      postings: entry.postings.map(({ account, amount }) => [account.code, amount.toString()]),
    };
  }));
}

/** Check the rows of POST_BATCH against the items asked for. Throws when they do not fit. */
export function readResults(
  items: readonly JournalItem[], rows: readonly { id: string | null; status: string }[],
): JournalResult[] {
  if (rows.length !== items.length) throw new Error('the ledger answered another batch');
  return items.map(({ id }, index) => {
    const status = STATUSES.find((known) => known === rows[index]?.status);
    if (!status) throw new Error('the ledger gave an answer that this version does not know');
    return { id, status };
  });
}
