import { Injectable } from '@nestjs/common';
import { hasFactor, SecondFactorRows } from '#server/second-factor.rows';

const NAMES = {
  factor: 'provider_second_factor', recovery: 'provider_recovery_code', passkey: 'provider_passkey',
  owner: 'provider_id',
} as const;

/** Whether a therapist (an expression of ours) has a second factor, as a column. */
export const HAS_FACTOR = (person: string) => hasFactor(NAMES, person);

/** Second factors of therapists: their authenticators, recovery codes and passkeys. */
@Injectable()
export class ProviderFactorStore extends SecondFactorRows {
  constructor() {
    super(NAMES);
  }
}
