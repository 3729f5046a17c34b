import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { OpenSignIn } from '#server/sign-ins';
import { Allow } from '../http/allow.ts';
import { Exchange, Hr, type HrCaller, type RequestContext } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';
import { Sessions } from './sessions.ts';
import { HrSignIn } from './sign-ins.graphql.ts';

@Resolver()
export class SignInsResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => [HrSignIn], { description: 'The caller\'s own open sign-ins, hers of now first.' })
  @Allow('hr:viewer')
  signIns(@Hr() caller: HrCaller, @Exchange() { req }: RequestContext): Promise<OpenSignIn[]> {
    return this.sessions.list(caller, req.session.get('token') ?? '');
  }

  @Mutation(() => [HrSignIn], { description: 'End one of one\'s own sign-ins; those that are left.' })
  @Allow('hr:viewer')
  async endSignIn(
    @Hr() caller: HrCaller, @Exchange() exchange: RequestContext,
    @Args('id', { type: () => ID }) given: string,
  ): Promise<OpenSignIn[]> {
    await this.sessions.end(caller, readInput(id, given));
    return this.signIns(caller, exchange);
  }

  @Mutation(() => [HrSignIn], { description: 'End all of one\'s own sign-ins but this one.' })
  @Allow('hr:viewer')
  async endOtherSignIns(
    @Hr() caller: HrCaller, @Exchange() exchange: RequestContext,
  ): Promise<OpenSignIn[]> {
    await this.sessions.endOthers(caller, exchange.req.session.get('token') ?? '');
    return this.signIns(caller, exchange);
  }
}
