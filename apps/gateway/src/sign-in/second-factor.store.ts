import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { SecondFactorRows } from '#server/second-factor.rows';

/** Whether a user (an expression of ours) has a second factor, as a column. */
export const HAS_FACTOR = (user: string) => `(EXISTS (SELECT FROM hr_second_factor f
    WHERE f.user_id = ${user} AND f.confirmed_on IS NOT NULL)
  OR EXISTS (SELECT FROM hr_passkey p WHERE p.user_id = ${user}))`;

/** Rows of hr_second_factor and hr_recovery_code, and what they and passkeys come to. */
@Injectable()
export class SecondFactorStore extends SecondFactorRows {
  constructor() {
    super({ factor: 'hr_second_factor', recovery: 'hr_recovery_code', owner: 'user_id' });
  }

  /** Whether a person has any second factor: an authenticator, or a passkey. */
  async hasAny(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.query<{ has: boolean }[]>(`SELECT ${HAS_FACTOR('$1')} AS has`, [id]);
    return row?.has === true;
  }

  /** Take every second factor away; false when there was none. */
  async removeAll(tx: Tx, id: string): Promise<boolean> {
    const hadOne = await this.hasAny(tx, id);
    await this.remove(tx, id);
    await tx.query('DELETE FROM hr_passkey WHERE user_id = $1', [id]);
    return hadOne;
  }
}
