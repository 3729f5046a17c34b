import { Injectable } from '@nestjs/common';
import { declinedFor } from '#contracts/refusals';
import type { Terms } from '#disclosure/terms';
import type { Tx } from '#platform/database';
import type { CarriedStatement } from '#contracts/carried-statement';
import type { Period } from './programmes.graphql.ts';
import { LAST_DAY, REFUSAL, statusOn } from './period-status.ts';

/** A benefit period as it is frozen; days are YYYY-MM-DD. */
export interface PeriodRow {
  readonly programmeId: string;
  readonly label: string;
  readonly opens: string;
  readonly closes: string;
  readonly releases: string;
  readonly k: number;
  readonly sessionsPerMember: number;
  /** Flat price of a seat for the whole year, minor units; null: it is paid by sessions. */
  readonly seatPriceMinor: string | null;
}

/** A period that is there. */
export interface KnownPeriod extends PeriodRow {
  /** HR took its terms back, and they were not confirmed before. */
  readonly withdrawn: boolean;
  /** The vault refused its terms, and they were not confirmed: it can be proposed anew. */
  readonly refused: boolean;
}

/** A reporting block. */
export interface BlockRow {
  readonly block: string;
  readonly label: string;
  readonly headcount: number;
  /** Seats in it for people who join, in no headcount. */
  readonly spare: number;
}

/** Letters that one department gets at once: `headcount` numbers from `firstNumber`. */
export interface SeatRange {
  readonly firstNumber: number;
  readonly headcount: number;
  readonly site: string;
  readonly department: string;
  readonly block: string;
  /** Random id of the order, where they were ordered later than everybody's. */
  readonly order: string | null;
}

/** What is proposed to the vault: terms as text, and by when they are to be confirmed. */
export interface Proposed {
  /** Of this proposal alone. */
  readonly proposal: string;
  readonly terms: string;
  readonly confirmBy: string;
  readonly day: string;
}

/** The vault's word on terms, and by which of its keys, to be handed back to it. */
export interface VaultsWord {
  readonly terms: string;
  readonly by: 'operator' | 'automatic';
  readonly day: string;
  readonly confirmation: { readonly key: string; readonly statement: CarriedStatement };
}

/** Of a row of seat_range. */
export const ORDER = `CASE WHEN kind <> 'EVERYBODY' THEN id END`;

/** Terms that were refused, and may give way to others. */
const REFUSED = 'refused_reason IS NOT NULL AND confirmed_on IS NULL';

const PERIOD = `SELECT programme_id AS "programmeId", label, opens::text, closes::text,
  releases::text, k, sessions_per_member AS "sessionsPerMember",
  seat_price_minor::text AS "seatPriceMinor",
  ${REFUSED} AS refused, withdrawn_on IS NOT NULL AND confirmed_on IS NULL AS withdrawn
  FROM period`;

/** Rows of period, block and seat_range. */
@Injectable()
export class PeriodsStore {
  /** Add a period whose terms are proposed on a day; false when it is there already. */
  async add(
    tx: Tx, period: PeriodRow, { proposal, terms, confirmBy, day }: Proposed,
  ): Promise<boolean> {
    const added = await tx.query<unknown[]>(
      `INSERT INTO period (programme_id, label, opens, closes, releases, k, sessions_per_member,
         opened_on, terms, confirm_by, proposal, seat_price_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING label`,
      [period.programmeId, period.label, period.opens, period.closes, period.releases, period.k,
        period.sessionsPerMember, day, terms, confirmBy, proposal, period.seatPriceMinor],
    );
    return added.length === 1;
  }

  /**
   * Note that the vault refused this very proposal: the first reason is kept, but that its operator
   * declined it goes before any other.
   */
  async refuse(
    tx: Tx, programmeId: string, label: string,
    { proposal, reason, day }: { proposal: string; reason: string; day: string },
  ): Promise<void> {
    await tx.query(
      `UPDATE period SET refused_on = $5, refused_reason = $4
       WHERE programme_id = $1 AND label = $2 AND proposal = $3 AND confirmed_on IS NULL
         AND (refused_reason IS NULL OR ($6 AND refused_reason NOT LIKE 'declined-%'))`,
      [programmeId, label, proposal, reason, day, declinedFor(reason) !== null]);
  }

  /**
   * Note that HR takes back what waits to be confirmed; its proposal's id, or undefined where
   * nothing waits, as where it was taken back before.
   */
  async withdraw(
    tx: Tx, programmeId: string, label: string, day: string,
  ): Promise<string | undefined> {
    const [rows] = await tx.query<[{ proposal: string }[]]>(
      `UPDATE period SET withdrawn_on = $3 WHERE programme_id = $1 AND label = $2
         AND confirmed_on IS NULL AND refused_on IS NULL AND withdrawn_on IS NULL
       RETURNING proposal`, [programmeId, label, day]);
    return rows[0]?.proposal;
  }

  /** Forget a period whose terms were refused and never confirmed: others can be proposed. */
  async forgetRefused(tx: Tx, programmeId: string, label: string): Promise<void> {
    await tx.query('SELECT forget_refused($1, $2)', [programmeId, label]);
  }

