import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../door/allow.ts';
import { Me, type MemberCaller } from '../door/caller.ts';
import { IssueCreditsInput, IssueCreditsResult } from './credits.graphql.ts';
import { CreditsService, type Issuance } from './credits.service.ts';

@Resolver()
export class CreditsResolver {
  constructor(private readonly credits: CreditsService) {}

  /** Blind-sign credits. We learn who asks and how many, never what we sign. */
  @Mutation(() => IssueCreditsResult, {
    description: 'Blind-sign the allowance of a period. The same batch again: the same bytes.',
  })
  @Allow('member')
  issueCredits(
    @Me() member: MemberCaller, @Args('request') request: IssueCreditsInput,
  ): Promise<Issuance> {
    return this.credits.issue(member, request);
  }
}
