import { bytesToHex } from '@noble/hashes/utils.js';
import { parseJob } from '#contracts/contract';
import { creditsFunded, creditsWithdrawn, keysRegistered, termsProposed } from '#contracts/jobs';
import type { WorkerConfig } from '#platform/settings/config';
import { signingPublicKey } from '#pseudonym/signed';
import { byText } from '#wallet/node/texts';
import { Refusal } from '#wallet/refusal';
import type { VaultClient } from '#wallet/vault';
import type { Scenario } from '../../demo/story/scenario.ts';
import { WORKER_CONFIG } from '../../apps/worker/src/foundation/tokens.ts';
import { FundCreditsProcessor } from '../../apps/worker/src/funding/fund-credits.processor.ts';
import { WithdrawCreditsProcessor } from '../../apps/worker/src/funding/withdraw-credits.processor.ts';
import { MirrorKeysProcessor } from '../../apps/worker/src/keys/mirror-keys.processor.ts';
import { ProposeTermsProcessor } from '../../apps/worker/src/terms/propose-terms.processor.ts';
import type { Vault } from '../../apps/worker/test/vault.ts';
import { AttackLog } from '../../demo/story/attack-log.ts';
import type { Books, Said } from '../../demo/story/gateway-hand.ts';

/*
 * The story's scenario with a real vault and nothing else: for attackers of the story who come
 * through the gateway, so that they are seen to win where somebody at the vault does not do her
 * part.
 */

/** Somebody who does not do her part: she makes something else of what she asks, and reads. */
export interface Careless {
  asks?(text: string, variables: Record<string, unknown>): void;
  reads?(data: object): void;
}

/** Such a scenario, in which the gateway has these books. */
export async function scenarioOn(
  vault: Vault, period: string, books: Partial<Books> = {}, careless: Careless = {},
): Promise<Scenario> {
  const { signingSeed } = vault.app.get<WorkerConfig>(WORKER_CONFIG, { strict: false });
  return {
    attacks: new AttackLog(), calendar: { period, lastSession: `${period.slice(0, 5)}11-01` },
    brief: { vaultSigningPublicKey: bytesToHex(await signingPublicKey(signingSeed)) },
    vault: clientOf(vault, undefined),
    vaultOperator: clientOf(vault, vault.operator, careless),
    sayAsGateway: async (said: readonly Said[]) => {
      for (const one of said) await hear(vault, one);
      return { terms: [], fundings: [], ...books };
    },
  } as unknown as Scenario;
}

/** The vault without its seal, as whoever has this authorisation. */
export function clientOf(
  vault: Vault, authorization: string | undefined, careless: Careless = {},
): VaultClient {
  const ask = async (document: Parameters<typeof byText>[0], given: Record<string, unknown>) => {
    const { query = '' } = byText(document) as { query?: string };
    const variables = structuredClone(given ?? {});
    careless.asks?.(query, variables);
    const { data, errors } = await vault.ask(query, variables, authorization);
    if (errors?.[0]) throw new Refusal(errors[0].extensions.code, errors[0].message);
    careless.reads?.(data ?? {});
    return data;
  };
  return { ask } as unknown as VaultClient;
}

function hear({ app }: Vault, { job, payload }: Said): Promise<void> {
  switch (job) {
    case 'terms.proposed': return app.get(ProposeTermsProcessor, { strict: false })
      .process(parseJob(termsProposed, payload));
    case 'keys.registered': return app.get(MirrorKeysProcessor, { strict: false })
      .process(parseJob(keysRegistered, payload));
    case 'credits.funded': return app.get(FundCreditsProcessor, { strict: false })
      .process(parseJob(creditsFunded, payload));
    default: return app.get(WithdrawCreditsProcessor, { strict: false })
      .process(parseJob(creditsWithdrawn, payload));
  }
}
