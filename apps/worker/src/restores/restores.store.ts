import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** Running periods, and what of them is not spent as far as is known here. */
export interface Left {
  readonly periods: number;
  readonly unspent: number;
}

/** What a restore can have cost, from what the restored database still knows. */
@Injectable()
export class RestoresStore {
  /**
   * Credits and returned sessions of running periods that are not spent as far as is known here:
   * no more can have been spent and forgotten, since no more were ever to be issued. Of the
   * periods that the operator has ended, or of the others. A period's last day is not over in the
   * west when it is in UTC, which `day` is of.
   */
  async left(tx: Tx, day: string, which: 'running' | 'ended'): Promise<Left> {
    const [row] = await tx.query<{ periods: number; unspent: string }[]>(
      `SELECT count(*)::integer AS periods,
         coalesce(sum(issued.credits - spent.credits + back.sessions), 0)::text AS unspent
       FROM programme_period p
       LEFT JOIN period_ended e ON e.programme = p.programme AND e.period = p.period
       CROSS JOIN LATERAL (SELECT sum(b.headcount + b.spare) * (1 + p.sessions_per_member) AS credits
         FROM programme_block b WHERE b.programme = p.programme AND b.period = p.period) AS issued
       CROSS JOIN LATERAL (SELECT count(*) AS credits
         FROM nullifier n WHERE n.programme = p.programme AND n.period = p.period) AS spent
       CROSS JOIN LATERAL (SELECT count(*) AS sessions FROM returned_session r
         WHERE r.programme = p.programme AND r.period = p.period AND r.used_by IS NULL
           AND e.period IS NULL) AS back
       WHERE p.starts_booking <= $1 AND p.closes >= $1 AND (e.period IS NOT NULL) = $2`,
      [day, which === 'ended']);
    return { periods: row?.periods ?? 0, unspent: Number(row?.unspent ?? 0) };
  }

  /**
   * What the backup must not bring back: sign-ins, of which some had ended since, and first
   * passwords, which are on paper: whoever had chosen her own since would have the paper's again.
   * They stay first ones, that the operator is to give anew.
   *
   * @param passwordHash of a password that nobody knows.
   */
  async endWhatCameBack(tx: Tx, passwordHash: string): Promise<void> {
    await tx.query('DELETE FROM provider_session');
    await tx.query('UPDATE provider SET password_hash = $1 WHERE first_password', [passwordHash]);
  }

  /** End all running periods for spending; those that have ended stay so. */
  async end(tx: Tx, day: string, operator: string): Promise<void> {
    await tx.query('SELECT end_running_periods($1, $2)', [day, operator]);
  }
}
