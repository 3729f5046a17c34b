import { Injectable } from '@nestjs/common';
import { REPORTS_OF_YEAR } from '#calendar/periods';
import type { Sum } from '#billing/caps';
import type { creditsFunded } from '#contracts/jobs';
import type { Tx } from '#platform/database';
import type { PayloadOf } from '#contracts/contract';

/** A funding as the gateway announces it. */
export type Funding = PayloadOf<typeof creditsFunded>;

/** What of a funding waits for terms that have room for it. */
export type Waiting = Funding;

/** A funding that was recorded, with what of it was taken. */
export interface RecordedFunding extends Funding {
  readonly taken: Sum;
  readonly withdrawn: boolean;
}

type Stored<T extends Funding> = Omit<T, 'period'> & { readonly period: string | null };

/** A row as the gateway told it: only the flat price of a year names that year. */
function asTold<T extends Stored<Funding>>({ period, ...funding }: T) {
  return { ...funding, ...period !== null && { period } };
}

/** Fundings of programmes. */
@Injectable()
export class FundingStore {
  /** Record a funding, of which so much is beyond the terms; whether it is new. */
  async record(tx: Tx, funding: Funding, beyond: Sum, day: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO funding (id, programme, sessions, amount_minor, currency, funded_on,
         beyond_sessions, beyond_minor, period)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING 1`,
      [funding.funding, funding.programme, funding.sessions, funding.amountMinor,
        funding.currency, day, beyond.sessions.toString(), beyond.minor.toString(),
        funding.period ?? null],
    );
    return rows.length > 0;
  }

  /** What waits of a programme's fundings, the oldest first. */
  async waiting(tx: Tx, programme: string): Promise<Waiting[]> {
    const rows = await tx.query<Stored<Waiting>[]>(
      `SELECT id AS funding, programme, beyond_sessions AS sessions,
         beyond_minor::text AS "amountMinor", currency, period
       FROM funding WHERE programme = $1 AND withdrawn_on IS NULL
         AND (beyond_sessions > 0 OR beyond_minor > 0) ORDER BY funded_on, id`, [programme]);
    return rows.map(asTold);
  }

  /** Note what of a funding still waits. */
  async setBeyond(tx: Tx, id: string, { sessions, minor }: Sum): Promise<void> {
    await tx.query('UPDATE funding SET beyond_sessions = $2, beyond_minor = $3 WHERE id = $1',
      [id, sessions.toString(), minor.toString()]);
  }

  /** A funding, locked until the transaction ends; undefined: it has not come yet. */
  async lock(tx: Tx, id: string): Promise<RecordedFunding | undefined> {
    const [row] = await tx.query<(Stored<Funding> & {
      withdrawn: boolean; takenSessions: string; takenMinor: string })[]>(
      `SELECT id AS funding, programme, sessions, amount_minor::text AS "amountMinor", currency, period,
         withdrawn_on IS NOT NULL AS withdrawn,
         (sessions - beyond_sessions)::text AS "takenSessions",
         (amount_minor - beyond_minor)::text AS "takenMinor"
       FROM funding WHERE id = $1 FOR UPDATE`, [id]);
    if (!row) return undefined;
    const { takenSessions, takenMinor, ...funding } = row;
    const taken = { sessions: BigInt(takenSessions), minor: BigInt(takenMinor) };
    return { ...asTold(funding), taken };
  }

  /** Whether the flat price of a year is in the fund. */
  async isFlatTaken(tx: Tx, programme: string, period: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM funding WHERE programme = $1 AND period = $2 AND withdrawn_on IS NULL
         AND beyond_sessions = 0`, [programme, period]);
    return rows.length > 0;
  }

  /**
   * What the care of a year has used of its fund so far: sessions, and minor units for claims as
   * they were allowed and for sessions that their clients did not keep.
   */
  async careUsed(tx: Tx, programme: string, period: string): Promise<Sum> {
    const [row] = await tx.query<{ sessions: string; minor: string }[]>(
      `SELECT count(*)::text AS sessions, coalesce(sum(CASE WHEN c.outcome = 'took_place'
           THEN least(c.billed_minor, a.fee_cap_minor) ELSE a.fee_cap_minor END), 0)::text AS minor
       FROM authorisation a JOIN claim c ON c.authorisation_id = a.id AND c.status = 'paid'
       WHERE a.programme = $1 AND a.period = $2`, [programme, period]);
    return { sessions: BigInt(row?.sessions ?? 0), minor: BigInt(row?.minor ?? 0) };
  }

  /** Whether the last report of a year was released: nothing of its care changes any more. */
  async isClosed(tx: Tx, programme: string, period: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM report_release r JOIN reporting_period p USING (programme, report)
       WHERE p.programme = $1 AND p.period = $2 HAVING count(*) = ${REPORTS_OF_YEAR}`,
      [programme, period]);
    return rows.length > 0;
  }

  /** Note that a funding was withdrawn. */
  async withdraw(tx: Tx, id: string, day: string): Promise<void> {
    await tx.query('UPDATE funding SET withdrawn_on = $2 WHERE id = $1', [id, day]);
  }
}
