import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import { fetchSigned } from '#wallet/signed-files';
import type { Scenario } from '../../demo/story/scenario.ts';

/** The key that requests are sealed for today, for those who seal them by hand. */
export async function relayKeyOf({ doorPorts, clock }: Scenario): Promise<KeyConfig> {
  const statement = await fetchSigned(doorPorts.transport, clock, 'relay-key');
  const reading = await readRelayKey(Buffer.from(doorPorts.vaultKey, 'hex'), statement,
    clock.now().toISOString().slice(0, 10));
  if (reading.kind !== 'valid') throw new Error(`the relay key is ${reading.kind}`);
  return reading.config;
}
