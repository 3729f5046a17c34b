import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { Enrolment, Recovery, SwitchedOff } from '#server/second-factor';
import { Allow } from '../http/allow.ts';
import { Exchange, Hr, type HrCaller, type RequestContext } from '../http/caller.ts';
import { readInput } from '../http/input.ts';
import { OwnTries } from './own-tries.ts';
import { PasswordPlaces } from './password-places.ts';
import {
  BeginSecondFactorResult, ConfirmSecondFactorResult, SwitchOffSecondFactorResult,
} from './second-factor.graphql.ts';
import { SecondFactor } from './second-factor.service.ts';
import type { FactorNeeded } from './present-factor.ts';
import { factorCode, proof } from '#server/input';

@Resolver()
export class SecondFactorResolver {
  constructor(
    private readonly factor: SecondFactor,
    private readonly tries: OwnTries,
    private readonly places: PasswordPlaces,
  ) {}

  @Mutation(() => BeginSecondFactorResult, {
    description: 'Make a secret for an authenticator, by the password and what second factor there is.',
  })
  @Allow('hr:viewer')
  beginSecondFactor(
    @Hr() caller: HrCaller, @Exchange() { req }: RequestContext,
    @Args('password') password: string,
    @Args('code', { type: () => String, nullable: true }) code: string | null,
    @Args('passkey', { type: () => String, nullable: true }) passkey: string | null,
  ): Promise<Enrolment | FactorNeeded> {
    const read = readInput(proof, { password, code, passkey });
    return this.tries.counted(caller, () => this.places.ofUser(req.ip, caller.userId, () =>
      this.factor.begin(caller, read)));
  }

  @Mutation(() => ConfirmSecondFactorResult, { description: 'Switch it on by its first code.' })
  @Allow('hr:viewer')
  confirmSecondFactor(@Hr() caller: HrCaller, @Args('code') code: string): Promise<Recovery> {
    const read = readInput(factorCode, code);
    return this.tries.counted(caller, () => this.factor.confirm(caller, read));
  }

  @Mutation(() => ConfirmSecondFactorResult, { description: 'Fresh recovery codes, by a code.' })
  @Allow('hr:viewer')
  renewRecoveryCodes(@Hr() caller: HrCaller, @Args('code') code: string): Promise<Recovery> {
    const read = readInput(factorCode, code);
    return this.tries.counted(caller, () => this.factor.renewRecovery(caller, read));
  }

  @Mutation(() => SwitchOffSecondFactorResult, {
    description: 'Switch it off, by the password and a code or a passkey.',
  })
  @Allow('hr:viewer')
  switchOffSecondFactor(
    @Hr() caller: HrCaller, @Exchange() { req }: RequestContext,
    @Args('password') password: string,
    @Args('code', { type: () => String, nullable: true }) code: string | null,
    @Args('passkey', { type: () => String, nullable: true }) passkey: string | null,
  ): Promise<SwitchedOff | FactorNeeded> {
    const read = readInput(proof, { password, code, passkey });
    return this.tries.counted(caller, () => this.places.ofUser(req.ip, caller.userId, () =>
      this.factor.switchOff(caller, read)));
  }
}
