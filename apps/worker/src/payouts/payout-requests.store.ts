import { Injectable } from '@nestjs/common';
import type { Amounts, ProgrammePay } from '#billing/payout-bound';
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
interface Request {
  readonly askedBy: string;
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

  /** Of each programme, what was paid in, paid out, and is due or paid by this run. */
  async pay(tx: Tx, runId: string): Promise<ProgrammePay[]> {
    const rows = await tx.query<Record<keyof ProgrammePay, string>[]>(
      `SELECT currency, due::text, coalesce("paidOut", 0)::text AS "paidOut", coalesce((
           SELECT sum(f.amount_minor - f.beyond_minor) FROM funding f
           WHERE f.programme = own.programme AND f.currency = own.currency
             AND f.withdrawn_on IS NULL), 0)::text AS funded
       FROM (SELECT a.programme, c.currency,
           sum(c.paid_minor) FILTER (WHERE p.run_id IS DISTINCT FROM $1
             AND p.id IS NOT NULL) AS "paidOut",
           sum(c.paid_minor) FILTER (WHERE p.run_id = $1 OR p.id IS NULL) AS due
         FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
         LEFT JOIN payout p ON p.id = c.payout_id
         WHERE c.status = 'paid' GROUP BY a.programme, c.currency) AS own
       WHERE due IS NOT NULL`, [runId]);
    return rows.map(({ currency, funded, paidOut, due }) => (
      { currency, funded: BigInt(funded), paidOut: BigInt(paidOut), due: BigInt(due) }));
  }

  /** Whether a run took place. */
  async isDone(tx: Tx, runId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('SELECT FROM payout_run WHERE id = $1', [runId])).length > 0;
  }

  /** Ask for a run; asked again by an operator, it is hers and of what is due now. */
  async ask(
    tx: Tx, runId: string, toApprove: Amounts, by: string, day: string,
  ): Promise<void> {
    const amounts = Object.fromEntries(
      Object.entries(toApprove).map(([currency, minor]) => [currency, minor.toString()]));
    await tx.query(
      `INSERT INTO payout_request (run_id, asked_by, asked_on, to_approve) VALUES ($1, $2, $3, $4)
       ON CONFLICT (run_id) DO UPDATE SET asked_by = $2, asked_on = $3, to_approve = $4`,
      [runId, by, day, JSON.stringify(amounts)]);
  }

  /** A request, locked; null: nobody asked for this run. */
  async find(tx: Tx, runId: string): Promise<Request | null> {
    const [row] = await tx.query<(Omit<Request, 'toApprove'> & {
      toApprove: Record<string, string> })[]>(
      `SELECT asked_by AS "askedBy", approved_by AS "approvedBy", to_approve AS "toApprove"
       FROM payout_request WHERE run_id = $1 FOR UPDATE`, [runId]);
    return row ? { ...row, toApprove: Object.fromEntries(Object.entries(row.toApprove)
      .map(([currency, minor]) => [currency, BigInt(minor)])) } : null;
  }

  /** The run is paid by one alone now: what it waited for has come. */
  async forget(tx: Tx, runId: string): Promise<void> {
    await tx.query(
      'DELETE FROM payout_request WHERE run_id = $1 AND approved_by IS NULL', [runId]);
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
