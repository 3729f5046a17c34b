import { Injectable } from '@nestjs/common';
import { ALONE_DAYS, type Amounts, type ProgrammePay } from '#billing/payout-bound';
import type { Tx } from '#platform/database';
import type { ShownMoney } from './payouts.store.ts';

/** A run that waits for a second operator. */
export interface WaitingRun {
  readonly runId: string;
  readonly askedBy: string;
  readonly askedOn: string;
  readonly toApprove: readonly ShownMoney[];
}

/** A request's row. */
export interface PayoutRequest {
  readonly askedBy: string;
  /** What it asks to be paid, and nothing else. */
  readonly claims: readonly string[];
  readonly toApprove: Amounts;
  readonly approvedBy: string | null;
}

/** Payout runs that one operator can't make alone, and who said yes to them. */
@Injectable()
export class PayoutRequestsStore {
  /** Keep runs that ask the same question waiting until this transaction ends. */
  async lock(tx: Tx): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('payout-bound', 0))`);
  }

  /** The programmes of these claims, in the one order in which they are locked. */
  async programmesOf(tx: Tx, claims: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ programme: string }[]>(
      `SELECT DISTINCT a.programme FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
       WHERE c.id = ANY ($1::uuid[]) ORDER BY a.programme`, [claims]);
    return rows.map(({ programme }) => programme);
  }

  /** Of each programme of these claims: what was paid in, what paid out, what of them is due. */
  async pay(tx: Tx, claims: readonly string[]): Promise<ProgrammePay[]> {
    const rows = await tx.query<Record<keyof ProgrammePay, string>[]>(
      `SELECT currency, due::text, coalesce("paidOut", 0)::text AS "paidOut", coalesce((
           SELECT sum(f.amount_minor - f.beyond_minor) FROM funding f
           WHERE f.programme = own.programme AND f.currency = own.currency
             AND f.withdrawn_on IS NULL), 0)::text AS funded
       FROM (SELECT a.programme, c.currency,
           sum(c.paid_minor) FILTER (WHERE c.payout_id IS NOT NULL) AS "paidOut",
           sum(c.paid_minor) FILTER (WHERE c.payout_id IS NULL AND c.id = ANY ($1::uuid[])) AS due
         FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
         WHERE c.status = 'paid' GROUP BY a.programme, c.currency) AS own
       WHERE due IS NOT NULL`, [claims]);
    return rows.map(({ currency, funded, paidOut, due }) => (
      { currency, funded: BigInt(funded), paidOut: BigInt(paidOut), due: BigInt(due) }));
  }

  /** By currency, what has left without a second operator's yes in the days that count together. */
  async leftAlone(tx: Tx, today: string): Promise<Amounts> {
    const rows = await tx.query<ShownMoney[]>(
      `SELECT currency, sum(greatest(minor - approved, 0))::text AS minor
       FROM (SELECT p.currency, sum(p.amount_minor) AS minor, coalesce((
             SELECT (q.to_approve ->> p.currency)::bigint FROM payout_request q
             WHERE q.run_id = p.run_id AND q.approved_by IS NOT NULL), 0) AS approved
           FROM payout p WHERE p.sent_on > $1::date - ${ALONE_DAYS}
           GROUP BY p.run_id, p.currency) AS run
       GROUP BY currency`, [today]);
    return Object.fromEntries(rows.map(({ currency, minor }) => [currency, BigInt(minor)]));
  }

  /** Whether a run took place. */
  async isDone(tx: Tx, runId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('SELECT FROM payout_run WHERE id = $1', [runId])).length > 0;
  }

  /** Ask for a run of these claims; a request that is there becomes hers, and of these. */
  async ask(
    tx: Tx, runId: string, request: Omit<PayoutRequest, 'approvedBy'>, day: string,
  ): Promise<void> {
    const { askedBy, claims, toApprove } = request;
    const amounts = Object.fromEntries(
      Object.entries(toApprove).map(([currency, minor]) => [currency, minor.toString()]));
    await tx.query(
      `INSERT INTO payout_request (run_id, asked_by, asked_on, claims, to_approve)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (run_id) DO UPDATE
         SET asked_by = $2, asked_on = $3, claims = $4, to_approve = $5`,
      [runId, askedBy, day, claims, JSON.stringify(amounts)]);
  }

  /** A request, locked; null: nobody asked for this run. */
  async find(tx: Tx, runId: string): Promise<PayoutRequest | null> {
    const [row] = await tx.query<(Omit<PayoutRequest, 'toApprove'> & {
      toApprove: Record<string, string> })[]>(
      `SELECT asked_by AS "askedBy", approved_by AS "approvedBy", claims,
         to_approve AS "toApprove"
       FROM payout_request WHERE run_id = $1 FOR UPDATE`, [runId]);
    return row ? { ...row, toApprove: Object.fromEntries(Object.entries(row.toApprove)
      .map(([currency, minor]) => [currency, BigInt(minor)])) } : null;
  }

  /**
   * A run is paid: what it waited for has come. So is every other one that has nothing left. Its
   * key is used up with it: nobody asks for other claims under the key of what was read.
   */
  async forget(tx: Tx, runId: string, day: string): Promise<void> {
    await tx.query(
      `WITH over AS (
         DELETE FROM payout_request WHERE approved_by IS NULL AND (run_id = $1 OR NOT EXISTS (
           SELECT FROM claim WHERE id = ANY (claims) AND status = 'paid' AND payout_id IS NULL))
         RETURNING run_id)
       INSERT INTO payout_run (id, run_on) SELECT run_id, $2 FROM over ON CONFLICT DO NOTHING`,
      [runId, day]);
  }

  /** Note who said yes. */
  async approve(tx: Tx, runId: string, by: string): Promise<void> {
    await tx.query('UPDATE payout_request SET approved_by = $2 WHERE run_id = $1', [runId, by]);
  }

  /** Requests that nobody has said yes to, oldest first. */
  async waiting(tx: Tx): Promise<WaitingRun[]> {
    return tx.query<WaitingRun[]>(
      `SELECT run_id AS "runId", asked_by AS "askedBy", asked_on::text AS "askedOn",
         (SELECT jsonb_agg(jsonb_build_object('currency', key, 'minor', value) ORDER BY key)
           FROM jsonb_each_text(to_approve)) AS "toApprove"
       FROM payout_request WHERE approved_by IS NULL ORDER BY asked_on, run_id`);
  }
}
