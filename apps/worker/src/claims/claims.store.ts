import { Injectable } from '@nestjs/common';
import type { Adjustment } from '#billing/adjudicate-claim';
import { countedMinutes } from '#billing/day-hours';
import type { Tx } from '#platform/database';
import { SHARES, type Shares } from './claim-terms.ts';

/** An authorisation as a claim needs it, locked. */
export interface ClaimableAuthorisation extends Shares {
  readonly id: string;
  readonly programme: string;
  readonly serviceOn: string;
  /** When the booked session begins; null for a bearer credit. */
  readonly startsAt: Date | null;
  /** First and last day of the benefit period. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly feeCapMinor: string;
  readonly currency: string;
  readonly holdId: string;
  readonly status: 'held' | 'claimed' | 'cancelled' | 'expired' | 'no_show' | 'late_cancelled';
  readonly bearer: boolean;
  readonly minutes: number;
}

/** What became of a session. */
export type Outcome = 'took_place' | 'no_show' | 'late_cancelled';

/** A claim to record. Amounts in minor units. */
export interface NewClaim {
  readonly id: string;
  readonly authorisationId: string;
  readonly providerId: string;
  readonly serviceOn: string;
  /** Null for a session that did not take place. */
  readonly serviceCode: string | null;
  readonly units: number;
  readonly modality: string;
  readonly billedMinor: string;
  readonly paidMinor: string;
  readonly currency: string;
  readonly status: 'paid' | 'denied';
  readonly adjustments: readonly Adjustment[];
  readonly outcome: Outcome;
  readonly byClient: boolean;
}

/** A claim that may be taken back, locked with its session. Amounts in minor units. */
export interface PaidClaim {
  readonly id: string;
  readonly authorisationId: string;
  readonly providerId: string;
  readonly programme: string;
  readonly feeCapMinor: string;
  readonly currency: string;
  readonly billedMinor: string;
  readonly paidMinor: string;
  readonly outcome: Outcome;
  readonly status: 'paid' | 'denied' | 'withdrawn';
  readonly byClient: boolean;
  readonly isInPayout: boolean;
  readonly isPeriodReported: boolean;
}

/** A claim as its therapist sees it. */
export interface ShownClaim {
  readonly id: string;
  readonly authorisationNumber: string;
  readonly serviceDate: string;
  readonly serviceCode: string | null;
  readonly outcome: Uppercase<Outcome>;
  readonly byClient: boolean;
  readonly status: 'PAID' | 'DENIED' | 'WITHDRAWN';
  readonly billed: { readonly minor: string; readonly currency: string };
  readonly paid: { readonly minor: string; readonly currency: string };
  readonly adjustments: readonly {
    readonly group: string; readonly code: string; readonly text: string;
    readonly amount: { readonly minor: string; readonly currency: string };
  }[];
  readonly submittedOn: string;
  readonly payoutId: string | null;
  readonly units: number;
  readonly modality: string;
  readonly handle: string | null;
  readonly colour: string | null;
  /** What became of the session that it is for. */
  readonly session: ClaimableAuthorisation['status'];
  /** Day of that session. */
  readonly sessionDay: string;
}

/** An authorisation that its therapist says has been delivered. */
export interface DeliveredSession {
  readonly number: string;
  readonly serviceOn: string;
  readonly startsAt: Date | null;
  readonly minutes: number;
  readonly modality: string;
  readonly feeCapMinor: string;
  readonly currency: string;
}

const SHOWN = `SELECT c.id, c.units, c.modality, r.handle, r.colour, a.status AS session,
    a.service_on::text AS "sessionDay",
    a.number AS "authorisationNumber", c.service_on::text AS "serviceDate",
    c.service_code AS "serviceCode", upper(c.status) AS status, upper(c.outcome) AS outcome,
    c.by_client AS "byClient",
    jsonb_build_object('minor', c.billed_minor::text, 'currency', c.currency) AS billed,
    jsonb_build_object('minor', c.paid_minor::text, 'currency', c.currency) AS paid,
    c.adjustments, c.submitted_on::text AS "submittedOn", c.payout_id AS "payoutId"
  FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
    LEFT JOIN referral r ON r.id = a.referral_id`;

/** Claims and the authorisations that they name. */
@Injectable()
export class ClaimsStore {
  /** A therapist's own authorisation, locked against a rival claim or cancellation. */
  async lockOwn(tx: Tx, number: string, providerId: string):
  Promise<ClaimableAuthorisation | null> {
    const [row] = await tx.query<ClaimableAuthorisation[]>(
      `SELECT a.id, a.programme, a.service_on::text AS "serviceOn",
         a.starts_at AS "startsAt",
         p.opens::text AS "firstDay", (p.closes - 1)::text AS "lastDay",
         a.fee_cap_minor::text AS "feeCapMinor", a.currency,
         a.hold_id AS "holdId", a.status, a.bearer, a.minutes, ${SHARES}
       FROM authorisation a
       JOIN programme_period p ON p.programme = a.programme AND p.period = a.period
       WHERE a.number = $1 AND a.provider_id = $2 FOR NO KEY UPDATE OF a`, [number, providerId]);
    return row ?? null;
  }

