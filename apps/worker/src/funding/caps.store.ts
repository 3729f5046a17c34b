import { Injectable } from '@nestjs/common';
import type { Cap } from '#billing/caps';
import type { Tx } from '#platform/database';

/** A programme in its currency. */
export interface Purse {
  readonly programme: string;
  readonly currency: string;
}

interface Row {
  readonly confirmedSessions: string;
  readonly confirmedMinor: string;
  readonly fundedSessions: string;
  readonly fundedMinor: string;
}

const CAPS = `SELECT coalesce(c.sessions, 0)::text AS "confirmedSessions",
    coalesce(c.minor, 0)::text AS "confirmedMinor", coalesce(f.sessions, 0)::text AS "fundedSessions",
    coalesce(f.minor, 0)::text AS "fundedMinor"
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (programme uuid, currency text))
    WITH ORDINALITY AS w
  CROSS JOIN LATERAL (SELECT sum(p.sessions_per_member::numeric * b.seats) AS sessions,
      sum(p.sessions_per_member::numeric * b.seats * p.session_price_minor) AS minor
    FROM programme_period p CROSS JOIN LATERAL (SELECT sum(headcount + spare) AS seats
      FROM programme_block b WHERE b.programme = p.programme AND b.period = p.period) AS b
    WHERE p.programme = w.programme AND p.currency = w.currency AND p.seat_price_minor IS NULL) AS c
  CROSS JOIN LATERAL (SELECT sum(sessions - beyond_sessions) AS sessions,
      sum(amount_minor - beyond_minor) AS minor
    FROM funding f WHERE f.programme = w.programme AND f.currency = w.currency
      AND f.withdrawn_on IS NULL AND f.period IS NULL) AS f
  ORDER BY w.ordinality`;

/**
 * What programmes can be funded at most by sessions: what was confirmed of them, and no more. Years
 * at a flat price have no part in it.
 */
@Injectable()
export class CapsStore {
  /** The caps of programmes, in the order asked for. */
  async of(tx: Tx, purses: readonly Purse[]): Promise<Cap[]> {
    const rows = await tx.query<Row[]>(CAPS, [JSON.stringify(purses)]);
    return rows.map((row) => ({
      confirmed: { sessions: BigInt(row.confirmedSessions), minor: BigInt(row.confirmedMinor) },
      funded: { sessions: BigInt(row.fundedSessions), minor: BigInt(row.fundedMinor) },
    }));
  }

  /** Whoever funds, withdraws, confirms terms or pays claims of a programme waits for `tx`. */
  async lock(tx: Tx, programme: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`fund ${programme}`]);
  }
}
