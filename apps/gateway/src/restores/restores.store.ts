import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** What a restore can have cost, from what the restored database still knows. */
@Injectable()
export class RestoresStore {
  /**
   * Credits of letters that no batch was issued for, as far as is known here, in periods that run:
   * no more can have been issued and forgotten.
   */
  async unissued(tx: Tx, day: string): Promise<number> {
    const [row] = await tx.query<{ most: string }[]>(
      `SELECT coalesce(sum((letters.n - issued.n) * (1 + p.sessions_per_member)), 0)::text AS most
       FROM period p
       CROSS JOIN LATERAL (SELECT count(*) AS n FROM eligibility_code c
         WHERE c.programme_id = p.programme_id AND c.period = p.label) AS letters
       CROSS JOIN LATERAL (SELECT count(*) AS n FROM issuance i
         WHERE i.programme_id = p.programme_id AND i.period = p.label) AS issued
       WHERE p.opens <= $1 AND p.closes > $1`, [day]);
    return Number(row?.most ?? 0);
  }

  /**
   * What the backup must not bring back: sign-ins and open invitations, of which some had ended
   * since, and invoice numbers, of which some were given since. Numbers go on after a gap of at
   * least a thousand.
   */
  async endWhatCameBack(tx: Tx): Promise<void> {
    await tx.query('DELETE FROM hr_session');
    await tx.query('DELETE FROM hr_invitation WHERE accepted_on IS NULL');
    await tx.query('UPDATE invoice_counter SET last = (last / 1000 + 2) * 1000');
  }

  /** All employers. */
  employers(tx: Tx): Promise<{ id: string }[]> {
    return tx.query<{ id: string }[]>('SELECT id FROM employer ORDER BY id');
  }
}
