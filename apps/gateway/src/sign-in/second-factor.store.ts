import { Injectable } from '@nestjs/common';
import { hasFactor, SecondFactorRows } from '#server/second-factor.rows';

const NAMES = {
  factor: 'hr_second_factor', recovery: 'hr_recovery_code', passkey: 'hr_passkey', owner: 'user_id',
} as const;

/** Whether a user (an expression of ours) has a second factor, as a column. */
export const HAS_FACTOR = (person: string) => hasFactor(NAMES, person);

/** Second factors of users: their authenticators, recovery codes and passkeys. */
@Injectable()
export class SecondFactorStore extends SecondFactorRows {
  constructor() {
    super(NAMES);
  }
}
