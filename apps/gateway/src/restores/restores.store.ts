import { Injectable } from '@nestjs/common';
import { readPeriod } from '#calendar/periods';
import type { Tx } from '#platform/database';

/** What a restore can have cost, from what the restored database still knows. */
@Injectable()
export class RestoresStore {
  /**
   * Credits of letters that no batch was issued for, as far as is known here, in periods that run
   * or can be booked: no more can have been issued and forgotten.
   */
  async unissued(tx: Tx, day: string): Promise<number> {
    const rows = await tx.query<{ label: string; most: number }[]>(
      `SELECT p.label, ((letters.n - issued.n) * (1 + p.sessions_per_member))::float8 AS most
       FROM period p
       CROSS JOIN LATERAL (SELECT count(*) AS n FROM eligibility_code c
         WHERE c.programme_id = p.programme_id AND c.period = p.label) AS letters
       CROSS JOIN LATERAL (SELECT count(*) AS n FROM issuance i
         WHERE i.programme_id = p.programme_id AND i.period = p.label) AS issued
       WHERE p.closes > $1`, [day]);
    const isIssued = ({ label }: { label: string }) =>
      (readPeriod(label)?.startsBooking ?? day) <= day;
    return rows.filter(isIssued).reduce((sum, { most }) => sum + most, 0);
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
