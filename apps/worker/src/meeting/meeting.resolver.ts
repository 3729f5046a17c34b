import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Case } from '../cases/cases.graphql.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ProviderAccount } from '../providers/providers.graphql.ts';
import { Meeting, MeetingDetails } from './meeting.graphql.ts';
import { MeetingStore } from './meeting.store.ts';

@Resolver(() => Case)
export class CaseMeetingsResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: MeetingStore,
  ) {}

  @ResolveField(() => [Meeting], { description: 'How sessions that are booked are held.' })
  meetings(@Parent() { caseId }: Case) {
    return this.db.read('case-meetings', (tx) =>
      this.store.ofCase(tx, caseId, this.clock.now()));
  }
}

@Resolver(() => ProviderAccount)
export class ProviderMeetingResolver {
  constructor(private readonly db: Database, private readonly store: MeetingStore) {}

  @ResolveField(() => MeetingDetails, {
    description: 'All details that she has given, of ways that she no longer offers too.' })
  meeting(@Parent() { id }: ProviderAccount) {
    return this.db.read('provider-meeting', (tx) => this.store.ofProvider(tx, id));
  }
}
