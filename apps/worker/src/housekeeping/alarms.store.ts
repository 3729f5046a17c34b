import type { Tx } from '#platform/database';

/** What an operator's log is told of money, in numbers that name nobody. */
export interface Alarms {
  /** Bookings of the day that brought more credits than can have been issued. */
  readonly beyond: number;
  /** Programmes whose care is lent. */
  readonly lent: number;
}

/** SQL: how many programmes are lent sessions or money, since they have not paid their care. */
export const LENT_PROGRAMMES = `(SELECT count(DISTINCT split_part(code, '/', 2)) FROM account
  WHERE balance > 0 AND code LIKE 'overdraft:programme/%')::integer`;

/** Alarms as they stand. */
export async function moneyAlarms(tx: Tx, day: string): Promise<Alarms> {
  const [row] = await tx.query<Alarms[]>(
    `SELECT (SELECT coalesce(sum(tries), 0) FROM credits_beyond
         WHERE refused_on = $1)::integer AS beyond,
       ${LENT_PROGRAMMES} AS lent`, [day]);
  return row ?? { beyond: 0, lent: 0 };
}
