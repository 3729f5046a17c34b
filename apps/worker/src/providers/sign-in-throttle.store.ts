import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** Counts failed sign-ins by login, whether anybody has that login or not. */
@Injectable()
export class SignInThrottleStore {
  /** Failures of a login that are counted since `windowStart`. */
  async failures(tx: Tx, loginHash: Buffer, windowStart: Date): Promise<number> {
    const [row] = await tx.query<{ failures: number }[]>(
      'SELECT failures FROM sign_in_throttle WHERE login_hash = $1 AND counted_from > $2',
      [loginHash, windowStart]);
    return row?.failures ?? 0;
  }

  /** Count one more failure; a window that is over begins anew. */
  async count(tx: Tx, loginHash: Buffer, windowStart: Date, now: Date): Promise<void> {
    await tx.query('DELETE FROM sign_in_throttle WHERE counted_from <= $1', [windowStart]);
    await tx.query(
      `INSERT INTO sign_in_throttle (login_hash, failures, counted_from) VALUES ($1, 1, $2)
       ON CONFLICT (login_hash) DO UPDATE SET failures = sign_in_throttle.failures + 1`,
      [loginHash, now]);
  }

  /** Forget the failures of a login that has signed in. */
  async forgive(tx: Tx, loginHash: Buffer): Promise<void> {
    await tx.query('DELETE FROM sign_in_throttle WHERE login_hash = $1', [loginHash]);
  }
}
