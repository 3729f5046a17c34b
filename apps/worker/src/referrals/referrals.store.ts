import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** A referral to keep. */
export interface NewReferral {
  readonly id: string;
  readonly caseId: string;
  readonly providerId: string;
  readonly pseudonym: Uint8Array;
  readonly handle: string;
  readonly colour: string;
  readonly jurisdiction: string;
}

/** A referral as the client sees it. */
export interface OwnReferral {
  readonly id: string;
  readonly handle: string;
  readonly colour: string;
  readonly status: string;
  readonly accepted: boolean;
  /** X25519, 64 hex digits; null before the client's wallet offered it. */
  readonly clientKey: string | null;
  readonly provider: { readonly id: string; readonly name: string };
}

/** A referral as the therapist sees it. */
export interface SeenReferral extends Omit<OwnReferral, 'provider'> {
  readonly jurisdiction: string;
  readonly madeOn: string;
}

/** Preferences of the latest request of a case. */
export interface KeptPreferences {
  readonly languages: readonly string[];
  readonly speciality: string | null;
  readonly modality: string | null;
  readonly gender: string | null;
  readonly jurisdiction: string;
  readonly from: string | null;
  readonly until: string | null;
}

type ShownPreferences = Pick<KeptPreferences, 'languages' | 'modality' | 'jurisdiction'>;

/** She said yes, or acted on it: somebody who held a session, or waited for it, has answered. */
const ACCEPTED = `(r.accepted_on IS NOT NULL OR EXISTS (SELECT FROM authorisation a
  WHERE a.referral_id = r.id AND a.status IN ('claimed', 'no_show'))) AS accepted`;
const CLIENT_KEY = `encode(r.client_key, 'hex') AS "clientKey"`;
const SEEN = `SELECT r.id, r.handle, r.colour, r.status, ${ACCEPTED}, ${CLIENT_KEY}, r.jurisdiction,
  r.made_on::text AS "madeOn" FROM referral r`;

/** Referrals, and what they were asked for with. */
@Injectable()
export class ReferralsStore {
  /** Keep a referral, or open again the one between the two; gives it as the client sees it. */
  async make(tx: Tx, made: NewReferral, day: string): Promise<OwnReferral> {
    await tx.query(
      `INSERT INTO referral (id, case_id, provider_id, pseudonym, handle, colour, jurisdiction,
         status, made_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8)
       ON CONFLICT (case_id, provider_id) DO UPDATE SET status = 'open', jurisdiction = $7`,
      [made.id, made.caseId, made.providerId, made.pseudonym, made.handle, made.colour,
        made.jurisdiction, day]);
    const all = await this.ofCase(tx, made.caseId);
    const kept = all.find(({ provider }) => provider.id === made.providerId);
    if (!kept) throw new Error('a referral that was just kept is not there');
    return kept;
  }

  /** Keep other requests of a case waiting until this transaction ends. */
  async lockCase(tx: Tx, caseId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`refer ${caseId}`]);
  }

  /** All referrals of a case. */
  ofCase(tx: Tx, caseId: string): Promise<OwnReferral[]> {
    return tx.query<OwnReferral[]>(
      `SELECT r.id, r.handle, r.colour, r.status, ${ACCEPTED}, ${CLIENT_KEY},
         jsonb_build_object('id', p.id, 'name', p.display_name) AS provider
       FROM referral r JOIN provider p ON p.id = r.provider_id
       WHERE r.case_id = $1 ORDER BY r.made_on DESC, r.id`, [caseId]);
  }

  /** A therapist's clients, under their pseudonyms, in the order of these. */
  ofProvider(tx: Tx, providerId: string): Promise<SeenReferral[]> {
    return tx.query<SeenReferral[]>(
      `${SEEN} WHERE r.provider_id = $1 ORDER BY r.handle, r.id`, [providerId]);
  }

  /** One of a therapist's referrals, locked; null when it is not hers. */
  async lockSeen(tx: Tx, id: string, providerId: string): Promise<SeenReferral | null> {
    const [row] = await tx.query<SeenReferral[]>(
      `${SEEN} WHERE r.id = $1 AND r.provider_id = $2 FOR NO KEY UPDATE OF r`, [id, providerId]);
    return row ?? null;
  }

  /** The therapist said yes; the day is that of her first yes. */
  async accept(tx: Tx, id: string, day: string): Promise<void> {
    await tx.query(
      'UPDATE referral SET accepted_on = coalesce(accepted_on, $2) WHERE id = $1', [id, day]);
  }

  /** The therapist said no to these, for good. */
  async decline(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query(`UPDATE referral SET status = 'declined' WHERE id = ANY ($1::uuid[])`, [ids]);
  }

  /** Keep the preferences of a case's latest request. */
  async prefer(tx: Tx, caseId: string, preferences: KeptPreferences): Promise<void> {
    await tx.query(
      `INSERT INTO case_preference (case_id, languages, speciality, modality, gender, jurisdiction,
         available_from, available_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (case_id) DO UPDATE SET languages = $2, speciality = $3, modality = $4,
         gender = $5, jurisdiction = $6, available_from = $7, available_until = $8`,
      [caseId, preferences.languages, preferences.speciality, preferences.modality,
        preferences.gender, preferences.jurisdiction, preferences.from, preferences.until]);
  }

  /** What a client is shown of the preferences of her latest request, if she made one. */
  async preferences(tx: Tx, caseId: string): Promise<ShownPreferences | null> {
    const [row] = await tx.query<ShownPreferences[]>(
      `SELECT languages, modality, jurisdiction
       FROM case_preference WHERE case_id = $1`, [caseId]);
    return row ?? null;
  }
}
