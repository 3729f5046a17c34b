import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/**
 * What failures are counted under. Each kind has a domain of its own, so that no login, whatever
 * its form, counts against the codes or passwords of somebody who is signed in.
 */
export function throttleMark(of: 'login' | 'code' | 'password', whose: string): Buffer {
  return createHash('sha256').update(`${of}:${whose}`).digest();
}

/** Counts failed sign-ins by login, had by anybody or not, and the challenges that were used. */
@Injectable()
export class SignInThrottleStore {
  /** Failures of a login that are counted since `windowStart`. */
  async failures(tx: Tx, loginHash: Buffer, windowStart: Date): Promise<number> {
    const [row] = await tx.query<{ failures: number }[]>(
      'SELECT failures FROM sign_in_throttle WHERE login_hash = $1 AND counted_from > $2',
      [loginHash, windowStart]);
    return row?.failures ?? 0;
  }

  /** Count one more failure, and answer how many there are; a window that is over begins anew. */
  async count(tx: Tx, loginHash: Buffer, windowStart: Date, now: Date): Promise<number> {
    await tx.query('DELETE FROM sign_in_throttle WHERE counted_from <= $1', [windowStart]);
    const [row] = await tx.query<{ failures: number }[]>(
      `INSERT INTO sign_in_throttle (login_hash, failures, counted_from) VALUES ($1, 1, $2)
       ON CONFLICT (login_hash) DO UPDATE SET failures = sign_in_throttle.failures + 1
       RETURNING failures`,
      [loginHash, now]);
    return row?.failures ?? 0;
  }

  /** Use up a challenge; false when it was used before. What is over is forgotten on the way. */
  async spend(
    tx: Tx, { hash, expiresAt }: { hash: Buffer; expiresAt: Date }, now: Date,
  ): Promise<boolean> {
    await tx.query('DELETE FROM sign_in_challenge WHERE expires_at <= $1', [now]);
    const rows = await tx.query<unknown[]>(
      `INSERT INTO sign_in_challenge (challenge_hash, expires_at) VALUES ($1, $2)
       ON CONFLICT DO NOTHING RETURNING 1`, [hash, expiresAt]);
    return rows.length > 0;
  }

  /** Give one of them back. */
  async giveBack(tx: Tx, loginHash: Buffer): Promise<void> {
    const [rows] = await tx.query<[unknown[], number]>(
      `UPDATE sign_in_throttle SET failures = failures - 1
       WHERE login_hash = $1 AND failures > 1 RETURNING failures`, [loginHash]);
    if (rows.length > 0) return;
    await tx.query(
      'DELETE FROM sign_in_throttle WHERE login_hash = $1 AND failures = 1', [loginHash]);
  }

  /** Forget the failures of a login that has signed in. */
  async forgive(tx: Tx, loginHash: Buffer): Promise<void> {
    await tx.query('DELETE FROM sign_in_throttle WHERE login_hash = $1', [loginHash]);
  }
}
