import { Injectable } from '@nestjs/common';
import { PasskeyRows } from '#server/passkey.rows';

/** Rows of hr_passkey and hr_spent_challenge. */
@Injectable()
export class PasskeyStore extends PasskeyRows {
  constructor() {
    super({ table: 'hr_passkey', owner: 'user_id', spent: 'hr_spent_challenge' });
  }
}
