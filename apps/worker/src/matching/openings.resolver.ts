import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { CaseCaller } from '../access/caller.ts';
import { jurisdiction, readInput, uuid } from '../graphql/input.ts';
import { FreeTimes, type ProviderOpening } from './free-times.service.ts';
import { TherapistOpening } from './openings.graphql.ts';

/** Her own therapists and a dozen others. */
const MOST_ASKED = 24;

const FORM = z.object({ providerIds: z.array(uuid).min(1).max(MOST_ASKED), jurisdiction });

@Resolver()
export class OpeningsResolver {
  constructor(private readonly times: FreeTimes) {}

  /**
   * Times of some therapists that were free at midnight: some eight of each, of a dozen others
   * a day and of her own, whose usual hour is shown more often. Those beyond a dozen are left out.
   */
  @Query(() => [TherapistOpening])
  @Allow('case')
  openings(
    @Me() me: CaseCaller,
    @Args('providerIds', { type: () => [ID] }) providerIds: string[],
    @Args('jurisdiction') place: string,
  ): Promise<ProviderOpening[]> {
    const asked = readInput(FORM, { providerIds, jurisdiction: place });
    return this.times.shown(me.caseId, asked.providerIds, asked.jurisdiction);
  }
}
