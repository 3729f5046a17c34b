import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { allow } from '../access/allow.ts';
import { inputReader } from '../input.ts';
import { OperatorDeed } from './deeds.graphql.ts';
import { DeedsStore } from './deeds.store.ts';

const readInput = inputReader((place) => place);
const LARGEST = 2_147_483_647;
const PAGE = z.object({
  first: z.int().min(1).max(1_000),
  before: z.int().min(1).nullish().transform((before) => before ?? LARGEST),
});

@Resolver()
export class DeedsResolver {
  constructor(private readonly db: Database, private readonly store: DeedsStore) {}

  @Query(() => [OperatorDeed], { description: 'What operators did here, newest first.' })
  @allow('operator')
  operatorDeeds(
    @Args('first', { type: () => Int }) first: number,
    @Args('before', { type: () => Int, nullable: true }) before: number | null,
  ): Promise<OperatorDeed[]> {
    const page = readInput(PAGE, { first, before });
    return this.db.read('operator-deeds', (tx) => this.store.list(tx, page.before, page.first));
  }
}
