import type { keysRegistered } from '#contracts/jobs';
import type { Tx } from '#platform/database';

const KEYS = `SELECT key_id AS "keyId", kind, block, rtrim(translate(
    replace(encode(spki, 'base64'), chr(10), ''), '+/', '-_'), '=') AS spki,
    not_before::text AS "notBefore", not_after::text AS "notAfter"
  FROM issuer_key WHERE programme_id = $1 AND period = $2
  ORDER BY block IS NULL, substr(block, 2)::int`;

type Keys = (typeof keysRegistered.schema)['_output'];

/** The public keys of a period as the vault is told of them. */
export async function announcedKeys(tx: Tx, programme: string, period: string): Promise<Keys> {
  const keys = await tx.query<Keys['keys']>(KEYS, [programme, period]);
  return { programme, period, keys };
}
