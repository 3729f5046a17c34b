import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** Rows of period_leaf. */
@Injectable()
export class PeriodLeavesStore {
  /** Keep the leaf of a period of ours, once. */
  async keep(tx: Tx, programmeId: string, period: string, leaf: string): Promise<void> {
    await tx.query(
      `INSERT INTO period_leaf (programme_id, period, leaf)
       SELECT p.programme_id, p.label, $3 FROM period p
       WHERE p.programme_id = $1 AND p.label = $2 ON CONFLICT DO NOTHING`,
      [programmeId, period, leaf]);
  }
}
