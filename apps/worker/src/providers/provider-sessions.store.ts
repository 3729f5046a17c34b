import { Injectable } from '@nestjs/common';
import { SignInRows } from '#server/sign-ins.rows';

/** Rows of provider_session. */
@Injectable()
export class ProviderSessionsStore extends SignInRows {
  constructor() {
    super({ table: 'provider_session', owner: 'provider_id' });
  }
}
