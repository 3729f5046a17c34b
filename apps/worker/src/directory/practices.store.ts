import { Injectable } from '@nestjs/common';
import type { Practice } from '#matching/practice';
import type { Tx } from '#platform/database';

/** The licences of a therapist `p`, as a column. */
export const LICENCES = `(SELECT coalesce(jsonb_agg(jsonb_build_object('jurisdiction', l.jurisdiction,
    'number', l.number, 'expires', l.expires::text) ORDER BY l.jurisdiction), '[]')
  FROM provider_licence l WHERE l.provider_id = p.id)`;

/** What a therapist offers, and whose keys messages to her are sealed to. */
export interface ListedPractice extends Practice {
  /** SHA-256 of the newest version of her keys, 64 hex digits; null: she takes no messages. */
  readonly keys: string | null;
}

/** What active therapists offer. */
@Injectable()
export class PracticesStore {
  /**
   * All active therapists with their licences, in the order of their random ids; each with the ways
   * of meeting by which a session can be held, and none without any.
   *
   * @param id only this one, if she is active.
   */
  active(tx: Tx, id: string | null = null): Promise<ListedPractice[]> {
    return tx.query<ListedPractice[]>(
      `SELECT p.id, p.display_name AS name, p.languages, p.specialities, offered.modalities,
         p.gender, p.time_zone AS "timeZone", ${LICENCES} AS licences,
         (SELECT k.hash FROM provider_keys k WHERE k.provider_id = p.id
           ORDER BY k.version DESC LIMIT 1) AS keys
       FROM provider p JOIN LATERAL (SELECT array_agg(m.modality ORDER BY place) AS modalities
         FROM unnest(p.modalities) WITH ORDINALITY AS asked (modality, place)
         JOIN meeting_offered m ON m.provider_id = p.id AND m.modality = asked.modality) offered
         ON offered.modalities IS NOT NULL
       WHERE p.active AND ($1::uuid IS NULL OR p.id = $1) ORDER BY p.id`, [id]);
  }
}
