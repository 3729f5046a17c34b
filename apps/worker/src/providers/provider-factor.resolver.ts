import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { Enrolment, Recovery, SwitchedOff } from '#server/second-factor';
import { Allow, Me } from '../auth/allow.ts';
import type { ProviderCaller } from '../auth/caller.ts';
import { readInput } from '../graphql/input.ts';
import {
  BeginSecondFactorResult, ConfirmSecondFactorResult, SwitchOffSecondFactorResult,
} from './provider-factor.graphql.ts';
import { ProviderFactorService } from './provider-factor.service.ts';
import { factorCode, password } from './sign-in.input.ts';

const BOTH = z.object({ password, code: factorCode });

@Resolver()
export class ProviderFactorResolver {
  constructor(private readonly factors: ProviderFactorService) {}

  /** Make a secret for an authenticator, by the password. */
  @Mutation(() => BeginSecondFactorResult)
  @Allow('provider')
  beginSecondFactor(
    @Me() me: ProviderCaller, @Args('password') given: string,
  ): Promise<Enrolment> {
    return this.factors.begin(me.providerId, readInput(password, given));
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

  /** Switch it off, by the password and a code. */
  @Mutation(() => SwitchOffSecondFactorResult)
  @Allow('provider')
  switchOffSecondFactor(
    @Me() me: ProviderCaller, @Args('password') given: string, @Args('code') code: string,
  ): Promise<SwitchedOff> {
    const read = readInput(BOTH, { password: given, code });
    return this.factors.switchOff(me.providerId, read.password, read.code);
  }
}
