import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow } from '../door/allow.ts';
import { Hr, type HrCaller } from '../door/caller.ts';
import { readInput } from '../door/input.ts';
import { Throttle } from '../door/throttle.ts';
import {
  BeginSecondFactorResult, ConfirmSecondFactorResult, SwitchOffSecondFactorResult,
} from './second-factor.graphql.ts';
import {
  SecondFactor, type Enrolment, type Recovery, type SwitchedOff,
} from './second-factor.service.ts';
import { factorCode } from './sign-in.input.ts';

const QUARTER_HOUR = 15 * 60_000;

@Resolver()
export class SecondFactorResolver {
  /** Six digits are soon tried: wrong ones count for each user, wherever they come from. */
  private readonly wrong = new Throttle(10, QUARTER_HOUR);

  constructor(private readonly factor: SecondFactor) {}

  @Mutation(() => BeginSecondFactorResult, { description: 'Make a secret for an authenticator.' })
  @Allow('hr:viewer')
  beginSecondFactor(@Hr() caller: HrCaller): Promise<Enrolment> {
    return this.factor.begin(caller);
  }

  @Mutation(() => ConfirmSecondFactorResult, { description: 'Switch it on by its first code.' })
  @Allow('hr:viewer')
  confirmSecondFactor(@Hr() caller: HrCaller, @Args('code') code: string): Promise<Recovery> {
    return this.counted(caller, code, (read) => this.factor.confirm(caller, read));
  }

  @Mutation(() => ConfirmSecondFactorResult, { description: 'Fresh recovery codes, by a code.' })
  @Allow('hr:viewer')
  renewRecoveryCodes(@Hr() caller: HrCaller, @Args('code') code: string): Promise<Recovery> {
    return this.counted(caller, code, (read) => this.factor.renewRecovery(caller, read));
  }

  @Mutation(() => SwitchOffSecondFactorResult, { description: 'Switch it off, by a code.' })
  @Allow('hr:viewer')
  switchOffSecondFactor(@Hr() caller: HrCaller, @Args('code') code: string): Promise<SwitchedOff> {
    return this.counted(caller, code, (read) => this.factor.switchOff(caller, read));
  }

  private async counted<T extends { kind: string }>(
    { userId }: HrCaller, code: string, work: (code: string) => Promise<T>,
  ): Promise<T> {
    const read = readInput(factorCode, code);
    const giveBack = this.wrong.begin(userId);
    const outcome = await work(read);
    if (outcome.kind !== 'refused') giveBack();
    return outcome;
  }
}
