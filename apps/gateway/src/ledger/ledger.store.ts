import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { openingItems } from '#billing/accounts';
import {
  encodeItems, POST_BATCH, readResults, type JournalItem, type Status,
} from '#billing/journal';
import type { Tx } from '#platform/database';

/** What the gateway's book adds up to, over all currencies. */
export interface LedgerTotals {
  readonly entries: number;
  readonly debitsMinor: string;
  readonly creditsMinor: string;
}

/** The gateway's book: posted through the ledger's own function alone. */
@Injectable()
export class LedgerStore {
  /** Post entries, opening the accounts that they need; answers item by item. */
  async post(tx: Tx, items: readonly JournalItem[]): Promise<Status[]> {
    const accounts = new Map(items.flatMap(({ entry }) =>
      entry.postings.map(({ account }) => [account.code, account] as const)));
    await tx.query('SELECT ledger_open($1::jsonb)', [
      openingItems([...accounts.values()], randomUUID),
    ]);
    const rows = await tx.query<{ status: string }[]>(POST_BATCH, [encodeItems(items)]);
    return readResults(items, rows).map(({ status }) => status);
  }

  /** Post entries that cannot but be possible. @throws Error otherwise, so nothing is committed. */
  async mustPost(tx: Tx, items: readonly JournalItem[]): Promise<void> {
    const refused = (await this.post(tx, items)).find((status) =>
      status !== 'posted' && status !== 'duplicate');
    if (refused) throw new Error(`the ledger answered ${refused}`);
  }

  /** Totals of the whole book. */
  async totals(tx: Tx): Promise<LedgerTotals> {
    const [row] = await tx.query<LedgerTotals[]>(
      `SELECT (SELECT count(*)::int FROM journal_entry) AS entries,
         coalesce(sum(debits), 0)::text AS "debitsMinor",
         coalesce(sum(credits), 0)::text AS "creditsMinor" FROM ledger_total`,
    );
    return row ?? { entries: 0, debitsMinor: '0', creditsMinor: '0' };
  }
}
