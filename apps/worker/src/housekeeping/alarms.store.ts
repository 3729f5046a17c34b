import type { Tx } from '#platform/database';

/** What an operator's log is told of money, in numbers that name nobody. */
export interface Alarms {
  /** Bookings of the day that brought more credits than can have been issued. */
  readonly beyond: number;
  /** Programmes whose care is lent. */
  readonly lent: number;
}

/** SQL: how many programmes' care is lent, since they have not paid it. */
export const LENT_PROGRAMMES = `(SELECT count(*) FROM account WHERE balance > 0
  AND code LIKE 'overdraft:programme/%/SES')::integer`;

/** Alarms as they stand. */
export async function moneyAlarms(tx: Tx, day: string): Promise<Alarms> {
  const [row] = await tx.query<Alarms[]>(
    `SELECT (SELECT coalesce(sum(tries), 0) FROM credits_beyond
         WHERE refused_on = $1)::integer AS beyond,
       ${LENT_PROGRAMMES} AS lent`, [day]);
  return row ?? { beyond: 0, lent: 0 };
}
