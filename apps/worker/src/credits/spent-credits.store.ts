import { Injectable } from '@nestjs/common';
import { isUniqueViolation, RetryTransaction, type Tx } from '#platform/database';

/** What a nullifier says besides itself. */
interface Spending {
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

  /** Whether the operator has ended this period, so that nothing more is spent in it. */
  async isEnded(tx: Tx, { programme, period }: Pick<Spending, 'programme' | 'period'>):
  Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'SELECT FROM period_ended WHERE programme = $1 AND period = $2', [programme, period]);
    return rows.length > 0;
  }

  /**
   * Spend a credit, once.
   *
   * @throws RetryTransaction when another transaction spent it first: run again, it reads so.
   */
  async spend(tx: Tx, spending: Spending, day: string): Promise<void> {
    const { nullifier, kind, programme, period } = spending;
    try {
      await tx.query(
        `INSERT INTO nullifier (nullifier, kind, programme, period, spent_on)
         VALUES (decode($1, 'hex'), $2, $3, $4, $5)`, [nullifier, kind, programme, period, day]);
    } catch (error) {
      if (isUniqueViolation(error)) throw new RetryTransaction();
      throw error;
    }
  }
}
