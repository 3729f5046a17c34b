import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, period, readInput } from '../http/input.ts';
import { LetterBatch, LettersResult, OrderLettersInput } from './letter-batches.graphql.ts';
import { LetterBatches, type LettersOutcome } from './letter-batches.service.ts';

const which = z.object({ programmeId: id, period });
const marking = z.object({ batchId: id, handedOut: z.boolean() });
const order = z.object({
  batchId: id, letters: z.int().min(1).max(1_000), reason: z.enum(['LOST', 'JOINED']),
  spareSeen: z.int().min(0).max(1_000_000),
});

@Resolver()
export class LetterBatchesResolver {
  constructor(private readonly batches: LetterBatches) {}

  @Query(() => [LetterBatch], {
    description: 'How many letters each department gets, and how far they are. No code is here.' })
  @Allow('hr:admin')
  letterBatches(
    @Hr() caller: HrCaller,
    @Args('programmeId', { type: () => ID }) programmeId: string, @Args('period') label: string,
  ): Promise<LetterBatch[]> {
    const input = readInput(which, { programmeId, period: label });
    return this.batches.list(caller, input.programmeId, input.period);
  }

  @Mutation(() => LettersResult, {
    description: 'Mark letters as handed out, or take the mark away.' })
  @Allow('hr:admin')
  markHandedOut(
    @Hr() caller: HrCaller,
    @Args('batchId', { type: () => ID }) batchId: string, @Args('handedOut') handedOut: boolean,
  ): Promise<LettersOutcome> {
    const input = readInput(marking, { batchId, handedOut });
    return this.batches.mark(caller, input.batchId, input.handedOut);
  }

  @Mutation(() => LettersResult, {
    description: 'Order spare letters for a department, for lost ones or people who joined.' })
  @Allow('hr:admin')
  orderLetters(
    @Hr() caller: HrCaller, @Args('input') input: OrderLettersInput,
  ): Promise<LettersOutcome> {
    return this.batches.order(caller, readInput(order, input));
  }
}
