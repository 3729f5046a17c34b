import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { OpenSignIn } from '#server/sign-ins';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { ProviderSessions } from './provider-sessions.ts';
import { ProviderSignIn } from './sign-ins.graphql.ts';

const ENDED = z.object({ id: uuid });

@Resolver()
export class SignInsResolver {
  constructor(private readonly sessions: ProviderSessions) {}

  /** The therapist's own open sessions, the one of now first. */
  @Query(() => [ProviderSignIn])
  @Allow('provider')
  providerSignIns(@Me() me: ProviderCaller): Promise<OpenSignIn[]> {
    return this.sessions.list(me);
  }

  /** End one of one's own sessions; those that are left. */
  @Mutation(() => [ProviderSignIn])
  @Allow('provider')
  async endProviderSignIn(
    @Me() me: ProviderCaller, @Args('id', { type: () => ID }) id: string,
  ): Promise<OpenSignIn[]> {
    await this.sessions.end(me, readInput(ENDED, { id }).id);
    return this.sessions.list(me);
  }

  /** End all of one's own sessions but this one. */
  @Mutation(() => [ProviderSignIn])
  @Allow('provider')
  async endOtherProviderSignIns(@Me() me: ProviderCaller): Promise<OpenSignIn[]> {
    await this.sessions.endOthers(me);
    return this.sessions.list(me);
  }
}
