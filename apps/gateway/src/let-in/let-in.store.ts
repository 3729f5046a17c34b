import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { LetInRequest } from './let-in.graphql.ts';

/** A request's row. */
export interface LetInRow {
  readonly id: string;
  readonly employerId: string;
  readonly email: string;
  readonly withoutSecondFactor: boolean;
  readonly askedBy: string;
  readonly expiresOn: string;
  readonly confirmedBy: string | null;
}

/** Rows of hr_let_in. */
@Injectable()
export class LetInStore {
  /** Add a request. */
  async add(tx: Tx, row: Omit<LetInRow, 'confirmedBy'>): Promise<void> {
    await tx.query(
      `INSERT INTO hr_let_in (id, employer_id, email, without_second_factor, asked_by, expires_on)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [row.id, row.employerId, row.email, row.withoutSecondFactor, row.askedBy, row.expiresOn]);
  }

  /** Lock a request until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<LetInRow | undefined> {
    const [row] = await tx.query<LetInRow[]>(
      `SELECT id, employer_id AS "employerId", email, without_second_factor AS "withoutSecondFactor",
         asked_by AS "askedBy", expires_on::text AS "expiresOn", confirmed_by AS "confirmedBy"
       FROM hr_let_in WHERE id = $1 FOR UPDATE`, [id]);
    return row;
  }

  /** Note who confirmed. */
  async confirm(tx: Tx, id: string, operator: string): Promise<void> {
    await tx.query('UPDATE hr_let_in SET confirmed_by = $2 WHERE id = $1', [id, operator]);
  }

  /** Requests that can still be confirmed. */
  open(tx: Tx, day: string): Promise<LetInRequest[]> {
    return tx.query<LetInRequest[]>(
      `SELECT l.id AS "requestId", jsonb_build_object('id', e.id, 'name', e.name) AS employer, l.email,
         l.without_second_factor AS "withoutSecondFactor", l.asked_by AS "askedBy",
         l.expires_on::text AS "expiresOn"
       FROM hr_let_in l JOIN employer e ON e.id = l.employer_id
       WHERE l.confirmed_by IS NULL AND l.expires_on >= $1 ORDER BY l.expires_on, l.id`, [day]);
  }
}
