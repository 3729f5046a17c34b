import { Injectable } from '@nestjs/common';
import { SecondFactorRows } from '#server/second-factor.rows';

/** Rows of provider_second_factor and provider_recovery_code. */
@Injectable()
export class ProviderFactorStore extends SecondFactorRows {
  constructor() {
    super({
      factor: 'provider_second_factor', recovery: 'provider_recovery_code', owner: 'provider_id',
    });
  }
}
