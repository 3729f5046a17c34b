import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../auth/allow.ts';
import type { CaseCaller, ProviderCaller } from '../auth/caller.ts';
import { day, instant, readInput, uuid } from '../graphql/input.ts';
import { PublishSlotsResult, Slot, SlotInput } from './slots.graphql.ts';
import { SlotsService, type Publishing } from './slots.service.ts';
import type { OpenSlot } from './slots.store.ts';

const MOST_SLOTS = 200;
const MOST_SHOWN = 200;

const OFFERS = z.array(z.object({
  startsAt: instant.refine((date) => date.getTime() % 60_000 === 0, 'must be on a whole minute'),
  minutes: z.int().min(15).max(180),
  modality: z.string(),
})).min(1).max(MOST_SLOTS);

const FROM = z.union([day.transform((text) => new Date(`${text}T00:00:00Z`)), instant]).nullable();

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

  /** Open slots under one of the caller's own referrals; another's has none. */
  @Query(() => [Slot], { name: 'slots' })
  @Allow('case')
  openSlots(
    @Me() me: CaseCaller,
    @Args('referralId', { type: () => ID }) referralId: string,
    @Args('from', { nullable: true }) from?: string,
    @Args('first', { type: () => Int, defaultValue: 50 }) first = 50,
  ): Promise<OpenSlot[]> {
    const most = readInput(z.int().min(1).max(MOST_SHOWN), first);
    const earliest = readInput(FROM, from ?? null);
    return this.slots.open(me.caseId, readInput(uuid, referralId), earliest, most);
  }
}
