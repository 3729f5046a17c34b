import { Injectable } from '@nestjs/common';
import type { LastYear } from '#disclosure/before';
import type { Terms } from '#disclosure/terms';
import type { Tx } from '#platform/database';

/** The year before: what the next one takes over, as it stands here. */
@Injectable()
export class LastYearsStore {
  /**
   * The last confirmed year of a programme before another. It says that nobody was told of: only
   * a higher stated use needs more, and the gateway raises none. A vault that was restored may know
   * of fewer than the reports here tell, and would refuse whatever is above that, for good.
   */
  async find(tx: Tx, programmeId: string, label: string): Promise<LastYear | null> {
    const [row] = await tx.query<{ terms: string }[]>(
      `SELECT terms FROM period
       WHERE programme_id = $1 AND label < $2 AND confirmed_on IS NOT NULL
       ORDER BY label DESC LIMIT 1`, [programmeId, label]);
    return row ? { terms: JSON.parse(row.terms) as Terms, told: 0 } : null;
  }
}
