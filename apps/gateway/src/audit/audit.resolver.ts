import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller } from '../http/caller.ts';
import { readInput } from '../http/input.ts';
import { HrAction } from './audit.graphql.ts';
import { AuditStore } from './audit.store.ts';

const LARGEST = 2_147_483_647;
const page = z.object({
  first: z.int().min(1).max(200),
  before: z.int().min(1).nullish().transform((before) => before ?? LARGEST),
});

@Resolver()
export class AuditResolver {
  constructor(private readonly db: Database, private readonly store: AuditStore) {}

  @Query(() => [HrAction], { description: 'Actions of the caller\'s own team, newest first.' })
  @Allow('hr:admin')
  teamActions(
    @Hr() caller: HrCaller,
    @Args('first', { type: () => Int }) first: number,
    @Args('before', { type: () => Int, nullable: true }) before: number | null,
  ): Promise<HrAction[]> {
    const input = readInput(page, { first, before });
    return this.db.read('team-actions', (tx) =>
      this.store.list(tx, caller.employerId, input.before, input.first));
  }
}
