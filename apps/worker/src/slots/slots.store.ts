import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** A time that a therapist offers. */
export interface SlotOffer {
  readonly id: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly modality: string;
}

/** Bookable times. */
@Injectable()
export class SlotsStore {
  /** One at a time publishes for a therapist, so that two lists can't overlap. */
  async lockProvider(tx: Tx, providerId: string): Promise<void> {
    await tx.query('SELECT 1 FROM provider WHERE id = $1 FOR NO KEY UPDATE', [providerId]);
  }

  /** Ways of meeting by which a therapist's sessions can be held. */
  async offered(tx: Tx, providerId: string): Promise<string[]> {
    const rows = await tx.query<{ modality: string }[]>(
      'SELECT modality FROM meeting_offered WHERE provider_id = $1', [providerId]);
    return rows.map(({ modality }) => modality);
  }

  /** How many of these offers overlap a slot that is published and is not the same offer. */
  async overlaps(tx: Tx, providerId: string, offers: readonly SlotOffer[]): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count
       FROM jsonb_to_recordset($2::jsonb)
         AS o ("startsAt" timestamptz, minutes integer, modality text)
       JOIN slot s ON s.provider_id = $1 AND s.status <> 'withdrawn'
         AND s.starts_at > o."startsAt" - interval '3 hours'
         AND s.starts_at < o."startsAt" + make_interval(mins => o.minutes)
         AND s.starts_at + make_interval(mins => s.minutes) > o."startsAt"
       WHERE (s.starts_at, s.minutes, s.modality)
         IS DISTINCT FROM (o."startsAt", o.minutes, o.modality)`,
      [providerId, JSON.stringify(offers)]);
    return row?.count ?? 0;
  }

  /** Publish offers, to be looked at at once; those that are published already stay as they are. */
  async publish(tx: Tx, providerId: string, offers: readonly SlotOffer[]): Promise<void> {
    await tx.query(
      `WITH made AS (INSERT INTO slot (id, provider_id, starts_at, minutes, modality, status)
         SELECT o.id, $1, o."startsAt", o.minutes, o.modality, 'open'
         FROM jsonb_to_recordset($2::jsonb)
           AS o (id uuid, "startsAt" timestamptz, minutes smallint, modality text)
         ON CONFLICT (provider_id, starts_at) WHERE status <> 'withdrawn' DO NOTHING
         RETURNING id, provider_id, starts_at, minutes, modality)
       INSERT INTO free_time (slot_id, provider_id, starts_at, minutes, modality)
       SELECT id, provider_id, starts_at, minutes, modality FROM made`,
      [providerId, JSON.stringify(offers)]);
  }
}
