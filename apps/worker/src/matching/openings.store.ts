import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { OpenSlot } from '../slots/slots.store.ts';

/** A free time with whose it is. */
export interface ProviderOpening {
  readonly providerId: string;
  readonly slot: OpenSlot;
}

/** Free times over several therapists at once. */
@Injectable()
export class OpeningsStore {
  /** The `each` earliest times of each therapist who is licensed there on the day. */
  async earliest(
    tx: Tx, providerIds: readonly string[], jurisdiction: string, each: number, now: Date,
  ): Promise<ProviderOpening[]> {
    return tx.query<ProviderOpening[]>(
      `SELECT p.id AS "providerId", jsonb_build_object('id', s.id,
         'startsAt', to_char(s.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
         'minutes', s.minutes, 'modality', s.modality) AS slot
       FROM provider p
       JOIN provider_licence l ON l.provider_id = p.id AND l.jurisdiction = $2
       CROSS JOIN LATERAL (
         SELECT id, starts_at, minutes, modality FROM slot
         JOIN meeting_offered USING (provider_id, modality)
         WHERE provider_id = p.id AND status = 'open'
           AND starts_at > $4::timestamptz + make_interval(hours => p.notice_hours)
           AND (starts_at AT TIME ZONE p.time_zone)::date <= l.expires
         ORDER BY starts_at LIMIT $3) s
       WHERE p.active AND p.id = ANY ($1::uuid[])
       ORDER BY s.starts_at, p.id`, [providerIds, jurisdiction, each, now]);
  }
}
