import { Injectable } from '@nestjs/common';
import type { ReportingPeriod } from '#calendar/periods';
import type { Tx } from '#platform/database';

/** A benefit period of a programme as its terms plan it; never changed after. */
export interface ProgrammePeriod {
  readonly programme: string;
  readonly period: string;
  /** First day, first day after, and day of release. */
  readonly opens: string;
  readonly closes: string;
  readonly releases: string;
  /** First day on which its credits can be spent. */
  readonly startsBooking: string;
  readonly k: number;
  /** Stated use of a year, basis points. */
  readonly rateBps: number;
  readonly sessionsPerMember: number;
  readonly currency: string;
  /** Most that one session may cost the fund, minor units, decimal. */
  readonly sessionPriceMinor: string;
  /** A flat price of a seat for the whole year; null: it is paid by sessions. */
  readonly seatPriceMinor: string | null;
}

/** A period whose terms are confirmed, with the seats of all its blocks. */
export interface OpenedPeriod extends ProgrammePeriod {
  /** People at the start and seats for who joins. */
  readonly seats: number;
}

/** Name of the lock that bookings of a period share, and that its closing has for itself. */
export function bookingIn({ programme, period }: Pick<ProgrammePeriod, 'programme' | 'period'>) {
  return `book-in-period ${programme} ${period}`;
}

/** A reporting block; blocks with one site number lie in one site. */
export interface ProgrammeBlock {
  readonly block: string;
  readonly headcount: number;
  /** Seats for people who join, in no headcount. */
  readonly spare: number;
  readonly site: number | null;
}

/** What was confirmed of programmes: periods with their price, and blocks with their headcounts. */
@Injectable()
export class ProgrammePeriodsStore {
  /**
   * Keep a period with its reporting periods and blocks, once. @throws the violation of its key for
   * another.
   */
  async keep(
    tx: Tx, period: ProgrammePeriod, reports: readonly ReportingPeriod[],
    blocks: readonly ProgrammeBlock[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO programme_period (programme, period, opens, closes, releases, k,
         sessions_per_member, currency, session_price_minor, starts_booking, rate_bps,
         seat_price_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [period.programme, period.period, period.opens, period.closes, period.releases, period.k,
        period.sessionsPerMember, period.currency, period.sessionPriceMinor, period.startsBooking,
        period.rateBps, period.seatPriceMinor],
    );
    await tx.query(
      `INSERT INTO reporting_period (programme, period, report, opens, closes, releases)
       SELECT $1, $2, r.label, r.opens, r.closes, r.releases
       FROM jsonb_to_recordset($3::jsonb)
         AS r (label text, opens date, closes date, releases date)`,
      [period.programme, period.period, JSON.stringify(reports)],
    );
    await tx.query(
      `INSERT INTO programme_block (programme, period, block, headcount, spare, site)
       SELECT $1, $2, b.block, b.headcount, b.spare, b.site FROM jsonb_to_recordset($3::jsonb)
         AS b (block text, headcount integer, spare integer, site integer)`,
      [period.programme, period.period, JSON.stringify(blocks)],
    );
  }

  /** One period; null when its terms are not confirmed. */
  async find(tx: Tx, programme: string, period: string): Promise<OpenedPeriod | null> {
    const [row] = await tx.query<OpenedPeriod[]>(
      `SELECT programme, period, opens::text, closes::text, releases::text,
         starts_booking::text AS "startsBooking", k, rate_bps AS "rateBps",
         sessions_per_member AS "sessionsPerMember", currency,
         session_price_minor::text AS "sessionPriceMinor",
         seat_price_minor::text AS "seatPriceMinor",
         (SELECT coalesce(sum(b.headcount + b.spare), 0)::integer FROM programme_block b
           WHERE (b.programme, b.period) = (p.programme, p.period)) AS seats
       FROM programme_period p WHERE programme = $1 AND period = $2`, [programme, period]);
    return row ?? null;
  }

  /** The blocks of a period, in their order. */
  blocks(tx: Tx, programme: string, period: string): Promise<ProgrammeBlock[]> {
    return tx.query<ProgrammeBlock[]>(
      `SELECT block, headcount, spare, site FROM programme_block WHERE programme = $1 AND period = $2
       ORDER BY substr(block, 2)::integer`, [programme, period]);
  }
}
