import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { SecondFactorRows } from '#server/second-factor.rows';

/** Whether a therapist (an expression of ours) has a second factor, as a column. */
export const HAS_FACTOR = (provider: string) => `(EXISTS (SELECT FROM provider_second_factor f
    WHERE f.provider_id = ${provider} AND f.confirmed_on IS NOT NULL)
  OR EXISTS (SELECT FROM provider_passkey k WHERE k.provider_id = ${provider}))`;

/** Rows of provider_second_factor and provider_recovery_code, and what these and passkeys are. */
@Injectable()
export class ProviderFactorStore extends SecondFactorRows {
  constructor() {
    super({
      factor: 'provider_second_factor', recovery: 'provider_recovery_code', owner: 'provider_id',
    });
  }

  /** Whether a therapist has any second factor: an authenticator, or a passkey. */
  async hasAny(tx: Tx, id: string): Promise<boolean> {
    const [row] = await tx.query<{ has: boolean }[]>(`SELECT ${HAS_FACTOR('$1')} AS has`, [id]);
    return row?.has === true;
  }

  /** Take every second factor away; false when there was none. */
  async removeAll(tx: Tx, id: string): Promise<boolean> {
    const hadOne = await this.hasAny(tx, id);
    await this.remove(tx, id);
    await tx.query('DELETE FROM provider_passkey WHERE provider_id = $1', [id]);
    return hadOne;
  }
}
