import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** What a restore can have cost, from what the restored database still knows. */
@Injectable()
export class RestoresStore {
  /**
   * Credits of running periods that are not spent as far as is known here: no more can have been
   * spent and forgotten, since no more were ever to be issued.
   */
  async unspent(tx: Tx, day: string): Promise<number> {
    const [row] = await tx.query<{ most: string }[]>(
      `SELECT coalesce(sum(issued.credits - spent.credits), 0)::text AS most
       FROM programme_period p
       CROSS JOIN LATERAL (SELECT sum(b.headcount) * (1 + p.sessions_per_member) AS credits
         FROM programme_block b WHERE b.programme = p.programme AND b.period = p.period) AS issued
       CROSS JOIN LATERAL (SELECT count(*) AS credits
         FROM nullifier n WHERE n.programme = p.programme AND n.period = p.period) AS spent
       WHERE p.closes > $1`, [day]);
    return Number(row?.most ?? 0);
  }
}
