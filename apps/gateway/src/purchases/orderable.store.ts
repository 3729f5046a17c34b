import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { ProgrammeRow } from '../programmes/programmes.store.ts';

/** Sessions of a programme that its years allow, and those that were ordered. */
interface Sums {
  readonly over: number;
  readonly ahead: number;
  readonly ordered: number;
  readonly settled: number;
}

/** What was refused, taken back or over on the day `$n` before it was confirmed allows nothing. */
const standsOn = (n: number): string => `(p.confirmed_on IS NOT NULL
  OR (p.refused_on IS NULL AND p.withdrawn_on IS NULL AND p.closes > $${n}::date))`;
/**
 * Sessions of the years of a programme: seats, the spare ones with them, by sessions for each. Of a
 * year at a flat price none is ordered. The parameter `$n` is today.
 */
export const allowedOn = (n: number): string => `SELECT p.programme_id, p.opens, p.closes,
    p.sessions_per_member * sum(b.headcount + b.spare) AS sessions
  FROM period p JOIN block b ON b.programme_id = p.programme_id AND b.period = p.label
  WHERE ${standsOn(n)} AND p.seat_price_minor IS NULL GROUP BY p.programme_id, p.label`;
/** Of orders by session: those that have taken some, paid or not. */
export const IS_ORDERED = `i.period IS NULL AND i.status NOT IN ('DECLINED', 'CANCELLED')`;

/**
 * How many sessions can be ordered yet: the vault funds none beyond what was confirmed, and money
 * beyond it would lie there for nothing.
 */
@Injectable()
export class OrderableStore {
  /** Who would order for the same programme waits until the end of `tx`. */
  async lock(tx: Tx, programmeId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`order ${programmeId}`]);
  }

  /**
   * Sessions that the running and the next years allow beyond what was ordered; before any year is
   * proposed, those of the people that the programme is planned for, where its contract sells any.
   * What was settled beyond all that was ordered can be ordered whatever became of the contract.
   *
   * @param day today, `YYYY-MM-DD`.
   */
  async most(tx: Tx, { id, endsOn, seatPriceMinor }: ProgrammeRow, day: string): Promise<number> {
    const [sums] = await tx.query<Sums[]>(
      `SELECT coalesce(sum(y.sessions) FILTER (WHERE y.closes <= $2::date), 0)::int AS over,
         coalesce(sum(y.sessions) FILTER (WHERE y.closes > $2::date), (SELECT sum(d.headcount)
           * max(g.sessions_per_member) FROM department d JOIN programme g ON g.id = d.programme_id
           WHERE d.programme_id = $1 AND NOT $4), 0)::int AS ahead,
         (SELECT coalesce(sum(i.sessions), 0) FROM invoice i
           WHERE i.programme_id = $1 AND ${IS_ORDERED})::int AS ordered,
         (SELECT coalesce(sum(r.settled), 0) FROM (SELECT max(settled_sessions) AS settled
           FROM report_release WHERE programme_id = $1 GROUP BY period) AS r)::int AS settled
       FROM (${allowedOn(2)}) AS y
       WHERE y.programme_id = $1 AND ($3::date IS NULL OR y.opens <= $3::date)`,
      [id, day, endsOn, seatPriceMinor !== null]);
    if (!sums) throw new Error('adding up gave no row');
    const { over, ahead, ordered, settled } = sums;
    return Math.max(0, settled - ordered, Math.min(ahead, over + ahead - ordered));
  }
}
