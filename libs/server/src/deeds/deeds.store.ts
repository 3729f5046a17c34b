import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { UNNAMED } from '#platform/settings/operators';
import type { OperatorDeed } from './deeds.graphql.ts';

/** Outcome of what an operator did before a restore, and the domain knew again. */
export const BY_OWN_WORD = 'CONFIRMED_BEFORE';

/** A deed as it is written down before it is done. */
export interface Deed {
  /** Null: a token that nobody has, or the domain's own word. */
  readonly operator: string | null;
  readonly deed: string;
  readonly subject: string;
  readonly outcome: string | null;
}

/** Rows of operator_deed: added, and their outcome noted once. */
@Injectable()
export class DeedsStore {
  /** Write a deed down; answers its id. */
  async add(tx: Tx, { operator, deed, subject, outcome }: Deed, day: string): Promise<string> {
    const id = randomUUID();
    // One writer at a time, so that the numbers have no gap.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended(\'operator_deed\', 11))');
    await tx.query(
      `INSERT INTO operator_deed (id, number, operator, deed, subject, outcome, done_on)
       SELECT $1::uuid, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6::date
       FROM operator_deed`, [id, operator, deed, subject, outcome, day]);
    return id;
  }

  /** Note what came of a deed; a subject that it made itself is noted with it. */
  async end(tx: Tx, id: string, outcome: string, subject: string): Promise<void> {
    await tx.query('UPDATE operator_deed SET outcome = $2, subject = $3 WHERE id = $1',
      [id, outcome, subject]);
  }

  /** How many calls by unknown tokens a day has. */
  async unknownOn(tx: Tx, day: string): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM operator_deed
       WHERE operator IS NULL AND outcome <> $2 AND done_on = $1`, [day, BY_OWN_WORD]);
    return row?.count ?? 0;
  }

  /** Deeds below the number `before`, newest first. */
  async list(tx: Tx, before: number, first: number): Promise<OperatorDeed[]> {
    const rows = await tx.query<OperatorDeed[]>(
      `SELECT number, deed, subject, outcome, done_on::text AS at,
         coalesce(operator, CASE outcome WHEN $3 THEN 'nobody' ELSE 'unknown' END) AS operator
       FROM operator_deed WHERE number < $1 ORDER BY number DESC LIMIT $2`,
      [before, first, BY_OWN_WORD]);
    return rows.map((row) =>
      row.operator === UNNAMED ? { ...row, operator: 'without a name' } : row);
  }
}
