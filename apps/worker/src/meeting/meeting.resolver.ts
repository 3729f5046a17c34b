import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Case } from '../cases/cases.graphql.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { Meeting } from './meeting.graphql.ts';
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
