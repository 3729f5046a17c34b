import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Enrolment, Recovery, SwitchedOff } from '#server/second-factor';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput } from '../graphql/input.ts';
import {
  BeginSecondFactorResult, ConfirmSecondFactorResult, SwitchOffSecondFactorResult,
} from './provider-factor.graphql.ts';
import { ProviderFactorService } from './provider-factor.service.ts';
import type { FactorNeeded } from './present-factor.ts';
import { factorCode, proof } from '#server/input';

@Resolver()
export class ProviderFactorResolver {
  constructor(private readonly factors: ProviderFactorService) {}

  /** Make a secret for an authenticator, by the password and what second factor there is. */
  @Mutation(() => BeginSecondFactorResult)
  @Allow('provider')
  beginSecondFactor(
    @Me() me: ProviderCaller, @Args('password') password: string,
    @Args('code', { nullable: true, type: () => String }) code?: string,
    @Args('passkey', { nullable: true, type: () => String }) passkey?: string,
  ): Promise<Enrolment | FactorNeeded> {
    return this.factors.begin(me.providerId, readInput(proof, { password, code, passkey }));
  }

  /** Switch it on by its first code. */
  @Mutation(() => ConfirmSecondFactorResult)
  @Allow('provider')
  confirmSecondFactor(@Me() me: ProviderCaller, @Args('code') code: string): Promise<Recovery> {
    return this.factors.confirm(me.providerId, readInput(factorCode, code));
  }

  /** Fresh recovery codes, by a code of the app. */
  @Mutation(() => ConfirmSecondFactorResult)
  @Allow('provider')
  renewRecoveryCodes(@Me() me: ProviderCaller, @Args('code') code: string): Promise<Recovery> {
    return this.factors.renewRecovery(me.providerId, readInput(factorCode, code));
  }

  /** Switch it off, by the password and a code or a passkey. */
  @Mutation(() => SwitchOffSecondFactorResult)
  @Allow('provider')
  switchOffSecondFactor(
    @Me() me: ProviderCaller, @Args('password') password: string,
    @Args('code', { nullable: true, type: () => String }) code?: string,
    @Args('passkey', { nullable: true, type: () => String }) passkey?: string,
  ): Promise<SwitchedOff | FactorNeeded> {
    return this.factors.switchOff(me.providerId, readInput(proof, { password, code, passkey }));
  }
}
