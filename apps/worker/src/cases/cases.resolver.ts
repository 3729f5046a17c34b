import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Me } from '../auth/allow.ts';
import type { CallContext, CaseCaller } from '../auth/caller.ts';
import { caseKeyOf } from '../auth/callers.service.ts';
import { digest, readInput, uuid } from '../graphql/input.ts';
import { Case, OpenCaseInput, OpenCaseResult } from './cases.graphql.ts';
import { CASE_ENTRY } from './cases.input.ts';
import { CasesService, type CaseOpening, type WithCase } from './cases.service.ts';

const FORM = CASE_ENTRY.extend({ idempotencyKey: uuid, caseKey: digest });

@Resolver()
export class CasesResolver {
  constructor(private readonly cases: CasesService) {}

  /** Open a case, or carry it into the next period, by one entry credit. */
  @Mutation(() => OpenCaseResult)
  @Allow('public')
  async openCase(
    @Args('input') input: OpenCaseInput, @Context() { authorization }: CallContext,
  ): Promise<WithCase<CaseOpening>> {
    const request = readInput(FORM, input);
    const opening = await this.cases.open(request);
    // Whoever asks with the secret itself is shown the case at once, and nobody else.
    const isOwn = caseKeyOf(authorization) === request.caseKey;
    return opening.kind === 'case-opened' && isOwn
      ? { ...opening, case: await this.cases.show(opening.caseId) } : opening;
  }

  /** The caller's own case. */
  @Query(() => Case, { name: 'case' })
  @Allow('case')
  ownCase(@Me() me: CaseCaller) {
    return this.cases.show(me.caseId);
  }
}
