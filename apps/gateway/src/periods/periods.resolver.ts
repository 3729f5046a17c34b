import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, period, readInput } from '../http/input.ts';
import { OpenPeriodResult, PreviewYearResult, WithdrawPeriodResult } from './periods.graphql.ts';
import { PeriodsService, type PeriodOutcome } from './periods.service.ts';
import { Withdrawals, type WithdrawOutcome } from './withdrawals.ts';
import type { PreviewOutcome } from './year-preview.ts';

const opening = z.object({ programmeId: id, period });

@Resolver()
export class PeriodsResolver {
  constructor(
    private readonly periods: PeriodsService,
    private readonly withdrawals: Withdrawals,
  ) {}

  @Mutation(() => OpenPeriodResult, {
    description: 'Freeze headcounts, plan blocks, make keys and letters for a benefit period.',
  })
  @Allow('hr:admin')
  openPeriod(
    @Hr() caller: HrCaller,
    @Args('programmeId', { type: () => ID }) programmeId: string,
    @Args('period') label: string,
  ): Promise<PeriodOutcome> {
    const input = readInput(opening, { programmeId, period: label });
    return this.periods.open(caller, input.programmeId, input.period);
  }

  @Mutation(() => WithdrawPeriodResult, {
    description: 'Take back a year that was proposed, before it is confirmed.',
  })
  @Allow('hr:admin')
  withdrawPeriod(
    @Hr() caller: HrCaller,
    @Args('programmeId', { type: () => ID }) programmeId: string,
    @Args('period') label: string,
  ): Promise<WithdrawOutcome> {
    const input = readInput(opening, { programmeId, period: label });
    return this.withdrawals.withdraw(caller, input.programmeId, input.period);
  }

  @Query(() => PreviewYearResult, {
    description: 'Seats, price, blocks and days of a year, as it would be proposed today.',
  })
  @Allow('hr:admin')
  previewYear(
    @Hr() caller: HrCaller,
    @Args('programmeId', { type: () => ID }) programmeId: string,
    @Args('period') label: string,
  ): Promise<PreviewOutcome> {
    const input = readInput(opening, { programmeId, period: label });
    return this.periods.preview(caller, input.programmeId, input.period);
  }
}
