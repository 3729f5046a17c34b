import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../auth/allow.ts';
import type { CaseCaller } from '../auth/caller.ts';
import { digest, language, readInput, uuid } from '../graphql/input.ts';
import { Case, OpenCaseInput, OpenCaseResult } from './cases.graphql.ts';
import { CasesService, type CaseOpening, type CaseRequest } from './cases.service.ts';

const FORM: z.ZodType<CaseRequest> = z.object({
  idempotencyKey: uuid,
  entryCredit: z.string().max(4096),
  caseKey: digest,
  consentVersion: z.string().max(20),
  consentLanguage: language.optional(),
  acceptedConsent: z.boolean(),
  concern: z.string().max(40).optional(),
});

@Resolver()
export class CasesResolver {
  constructor(private readonly cases: CasesService) {}

  /** Open a case, or carry it into the next period, by one entry credit. */
  @Mutation(() => OpenCaseResult)
  @Allow('public')
  openCase(@Args('input') input: OpenCaseInput): Promise<CaseOpening> {
    return this.cases.open(readInput(FORM, input));
  }

  /** The caller's own case. */
  @Query(() => Case, { name: 'case' })
  @Allow('case')
  ownCase(@Me() me: CaseCaller) {
    return this.cases.show(me.caseId);
  }
}
