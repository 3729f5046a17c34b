import { Injectable } from '@nestjs/common';
import type { programmeEnds } from '#contracts/jobs';
import type { Tx } from '#platform/database';
import type { PayloadOf } from '#contracts/contract';

/** Announced ends of programmes. */
@Injectable()
export class ProgrammeEndsStore {
  /**
   * Keep an announcement, unless a later one is known.
   *
   * @param soonest `YYYY-MM-DD`: a programme that has members ends no sooner, or on the day that
   *   stands already; null where it ends on the day that was told.
   */
  async keep(
    tx: Tx, { programme, number, lastDay }: PayloadOf<typeof programmeEnds>,
    soonest: string | null,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO programme_end (programme, number, last_day)
       SELECT $1::uuid, $2::bigint, CASE
         WHEN $3::date < $4::date AND EXISTS (SELECT FROM programme_period WHERE programme = $1)
         THEN greatest($3, least($4, (SELECT last_day FROM programme_end WHERE programme = $1)))
         ELSE $3 END
       ON CONFLICT (programme) DO UPDATE SET number = excluded.number, last_day = excluded.last_day
         WHERE programme_end.number < excluded.number`, [programme, number, lastDay, soonest]);
  }

  /**
   * Whether nothing more is spent in a period on a day: the operator has ended it after a restore,
   * or the announced last day of its programme is over.
   */
  async isEnded(
    tx: Tx, { programme, period }: { programme: string; period: string }, day: string,
  ): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM period_ended WHERE programme = $1 AND period = $2
       UNION ALL SELECT FROM programme_end WHERE programme = $1 AND last_day < $3::date`,
      [programme, period, day]);
    return rows.length > 0;
  }

  /** The last day of a programme; null while none is announced. */
  async lastDayOf(tx: Tx, programme: string): Promise<string | null> {
    const [row] = await tx.query<{ lastDay: string | null }[]>(
      'SELECT last_day::text AS "lastDay" FROM programme_end WHERE programme = $1', [programme]);
    return row?.lastDay ?? null;
  }
}
