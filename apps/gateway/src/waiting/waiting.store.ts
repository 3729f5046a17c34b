import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { waitingBy } from '#server/operators/waiting';
import { LETTERS_WAITING } from '../letters/print-files.store.ts';
import { ENDS_ON, statusOn } from '../programmes/period-status.ts';
import { allowedOn, IS_ORDERED } from '../purchases/orderable.store.ts';
import { SUMS } from '../purchases/receivables.store.ts';
import { asideOn } from '../releases/reports-aside.store.ts';
import { HAS_FACTOR } from '../sign-in/second-factor.store.ts';
import { WaitingKind, type Waiting } from './waiting.graphql.ts';

/** A year that ends in so many days is to have one that follows: its letters take weeks. */
const ENDING_DAYS = 75;

/** `period p` as it stands on the day of asking, while something can still come of it. */
const IS = (status: string) => `${statusOn(1)} = '${status}' AND p.closes > $1::date`;
/** Others of its programme, none that was refused: it may be proposed anew, and takes no days. */
const BESIDE = `SELECT FROM period o WHERE o.programme_id = p.programme_id AND o.label <> p.label
  AND (o.refused_reason IS NULL OR o.confirmed_on IS NOT NULL)`;

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
  PERIODS_TO_CONFIRM: `SELECT p.confirm_by FROM period p
    WHERE ${IS('PROPOSED')} AND p.confirm_by > $1::date`,
  PERIODS_OVERDUE: `SELECT p.confirm_by FROM period p
    WHERE ${IS('PROPOSED')} AND p.confirm_by <= $1::date`,
  PERIODS_REFUSED: `SELECT p.refused_on FROM period p WHERE ${IS('REFUSED')}
    AND p.refused_reason <> 'withdrawn' AND NOT EXISTS (${BESIDE} AND o.opens < p.closes AND p.opens < o.closes)`,
  PERIODS_AT_VAULT: `SELECT p.confirmed_on FROM period p WHERE ${IS('CONFIRMED')}`,
  YEARS_ENDING: `SELECT p.closes - 1 FROM period p JOIN programme g ON g.id = p.programme_id
    JOIN employer e ON e.id = g.employer_id AND e.deactivated_on IS NULL
    WHERE ${IS('OPEN')} AND p.closes <= $1::date + ${ENDING_DAYS}
      AND ${ENDS_ON} IS NULL AND NOT EXISTS (${BESIDE} AND o.opens >= p.closes)`,
  REPORTS_REFUSED: `SELECT a.since FROM (${asideOn(1)}) AS a WHERE a.reason IS NOT NULL`,
  REPORTS_WAITING: `SELECT a.since FROM (${asideOn(1)}) AS a WHERE a.reason IS NULL`,
  LETTERS: `SELECT NULL::date FROM (${LETTERS_WAITING}) AS l, generate_series(1, l.letters)`,
  SURPLUS: `SELECT NULL::date FROM (${SUMS}) AS s WHERE surplus::bigint > 0`,
  ORDERS_BEYOND: `SELECT NULL::date FROM (SELECT i.programme_id, sum(i.sessions) AS sessions
      FROM invoice i WHERE ${IS_ORDERED} GROUP BY i.programme_id) AS ordered
    JOIN (SELECT programme_id, sum(sessions) AS sessions FROM (${allowedOn(1)}) AS y
      GROUP BY programme_id) AS allowed USING (programme_id)
    WHERE ordered.sessions > allowed.sessions`,
  // As `balanceOf` has it, of every programme at once: more is settled than was ordered.
  SHORTFALLS: `SELECT s.invoiced_on FROM (SELECT y.programme_id, sum(y.settled) AS settled,
        max(y.releases) AS invoiced_on
      FROM (SELECT p.programme_id, p.releases, max(r.settled_sessions) AS settled
        FROM report_release r JOIN period p ON p.programme_id = r.programme_id AND p.label = r.period
        GROUP BY p.programme_id, p.label) AS y GROUP BY y.programme_id) AS s
    WHERE s.settled > (SELECT coalesce(sum(i.sessions), 0) FROM invoice i
      WHERE i.programme_id = s.programme_id AND ${IS_ORDERED})`,
  JOBS: 'SELECT NULL::date FROM outbox',
};

/** What waits, over all tables that know of it. */
@Injectable()
export class WaitingStore {
  /** Each kind of which there is any, today; for the operator who asks. */
  readonly list: (tx: Tx, day: string, operator: string) => Promise<Waiting[]> = waitingBy(DAYS);
}
