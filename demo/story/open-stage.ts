import type { SignedStatement } from '#pseudonym/signed';
import { Doors } from '#wallet/doors';
import { byText } from '#wallet/node/texts';
import { ThreadArithmetic } from '#wallet/node/threads';
import { AttackLog } from '../attacks/attack-log.ts';
import { Connection } from '../client/connection.ts';
import { GatewayClient } from '../client/gateway.ts';
import { RelayKeys } from '../client/relay-keys.ts';
import { VaultClient } from '../client/vault.ts';
import { overConnection } from '../client/wallets.ts';
import type { Narrator } from '../telling/narrator.ts';
import { storyCalendar } from './calendar.ts';
import { planStory } from './plot.ts';
import type { Brief, Stage, StoryClock } from './stage.ts';

/** A stage that is set, and how to clear it away. */
export interface OpenStage {
  readonly stage: Stage;
  /** The vault's statement of its relay key, as the gateway hands it on. */
  readonly relayKey: SignedStatement;
  close(): Promise<void>;
}

const CONNECTIONS = 64;

/**
 * Set the stage: fetch the relay key, check it by the pinned key, start the wallets' threads.
 *
 * @throws NotTheVault when the gateway hands on a relay key that the pinned vault did not sign.
 */
export async function openStage(
  brief: Brief, narrator: Narrator, serviceClock: StoryClock,
): Promise<OpenStage> {
  const connection = new Connection(brief.origin, CONNECTIONS);
  const gateway = new GatewayClient(connection);
  const keys = new RelayKeys(gateway, brief.vaultSigningPublicKey, serviceClock);
  const relayKey = await keys.statement();
  await keys.current();
  const vault = new VaultClient(connection, keys);
  // Where time leaps, the vault makes the key of that day first.
  const clock: StoryClock = {
    now: () => serviceClock.now(),
    moveTo: async (instant) => {
      await serviceClock.moveTo(instant);
      await keys.current();
    },
  };
  const arithmetic = new ThreadArithmetic();
  const walletClock = { now: () => clock.now(), device: () => clock.now() };
  const doors = new Doors({
    transport: overConnection(connection), documents: byText, clock: walletClock,
    vaultKey: brief.vaultSigningPublicKey });
  const stage: Stage = {
    brief, narrator, clock, connection, gateway, vault,
    ports: { doors, arithmetic, clock: walletClock },
    plot: planStory(brief.members, brief.providers, brief.seed),
    calendar: storyCalendar(brief.present),
    gatewayOperator: gateway.as(`Operator ${brief.gatewayOperatorToken}`),
    vaultOperator: vault.as(`Operator ${brief.vaultOperatorToken}`),
    attacks: new AttackLog(),
  };
  const close = async () => {
    await arithmetic.close();
    await connection.close();
  };
  return { stage, relayKey, close };
}
