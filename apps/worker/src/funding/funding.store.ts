import { Injectable } from '@nestjs/common';
import type { creditsFunded } from '#contracts/jobs';
import type { Tx } from '#platform/database';
import type { PayloadOf } from '../jobs/payload.ts';

/** A funding as the gateway announces it. */
export type Funding = PayloadOf<typeof creditsFunded>;

/** Fundings of programmes. */
@Injectable()
export class FundingStore {
  /** Record a funding; whether it is new. */
  async record(tx: Tx, funding: Funding, day: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO funding (id, programme, sessions, amount_minor, currency, funded_on)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1`,
      [funding.funding, funding.programme, funding.sessions, funding.amountMinor,
        funding.currency, day],
    );
    return rows.length > 0;
  }

  /** A funding, locked until the transaction ends; undefined: it has not come yet. */
  async lock(tx: Tx, id: string): Promise<(Funding & { withdrawn: boolean }) | undefined> {
    const [row] = await tx.query<(Funding & { withdrawn: boolean })[]>(
      `SELECT id AS funding, programme, sessions, amount_minor::text AS "amountMinor", currency,
         withdrawn_on IS NOT NULL AS withdrawn FROM funding WHERE id = $1 FOR UPDATE`, [id]);
    return row;
  }

  /** Note that a funding was withdrawn. */
  async withdraw(tx: Tx, id: string, day: string): Promise<void> {
    await tx.query('UPDATE funding SET withdrawn_on = $2 WHERE id = $1', [id, day]);
  }

  /** Sessions that a programme has paid for in all. */
  async sessions(tx: Tx, programme: string): Promise<number> {
    const [row] = await tx.query<{ sessions: number }[]>(
      `SELECT coalesce(sum(sessions), 0)::integer AS sessions FROM funding
       WHERE programme = $1 AND withdrawn_on IS NULL`,
      [programme]);
    return row?.sessions ?? 0;
  }
}
