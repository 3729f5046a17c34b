import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { Allow } from '../access/allow.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { ProgrammeEndsStore } from './programme-ends.store.ts';

const one = z.object({ programmeId: uuid });

@Resolver()
export class ProgrammeEndsResolver {
  constructor(private readonly db: Database, private readonly store: ProgrammeEndsStore) {}

  /** The same for all members of a programme, also for those who have opened no case. */
  @Query(() => String, {
    nullable: true,
    description: 'Last day on which credits of a programme can be used, YYYY-MM-DD; null while no end is announced.',
  })
  @Allow('public')
  programmeEnd(
    @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<string | null> {
    const { programmeId: programme } = readInput(one, { programmeId });
    return this.db.read('programme-end', (tx) => this.store.lastDayOf(tx, programme));
  }
}
