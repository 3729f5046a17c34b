import { testCluster, type TestCluster } from '#platform/testing';
import type { OwnCourier } from '../simulation/courier.ts';
import { openWorld, type World, type WorldSize } from '../simulation/world.ts';

/** A running service with its web surfaces, on databases of its own. */
export interface WebService {
  readonly world: World;
  /** Its databases, as their owner sees them. */
  readonly cluster: TestCluster;
  /** Where members' browsers reach it. */
  readonly origin: string;
  close(): Promise<void>;
}

const SMALL: WorldSize = { members: 60, providers: 4, seed: 1 };

/**
 * Start the service as its operators do, as the two processes that it is.
 *
 * @param startsAt its time, ISO 8601: a browser's own unless the story is played in it.
 * @param courier where a courier of its own is wanted beside them.
 * @param confirms whose word the vault waits for before a quarter has letters.
 */
export async function openService(
  size: WorldSize = SMALL, startsAt = new Date().toISOString(), courier?: OwnCourier,
  confirms: 'automatically' | 'by-operator' = 'automatically',
): Promise<WebService> {
  const cluster = await testCluster();
  const world = await openWorld(size, {
    cluster, startsAt, confirmsAutomatically: confirms === 'automatically',
    ...(courier ? { courier } : {}) });
  return {
    world, cluster, origin: courier?.origin ?? world.service.origin,
    close: async () => {
      await world.close();
      await cluster.drop();
    },
  };
}
