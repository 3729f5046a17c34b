import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';
import { LARGEST_FILE } from './headcounts-csv.ts';
import { HeadcountCheck, ReplaceHeadcountsResult } from './headcounts.graphql.ts';
import { HeadcountsService, type HeadcountsOutcome } from './headcounts.service.ts';

/** A file's own bytes: what a browser or a program decoded for us could have lost letters. */
const bytes = z.string().max(Math.ceil(LARGEST_FILE / 3) * 4, 'is too large a file: 90 kB at most')
  .pipe(z.base64('must be the bytes of a file in base64'))
  .transform((text) => Buffer.from(text, 'base64'));

@Resolver()
export class HeadcountsResolver {
  constructor(private readonly headcounts: HeadcountsService) {}

  @Query(() => HeadcountCheck, {
    description: 'What a CSV file of headcounts, its bytes in base64, would do; a dry run.',
  })
  @Allow('hr:admin')
  checkHeadcounts(
    @Hr() caller: HrCaller, @Args('file') file: string,
    @Args('programmeId', { type: () => ID, nullable: true }) programmeId: string | null,
  ): Promise<HeadcountCheck> {
    const own = readInput(id.nullish(), programmeId) ?? null;
    return this.headcounts.check(caller, readInput(bytes, file), own);
  }

  @Mutation(() => ReplaceHeadcountsResult, {
    description: 'Replace a programme\'s departments by a CSV file\'s, all or nothing.',
  })
  @Allow('hr:admin')
  replaceHeadcounts(
    @Hr() caller: HrCaller, @Args('file') file: string,
    @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<HeadcountsOutcome> {
    return this.headcounts.replace(caller, readInput(bytes, file), readInput(id, programmeId));
  }
}
