import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { JobStatement } from './vault-verifier.ts';

/** Rows of vault_statement. */
@Injectable()
export class StatementsStore {
  /** Keep the latest statement of a type. */
  async replace(tx: Tx, { type, body, signature }: JobStatement): Promise<void> {
    await tx.query(
      `INSERT INTO vault_statement (type, body, signature) VALUES ($1, $2, $3)
       ON CONFLICT (type) DO UPDATE SET body = excluded.body, signature = excluded.signature`,
      [type, body, signature],
    );
  }

  /** The latest statement of a type. */
  async find(tx: Tx, type: string): Promise<JobStatement | null> {
    const [row] = await tx.query<JobStatement[]>(
      'SELECT type, body, signature FROM vault_statement WHERE type = $1', [type],
    );
    return row ?? null;
  }
}
