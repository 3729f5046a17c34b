import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { CallContext, CaseCaller } from '../access/caller.ts';
import { caseKeyOf } from '../auth/callers.service.ts';
import { digest, language, readInput, uuid } from '../graphql/input.ts';
import { Case, OpenCaseInput, OpenCaseResult } from './cases.graphql.ts';
import {
  CasesService, type CaseOpening, type CaseRequest, type WithCase,
} from './cases.service.ts';

const FORM = z.object({
  idempotencyKey: uuid,
  caseKey: digest,
  entryCredit: z.string().max(4096),
  consentVersion: z.string().max(20),
  consentLanguage: maybe(language),
  acceptedConsent: z.boolean(),
  concern: maybe(z.string().max(40)),
}) satisfies z.ZodType<CaseRequest>;

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

function maybe<Form extends z.ZodType>(form: Form) {
  return form.nullish().transform((value) => value ?? undefined);
}
