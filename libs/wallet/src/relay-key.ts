import { hexToBytes } from '@noble/hashes/utils.js';
import { readRelayKey, type RelayKeyReading } from '#pseudonym/relay-key';
import { dayOf, isOff, type Clock } from './clock.ts';
import { Refusal } from './refusal.ts';
import { fetchSigned } from './signed-files.ts';
import { notTheVault } from './statements.ts';
import type { Transport } from './transport.ts';

/** What reading the vault's daily statement takes. */
export interface StatementPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The vault's Ed25519 public key, hex: pinned. */
  readonly vaultKey: string;
}

/**
 * The vault's daily statement: the key to seal for, and how many bits name a file of everybody's
 * issued batches.
 *
 * @throws Refusal
 */
export async function fetchRelayKey(
  { transport, clock, vaultKey }: StatementPorts,
): Promise<Extract<RelayKeyReading, { kind: 'valid' }>> {
  const statement = await fetchSigned(transport, clock, 'relay-key');
  // By this device's own day: a day that a server tells could make an old key look new.
  const reading = await readRelayKey(hexToBytes(vaultKey), statement, dayOf(clock.device()));
  if (reading.kind === 'valid') return reading;
  // A right signature is the vault's own: only its day does not fit, and that is no attack.
  if (reading.kind === 'expired') {
    throw new Refusal(isOff(clock) ? 'CLOCK' : 'OLD_KEY',
      `The key of the vault was good until ${reading.notAfter}.`);
  }
  throw notTheVault();
}
