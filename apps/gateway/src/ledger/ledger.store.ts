import { Injectable } from '@nestjs/common';
import type { JournalItem, JournalResult } from '#billing/journal';
import type { Tx } from '#platform/database';
import { LedgerStore as Ledger } from '#server/ledger/ledger.store';

/** What the gateway's book adds up to, over all currencies. */
export interface LedgerSums {
  readonly entries: number;
  readonly debitsMinor: string;
  readonly creditsMinor: string;
}

/** The gateway's book, in which an employer's accounts are opened by what is posted to them. */
@Injectable()
export class LedgerStore extends Ledger {
  /** Post items, opening the accounts that they need; one answer for each, in their order. */
  override async post(tx: Tx, items: readonly JournalItem[]): Promise<JournalResult[]> {
    const accounts = new Map(items.flatMap(({ entry }) =>
      entry.postings.map(({ account }) => [account.code, account] as const)));
    await this.open(tx, [...accounts.values()]);
    return super.post(tx, items);
  }

  /** Sums of the whole book. */
  async sums(tx: Tx): Promise<LedgerSums> {
    const [row] = await tx.query<LedgerSums[]>(
      `SELECT (SELECT count(*)::int FROM journal_entry) AS entries,
         coalesce(sum(debits), 0)::text AS "debitsMinor",
         coalesce(sum(credits), 0)::text AS "creditsMinor" FROM ledger_total`,
    );
    return row ?? { entries: 0, debitsMinor: '0', creditsMinor: '0' };
  }
}
