import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { InPerson, MeetingDetails } from './meeting-details.ts';

/** How the sessions that a case has booked under one referral are held, in one way of meeting. */
export interface Meeting {
  readonly referralId: string;
  readonly modality: string;
  readonly inPerson: InPerson | null;
  readonly phone: string | null;
  readonly videoLink: string | null;
  /** Sessions that were booked before the details last changed. */
  readonly changedFor: readonly string[];
}

const IN_PERSON = `CASE WHEN m.address IS NOT NULL THEN jsonb_build_object('address', m.address,
  'directions', m.directions, 'atTheDoor', m.at_the_door) END`;

/** Details of how sessions are held. */
@Injectable()
export class MeetingStore {
  /** Keep details of the ways that are offered; those of others stay as they are. */
  async keep(tx: Tx, providerId: string, details: MeetingDetails): Promise<void> {
    const { inPerson, phone, videoLink } = details;
    const rows = [
      ...(inPerson ? [{ modality: 'IN_PERSON', ...inPerson }] : []),
      ...(phone ? [{ modality: 'PHONE', phone }] : []),
      ...(videoLink ? [{ modality: 'VIDEO', link: videoLink }] : []),
    ];
    await tx.query(
      `INSERT INTO provider_meeting AS m
         (provider_id, modality, address, directions, at_the_door, phone, link, version)
       SELECT $1, o.modality, o.address, o.directions, o."atTheDoor", o.phone, o.link, 1
       FROM jsonb_to_recordset($2::jsonb) AS o (modality text, address text, directions text,
         "atTheDoor" text, phone text, link text)
       ON CONFLICT (provider_id, modality) DO UPDATE SET
         address = EXCLUDED.address, directions = EXCLUDED.directions,
         at_the_door = EXCLUDED.at_the_door, phone = EXCLUDED.phone, link = EXCLUDED.link,
         version = m.version + 1
       WHERE (m.address, m.directions, m.at_the_door, m.phone, m.link) IS DISTINCT FROM
         (EXCLUDED.address, EXCLUDED.directions, EXCLUDED.at_the_door, EXCLUDED.phone, EXCLUDED.link)`,
      [providerId, JSON.stringify(rows)]);
  }

  /** All details that a therapist has given. */
  async ofProvider(tx: Tx, providerId: string): Promise<MeetingDetails> {
    const [row] = await tx.query<MeetingDetails[]>(
      `SELECT (SELECT ${IN_PERSON} FROM provider_meeting m
           WHERE m.provider_id = $1 AND m.modality = 'IN_PERSON') AS "inPerson",
         (SELECT phone FROM provider_meeting
           WHERE provider_id = $1 AND modality = 'PHONE') AS phone,
         (SELECT link FROM provider_meeting
           WHERE provider_id = $1 AND modality = 'VIDEO') AS "videoLink"`, [providerId]);
    return row ?? { inPerson: null, phone: null, videoLink: null };
  }

  /**
   * Details that a case needs: of the sessions that it has booked, and of no others. One that is
   * claimed while it takes place is needed until its end.
   */
  async ofCase(tx: Tx, caseId: string, now: Date): Promise<Meeting[]> {
    return tx.query<Meeting[]>(
      `SELECT r.id AS "referralId", m.modality, ${IN_PERSON} AS "inPerson", m.phone,
         m.link AS "videoLink", coalesce(jsonb_agg(a.id ORDER BY a.starts_at, a.id)
           FILTER (WHERE a.meeting_version IS DISTINCT FROM m.version), '[]') AS "changedFor"
       FROM authorisation a
       JOIN referral r ON r.id = a.referral_id
       JOIN provider_meeting m ON m.provider_id = a.provider_id AND m.modality = a.modality
       WHERE r.case_id = $1 AND (a.status = 'held' OR (a.status = 'claimed'
         AND a.starts_at + make_interval(mins => a.minutes) > $2))
       GROUP BY r.id, m.provider_id, m.modality ORDER BY min(a.starts_at), r.id, m.modality`,
      [caseId, now]);
  }
}
