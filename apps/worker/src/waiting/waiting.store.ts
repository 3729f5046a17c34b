import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { waitingBy } from '#server/operators/waiting';
import { HAS_FACTOR } from '../auth/provider-factor.store.ts';
import { WAITS } from '../terms/terms.store.ts';
import { WaitingKind, type Waiting } from './waiting.graphql.ts';

/** A licence that ends so soon is to be renewed; in days. */
const SOON = 30;

/** Each with the days of what waits; $1 is today. Therapists and alarms: nothing of care. */
const DAYS: Record<WaitingKind, string> = {
  TERMS: `SELECT p.confirm_by ${WAITS} AND p.confirm_by > $1::date`,
  TERMS_OVERDUE: `SELECT p.confirm_by ${WAITS} AND p.confirm_by <= $1::date`,
  FIRST_PASSWORDS: 'SELECT registered_on FROM provider WHERE active AND first_password',
  THERAPISTS_WITHOUT_FACTOR: `SELECT p.registered_on FROM provider p
    WHERE p.active AND NOT ${HAS_FACTOR('p.id')}`,
  LICENCES_ENDING: `SELECT l.expires FROM provider_licence l
    JOIN provider p ON p.id = l.provider_id AND p.active WHERE l.expires < $1::date + ${SOON}`,
  PERIODS_NOT_CLOSED: `SELECT f.failed_on FROM closing_failure f WHERE NOT EXISTS (
    SELECT FROM report_release r WHERE r.programme = f.programme AND r.report = f.report)`,
  REFUSED_KEYS: 'SELECT NULL::date FROM issuer_key_refusal',
  CREDITS_BEYOND: 'SELECT refused_on FROM credits_beyond',
  FUNDINGS_BEYOND: `SELECT f.funded_on FROM funding f WHERE f.withdrawn_on IS NULL
    AND (f.beyond_sessions > 0 OR f.beyond_minor > 0) AND EXISTS (
      SELECT FROM programme_period p WHERE p.programme = f.programme)`,
  PAYOUTS: 'SELECT asked_on FROM payout_request WHERE approved_by IS NULL',
  JOBS: 'SELECT NULL::date FROM outbox',
};

/** What waits, over all tables that know of it. */
@Injectable()
export class WaitingStore {
  /** Each kind of which there is any, today. */
  readonly list: (tx: Tx, day: string) => Promise<Waiting[]> = waitingBy(DAYS);
}
