import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { IS_BOUGHT } from '../invoices/invoices.store.ts';
import { LAST_DAY, REFUSAL, statusOn } from '../programmes/period-status.ts';
import type { CustomerChange } from './customers.service.ts';
import type { Customer, ListedPeriod, ListedProgramme } from './customers.graphql.ts';

const CUSTOMER = `SELECT e.id, e.name, e.contract_number AS "contractNumber", e.country, e.currency,
    jsonb_build_object('minor', e.session_price_minor::text, 'currency', e.currency)
      AS "sessionPrice",
    CASE WHEN e.seat_price_minor IS NOT NULL THEN jsonb_build_object(
      'minor', e.seat_price_minor::text, 'currency', e.currency) END AS "seatPrice",
    coalesce(e.contact_email, e.owner_email) AS contact, e.created_on::text AS "createdOn",
    e.deactivated_on::text AS "deactivatedOn", e.ends_on::text AS "endsOn",
    (SELECT count(*)::int FROM hr_user u WHERE u.employer_id = e.id AND u.removed_on IS NULL)
      AS people,
    (SELECT count(*)::int FROM programme p WHERE p.employer_id = e.id) AS programmes
  FROM employer e`;
const EMPLOYER = 'jsonb_build_object(\'id\', e.id, \'name\', e.name) AS employer';

/** The announced end of a customer: last day, and number of the announcement; null: none. */
interface End {
  readonly endsOn: string | null;
  readonly number: number | null;
}

/** Customers with their programmes and periods, over all of them, for operators. */
@Injectable()
export class CustomersStore {
  /** Customers by name; `active` null: all. */
  list(tx: Tx, active: boolean | null): Promise<Customer[]> {
    return tx.query<Customer[]>(
      `${CUSTOMER} WHERE $1::boolean IS NULL OR (e.deactivated_on IS NULL) = $1
       ORDER BY lower(e.name), e.id`, [active]);
  }

  /** One customer. */
  async find(tx: Tx, id: string): Promise<Customer | undefined> {
    return (await tx.query<Customer[]>(`${CUSTOMER} WHERE e.id = $1`, [id]))[0];
  }

  /** Lock a customer until the transaction ends; answers who was invited first. */
  async lock(tx: Tx, id: string): Promise<{ readonly ownerEmail: string } | undefined> {
    const [row] = await tx.query<{ ownerEmail: string }[]>(
      'SELECT owner_email AS "ownerEmail" FROM employer WHERE id = $1 FOR UPDATE', [id]);
    return row;
  }

  /** Whether the owner's e-mail has another customer of a name: the natural key of customers. */
  async isTaken(tx: Tx, id: string, name: string): Promise<boolean> {
    const rows = await tx.query<object[]>(
      `SELECT FROM employer e JOIN employer o USING (owner_email)
       WHERE e.id = $1 AND o.id <> $1 AND o.name = $2`, [id, name]);
    return rows.length > 0;
  }

  /** Change a name, a contact or a seat's flat price; null: it stays; a price of 0: none. */
  async change(
    tx: Tx, id: string,
    { name, contact, seatPriceMinor }: Pick<CustomerChange, 'name' | 'contact' | 'seatPriceMinor'>,
  ): Promise<void> {
    await tx.query(
      `UPDATE employer SET name = coalesce($2, name), contact_email = coalesce($3, contact_email),
         seat_price_minor = nullif(coalesce($4, seat_price_minor), 0)
       WHERE id = $1`, [id, name, contact, seatPriceMinor?.toString() ?? null]);
  }

  /**
   * Another price of a session, while nothing was ordered at the one before and no terms with it
   * hold or wait; says whether it could be.
   */
  async reprice(tx: Tx, id: string, priceMinor: bigint): Promise<boolean> {
    const changed = await tx.query<unknown[]>(
      `WITH changed AS (UPDATE employer SET session_price_minor = $2 WHERE id = $1
         AND NOT EXISTS (SELECT FROM invoice i JOIN programme p ON p.id = i.programme_id
           WHERE p.employer_id = $1)
         AND NOT EXISTS (SELECT FROM period d JOIN programme p ON p.id = d.programme_id
           WHERE p.employer_id = $1 AND (d.refused_reason IS NULL
             OR d.confirmed_on IS NOT NULL))
       RETURNING id) SELECT FROM changed`, [id, priceMinor.toString()]);
    return changed.length === 1;
  }

  /** End a contract on a day, or let it run again. */
  async setDeactivated(tx: Tx, id: string, day: string | null): Promise<void> {
    await tx.query('UPDATE employer SET deactivated_on = $2 WHERE id = $1', [id, day]);
  }

  /** What was announced last of a customer's end. */
  async endOf(tx: Tx, id: string): Promise<End> {
    const [row] = await tx.query<End[]>(
      `SELECT ends_on::text AS "endsOn", end_number::float8 AS number FROM employer WHERE id = $1`,
      [id]);
    return row ?? { endsOn: null, number: null };
  }

  /** Keep the announced end of a customer. */
  async setEnd(tx: Tx, id: string, { endsOn, number }: End): Promise<void> {
    await tx.query('UPDATE employer SET ends_on = $2, end_number = $3 WHERE id = $1',
      [id, endsOn, number]);
  }

  /** Programmes, of one customer or of all. */
  programmes(tx: Tx, employerId: string | null): Promise<ListedProgramme[]> {
    return tx.query<ListedProgramme[]>(
      `SELECT p.id, p.name, ${EMPLOYER}, p.sessions_per_member AS "sessionsPerMember", p.k,
         p.created_on::text AS "createdOn",
         (SELECT coalesce(sum(headcount), 0)::int FROM department d WHERE d.programme_id = p.id)
           AS headcount,
         (SELECT coalesce(sum(sessions), 0)::int FROM invoice i
           WHERE i.programme_id = p.id AND ${IS_BOUGHT}) AS purchased
       FROM programme p JOIN employer e ON e.id = p.employer_id
       WHERE $1::uuid IS NULL OR e.id = $1 ORDER BY lower(e.name), p.name`, [employerId]);
  }

  /** Periods with their state on a day, of a customer or programme or of all. */
  periods(
    tx: Tx, employerId: string | null, programmeId: string | null, day: string,
  ): Promise<ListedPeriod[]> {
    return tx.query<ListedPeriod[]>(
      `SELECT p.programme_id AS "programmeId", g.name AS programme, ${EMPLOYER}, p.label,
         e.contract_number AS "contractNumber", p.opened_on::text AS "proposedOn",
         p.confirm_by::text AS "confirmBy", p.opens::text, p.closes::text, p.releases::text,
         (${LAST_DAY})::text AS "lastDay", e.ends_on::text AS "endsOn",
         (SELECT coalesce(sum(headcount), 0)::int FROM block b
           WHERE b.programme_id = p.programme_id AND b.period = p.label) AS headcount,
         ${statusOn(3)} AS status, ${REFUSAL} AS refusal
       FROM period p JOIN programme g ON g.id = p.programme_id
         JOIN employer e ON e.id = g.employer_id
       WHERE ($1::uuid IS NULL OR e.id = $1) AND ($2::uuid IS NULL OR g.id = $2)
       ORDER BY p.label DESC, lower(e.name), g.name`, [employerId, programmeId, day]);
  }
}
