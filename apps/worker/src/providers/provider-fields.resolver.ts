import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import { Availability } from '../availability/availability.graphql.ts';
import { AvailabilityService } from '../availability/availability.service.ts';
import { MeetingDetails } from '../meeting/meeting.graphql.ts';
import { MeetingStore } from '../meeting/meeting.store.ts';
import { Slot } from '../slots/slots.graphql.ts';
import { ProviderAccount } from './providers.graphql.ts';

/** What a therapist is shown of her hours and of how she is met. */
@Resolver(() => ProviderAccount)
export class ProviderFieldsResolver {
  constructor(
    private readonly hours: AvailabilityService,
    private readonly db: Database,
    private readonly meetings: MeetingStore,
  ) {}

  @ResolveField(() => Availability)
  availability(@Parent() { id }: ProviderAccount) {
    return this.hours.show(id);
  }

  @ResolveField(() => [Slot], { description: 'Times that can be booked, soonest first.' })
  openSlots(@Parent() { id }: ProviderAccount) {
    return this.hours.openSlots(id);
  }

  @ResolveField(() => MeetingDetails, {
    description: 'All details that she has given, of ways that she no longer offers too.' })
  meeting(@Parent() { id }: ProviderAccount) {
    return this.db.read('provider-meeting', (tx) => this.meetings.ofProvider(tx, id));
  }
}
