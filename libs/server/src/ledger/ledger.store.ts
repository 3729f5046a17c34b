import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { openingItems, type Account } from '#billing/accounts';
import {
  encodeItems, LARGEST_BATCH, POST_BATCH, readResults, type JournalItem, type JournalResult,
} from '#billing/journal';
import type { Tx } from '#platform/database';

/** Totals of a book for one unit, in that unit. */
export interface LedgerTotal {
  readonly unit: string;
  readonly entries: number;
  readonly debits: string;
  readonly credits: string;
  readonly openHolds: string;
}

/** The ledger refused what may not be refused: our own bug, and its code is the ledger's answer. */
export class LedgerRefused extends Error {
  override readonly name = 'LedgerRefused';

  constructor(readonly code: string) {
    super(`the ledger answered ${code}`);
  }
}

/** A domain's ledger: everything goes through its one posting function. */
@Injectable()
export class LedgerStore {
  /** Open the accounts that are not open yet. */
  async open(tx: Tx, accounts: readonly Account[]): Promise<void> {
    await tx.query('SELECT ledger_open($1::jsonb)', [openingItems(accounts, randomUUID)]);
  }

  /** Post items, in as few batches as the ledger allows; one answer for each, in their order. */
  async post(tx: Tx, items: readonly JournalItem[]): Promise<JournalResult[]> {
    const results: JournalResult[] = [];
    for (let start = 0; start < items.length; start += LARGEST_BATCH) {
      const batch = items.slice(start, start + LARGEST_BATCH);
      const rows = await tx.query<{ status: string }[]>(POST_BATCH, [encodeItems(batch)]);
      results.push(...readResults(batch, rows));
    }
    return results;
  }

  /**
   * Post items of which none may be refused: whatever is, is our own bug.
   *
   * @throws LedgerRefused naming the ledger's answer, so that the transaction is undone.
   */
  async mustPost(tx: Tx, items: readonly JournalItem[]): Promise<void> {
    const refused = (await this.post(tx, items)).find(({ status }) => status !== 'posted');
    if (refused) throw new LedgerRefused(refused.status);
  }

  /** Balances in the order asked for, each in its account's own direction; 0 if not open. */
  async balances(tx: Tx, accounts: readonly Account[]): Promise<bigint[]> {
    const rows = await tx.query<{ code: string; balance: string }[]>(
      'SELECT code, balance::text FROM account WHERE code = ANY ($1::text[])',
      [accounts.map(({ code }) => code)]);
    const known = new Map(rows.map(({ code, balance }) => [code, BigInt(balance)]));
    return accounts.map(({ code }) => known.get(code) ?? 0n);
  }

  /** What the book comes to, a row for each unit. */
  async totals(tx: Tx): Promise<LedgerTotal[]> {
    return tx.query<LedgerTotal[]>(
      `SELECT unit, entries::integer, debits::text, credits::text, open_holds::text AS "openHolds"
       FROM ledger_total ORDER BY unit`);
  }

  /** In how many ways the book is wrong; 0 when it is sound. Reads all of it. */
  async problems(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ problems: number }[]>(
      'SELECT count(*)::integer AS problems FROM ledger_verify()');
    return row?.problems ?? 0;
  }
}
