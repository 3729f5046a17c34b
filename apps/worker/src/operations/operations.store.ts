import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { LENT_PROGRAMMES } from '../housekeeping/alarms.store.ts';
import type { WaitingCounts } from '../terms/terms.store.ts';
import type { VaultOperations } from './operations.graphql.ts';

/** What is counted by one statement. */
type Counts = Omit<
  VaultOperations, 'ledger' | 'payoutTotal' | 'periodsNotClosed' | keyof WaitingCounts>;

/** Counts over the whole vault. */
@Injectable()
export class OperationsStore {
  /** All counts at one moment. */
  async counts(tx: Tx): Promise<Counts> {
    const [row] = await tx.query<Counts[]>(
      `SELECT (SELECT count(*) FROM care_case)::integer AS cases,
         (SELECT count(*) FROM referral)::integer AS referrals,
         a.booked, a.cancelled, a.delivered, a.bearer,
         c.submitted AS "claimsSubmitted", c.paid AS "claimsPaid", c.denied AS "claimsRejected",
         (SELECT count(*) FROM payout WHERE status <> 'failed')::integer AS payouts,
         n.entry AS "spentEntry", n.session AS "spentSession",
         (SELECT count(*) FROM payout_amiss)::integer AS "payoutsAmiss",
         (SELECT count(*) FROM issuer_key_refusal)::integer AS "refusedKeys",
         (SELECT count(*) FROM terms_refusal
           WHERE reason <> 'withdrawn')::integer AS "refusedTerms",
         (SELECT count(*) FROM job_refusal)::integer AS "refusedJobs",
         (SELECT count(*) FROM funding f WHERE f.withdrawn_on IS NULL
           AND (f.beyond_sessions > 0 OR f.beyond_minor > 0) AND EXISTS (
             SELECT FROM programme_period p WHERE p.programme = f.programme))::integer
           AS "fundingsBeyond",
         (SELECT count(*) FROM credits_beyond)::integer AS "creditsBeyondIssued",
         ${LENT_PROGRAMMES} AS "lentProgrammes",
         (SELECT count(*) FROM payout_request WHERE approved_by IS NULL)::integer
           AS "payoutsWaiting"
       FROM (SELECT count(*) FILTER (WHERE NOT bearer)::integer AS booked,
           count(*) FILTER (WHERE status = 'cancelled')::integer AS cancelled,
           count(*) FILTER (WHERE status = 'claimed')::integer AS delivered,
           count(*) FILTER (WHERE bearer)::integer AS bearer FROM authorisation) AS a,
         (SELECT count(*)::integer AS submitted,
           count(*) FILTER (WHERE status = 'paid')::integer AS paid,
           count(*) FILTER (WHERE status = 'denied')::integer AS denied FROM claim) AS c,
         (SELECT count(*) FILTER (WHERE kind = 'entry')::integer AS entry,
           count(*) FILTER (WHERE kind = 'session')::integer AS session FROM nullifier) AS n`);
    if (!row) throw new Error('counting gave no row');
    return row;
  }

  /** What was paid out in the currency in which most was, minor units. */
  async payoutTotal(tx: Tx): Promise<{ minor: string; currency: string }> {
    const [row] = await tx.query<{ minor: string; currency: string }[]>(
      `SELECT sum(amount_minor)::text AS minor, currency FROM payout WHERE status <> 'failed'
       GROUP BY currency ORDER BY sum(amount_minor) DESC LIMIT 1`);
    return row ?? { minor: '0', currency: 'EUR' };
  }

  /** Reporting periods that are due and whose closing failed, the longest due first. */
  periodsNotClosed(tx: Tx): Promise<VaultOperations['periodsNotClosed']> {
    return tx.query<VaultOperations['periodsNotClosed']>(
      `SELECT f.programme, f.report AS period, f.reason, f.failed_on::text AS "failedOn", f.tries
       FROM closing_failure f
       WHERE NOT EXISTS (SELECT FROM report_release r
         WHERE r.programme = f.programme AND r.report = f.report)
       ORDER BY f.report, f.programme`);
  }
}
