import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { SetAvailabilityInput, SetAvailabilityResult } from './availability.graphql.ts';
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
