import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { LICENCES } from '../directory/practices.store.ts';
import type { RosterEntry, SentPayout } from './roster.graphql.ts';

/** Which payouts; null: it does not matter. */
export interface PayoutFilter {
  readonly id: string | null;
  readonly runId: string | null;
  readonly login: string | null;
  readonly first: number;
}

/** Therapists and payouts over all of them, for operators. Nothing of cases. */
@Injectable()
export class RosterStore {
  /** Therapists by name; `active` null: all; `login` null: whoever. */
  list(tx: Tx, active: boolean | null, login: string | null): Promise<RosterEntry[]> {
    return tx.query<RosterEntry[]>(
      `SELECT p.id, p.login, p.display_name AS name, p.active, p.registered_on::text AS "registeredOn",
         p.languages, p.specialities, p.modalities, p.gender, p.time_zone AS "timeZone",
         ${LICENCES} AS licences
       FROM provider p
       WHERE ($1::boolean IS NULL OR p.active = $1) AND ($2::text IS NULL OR p.login = $2)
       ORDER BY lower(p.display_name), p.login`, [active, login]);
  }

  /** Lock a therapist until the transaction ends; answers her id, and null for an unknown login. */
  async lock(tx: Tx, login: string): Promise<{ id: string; active: boolean } | null> {
    const [row] = await tx.query<{ id: string; active: boolean }[]>(
      'SELECT id, active FROM provider WHERE login = $1 FOR NO KEY UPDATE', [login]);
    return row ?? null;
  }

  /** Take a therapist out, which ends her sign-ins, or in again. */
  async setActive(tx: Tx, id: string, active: boolean): Promise<void> {
    await tx.query('UPDATE provider SET active = $2 WHERE id = $1', [id, active]);
    if (!active) await tx.query('DELETE FROM provider_session WHERE provider_id = $1', [id]);
  }

  /** Change the name that a therapist is shown and paid under. */
  async rename(tx: Tx, id: string, name: string): Promise<void> {
    await tx.query('UPDATE provider SET display_name = $2 WHERE id = $1', [id, name]);
  }

  /** Open referrals to a therapist, in the order of their random ids. */
  async openReferrals(tx: Tx, providerId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `SELECT id FROM referral WHERE provider_id = $1 AND status = 'open' ORDER BY id
       FOR NO KEY UPDATE`, [providerId]);
    return rows.map(({ id }) => id);
  }

  /** Sessions whose fee is set aside and that are not claimed. */
  async unclaimed(tx: Tx, providerId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM authorisation
       WHERE provider_id = $1 AND status = 'held'`, [providerId]);
    return row?.count ?? 0;
  }

  /** Payouts, the latest first. */
  payouts(tx: Tx, { id, runId, login, first }: PayoutFilter): Promise<SentPayout[]> {
    return tx.query<SentPayout[]>(
      `SELECT o.id, o.run_id AS "runId", p.login, p.display_name AS name, upper(o.status) AS status,
         o.sent_on::text AS "sentOn",
         jsonb_build_object('minor', o.amount_minor::text, 'currency', o.currency) AS amount,
         (SELECT count(*)::integer FROM claim c WHERE c.payout_id = o.id) AS claims
       FROM payout o JOIN provider p ON p.id = o.provider_id
       WHERE ($1::uuid IS NULL OR o.id = $1) AND ($2::uuid IS NULL OR o.run_id = $2)
         AND ($3::text IS NULL OR p.login = $3)
       ORDER BY o.sent_on DESC, o.id LIMIT $4`, [id, runId, login, first]);
  }
}
