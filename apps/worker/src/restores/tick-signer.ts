import { vaultTicked } from '#contracts/jobs';
import { put } from '#platform/outbox';
import type { PutTick } from '#platform/standing-watch';
import type { JsonValue } from '#pseudonym/canonical';
import type { Signer } from '../foundation/signer.ts';

/** Puts the vault's ticks into its outbox, signed by the key that is pinned in every client. */
export function signedTicks(signer: Signer): PutTick {
  return async (tx, tick) => {
    const payload = await signer.sign('vault-tick', tick as unknown as JsonValue);
    await put(tx, { contract: vaultTicked, payload });
  };
}
