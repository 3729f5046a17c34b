import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { keysRefused } from '#contracts/jobs';
import type { IssuerPublicKey } from '#pseudonym/keys';
import type { PayloadOf } from '#contracts/contract';

/** Why a key was not mirrored. */
export type RefusalReason = PayloadOf<typeof keysRefused>['reason'];

const COLUMNS = `key_id AS "keyId", programme, period, kind, block, spki,
  not_before::text AS "notBefore", not_after::text AS "notAfter"`;

/** The vault's own copy of the issuer keys. */
@Injectable()
export class KeyMirrorStore {
  /** Keep a key, unless its use or its id is taken already. */
  async keep(tx: Tx, key: IssuerPublicKey, today: string): Promise<void> {
    await tx.query(
      `INSERT INTO issuer_key (key_id, programme, period, kind, block, spki, not_before, not_after,
         mirrored_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [key.keyId, key.programme, key.period, key.kind, key.block, key.spki, key.notBefore,
        key.notAfter, today],
    );
  }

  /** The key of this id, whatever it is for. */
  async byId(tx: Tx, keyId: string): Promise<IssuerPublicKey | null> {
    const [row] = await tx.query<IssuerPublicKey[]>(
      `SELECT ${COLUMNS} FROM issuer_key WHERE key_id = $1`, [keyId]);
    return row ?? null;
  }

  /** All keys of a programme's period, entry keys by block, then the session key. */
  of(tx: Tx, programme: string, period: string): Promise<IssuerPublicKey[]> {
    return tx.query<IssuerPublicKey[]>(
      `SELECT ${COLUMNS} FROM issuer_key WHERE programme = $1 AND period = $2
       ORDER BY kind, block, key_id`, [programme, period]);
  }

  /** Raise the alarm: a key that was put before the vault is not what it may be. */
  async refuse(
    tx: Tx, key: IssuerPublicKey, reason: RefusalReason, today: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO issuer_key_refusal (key_id, programme, period, kind, block, reason, refused_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [key.keyId, key.programme, key.period, key.kind, key.block, reason, today],
    );
  }
}
