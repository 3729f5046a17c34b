import { Injectable } from '@nestjs/common';
import { SecondFactorRows } from '#server/second-factor.rows';

/** Rows of hr_second_factor and hr_recovery_code. */
@Injectable()
export class SecondFactorStore extends SecondFactorRows {
  constructor() {
    super({ factor: 'hr_second_factor', recovery: 'hr_recovery_code', owner: 'user_id' });
  }
}
