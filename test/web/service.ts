import { testCluster, type TestCluster } from '#local/testing';
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

/** How a service differs from one that an organisation tries out now. */
export interface ServiceOptions {
  /** Its time, ISO 8601: a browser's own unless the story is played in it. */
  readonly startsAt?: string;
  /** A courier of its own beside the two processes. */
  readonly courier?: OwnCourier;
  /** Whose word the vault waits for before a year has letters. */
  readonly confirms?: 'automatically' | 'by-operator';
  /** When sealed answers leave, in milliseconds after their requests came. */
  readonly answerMs?: number;
}

/** Start the service as its operators do, as the two processes that it is. */
export async function openService(
  size: WorldSize = SMALL, options: ServiceOptions = {},
): Promise<WebService> {
  const { startsAt = new Date().toISOString(), courier, confirms, answerMs } = options;
  const cluster = await testCluster();
  const world = await openWorld(size, {
    cluster, startsAt, confirmsAutomatically: confirms !== 'by-operator',
    ...(courier ? { courier } : {}), ...(answerMs ? { answerMs } : {}) });
  return {
    world, cluster, origin: courier?.origin ?? world.service.origin,
    close: async () => {
      await world.close();
      await cluster.drop();
    },
  };
}
