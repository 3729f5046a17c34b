import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { instant, readInput } from '../graphql/input.ts';
import { PublishSlotsResult, SlotInput } from './slots.graphql.ts';
import { SlotsService, type Publishing } from './slots.service.ts';

const MOST_SLOTS = 200;

const OFFERS = z.array(z.object({
  startsAt: instant.refine((date) => date.getTime() % 60_000 === 0, 'must be on a whole minute'),
  minutes: z.int().min(15).max(180),
  modality: z.string(),
})).min(1).max(MOST_SLOTS);

@Resolver()
export class SlotsResolver {
  constructor(private readonly slots: SlotsService) {}

  /** The caller offers times; all of them are published or none. */
  @Mutation(() => PublishSlotsResult)
  @Allow('provider')
  publishSlots(
    @Me() me: ProviderCaller, @Args('slots', { type: () => [SlotInput] }) slots: SlotInput[],
  ): Promise<Publishing> {
    return this.slots.publish(me.providerId, readInput(OFFERS, slots));
  }
}
