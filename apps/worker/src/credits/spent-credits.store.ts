import { Injectable } from '@nestjs/common';
import { RetryTransaction, type Tx } from '#platform/database';

/** What a nullifier says besides itself. */
export interface Spending {
  readonly nullifier: string;
  readonly kind: 'entry' | 'session';
  readonly programme: string;
  readonly period: string;
}

/** The set of spent credits. */
@Injectable()
export class SpentCreditsStore {
  /** Which of these nullifiers (64 hex digits) are spent, in their order. */
  async spent(tx: Tx, nullifiers: readonly string[]): Promise<boolean[]> {
    const rows = await tx.query<{ nullifier: string }[]>(
      `SELECT encode(nullifier, 'hex') AS nullifier FROM nullifier
       WHERE nullifier = ANY (SELECT decode(n, 'hex') FROM unnest($1::text[]) AS n)`, [nullifiers]);
    const spent = new Set(rows.map((row) => row.nullifier));
    return nullifiers.map((nullifier) => spent.has(nullifier));
  }

  /**
   * Spend credits, each once. One that is being spent elsewhere is waited for.
   *
   * @throws RetryTransaction when another transaction spent one first: run again, it reads so.
   */
  async spend(tx: Tx, spendings: readonly Spending[]): Promise<void> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO nullifier (nullifier, kind, programme, period)
       SELECT decode(nullifier, 'hex'), kind, programme, period
       FROM jsonb_to_recordset($1::jsonb)
         AS w (nullifier text, kind text, programme uuid, period text)
       ORDER BY 1 ON CONFLICT DO NOTHING RETURNING 1`, [JSON.stringify(spendings)]);
    if (rows.length < spendings.length) throw new RetryTransaction();
  }
}
