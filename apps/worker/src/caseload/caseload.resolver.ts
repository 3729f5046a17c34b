import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { AnswerReferralInput, AnswerReferralResult } from './caseload.graphql.ts';
import { CaseloadService, type Answering, type AnswerRequest } from './caseload.service.ts';

const ANSWER: z.ZodType<AnswerRequest> = z.object({
  idempotencyKey: uuid, referralId: uuid, answer: z.enum(['ACCEPT', 'DECLINE']),
});

@Resolver()
export class CaseloadResolver {
  constructor(private readonly caseload: CaseloadService) {}

  /** Accept a client, or decline for good, which frees the client to ask somebody else. */
  @Mutation(() => AnswerReferralResult)
  @Allow('provider')
  answerReferral(
    @Me() me: ProviderCaller, @Args('input') input: AnswerReferralInput,
  ): Promise<Answering> {
    return this.caseload.answer(me.providerId, readInput(ANSWER, input));
  }
}
