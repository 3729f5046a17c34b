import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { LETTERS_WAITING } from '../letters/print-files.store.ts';
import { SUMS } from '../purchases/receivables.store.ts';
import { HAS_FACTOR } from '../sign-in/second-factor.store.ts';
import { WaitingKind, type Waiting } from './waiting.graphql.ts';

/** Each with the days of what waits; $1 is today, $2 the operator who asks. */
const DAYS: Record<WaitingKind, string> = {
  INVITATIONS: `SELECT i.expires_on FROM hr_invitation i
    JOIN employer e ON e.id = i.employer_id AND e.deactivated_on IS NULL
    WHERE i.accepted_on IS NULL AND i.expires_on >= $1::date`,
  ADMINS_WITHOUT_FACTOR: `SELECT u.created_on FROM hr_user u
    JOIN employer e ON e.id = u.employer_id AND e.deactivated_on IS NULL
    WHERE u.role = 'ADMIN' AND u.removed_on IS NULL AND NOT ${HAS_FACTOR('u.id')}`,
  LET_IN_REQUESTS: `SELECT expires_on FROM hr_let_in
    WHERE confirmed_by IS NULL AND expires_on >= $1::date AND asked_by <> $2::text`,
  OVERDUE_INVOICES: `SELECT due_on FROM invoice WHERE status = 'OPEN' AND due_on < $1::date`,
  PERIODS_AT_VAULT: `SELECT p.opened_on FROM period p WHERE EXISTS (SELECT FROM issuer_key k
    WHERE k.programme_id = p.programme_id AND k.period = p.label AND k.mirrored_on IS NULL)`,
  LETTERS: `SELECT NULL::date FROM (${LETTERS_WAITING}) AS l, generate_series(1, l.letters)`,
  SURPLUS: `SELECT NULL::date FROM (${SUMS}) AS s WHERE surplus::bigint > 0`,
  JOBS: 'SELECT NULL::date FROM outbox',
};
const KINDS = Object.keys(DAYS) as WaitingKind[];
const ALL = KINDS.map((kind) => `SELECT '${kind}' AS kind, count(*)::int AS count,
  min(day)::text AS day FROM (${DAYS[kind]}) AS waiting (day)`).join(' UNION ALL ');

/** What waits, over all tables that know of it. */
@Injectable()
export class WaitingStore {
  /** Each kind of which there is any, in the order of the list. */
  async list(tx: Tx, day: string, operator: string): Promise<Waiting[]> {
    const rows = await tx.query<Waiting[]>(ALL, [day, operator]);
    return KINDS.flatMap((kind) => rows.filter((row) => row.kind === kind && row.count > 0));
  }
}
