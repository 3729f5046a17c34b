import { Inject } from '@nestjs/common';
import { Args, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow } from '../auth/allow.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { jurisdiction, readInput, uuid } from '../graphql/input.ts';
import { TherapistOpening } from './openings.graphql.ts';
import { OpeningsStore, type ProviderOpening } from './openings.store.ts';

/** They come in few parts, however each of them is held. */
export const MOST_TIMES = 480;

const FORM = z.object({
  providerIds: z.array(uuid).min(1).max(64), jurisdiction, each: z.int().min(1).max(480),
}).refine(({ providerIds, each }) => providerIds.length * each <= MOST_TIMES, {
  path: ['each'], message: `must ask for at most ${MOST_TIMES} times in all`,
});

@Resolver()
export class OpeningsResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: OpeningsStore,
  ) {}

  /** Earliest free times of some therapists; ask for more than fit, and choose at home. */
  @Query(() => [TherapistOpening])
  @Allow('case')
  openings(
    @Args('providerIds', { type: () => [ID] }) providerIds: string[],
    @Args('jurisdiction') place: string,
    @Args('each', { type: () => Int, defaultValue: 5 }) each = 5,
  ): Promise<ProviderOpening[]> {
    const asked = readInput(FORM, { providerIds, jurisdiction: place, each });
    return this.db.read('earliest-openings', (tx) => this.store.earliest(
      tx, asked.providerIds, asked.jurisdiction, asked.each, this.clock.now()));
  }
}
