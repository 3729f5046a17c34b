import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** An amount as the schema shows it. */
export interface ShownMoney { readonly minor: string; readonly currency: string }

/** A payout as its therapist sees it. */
export interface ShownPayout {
  readonly id: string;
  readonly sentOn: string;
  readonly status: string;
  readonly amount: ShownMoney;
}

/** What one therapist is due in one currency. */
export interface Due { readonly providerId: string; readonly currency: string }

/** A payout with the bank. */
export interface InFlight extends Due { readonly id: string; readonly amountMinor: string }

const SHOWN = `SELECT id, sent_on::text AS "sentOn", upper(status) AS status,
    jsonb_build_object('minor', amount_minor::text, 'currency', currency) AS amount
  FROM payout`;

/** Payouts and the runs that made them. */
@Injectable()
export class PayoutsStore {
  /** Begin a run; false when it took place before. A rival with the same key is waited for. */
  async begin(tx: Tx, runId: string, day: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'INSERT INTO payout_run (id, run_on) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
      [runId, day]);
    return rows.length > 0;
  }

  /** From now on no payout is made by the clock. */
  async hold(tx: Tx, day: string): Promise<void> {
    await tx.query('INSERT INTO payouts_held (held_on) VALUES ($1) ON CONFLICT DO NOTHING', [day]);
  }

  /** Payouts are made by the clock again. */
  async release(tx: Tx): Promise<void> {
    await tx.query('DELETE FROM payouts_held');
  }

  /** Whether the clock makes no payouts. */
  async isHeld(tx: Tx): Promise<boolean> {
    return (await tx.query<unknown[]>('SELECT one FROM payouts_held')).length > 0;
  }

  /** What all therapists together are due, by currency. */
  async dueInAll(tx: Tx): Promise<ShownMoney[]> {
    return tx.query<ShownMoney[]>(
      `SELECT currency, sum(paid_minor)::text AS minor FROM claim
       WHERE status = 'paid' AND payout_id IS NULL GROUP BY currency ORDER BY currency`);
  }

  /** Paid claims that no payout has paid out. */
  async due(tx: Tx): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT id FROM claim WHERE status = 'paid' AND payout_id IS NULL ORDER BY id`);
    return rows.map(({ id }) => id);
  }

  /** Therapists of those of these claims that are still due. */
  async payees(tx: Tx, claims: readonly string[]): Promise<Due[]> {
    return tx.query<Due[]>(
      `SELECT DISTINCT provider_id AS "providerId", currency FROM claim
       WHERE id = ANY ($1::uuid[]) AND status = 'paid' AND payout_id IS NULL ORDER BY 1, 2`,
      [claims]);
  }

  /**
   * Make a payout of all that one therapist is due of these claims: minor units, or null when a
   * rival was quicker. What is taken is what was summed; what was claimed since is of a later run.
   */
  async gather(
    tx: Tx, payout: Due & { id: string; runId: string }, claims: readonly string[], day: string,
  ): Promise<string | null> {
    const [sum] = await tx.query<{ total: string | null; claims: string[] }[]>(
      `SELECT sum(paid_minor)::text AS total, array_agg(id::text) AS claims FROM (
         SELECT id, paid_minor FROM claim
         WHERE provider_id = $1 AND currency = $2 AND id = ANY ($3::uuid[])
           AND status = 'paid' AND payout_id IS NULL
         ORDER BY id FOR NO KEY UPDATE) AS due`, [payout.providerId, payout.currency, claims]);
    if (!sum?.total) return null;
    await tx.query(
      `INSERT INTO payout (id, run_id, provider_id, amount_minor, currency, status, sent_on)
       VALUES ($1, $2, $3, $4, $5, 'in_flight', $6)`,
      [payout.id, payout.runId, payout.providerId, sum.total, payout.currency, day]);
    await tx.query('UPDATE claim SET payout_id = $1 WHERE id = ANY ($2::uuid[])',
      [payout.id, sum.claims]);
    return sum.total;
  }

  /** Payouts that the bank has not answered for; locked, those that a rival holds left out. */
  async inFlight(tx: Tx, most: number): Promise<InFlight[]> {
    return tx.query<InFlight[]>(
      `SELECT id, provider_id AS "providerId", amount_minor::text AS "amountMinor", currency
       FROM payout WHERE status = 'in_flight' ORDER BY id LIMIT $1
       FOR NO KEY UPDATE SKIP LOCKED`, [most]);
  }

  /** The bank has paid these. */
  async confirm(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query(`UPDATE payout SET status = 'confirmed' WHERE id = ANY ($1::uuid[])`, [ids]);
  }

  /** What a run came to. */
  async summary(tx: Tx, runId: string): Promise<{ count: number; totals: ShownMoney[] }> {
    const rows = await tx.query<(ShownMoney & { count: number })[]>(
      `SELECT currency, sum(amount_minor)::text AS minor, count(*)::integer AS count
       FROM payout WHERE run_id = $1 GROUP BY currency ORDER BY currency`, [runId]);
    return {
      count: rows.reduce((sum, row) => sum + row.count, 0),
      totals: rows.map(({ minor, currency }) => ({ minor, currency })),
    };
  }

  /** A therapist's payouts, the latest first. */
  async list(tx: Tx, providerId: string, first: number): Promise<ShownPayout[]> {
    return tx.query<ShownPayout[]>(
      `${SHOWN} WHERE provider_id = $1 ORDER BY sent_on DESC, id LIMIT $2`, [providerId, first]);
  }

  /** One payout, only if it is this therapist's. */
  async find(tx: Tx, providerId: string, id: string): Promise<ShownPayout | null> {
    const [row] = await tx.query<ShownPayout[]>(
      `${SHOWN} WHERE provider_id = $1 AND id = $2`, [providerId, id]);
    return row ?? null;
  }

  /** The name that a therapist is paid under. */
  async payee(tx: Tx, providerId: string): Promise<string> {
    const [row] = await tx.query<{ name: string }[]>(
      'SELECT display_name AS name FROM provider WHERE id = $1', [providerId]);
    if (!row) throw new Error('a therapist who called is not there');
    return row.name;
  }
}
