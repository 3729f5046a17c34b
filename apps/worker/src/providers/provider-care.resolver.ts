import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { line } from '#platform/text/line';
import { Allow } from '../access/allow.ts';
import { day, jurisdiction, login, readInput, uuid } from '../graphql/input.ts';
import {
  ProviderCareService, type FactorVerdict, type LicenceVerdict, type PasswordVerdict,
} from './provider-care.service.ts';
import {
  KeepLicenceInput, KeepLicenceResult, ResetProviderFactorResult, ResetProviderPasswordResult,
} from './providers.graphql.ts';

const LICENCE = z.object({
  login,
  licence: z.object({
    jurisdiction, number: line(40), expires: day,
  }),
});

@Resolver()
export class ProviderCareResolver {
  constructor(private readonly care: ProviderCareService) {}

  /** Keep a licence that the operator has checked: a new one, or one that was renewed. */
  @Mutation(() => KeepLicenceResult)
  @Allow('operator')
  keepLicence(@Args('input') input: KeepLicenceInput): Promise<LicenceVerdict> {
    const form = readInput(LICENCE, input);
    return this.care.keepLicence(form.login, form.licence);
  }

  /** Take the second factor of a therapist away who lost it; her password stays. */
  @Mutation(() => ResetProviderFactorResult)
  @Allow('operator')
  resetProviderSecondFactor(@Args('login') given: string): Promise<FactorVerdict> {
    return this.care.resetSecondFactor(readInput(z.object({ login }), { login: given }).login);
  }

  /** Give a therapist who lost her password a new first one; she is signed out everywhere. */
  @Mutation(() => ResetProviderPasswordResult)
  @Allow('operator')
  resetProviderPassword(
    @Args('login') given: string, @Args('idempotencyKey', { type: () => ID }) key: string,
  ): Promise<PasswordVerdict> {
    const form = readInput(z.object({ login, key: uuid }), { login: given, key });
    return this.care.resetPassword(form.login, form.key);
  }
}
