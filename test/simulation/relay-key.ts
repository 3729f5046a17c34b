import { fromBase64Url } from '#pseudonym/bytes';
import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import { VaultStatementsDocument } from '#wallet/gql/gateway/graphql';
import type { Stage } from '../../demo/story/stage.ts';

/** The key that requests are sealed for today, for those who seal them by hand. */
export async function relayKeyOf({ gateway, doorPorts, clock }: Stage): Promise<KeyConfig> {
  const { vaultStatements: { relayKey } } = await gateway.ask(VaultStatementsDocument);
  if (!relayKey) throw new Error('the vault has stated no relay key');
  const body = new TextDecoder().decode(fromBase64Url(relayKey.body) ?? new Uint8Array());
  const reading = await readRelayKey(Buffer.from(doorPorts.vaultKey, 'hex'),
    { ...relayKey, body }, clock.now().toISOString().slice(0, 10));
  if (reading.kind !== 'valid') throw new Error(`the relay key is ${reading.kind}`);
  return reading.config;
}
