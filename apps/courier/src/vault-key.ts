import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { readRelayKey } from '#pseudonym/relay-key';
import type { SignedStatement } from '#pseudonym/signed';
import type { Succession } from '#pseudonym/succession';
import type { Fault, GatewayLink } from './gateway-link.ts';

/** The key that this courier gives to its pages to check the vault by, and what leads to it. */
export interface PinnedKey {
  /** Ed25519, 64 hex digits. */
  readonly vaultSigningPublicKey: string;
  readonly vaultKeySuccessions: readonly Succession[];
}

const PATH = '/signed/relay-key.json';
const STATEMENT = z.object({ type: z.string(), body: z.string(), signature: z.string() });
const NOT_THERE = 404;
const SETTING = 'VAULT_SIGNING_PUBLIC_KEY';

/**
 * Whether pages that pin this key can seal for the vault behind the gateway: the relay key that
 * the gateway hands out is signed by it. One of an earlier day is the vault's own still.
 */
export async function lookAtVaultKey(
  gateway: Pick<GatewayLink, 'get'>, pinned: PinnedKey, clock: Clock,
): Promise<Fault | null> {
  let statement: SignedStatement;
  try {
    const answer = await gateway.get(PATH);
    if (answer.status === NOT_THERE) {
      return { line: 'has no relay key of the vault yet: start the vault\'s worker' };
    }
    statement = STATEMENT.parse(await answer.json());
  } catch {
    return { line: `does not hand out the vault's relay key (${PATH}): look at its own health` };
  }
  const isBy = async (key: string) => {
    const bytes = Uint8Array.from(Buffer.from(key, 'hex'));
    return (await readRelayKey(bytes, statement, today(clock))).kind !== 'invalid';
  };
  if (await isBy(pinned.vaultSigningPublicKey)) return null;
  // Pages check by the pinned key alone: a succession is for wallets that pinned an earlier one.
  for (const { key } of pinned.vaultKeySuccessions) {
    if (await isBy(key)) {
      return { setting: SETTING, line: 'hands out a relay key that is signed by another key of '
        + `VAULT_KEY_SUCCESSIONS: set ${SETTING} to the vault's present one` };
    }
  }
  return { setting: SETTING, line: `hands out a relay key that ${SETTING} has not signed: set it `
    + 'to the vault\'s own; after a change of that, VAULT_KEY_SUCCESSIONS too' };
}
