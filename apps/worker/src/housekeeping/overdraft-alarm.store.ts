import type { Tx } from '#platform/database';

/** Bookings of a day that were refused because their programme's overdraft was at its limit. */
export async function lentNothing(tx: Tx, day: string): Promise<number> {
  const [row] = await tx.query<{ tries: number }[]>(
    'SELECT coalesce(sum(tries), 0)::integer AS tries FROM overdraft_refusal WHERE refused_on = $1',
    [day]);
  return row?.tries ?? 0;
}
