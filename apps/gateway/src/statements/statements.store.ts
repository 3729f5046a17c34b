import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { CarriedStatement } from '#contracts/carried-statement';

/** Rows of vault_statement. */
@Injectable()
export class StatementsStore {
  /**
   * Keep a statement, unless the one that stands is newer: jobs come in any order, and again.
   *
   * @param rank the directory's version or when the keys were stated: the higher, the newer.
   */
  async keepNewest(
    tx: Tx, { type, body, signature }: CarriedStatement, rank: (body: string) => number,
  ): Promise<void> {
    const added = await tx.query<unknown[]>(
      `INSERT INTO vault_statement (type, body, signature) VALUES ($1, $2, $3)
       ON CONFLICT (type) DO NOTHING RETURNING type`,
      [type, body, signature],
    );
    if (added.length > 0) return;
    const [standing] = await tx.query<CarriedStatement[]>(
      'SELECT body FROM vault_statement WHERE type = $1 FOR NO KEY UPDATE', [type],
    );
    if (standing && rank(standing.body) > rank(body)) return;
    await tx.query(
      'UPDATE vault_statement SET body = $2, signature = $3 WHERE type = $1',
      [type, body, signature],
    );
  }

  /** The signature of the latest statement of a type, by which another one is told. */
  async signatureOf(tx: Tx, type: string): Promise<string | null> {
    const [row] = await tx.query<{ signature: string }[]>(
      'SELECT signature FROM vault_statement WHERE type = $1', [type],
    );
    return row?.signature ?? null;
  }

  /** The latest statement of a type. */
  async find(tx: Tx, type: string): Promise<CarriedStatement | null> {
    const [row] = await tx.query<CarriedStatement[]>(
      'SELECT type, body, signature FROM vault_statement WHERE type = $1', [type],
    );
    return row ?? null;
  }
}
