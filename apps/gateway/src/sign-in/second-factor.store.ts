import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** An authenticator app as it is stored. */
export interface SecondFactorRow {
  readonly wrapped: Buffer;
  readonly isConfirmed: boolean;
}

/** Rows of hr_second_factor and hr_recovery_code. */
@Injectable()
export class SecondFactorStore {
  /** The authenticator of a user, locked until the transaction ends. */
  async lock(tx: Tx, userId: string): Promise<SecondFactorRow | undefined> {
    const [row] = await tx.query<{ wrapped: Buffer; confirmed: boolean }[]>(
      `SELECT wrapped_secret AS wrapped, confirmed_on IS NOT NULL AS confirmed
       FROM hr_second_factor WHERE user_id = $1 FOR UPDATE`,
      [userId],
    );
    return row && { wrapped: row.wrapped, isConfirmed: row.confirmed };
  }

  /** Whether a user has a confirmed authenticator. */
  async isOn(tx: Tx, userId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'SELECT FROM hr_second_factor WHERE user_id = $1 AND confirmed_on IS NOT NULL', [userId],
    );
    return rows.length === 1;
  }

  /** Begin with a secret that is not confirmed; false when another one is confirmed already. */
  async begin(tx: Tx, userId: string, wrapped: Buffer): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO hr_second_factor (user_id, wrapped_secret) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET wrapped_secret = excluded.wrapped_secret, last_step = NULL
         WHERE hr_second_factor.confirmed_on IS NULL
       RETURNING user_id`,
      [userId, wrapped],
    );
    return rows.length === 1;
  }

  /** Note that the app showed a right code. */
  async confirm(tx: Tx, userId: string, day: string): Promise<void> {
    await tx.query(
      'UPDATE hr_second_factor SET confirmed_on = $2 WHERE user_id = $1', [userId, day],
    );
  }

  /** Use up a time step; false when it, or a later one, was used before. */
  async useStep(tx: Tx, userId: string, step: number): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      `UPDATE hr_second_factor SET last_step = $2
       WHERE user_id = $1 AND (last_step IS NULL OR last_step < $2) RETURNING user_id`,
      [userId, step],
    );
    return rows.length === 1;
  }

  /** Replace all recovery codes. */
  async replaceRecovery(tx: Tx, userId: string, hashes: readonly Buffer[]): Promise<void> {
    await tx.query('DELETE FROM hr_recovery_code WHERE user_id = $1', [userId]);
    await tx.query(
      'INSERT INTO hr_recovery_code (user_id, code_hash) SELECT $1, h FROM unnest($2::bytea[]) AS h',
      [userId, hashes],
    );
  }

  /** Use up a recovery code; false when there is none such. */
  async useRecovery(tx: Tx, userId: string, hash: Buffer): Promise<boolean> {
    const [rows] = await tx.query<[unknown[], number]>(
      'DELETE FROM hr_recovery_code WHERE user_id = $1 AND code_hash = $2 RETURNING user_id',
      [userId, hash],
    );
    return rows.length === 1;
  }

  /** Recovery codes that are left. */
  async countRecovery(tx: Tx, userId: string): Promise<number> {
    const [row] = await tx.query<{ left: number }[]>(
      'SELECT count(*)::int AS left FROM hr_recovery_code WHERE user_id = $1', [userId],
    );
    return row?.left ?? 0;
  }

  /** Take the second factor away with its recovery codes; false when there was none. */
  async remove(tx: Tx, userId: string): Promise<boolean> {
    await tx.query('DELETE FROM hr_recovery_code WHERE user_id = $1', [userId]);
    const [rows] = await tx.query<[unknown[], number]>(
      'DELETE FROM hr_second_factor WHERE user_id = $1 RETURNING user_id', [userId],
    );
    return rows.length === 1;
  }
}