  /**
   * Note the vault's word that these very terms are confirmed; true when they are, now or since
   * before. False where others stand here: nothing is noted then.
   */
  async confirm(tx: Tx, programmeId: string, label: string, word: VaultsWord): Promise<boolean> {
    await tx.query(
      `UPDATE period SET confirmed_on = $4, confirmed_by = $5, confirmation = $6
       WHERE programme_id = $1 AND label = $2 AND terms = $3 AND confirmed_on IS NULL`,
      [programmeId, label, word.terms, word.day, word.by, JSON.stringify(word.confirmation)]);
    const confirmed = await tx.query<unknown[]>(
      `SELECT FROM period WHERE programme_id = $1 AND label = $2 AND terms = $3
         AND confirmed_on IS NOT NULL`, [programmeId, label, word.terms]);
    return confirmed.length > 0;
  }

  /** The confirmed terms of a period; null where none are, as far as is known here. */
  async confirmed(tx: Tx, programmeId: string, label: string): Promise<Terms | null> {
    const [row] = await tx.query<{ terms: string }[]>(
      `SELECT terms FROM period WHERE programme_id = $1 AND label = $2
         AND confirmed_on IS NOT NULL`, [programmeId, label]);
    return row ? JSON.parse(row.terms) as Terms : null;
  }

  /** Freeze the blocks of a period and who gets which letters. */
  async freeze(
    tx: Tx, { programmeId, label }: PeriodRow, blocks: readonly BlockRow[],
    ranges: readonly SeatRange[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO block (programme_id, period, block, label, headcount, spare)
       SELECT $1, $2, b.* FROM unnest($3::text[], $4::text[], $5::int[], $6::int[]) AS b`,
      [programmeId, label, blocks.map((b) => b.block), blocks.map((b) => b.label),
        blocks.map((b) => b.headcount), blocks.map((b) => b.spare)],
    );
    await tx.query(
      `INSERT INTO seat_range
         (programme_id, period, first_number, headcount, site, department, block)
       SELECT $1, $2, r.*
       FROM unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::text[]) AS r`,
      [programmeId, label, ranges.map((r) => r.firstNumber), ranges.map((r) => r.headcount),
        ranges.map((r) => r.site), ranges.map((r) => r.department), ranges.map((r) => r.block)],
    );
  }

  /** One period of a programme. */
  async find(tx: Tx, programmeId: string, label: string): Promise<KnownPeriod | undefined> {
    const rows = await tx.query<KnownPeriod[]>(
      `${PERIOD} WHERE programme_id = $1 AND label = $2`, [programmeId, label],
    );
    return rows[0];
  }

  /** One at a time adds periods to a programme: they share no day. */
  async lock(tx: Tx, programmeId: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 14))', [programmeId]);
  }

  /** Whether terms of a programme hold, or wait on a day: nothing of what they say can change. */
  async hasTerms(tx: Tx, programmeId: string, day: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `SELECT FROM period WHERE programme_id = $1
         AND (confirmed_on IS NOT NULL OR (refused_reason IS NULL AND closes > $2::date)) LIMIT 1`,
      [programmeId, day]);
    return rows.length > 0;
  }

  /** Labels of a programme's periods whose terms wait or hold. */
  async labels(tx: Tx, programmeId: string): Promise<string[]> {
    const rows = await tx.query<{ label: string }[]>(
      `SELECT label FROM period WHERE programme_id = $1 AND NOT (${REFUSED})`, [programmeId]);
    return rows.map(({ label }) => label);
  }

  /** The reporting blocks of a period, in their order. */
  blocks(tx: Tx, programmeId: string, label: string): Promise<BlockRow[]> {
    return tx.query<BlockRow[]>(
      `SELECT block, label, headcount, spare FROM block WHERE programme_id = $1 AND period = $2
       ORDER BY substr(block, 2)::int`,
      [programmeId, label],
    );
  }

  /** Which letters go where, by number; none before the vault has confirmed the terms. */
  ranges(tx: Tx, programmeId: string, label: string): Promise<SeatRange[]> {
    return tx.query<SeatRange[]>(
      `SELECT first_number AS "firstNumber", headcount, site, department, block,
         ${ORDER} AS "order" FROM seat_range
       WHERE programme_id = $1 AND period = $2 AND EXISTS (SELECT FROM period p
         WHERE p.programme_id = $1 AND p.label = $2 AND p.confirmed_on IS NOT NULL)
       ORDER BY first_number`,
      [programmeId, label],
    );
  }

  /** All periods of a programme with their state on a day. */
  async list(tx: Tx, programmeId: string, day: string): Promise<Period[]> {
    const rows = await tx.query<Omit<Period, 'blocks' | 'seats'>[]>(
      `SELECT p.label, p.opens::text, p.closes::text, p.releases::text,
         (${LAST_DAY})::text AS "lastDay", ${statusOn(2)} AS status,
         ${REFUSAL} AS refusal, p.opened_on::text AS "proposedOn",
         p.confirm_by::text AS "confirmBy", upper(p.confirmed_by) AS "confirmedBy",
         p.withdrawn_on::text AS "withdrawnOn",
         CASE WHEN p.seat_price_minor IS NOT NULL THEN jsonb_build_object('minor',
           p.seat_price_minor::text, 'currency', p.terms::jsonb ->> 'currency') END AS "seatPrice"
       FROM period p WHERE p.programme_id = $1 ORDER BY p.label`, [programmeId, day]);
    const periods: Period[] = [];
    for (const row of rows) {
      const blocks = await this.blocks(tx, programmeId, row.label);
      const seats = blocks.reduce((sum, { headcount, spare }) => sum + headcount + spare, 0);
      periods.push({ ...row, blocks, seats });
    }
    return periods;
  }
}
