import type { Database } from '#platform/database';
import type { Standings } from '#platform/standing-watch';
import type { TestCluster } from '#platform/testing';
import type { Draws } from '../src/matching/daily-view.ts';

/** What a vault is opened on besides its own. */
export interface VaultSetting {
  /** Databases of an earlier one. */
  readonly cluster?: TestCluster;
  /** What its secrets follow from, to go on with an earlier one's. */
  readonly secrets?: string;
  /** Without, it has no partner and is always open. */
  readonly standingsOf?: (db: Database) => Standings;
  /** Names of operators with a token each, besides the one without a name. */
  readonly operators?: readonly string[];
  /** Without, nothing is withheld, and all times are shown. */
  readonly draws?: Draws;
}

/** Draws that withhold nothing and show all there is: for what comes after a time was found. */
export const NOTHING_WITHHELD: Draws = {
  withheldFrom: () => null, order: () => ({ startsAt }) => startsAt.getTime(),
  most: Number.POSITIVE_INFINITY,
};

/** Dates of the quarters that specs use. */
export const QUARTERS = {
  '2026-Q4': {
    opens: '2026-10-01', last: '2026-12-31', closes: '2027-01-01', releases: '2027-01-30',
  },
  '2027-Q1': {
    opens: '2027-01-01', last: '2027-03-31', closes: '2027-04-01', releases: '2027-04-30',
  },
} as const;

/** What can be booked today under a referral ($1) by the case of a key ($2), at an instant ($3). */
export const BOOKABLE = `SELECT f.slot_id AS id,
    to_char(f.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    AS "startsAt"
  FROM referral r JOIN care_case c ON c.id = r.case_id AND c.secret_hash = decode($2, 'hex')
  JOIN provider p ON p.id = r.provider_id AND p.active
  JOIN provider_licence l ON l.provider_id = p.id AND l.jurisdiction = r.jurisdiction
  JOIN free_time f ON f.provider_id = p.id
  JOIN meeting_offered m ON m.provider_id = f.provider_id AND m.modality = f.modality
  WHERE r.id = $1 AND r.status = 'open'
    AND f.starts_at > $3::timestamptz + make_interval(hours => p.notice_hours)
    AND (f.starts_at AT TIME ZONE p.time_zone)::date <= l.expires
  ORDER BY f.starts_at`;
