import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { StepTaker } from './step-takers.ts';

/** Of whom a row is, how long it stands unanswered, and how many there may be of them. */
interface Share {
  readonly taker: StepTaker['kind'];
  readonly now: Date;
  readonly ends: Date;
  readonly most: number;
}

/** Rows of kept_answer. */
@Injectable()
export class KeptAnswersStore {
  /**
   * Claim a request until `ends`, unless a claim or an answer of it stands; what has ended makes
   * room. Claimed or answered by others at once, it is waited for what they write.
   *
   * @returns false also where as many as `most` of this kind of taker stand.
   */
  async claim(
    tx: Tx, name: Buffer, { taker, now, ends, most }: Share,
  ): Promise<boolean> {
    await this.forget(tx, now);
    const rows = await tx.query<unknown[]>(
      `INSERT INTO kept_answer (name, taker, ends)
       SELECT $1, $2, $3 WHERE (SELECT count(*) FROM kept_answer WHERE taker = $2) < $4
       ON CONFLICT (name) DO NOTHING RETURNING name`, [name, taker, ends, most]);
    return rows.length === 1;
  }

  /** Forget what has ended. */
  async forget(tx: Tx, now: Date): Promise<void> {
    await tx.query(
      `DELETE FROM kept_answer WHERE name IN (
         SELECT name FROM kept_answer WHERE ends < $1 FOR UPDATE SKIP LOCKED)`, [now]);
  }

  /** What stands for a request: its answer, or null while it is under way; undefined if nothing. */
  async find(tx: Tx, name: Buffer): Promise<Buffer | null | undefined> {
    const [row] = await tx.query<{ answer: Buffer | null }[]>(
      'SELECT answer FROM kept_answer WHERE name = $1', [name]);
    return row?.answer;
  }

  /** Put the answer to its claim. */
  async keep(tx: Tx, name: Buffer, answer: Buffer, ends: Date): Promise<void> {
    await tx.query('UPDATE kept_answer SET answer = $2, ends = $3 WHERE name = $1',
      [name, answer, ends]);
  }
}
