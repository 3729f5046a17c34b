import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { OperatorCaller, ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import {
  ApprovePayoutsResult, Payout, PayoutsRun, RemittanceAdvice, RemittanceFile, RemittanceFormat,
  WaitingPayouts,
} from './payouts.graphql.ts';
import { PayoutsService, type Approving, type Ran } from './payouts.service.ts';
import { RemittanceFilesService } from './remittance-files.service.ts';

const MOST_AT_ONCE = 200;

@Resolver()
export class PayoutsResolver {
  constructor(
    private readonly payoutsService: PayoutsService,
    private readonly files: RemittanceFilesService,
  ) {}

  /**
   * Pay what is due now, once for a key; the clock does so every week. What is above all that was
   * paid in, or above the set sum of a week, waits for a second operator.
   */
  @Mutation(() => PayoutsRun)
  @Allow('operator')
  runPayouts(
    @Me() me: OperatorCaller, @Args('idempotencyKey', { type: () => ID }) key: string,
  ): Promise<Ran> {
    return this.payoutsService.runByHand(readInput(uuid, key), me.name);
  }

  /** A second operator's yes to a run that waits: it is paid. */
  @Mutation(() => ApprovePayoutsResult)
  @Allow('operator')
  approvePayouts(
    @Me() me: OperatorCaller, @Args('idempotencyKey', { type: () => ID }) key: string,
  ): Promise<Approving> {
    return this.payoutsService.approve(readInput(uuid, key), me.name);
  }

  /** Runs that wait for a second operator. */
  @Query(() => [WaitingPayouts])
  @Allow('operator')
  waitingPayouts() {
    return this.payoutsService.waiting();
  }

  /** The therapist's own payouts, the latest first. */
  @Query(() => [Payout])
  @Allow('provider')
  payouts(
    @Me() me: ProviderCaller,
    @Args('first', { type: () => Int, defaultValue: 50 }) first: number,
  ): Promise<Payout[]> {
    return this.payoutsService.list(me, readInput(z.int().min(1).max(MOST_AT_ONCE), first));
  }

  /** What one of the therapist's own payouts paid, line by line. */
  @Query(() => RemittanceAdvice)
  @Allow('provider')
  remittanceAdvice(
    @Me() me: ProviderCaller, @Args('payoutId', { type: () => ID }) payoutId: string,
  ): Promise<RemittanceAdvice> {
    return this.payoutsService.advice(me, readInput(uuid, payoutId));
  }

  /** Remittance advice of one of the therapist's own payouts, to keep. */
  @Query(() => RemittanceFile)
  @Allow('provider')
  remittanceFile(
    @Me() me: ProviderCaller,
    @Args('payoutId', { type: () => ID }) payoutId: string,
    @Args('format', { type: () => RemittanceFormat }) format: RemittanceFormat,
    @Args('language', { defaultValue: 'en', description: 'en or es.' }) language: string,
  ): Promise<RemittanceFile> {
    const words = readInput(z.enum(['en', 'es']), language);
    return this.files.make(me, readInput(uuid, payoutId), format, words);
  }
}
