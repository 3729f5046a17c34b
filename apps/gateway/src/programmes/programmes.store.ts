import { Injectable } from '@nestjs/common';
import type { Unit } from '#disclosure/planner';
import type { Tx } from '#platform/database';

/** A programme with the terms of its employer's contract. */
export interface ProgrammeRow {
  readonly id: string;
  readonly employerId: string;
  readonly employerName: string;
  readonly name: string;
  readonly sessionsPerMember: number;
  readonly k: number;
  readonly currency: string;
  readonly sessionPriceMinor: bigint;
  /** Flat price of a seat, of years that are proposed from now on; null: paid by sessions. */
  readonly seatPriceMinor: bigint | null;
  readonly taxBps: number;
  /** Of the employer's contract. */
  readonly contractNumber: string;
  /** Its announced last day. */
  readonly endsOn: string | null;
}

const PROGRAMME = `SELECT p.id, p.employer_id AS "employerId", e.name AS "employerName", p.name,
    p.sessions_per_member AS "sessionsPerMember", p.k, e.currency,
    e.session_price_minor AS price, e.seat_price_minor AS "seatPrice", e.tax_bps AS "taxBps",
    e.contract_number AS "contractNumber", e.ends_on::text AS "endsOn"
  FROM programme p JOIN employer e ON e.id = p.employer_id`;

type Selected = Omit<ProgrammeRow, 'sessionPriceMinor' | 'seatPriceMinor'>
  & { readonly price: string; readonly seatPrice: string | null };

/** Rows of programme and department. */
@Injectable()
export class ProgrammesStore {
  /** A programme of this employer's; undefined for another's, as for none. */
  async find(tx: Tx, id: string, employerId: string): Promise<ProgrammeRow | undefined> {
    const rows = await tx.query<Selected[]>(
      `${PROGRAMME} WHERE p.id = $1 AND p.employer_id = $2`, [id, employerId],
    );
    return rows.map(describeRow)[0];
  }

  /**
   * As `find`, with the terms of the contract as they stay until the transaction ends: for whoever
   * sells or proposes by them. A change of the price waits until then, and is waited for.
   */
  async findHeld(tx: Tx, id: string, employerId: string): Promise<ProgrammeRow | undefined> {
    // Before it is read: what was read while this waited would be the price of before.
    await tx.query('SELECT FROM employer WHERE id = $1 FOR SHARE', [employerId]);
    return this.find(tx, id, employerId);
  }

  /** A programme by its id, for what the vault says of it. */
  async findAny(tx: Tx, id: string): Promise<ProgrammeRow | undefined> {
    return (await tx.query<Selected[]>(`${PROGRAMME} WHERE p.id = $1`, [id])).map(describeRow)[0];
  }

  /** All programmes of an employer, by name. */
  async list(tx: Tx, employerId: string): Promise<ProgrammeRow[]> {
    const rows = await tx.query<Selected[]>(
      `${PROGRAMME} WHERE p.employer_id = $1 ORDER BY p.name`, [employerId],
    );
    return rows.map(describeRow);
  }

  /** Add a programme unless the employer has one of that name; answers that one's id. */
  async add(
    tx: Tx, programme: Pick<ProgrammeRow, 'id' | 'employerId' | 'name' | 'sessionsPerMember' | 'k'>,
    day: string,
  ): Promise<string> {
    await tx.query(
      `INSERT INTO programme (id, employer_id, name, sessions_per_member, k, created_on)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (employer_id, name) DO NOTHING`,
      [programme.id, programme.employerId, programme.name, programme.sessionsPerMember,
        programme.k, day],
    );
    const [row] = await tx.query<{ id: string }[]>(
      'SELECT id FROM programme WHERE employer_id = $1 AND name = $2',
      [programme.employerId, programme.name],
    );
    return row?.id ?? programme.id;
  }

  /** Give each person another number of sessions, in years that are proposed from now on. */
  async setSessions(tx: Tx, id: string, sessions: number): Promise<void> {
    await tx.query('UPDATE programme SET sessions_per_member = $2 WHERE id = $1', [id, sessions]);
  }

  /** Add departments; `ids` are as many random UUIDs. */
  async addUnits(
    tx: Tx, programmeId: string, units: readonly Unit[], ids: readonly string[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO department (id, programme_id, site, name, headcount)
       SELECT u.id, $1, u.site, u.name, u.headcount
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::int[]) AS u (id, site, name, headcount)`,
      [programmeId, ids, units.map((u) => u.site), units.map((u) => u.department),
        units.map((u) => u.headcount)],
    );
  }

  /** Drop all departments of a programme; what a period froze of them stays. */
  async removeUnits(tx: Tx, programmeId: string): Promise<void> {
    await tx.query('DELETE FROM department WHERE programme_id = $1', [programmeId]);
  }

  /** Departments of a programme with headcounts, by site and name. */
  units(tx: Tx, programmeId: string): Promise<Unit[]> {
    return tx.query<Unit[]>(
      `SELECT site, name AS department, headcount FROM department
       WHERE programme_id = $1 ORDER BY site COLLATE "C", name COLLATE "C"`,
      [programmeId],
    );
  }
}

function describeRow({ price, seatPrice, ...row }: Selected): ProgrammeRow {
  return { ...row, sessionPriceMinor: BigInt(price),
    seatPriceMinor: seatPrice === null ? null : BigInt(seatPrice) };
}
