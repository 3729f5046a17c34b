import { vaultTicked } from '#contracts/jobs';
import { put } from '#platform/queue/outbox';
import type { PutTick } from '#platform/restores/standing-watch';
import type { JsonValue } from '#pseudonym/canonical';
import type { Signer } from '../foundation/signer.ts';
import { questionToAsk } from './question.store.ts';

/**
 * Puts the vault's ticks into its outbox, signed by the key that is pinned in every client. After a
 * restore they ask which periods the vault may have forgotten.
 */
export function signedTicks(signer: Signer): PutTick {
  return async (tx, tick) => {
    const question = await questionToAsk(tx);
    const value = { ...tick, ...(question ? { question } : {}) };
    const payload = await signer.sign('vault-tick', value as unknown as JsonValue);
    await put(tx, { contract: vaultTicked, payload });
  };
}
