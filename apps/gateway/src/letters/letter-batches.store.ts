import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { ORDER, type SeatRange } from '../programmes/periods.store.ts';

/** Letters that a department gets at once, as HR may know them and we do. */
export interface BatchRow extends SeatRange {
  readonly id: string;
  readonly reason: string;
  readonly orderedOn: string | null;
  readonly handedOutOn: string | null;
  /** Spare seats of its group, for those who lose their letters and those who join. */
  readonly groupSpare: number;
}

/** Where a batch belongs. */
export interface BatchPlace {
  readonly programmeId: string;
  readonly programme: string;
  readonly period: string;
}

/** Rows of seat_range, as letters that are made and handed out. */
@Injectable()
export class LetterBatchesStore {
  /** Letters of a period by number. */
  list(tx: Tx, programmeId: string, label: string): Promise<BatchRow[]> {
    return tx.query<BatchRow[]>(
      `SELECT r.id, r.first_number AS "firstNumber", r.headcount, r.site, r.department, r.block,
         ${ORDER} AS "order", r.kind AS reason, r.ordered_on::text AS "orderedOn",
         r.handed_out_on::text AS "handedOutOn", b.spare AS "groupSpare"
       FROM seat_range r JOIN block b USING (programme_id, period, block)
       WHERE r.programme_id = $1 AND r.period = $2 ORDER BY r.first_number`,
      [programmeId, label]);
  }

  /** Where a batch of this employer's belongs; undefined for another's, as for none. */
  async placeOf(tx: Tx, id: string, employerId: string): Promise<BatchPlace | undefined> {
    const [row] = await tx.query<BatchPlace[]>(
      `SELECT g.id AS "programmeId", g.name AS programme, r.period
       FROM seat_range r JOIN programme g ON g.id = r.programme_id
       WHERE r.id = $1 AND g.employer_id = $2`, [id, employerId]);
    return row;
  }

  /** Mark a batch as handed out on a day, or take the mark away. */
  async mark(tx: Tx, id: string, day: string | null): Promise<void> {
    await tx.query('UPDATE seat_range SET handed_out_on = $2 WHERE id = $1', [id, day]);
  }

  /** Add spare letters to a period, under the id of their order. */
  async add(
    tx: Tx, { programmeId, period }: BatchPlace, range: SeatRange, reason: string, day: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO seat_range
         (programme_id, period, first_number, headcount, site, department, block, kind, ordered_on, id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [programmeId, period, range.firstNumber, range.headcount, range.site, range.department,
        range.block, reason, day, range.order]);
  }
}
