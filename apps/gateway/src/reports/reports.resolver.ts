import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';
import { AccessFactsService } from './access-facts.service.ts';
import { AccessFacts, Balance, YearReport } from './reports.graphql.ts';
import { ReportsService } from './reports.service.ts';

const asked = z.object({ programmeId: id });

@Resolver()
export class ReportsResolver {
  constructor(
    private readonly service: ReportsService, private readonly access: AccessFactsService,
  ) {}

  @Query(() => [YearReport], { description: 'What was released of each year, oldest first.' })
  @Allow('hr:viewer')
  reports(
    @Hr() caller: HrCaller, @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<YearReport[]> {
    return this.service.years(caller, readInput(asked, { programmeId }).programmeId);
  }

  @Query(() => Balance, { description: 'Session credits; a function of invoices and reports.' })
  @Allow('hr:viewer')
  balance(
    @Hr() caller: HrCaller, @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<Balance> {
    return this.service.balance(caller, readInput(asked, { programmeId }).programmeId);
  }

  @Query(() => AccessFacts, { nullable: true,
    description: 'Counted in the public directory, alike for every employer; null before the first.' })
  @Allow('hr:viewer')
  accessFacts(): Promise<AccessFacts | null> {
    return this.access.find();
  }
}
