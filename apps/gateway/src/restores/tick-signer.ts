import { carried } from '#contracts/carried-statement';
import { gatewayTicked } from '#contracts/jobs';
import type { GatewayConfig } from '#platform/settings/config';
import { put } from '#platform/queue/outbox';
import type { PutTick } from '#platform/restores/standing-watch';
import type { JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { purposeKey } from '../foundation/macs.ts';

/**
 * Puts the gateway's ticks into its outbox, signed by a key of its own that follows from its
 * key-encryption key. The vault keeps the first one that it hears.
 */
export function signedTicks({ kek }: GatewayConfig): PutTick {
  const seed = purposeKey(kek, 'ticks');
  const type = 'gateway-tick';
  return async (tx, tick) => {
    const key = Buffer.from(await signingPublicKey(seed)).toString('hex');
    const value = { ...tick, key } as unknown as JsonValue;
    const payload = carried(type, await signStatement(seed, type, value));
    await put(tx, { contract: gatewayTicked, payload });
  };
}
