import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** Rows of settlement: added once, never changed. */
@Injectable()
export class SettlementsStore {
  /** Sessions of a programme that are settled in the ledger. */
  async sessions(tx: Tx, programmeId: string): Promise<number> {
    const [row] = await tx.query<{ sessions: number }[]>(
      'SELECT coalesce(sum(sessions), 0)::int AS sessions FROM settlement WHERE programme_id = $1',
      [programmeId]);
    return row?.sessions ?? 0;
  }

  /** Add sessions whose entry is posted. */
  async add(tx: Tx, entryId: string, programmeId: string, sessions: number): Promise<void> {
    await tx.query('INSERT INTO settlement (entry_id, programme_id, sessions) VALUES ($1, $2, $3)',
      [entryId, programmeId, sessions]);
  }
}