  /** What a therapist's paid sessions of a day count; other claims of hers wait for this one. */
  async minutesPaid(tx: Tx, providerId: string, day: string): Promise<number> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      [`claims of ${providerId} on ${day}`]);
    const paid = await tx.query<{ minutes: number }[]>(
      `SELECT a.minutes FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
       WHERE c.provider_id = $1 AND c.service_on = $2 AND c.status = 'paid'`, [providerId, day]);
    return paid.reduce((sum, { minutes }) => sum + countedMinutes(minutes), 0);
  }

  /** A therapist's own session by its id, locked against a rival claim or cancellation. */
  async lockSession(tx: Tx, id: string, providerId: string):
  Promise<(ClaimableAuthorisation & { providerId: string; modality: string }) | null> {
    const [row] = await tx.query<{ number: string; modality: string }[]>(
      'SELECT number, modality FROM authorisation WHERE id = $1 AND provider_id = $2',
      [id, providerId]);
    const locked = row && await this.lockOwn(tx, row.number, providerId);
    return locked ? { ...locked, providerId, modality: row.modality } : null;
  }

  /**
   * A therapist's claim with its session, both locked. The period's closing is waited for, and one
   * that comes later waits; so does a payout run, which locks the claims that it gathers.
   */
  async lockPaid(tx: Tx, id: string, providerId: string): Promise<PaidClaim | null> {
    const [known] = await tx.query<{ programme: string; authorisation: string }[]>(
      `SELECT a.programme, a.id AS authorisation FROM claim c
       JOIN authorisation a ON a.id = c.authorisation_id
       WHERE c.id = $1 AND c.provider_id = $2`, [id, providerId]);
    if (!known) return null;
    await tx.query('SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))',
      [`close-period ${known.programme}`]);
    await tx.query('SELECT FROM authorisation WHERE id = $1 FOR NO KEY UPDATE',
      [known.authorisation]);
    await tx.query('SELECT FROM claim WHERE id = $1 FOR NO KEY UPDATE', [id]);
    // Looked up in a statement of its own: what was committed while this waited is seen.
    const [row] = await tx.query<PaidClaim[]>(
      `SELECT c.id, a.id AS "authorisationId", c.provider_id AS "providerId", a.programme,
         a.fee_cap_minor::text AS "feeCapMinor", c.currency, c.billed_minor::text AS "billedMinor",
         c.paid_minor::text AS "paidMinor", c.outcome, c.status, c.by_client AS "byClient",
         c.payout_id IS NOT NULL AS "isInPayout", EXISTS (SELECT FROM frozen_report r
           JOIN reporting_period p USING (programme, report)
           WHERE p.programme = a.programme AND p.period = a.period
             AND p.opens <= a.service_on AND a.service_on < p.closes) AS "isPeriodReported"
       FROM claim c JOIN authorisation a ON a.id = c.authorisation_id WHERE c.id = $1`, [id]);
    return row ?? null;
  }

  /** Withdraw a claim; its session is held again, by another entry of the ledger. */
  async withdraw(tx: Tx, { id, authorisationId }: PaidClaim, holdId: string): Promise<void> {
    await tx.query(`UPDATE claim SET status = 'withdrawn' WHERE id = $1`, [id]);
    await tx.query(`UPDATE authorisation SET status = 'held', hold_id = $2 WHERE id = $1`,
      [authorisationId, holdId]);
  }

  /** A therapist's own session by its id. */
  async delivered(tx: Tx, id: string, providerId: string): Promise<DeliveredSession | null> {
    const [row] = await tx.query<DeliveredSession[]>(
      `SELECT number, service_on::text AS "serviceOn", starts_at AS "startsAt", minutes, modality,
         fee_cap_minor::text AS "feeCapMinor", currency
       FROM authorisation WHERE id = $1 AND provider_id = $2`, [id, providerId]);
    return row ?? null;
  }

  /** What became of a session: no other claim is paid for it. */
  async settle(tx: Tx, authorisationId: string, outcome: Outcome): Promise<void> {
    await tx.query('UPDATE authorisation SET status = $2 WHERE id = $1',
      [authorisationId, outcome === 'took_place' ? 'claimed' : outcome]);
  }

  /** Record a claim with its adjudication. */
  async record(tx: Tx, claim: NewClaim, day: string): Promise<void> {
    await tx.query(
      `INSERT INTO claim (id, authorisation_id, provider_id, service_on, service_code, units,
         modality, billed_minor, paid_minor, currency, status, adjustments, submitted_on, outcome,
         by_client)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [claim.id, claim.authorisationId, claim.providerId, claim.serviceOn, claim.serviceCode,
        claim.units, claim.modality, claim.billedMinor, claim.paidMinor, claim.currency,
        claim.status, JSON.stringify(claim.adjustments.map(({ carc, group, reason, amount }) => ({
          group, code: String(carc), text: reason,
          amount: { minor: amount.minor.toString(), currency: amount.currency },
        }))), day, claim.outcome, claim.byClient]);
  }

  /** One claim of a therapist's. */
  async find(tx: Tx, id: string): Promise<ShownClaim> {
    const [row] = await tx.query<ShownClaim[]>(`${SHOWN} WHERE c.id = $1`, [id]);
    if (!row) throw new Error('a recorded claim is not there');
    return row;
  }

  /** A therapist's claims, the newest service day first, `first` at most after skipping `skip`. */
  async list(tx: Tx, providerId: string, first: number, skip: number): Promise<ShownClaim[]> {
    return tx.query<ShownClaim[]>(
      `${SHOWN} WHERE c.provider_id = $1
       ORDER BY c.service_on DESC, a.starts_at DESC NULLS LAST, a.number, c.submitted_on DESC, c.id
       LIMIT $2 OFFSET $3`, [providerId, first, skip]);
  }

  /** The claims that one payout paid. */
  async inPayout(tx: Tx, payoutId: string): Promise<ShownClaim[]> {
    return tx.query<ShownClaim[]>(
      `${SHOWN} WHERE c.payout_id = $1 ORDER BY c.service_on, c.id`, [payoutId]);
  }
}
