import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../auth/allow.ts';
import type { ProviderCaller } from '../auth/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { ProviderAccount } from '../providers/providers.graphql.ts';
import { Slot } from '../slots/slots.graphql.ts';
import {
  Availability, SetAvailabilityInput, SetAvailabilityResult,
} from './availability.graphql.ts';
import { AvailabilityService, type PlanVerdict } from './availability.service.ts';
import { PLAN } from './plan.ts';

const FORM = PLAN.extend({
  idempotencyKey: uuid, version: z.int().min(0), noticeHours: z.int().min(0).max(336),
});

@Resolver()
export class AvailabilityResolver {
  constructor(private readonly availability: AvailabilityService) {}

  /** Set one's weekly hours and exceptions, whole; slots are made from them eight weeks ahead. */
  @Mutation(() => SetAvailabilityResult)
  @Allow('provider')
  setAvailability(
    @Me() me: ProviderCaller, @Args('input') input: SetAvailabilityInput,
  ): Promise<PlanVerdict> {
    const { idempotencyKey, version, noticeHours, ...plan } = readInput(FORM, input);
    return this.availability.set(me.providerId, { idempotencyKey, version, noticeHours, plan });
  }
}

@Resolver(() => ProviderAccount)
export class ProviderAvailabilityResolver {
  constructor(private readonly service: AvailabilityService) {}

  @ResolveField(() => Availability)
  availability(@Parent() { id }: ProviderAccount) {
    return this.service.show(id);
  }

  @ResolveField(() => [Slot], { description: 'Times that can be booked, soonest first.' })
  openSlots(@Parent() { id }: ProviderAccount) {
    return this.service.openSlots(id);
  }
}
