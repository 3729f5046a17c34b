import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../door/allow.ts';
import { Hr, type HrCaller } from '../door/caller.ts';
import { id, readInput } from '../door/input.ts';
import { csvText } from './headcounts-csv.ts';
import { HeadcountCheck, ReplaceHeadcountsResult } from './headcounts.graphql.ts';
import { HeadcountsService, type HeadcountsOutcome } from './headcounts.service.ts';

@Resolver()
export class HeadcountsResolver {
  constructor(private readonly headcounts: HeadcountsService) {}

  @Query(() => HeadcountCheck, { description: 'What a CSV file of headcounts would do; a dry run.' })
  @Allow('hr:admin')
  checkHeadcounts(
    @Hr() caller: HrCaller, @Args('csv') csv: string,
    @Args('programmeId', { type: () => ID, nullable: true }) programmeId: string | null,
  ): Promise<HeadcountCheck> {
    const own = readInput(id.nullish(), programmeId) ?? null;
    return this.headcounts.check(caller, readInput(csvText, csv), own);
  }

  @Mutation(() => ReplaceHeadcountsResult, {
    description: 'Replace a programme\'s departments by a CSV file\'s, all or nothing.',
  })
  @Allow('hr:admin')
  replaceHeadcounts(
    @Hr() caller: HrCaller, @Args('csv') csv: string,
    @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<HeadcountsOutcome> {
    return this.headcounts.replace(caller, readInput(csvText, csv), readInput(id, programmeId));
  }
}
