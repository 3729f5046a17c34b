import { createHash } from 'node:crypto';
import type { Draws } from '#matching/daily-view';
import { readWorkerConfig, type WorkerConfig } from '#platform/settings/config';
import type { Database } from '#platform/database';
import type { Standings } from '#platform/restores/standing-watch';
import type { TestCluster } from '#local/testing';

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

/** What an operator of this name signs her requests with, of a vault with such secrets. */
export function operatorNamed(name: string, secrets: string): string {
  return `Operator ${createHash('sha256').update(`${secrets}operator ${name}`).digest('hex')}`;
}

/**
 * A vault's own setting.
 *
 * @param pages where therapists open their page.
 * @param operators by their names; else there is one without.
 * @param secret by its name.
 */
export function configOf(
  { urls: { vault } }: TestCluster, pages: string, operators: readonly string[],
  secret: (of: string) => string,
): WorkerConfig {
  const tokens = operators.map((name) => `${name}=${secret(`operator ${name}`)}`).join();
  return readWorkerConfig({
    SOTTO_MODE: 'test', LOG_LEVEL: 'silent', VAULT_DATABASE_URL: vault, QUEUE_URL: vault,
    THERAPIST_ORIGIN: pages, VAULT_SIGNING_SEED: secret('signing'), VAULT_KEK: secret('kek'),
    VAULT_OPERATOR_TOKEN: secret('operator'), VAULT_TREATY_SEED: secret('treaty'),
    GATEWAY_TREATY_PUBLIC_KEY: secret('gateway'),
    ...(tokens && { VAULT_OPERATOR_TOKENS: tokens }),
  });
}

/** Draws that withhold nothing and show all there is: for what comes after a time was found. */
export const NOTHING_WITHHELD: Draws = {
  withheldFrom: () => null, order: () => ({ startsAt }) => startsAt.getTime(),
  usual: () => () => true,
  most: Number.POSITIVE_INFINITY,
};

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
