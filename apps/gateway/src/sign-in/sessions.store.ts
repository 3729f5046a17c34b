import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { HrCaller } from '../door/caller.ts';

/** Rows of hr_session. */
@Injectable()
export class SessionsStore {
  /** Add an open sign-in. */
  async insert(tx: Tx, tokenHash: Buffer, userId: string, expiresAt: Date): Promise<void> {
    await tx.query(
      'INSERT INTO hr_session (token_hash, user_id, expires_at) VALUES ($1, $2, $3)',
      [tokenHash, userId, expiresAt],
    );
  }

  /** The user of a sign-in that has not expired. */
  async find(tx: Tx, tokenHash: Buffer, now: Date): Promise<HrCaller | undefined> {
    const [row] = await tx.query<Omit<HrCaller, 'kind'>[]>(
      `SELECT u.id AS "userId", u.employer_id AS "employerId", u.role,
         e.deactivated_on IS NULL AS "isActive"
       FROM hr_session s JOIN hr_user u ON u.id = s.user_id JOIN employer e ON e.id = u.employer_id
       WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.removed_on IS NULL`,
      [tokenHash, now],
    );
    return row && { kind: 'hr', ...row };
  }

  /** End one sign-in. */
  async remove(tx: Tx, tokenHash: Buffer): Promise<void> {
    await tx.query('DELETE FROM hr_session WHERE token_hash = $1', [tokenHash]);
  }

  /** End all sign-ins of a user. */
  async removeAll(tx: Tx, userId: string): Promise<void> {
    await tx.query('DELETE FROM hr_session WHERE user_id = $1', [userId]);
  }

  /** Drop what has expired. */
  async forgetExpired(tx: Tx, now: Date): Promise<void> {
    await tx.query('DELETE FROM hr_session WHERE expires_at <= $1', [now]);
  }
}
