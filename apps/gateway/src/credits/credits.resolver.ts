import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../http/allow.ts';
import { Turns } from '../http/turns.ts';
import { Me, type MemberCaller } from '../http/caller.ts';
import { IssueCreditsInput, IssueCreditsResult } from './credits.graphql.ts';
import { CreditsService, type Issuance } from './credits.service.ts';

const OFTEN = 'This letter asked for its credits too often. Try again in a minute.';

@Resolver()
export class CreditsResolver {
  /**
   * A wallet asks once or a few times, and signing is dear: whoever has a letter and asks without
   * end becomes slow.
   */
  private readonly asks = new Turns({
    free: 100, windowMs: 3_600_000, pauseMs: 1_000, mostWaiting: 1, words: OFTEN });

  constructor(private readonly credits: CreditsService) {}

  /** Blind-sign credits. We learn who asks and how many, never what we sign. */
  @Mutation(() => IssueCreditsResult, {
    description: 'Blind-sign the allowance of a period. The same batch again: the same bytes.',
  })
  @Allow('member')
  issueCredits(
    @Me() member: MemberCaller, @Args('request') request: IssueCreditsInput,
  ): Promise<Issuance> {
    return this.asks.during(
      [member.member], () => this.credits.issue(member, request), () => true);
  }
}
