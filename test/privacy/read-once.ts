import type { Asked, Given } from '#wallet/documents';
import { claimingPorts, Doors, vaultOptions } from '#wallet/doors';
import { PublishedKeysDocument } from '#wallet/gql/gateway/graphql';
import { MirroredKeysDocument } from '#wallet/gql/vault/graphql';
import { RecordedGateway, RecordedVault } from '../simulation/wallet-recorder.ts';
import type { OpenScenario } from '../simulation/scenario.ts';

/*
 * Doors for a crowd: the directories of keys are read once for all who compare them. They are the
 * same for everybody, and neither side keeps anything of who read them.
 */

/** Such doors, as nobody; whoever asks as herself asks each time. */
export function doorsOfCrowd({ doorPorts, transcript }: OpenScenario): Doors {
  return new Doors(doorPorts, new CrowdsGateway(claimingPorts(doorPorts), transcript),
    new CrowdsVault(vaultOptions(doorPorts), transcript));
}

class CrowdsGateway extends RecordedGateway {
  private readonly read = new Map<string, Promise<unknown>>();

  override ask<T, V>(document: Asked<T, V>, ...given: Given<V>): Promise<T> {
    const ask = () => super.ask<T, V>(document, ...given);
    return document === PublishedKeysDocument as unknown ? once(this.read, given, ask) : ask();
  }
}

class CrowdsVault extends RecordedVault {
  private readonly read = new Map<string, Promise<unknown>>();

  override ask<T, V>(document: Asked<T, V>, ...given: Given<V>): Promise<T> {
    const ask = () => super.ask<T, V>(document, ...given);
    return document === MirroredKeysDocument as unknown ? once(this.read, given, ask) : ask();
  }
}

function once<T>(
  read: Map<string, Promise<unknown>>, given: readonly unknown[], ask: () => Promise<T>,
): Promise<T> {
  const asked = JSON.stringify(given);
  const answer = read.get(asked) as Promise<T> | undefined ?? ask();
  read.set(asked, answer);
  return answer;
}
