import { Injectable } from '@nestjs/common';
import type { IssuerPublicKey, KeyKind } from '#pseudonym/keys';
import type { Tx } from '#platform/database';
import type { WrappedKey } from './issuer-keys.ts';

interface KeyRow extends Omit<IssuerPublicKey, 'spki'> {
  readonly kind: KeyKind;
  readonly spki: Buffer;
  readonly wrapped: Buffer;
}

const KEY = `SELECT key_id AS "keyId", programme_id AS programme, period, kind, block, spki,
  not_before::text AS "notBefore", not_after::text AS "notAfter"`;

/** Rows of issuer_key. */
@Injectable()
export class KeysStore {
  /** Add keys that the vault has not mirrored yet. */
  async add(tx: Tx, keys: readonly WrappedKey[]): Promise<void> {
    for (const { key, wrapped } of keys) {
      await tx.query(
        `INSERT INTO issuer_key (key_id, programme_id, period, kind, block, spki,
           wrapped_private, not_before, not_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [key.keyId, key.programme, key.period, key.kind, key.block,
          Buffer.from(key.spki, 'base64url'), wrapped, key.notBefore, key.notAfter],
      );
    }
  }

  /** Keys of a period that the vault has still to mirror. */
  async countPending(tx: Tx, programmeId: string, period: string): Promise<number> {
    const [row] = await tx.query<{ pending: number }[]>(
      `SELECT count(*)::int AS pending FROM issuer_key
       WHERE programme_id = $1 AND period = $2 AND mirrored_on IS NULL`,
      [programmeId, period],
    );
    return row?.pending ?? 0;
  }

  /** Note that the vault has its copy of these keys. */
  async markMirrored(
    tx: Tx, programmeId: string, period: string, keyIds: readonly string[], day: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE issuer_key SET mirrored_on = $4 WHERE programme_id = $1 AND period = $2
         AND key_id = ANY ($3) AND mirrored_on IS NULL`,
      [programmeId, period, keyIds, day],
    );
  }

  /** Note why the vault takes no terms or keys of a period; what was noted first stays. */
  async markRefused(
    tx: Tx, programmeId: string, period: string, reason: string, day: string,
  ): Promise<void> {
    await tx.query(
      `UPDATE period SET refused_on = $4, refused_reason = $3
       WHERE programme_id = $1 AND label = $2 AND refused_reason IS NULL`,
      [programmeId, period, reason, day],
    );
  }

  /** The public keys of a period that the vault has mirrored: session key first, then by block. */
  async directory(tx: Tx, programmeId: string, period: string): Promise<IssuerPublicKey[]> {
    const rows = await tx.query<Omit<KeyRow, 'wrapped'>[]>(
      `${KEY} FROM issuer_key WHERE programme_id = $1 AND period = $2
         AND mirrored_on IS NOT NULL ORDER BY block IS NOT NULL, substr(block, 2)::int`,
      [programmeId, period],
    );
    return rows.map((row) => ({ ...row, spki: row.spki.toString('base64url') }));
  }

  /** The key that was made last, with its private half; none before the first period. */
  async newest(tx: Tx): Promise<WrappedKey | undefined> {
    const rows = await tx.query<KeyRow[]>(
      `${KEY}, wrapped_private AS wrapped FROM issuer_key ORDER BY not_after DESC, key_id LIMIT 1`,
    );
    return rows.map(keyOf)[0];
  }

  /** A mirrored period's keys with their private halves. */
  async wrapped(tx: Tx, programmeId: string, period: string): Promise<WrappedKey[]> {
    const rows = await tx.query<KeyRow[]>(
      `${KEY}, wrapped_private AS wrapped FROM issuer_key
       WHERE programme_id = $1 AND period = $2 AND mirrored_on IS NOT NULL`,
      [programmeId, period],
    );
    return rows.map(keyOf);
  }
}

function keyOf({ wrapped, spki, ...row }: KeyRow): WrappedKey {
  return { key: { ...row, spki: spki.toString('base64url') }, wrapped };
}
