import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { LAST_DAY, statusOn } from '../programmes/period-status.ts';
import type { LettersWaiting } from './print-files.graphql.ts';
import type { MadeFile } from './print-plan.ts';

/** A print file as it is written down when it is made. */
export interface PrintFileRow extends MadeFile {
  readonly id: string;
  readonly kind: 'PRINTER' | 'FOLDED';
  /** Null where it was not encrypted. */
  readonly keyFingerprint: string | null;
  readonly operator: string;
  readonly madeOn: string;
}

/** A period as its letters need it. */
export interface PrintedPeriod {
  readonly programme: string;
  readonly employerId: string;
  readonly status: string;
  /** `operator` or `automatic`, once it is confirmed. */
  readonly confirmedBy: string | null;
  /** Hash of its leaf in the vault's log, once the vault has told it. */
  readonly leaf: string | null;
  /** Last day of its credits; null where its programme ends before it begins. */
  readonly lastDay: string | null;
  readonly sessionsPerMember: number;
}

/** Periods with letters that are still to be made; $1 is today. */
export const LETTERS_WAITING = `SELECT p.programme_id AS "programmeId", g.name AS programme,
    e.name AS employer, p.label AS period, (planned.letters - made.letters)::int AS letters
  FROM period p JOIN programme g ON g.id = p.programme_id JOIN employer e ON e.id = g.employer_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(r.headcount), 0) AS letters FROM seat_range r
      WHERE r.programme_id = p.programme_id AND r.period = p.label) AS planned
    CROSS JOIN LATERAL (SELECT coalesce(max(f.last_number), 0) AS letters FROM print_file f
      WHERE f.programme_id = p.programme_id AND f.period = p.label) AS made
  WHERE planned.letters > made.letters AND ${statusOn(1)} IN ('PLANNED', 'OPEN')`;

/** Rows of print_file: added, never changed. */
@Injectable()
export class PrintFilesStore {
  /** A period with its programme's name, and how far it is on a day. */
  async period(
    tx: Tx, programmeId: string, label: string, day: string,
  ): Promise<PrintedPeriod | undefined> {
    const [row] = await tx.query<PrintedPeriod[]>(
      `SELECT g.name AS programme, g.employer_id AS "employerId", ${statusOn(3)} AS status,
         p.confirmed_by AS "confirmedBy", l.leaf, (${LAST_DAY})::text AS "lastDay",
         p.sessions_per_member AS "sessionsPerMember"
       FROM period p JOIN programme g ON g.id = p.programme_id
         LEFT JOIN period_leaf l ON l.programme_id = p.programme_id AND l.period = p.label
       WHERE p.programme_id = $1 AND p.label = $2`, [programmeId, label, day]);
    return row;
  }

  /** Files of a period in the order in which they were made. */
  list(tx: Tx, programmeId: string, label: string): Promise<PrintFileRow[]> {
    return tx.query<PrintFileRow[]>(
      `SELECT id, number, first_number AS first, last_number AS last, kind,
         key_fingerprint AS "keyFingerprint", operator, made_on::text AS "madeOn"
       FROM print_file WHERE programme_id = $1 AND period = $2 ORDER BY number`,
      [programmeId, label]);
  }

  /** Periods with letters that no file has yet, of which letters can be made on a day. */
  waiting(tx: Tx, day: string): Promise<LettersWaiting[]> {
    return tx.query<LettersWaiting[]>(
      `${LETTERS_WAITING} ORDER BY employer, programme, period`, [day]);
  }

  /** Let nobody else make a file of this period until the transaction ends. */
  async lock(tx: Tx, programmeId: string, label: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 13))',
      [`${programmeId} ${label}`]);
  }

  /** Write a file down. */
  async add(tx: Tx, programmeId: string, label: string, file: PrintFileRow): Promise<void> {
    await tx.query(
      `INSERT INTO print_file (id, programme_id, period, number, first_number, last_number, kind,
         key_fingerprint, operator, made_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [file.id, programmeId, label, file.number, file.first, file.last, file.kind,
        file.keyFingerprint, file.operator, file.madeOn]);
  }
}
