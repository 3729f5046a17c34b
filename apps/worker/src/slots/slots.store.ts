import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Opening } from '../matching/match.ts';

/** A time that a therapist offers. */
export interface SlotOffer {
  readonly id: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly modality: string;
}

/** An open slot as a client is shown it. */
export interface OpenSlot {
  readonly id: string;
  readonly startsAt: string;
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

  /** Publish offers; those that are published already stay as they are. */
  async publish(tx: Tx, providerId: string, offers: readonly SlotOffer[]): Promise<void> {
    await tx.query(
      `INSERT INTO slot (id, provider_id, starts_at, minutes, modality, status)
       SELECT o.id, $1, o."startsAt", o.minutes, o.modality, 'open'
       FROM jsonb_to_recordset($2::jsonb)
         AS o (id uuid, "startsAt" timestamptz, minutes smallint, modality text)
       ON CONFLICT (provider_id, starts_at) WHERE status <> 'withdrawn' DO NOTHING`,
      [providerId, JSON.stringify(offers)]);
  }

  /** Open slots under a case's own referral, licensed on their day, in time, soonest first. */
  open(
    tx: Tx, caseId: string, referralId: string, from: Date, first: number, now: Date,
  ): Promise<OpenSlot[]> {
    return tx.query<OpenSlot[]>(
      `SELECT s.id, to_char(s.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
         AS "startsAt", s.minutes, s.modality
       FROM referral r
       JOIN provider p ON p.id = r.provider_id AND p.active
       JOIN provider_licence l ON l.provider_id = p.id AND l.jurisdiction = r.jurisdiction
       JOIN slot s ON s.provider_id = p.id AND s.status = 'open'
         AND EXISTS (SELECT FROM meeting_offered m
           WHERE m.provider_id = s.provider_id AND m.modality = s.modality)
         AND s.starts_at > greatest($3::timestamptz, $5::timestamptz + make_interval(hours => p.notice_hours))
         AND (s.starts_at AT TIME ZONE p.time_zone)::date <= l.expires
       WHERE r.id = $1 AND r.case_id = $2 AND r.status = 'open'
       ORDER BY s.starts_at LIMIT $4`, [referralId, caseId, from, first, now]);
  }

  /** Days and modalities with an open slot between two instants, by therapist; null: of all. */
  async openings(
    tx: Tx, from: Date, until: Date, now: Date, providerId: string | null,
  ): Promise<Map<string, Opening[]>> {
    const rows = await tx.query<(Opening & { providerId: string })[]>(
      `SELECT DISTINCT s.provider_id AS "providerId", s.modality,
         (s.starts_at AT TIME ZONE p.time_zone)::date::text AS day
       FROM slot s JOIN provider p ON p.id = s.provider_id AND p.active
       JOIN meeting_offered m ON m.provider_id = s.provider_id AND m.modality = s.modality
       WHERE s.status = 'open' AND s.starts_at < $2 AND ($4::uuid IS NULL OR s.provider_id = $4)
         AND s.starts_at > greatest($1::timestamptz, $3::timestamptz + make_interval(hours => p.notice_hours))`,
      [from, until, now, providerId]);
    return Map.groupBy(rows, ({ providerId }) => providerId);
  }
}
