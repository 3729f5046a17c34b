import { Injectable } from '@nestjs/common';
import { PasskeyRows } from '#server/passkey.rows';

/** Rows of provider_passkey; a challenge that one has signed is kept beside those of sign-ins. */
@Injectable()
export class ProviderPasskeyStore extends PasskeyRows {
  constructor() {
    super({ table: 'provider_passkey', owner: 'provider_id', spent: 'sign_in_challenge' });
  }
}
