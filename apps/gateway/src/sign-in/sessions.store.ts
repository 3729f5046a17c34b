import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { SignInRows, type Openness } from '#server/sign-ins.rows';
import type { HrCaller } from '../http/caller.ts';
import { HAS_FACTOR } from './second-factor.store.ts';

/** Who has signed in, and when she was last here. */
export interface FoundSession {
  readonly caller: HrCaller;
  readonly usedAt: Date;
}

/** Rows of hr_session. */
@Injectable()
export class SessionsStore extends SignInRows {
  constructor() {
    super({ table: 'hr_session', owner: 'user_id' });
  }

  /** The user of a sign-in that is open. */
  async find(
    tx: Tx, tokenHash: Buffer, { now, idleSince }: Openness,
  ): Promise<FoundSession | undefined> {
    const [row] = await tx.query<(Omit<HrCaller, 'kind'> & { usedAt: Date })[]>(
      `SELECT u.id AS "userId", u.employer_id AS "employerId", u.role, s.used_at AS "usedAt",
         e.deactivated_on IS NULL AS "isActive", ${HAS_FACTOR('u.id')} AS "hasFactor"
       FROM hr_session s JOIN hr_user u ON u.id = s.user_id JOIN employer e ON e.id = u.employer_id
       WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.used_at > $3
         AND u.removed_on IS NULL`,
      [tokenHash, now, idleSince],
    );
    if (!row) return undefined;
    const { usedAt, ...caller } = row;
    return { caller: { kind: 'hr', ...caller }, usedAt };
  }
}
