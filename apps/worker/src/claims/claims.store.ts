import { Injectable } from '@nestjs/common';
import type { Adjustment } from '#billing/adjudicate-claim';
import type { Tx } from '#platform/database';

/** An authorisation as a claim needs it, locked. */
export interface ClaimableAuthorisation {
  readonly id: string;
  readonly programme: string;
  readonly serviceOn: string;
  /** When the booked session begins; null for a bearer credit. */
  readonly startsAt: Date | null;
  /** Last day of the benefit period. */
  readonly lastDay: string;
  readonly feeCapMinor: string;
  readonly currency: string;
  readonly holdId: string;
  readonly status: 'held' | 'claimed' | 'cancelled' | 'expired' | 'no_show';
  readonly bearer: boolean;
}

/** A claim to record. Amounts in minor units. */
export interface NewClaim {
  readonly id: string;
  readonly authorisationId: string;
  readonly providerId: string;
  readonly serviceOn: string;
  readonly serviceCode: string;
  readonly units: number;
  readonly modality: string;
  readonly billedMinor: string;
  readonly paidMinor: string;
  readonly currency: string;
  readonly status: 'paid' | 'denied';
  readonly adjustments: readonly Adjustment[];
}

/** A claim as its therapist sees it. */
export interface ShownClaim {
  readonly id: string;
  readonly authorisationNumber: string;
  readonly serviceDate: string;
  readonly serviceCode: string;
  readonly status: 'PAID' | 'DENIED';
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
  /** Day that was booked; null for a bearer credit. */
  readonly bookedDay: string | null;
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
    CASE WHEN NOT a.bearer THEN a.service_on::text END AS "bookedDay", a.number AS "authorisationNumber", c.service_on::text AS "serviceDate",
    c.service_code AS "serviceCode", upper(c.status) AS status,
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
         (p.closes - 1)::text AS "lastDay", a.fee_cap_minor::text AS "feeCapMinor", a.currency,
         a.hold_id AS "holdId", a.status, a.bearer
       FROM authorisation a
       JOIN programme_period p ON p.programme = a.programme AND p.period = a.period
       WHERE a.number = $1 AND a.provider_id = $2 FOR NO KEY UPDATE OF a`, [number, providerId]);
    return row ?? null;
  }

  /** A therapist's own session by its id. */
  async delivered(tx: Tx, id: string, providerId: string): Promise<DeliveredSession | null> {
    const [row] = await tx.query<DeliveredSession[]>(
      `SELECT number, service_on::text AS "serviceOn", starts_at AS "startsAt", minutes, modality,
         fee_cap_minor::text AS "feeCapMinor", currency
       FROM authorisation WHERE id = $1 AND provider_id = $2`, [id, providerId]);
    return row ?? null;
  }

  /** Mark an authorisation as claimed: no other claim is paid for it. */
  async markClaimed(tx: Tx, authorisationId: string): Promise<void> {
    await tx.query(`UPDATE authorisation SET status = 'claimed' WHERE id = $1`, [authorisationId]);
  }

  /** Record a claim with its adjudication. */
  async record(tx: Tx, claim: NewClaim, day: string): Promise<void> {
    await tx.query(
      `INSERT INTO claim (id, authorisation_id, provider_id, service_on, service_code, units,
         modality, billed_minor, paid_minor, currency, status, adjustments, submitted_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [claim.id, claim.authorisationId, claim.providerId, claim.serviceOn, claim.serviceCode,
        claim.units, claim.modality, claim.billedMinor, claim.paidMinor, claim.currency,
        claim.status, JSON.stringify(claim.adjustments.map(({ carc, group, reason, amount }) => ({
          group, code: String(carc), text: reason,
          amount: { minor: amount.minor.toString(), currency: amount.currency },
        }))), day]);
  }

  /** One claim of a therapist's. */
  async find(tx: Tx, id: string): Promise<ShownClaim> {
    const [row] = await tx.query<ShownClaim[]>(`${SHOWN} WHERE c.id = $1`, [id]);
    if (!row) throw new Error('a recorded claim is not there');
    return row;
  }

  /** A therapist's claims, the latest first, `first` at most after skipping `skip`. */
  async list(tx: Tx, providerId: string, first: number, skip: number): Promise<ShownClaim[]> {
    return tx.query<ShownClaim[]>(
      `${SHOWN} WHERE c.provider_id = $1
       ORDER BY c.submitted_on DESC, c.id LIMIT $2 OFFSET $3`, [providerId, first, skip]);
  }

  /** The claims that one payout paid. */
  async inPayout(tx: Tx, payoutId: string): Promise<ShownClaim[]> {
    return tx.query<ShownClaim[]>(
      `${SHOWN} WHERE c.payout_id = $1 ORDER BY c.service_on, c.id`, [payoutId]);
  }
}
