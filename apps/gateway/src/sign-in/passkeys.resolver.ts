import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { PasskeyBegun, PasskeysChanged } from '#server/passkeys';
import { Allow } from '../http/allow.ts';
import { Exchange, Hr, type HrCaller, type RequestContext } from '../http/caller.ts';
import { readInput } from '../http/input.ts';
import { OwnPasskeys } from './own-passkeys.service.ts';
import { OwnTries } from './own-tries.ts';
import { PasswordPlaces } from './password-places.ts';
import { BeginPasskeyResult, PasskeysResult } from './passkeys.graphql.ts';
import type { FactorNeeded } from './present-factor.ts';
import { proof } from '#server/input';
import { namedPasskey, newPasskey, removedPasskey } from './sign-in.input.ts';

@Resolver()
export class PasskeysResolver {
  constructor(
    private readonly passkeys: OwnPasskeys,
    private readonly tries: OwnTries,
    private readonly places: PasswordPlaces,
  ) {}

  @Mutation(() => BeginPasskeyResult, {
    description: 'Begin to add a passkey, by the password and what second factor there is.',
  })
  @Allow('hr:viewer')
  beginPasskey(
    @Hr() caller: HrCaller, @Exchange() { req }: RequestContext,
    @Args('password') password: string,
    @Args('code', { type: () => String, nullable: true }) code: string | null,
    @Args('passkey', { type: () => String, nullable: true }) passkey: string | null,
  ): Promise<PasskeyBegun | FactorNeeded> {
    const read = readInput(proof, { password, code, passkey });
    return this.tries.counted(caller, () => this.places.ofUser(req.ip, caller.userId, () =>
      this.passkeys.begin(caller, read)));
  }

  @Mutation(() => PasskeysResult, { description: 'Keep the passkey that the browser has made.' })
  @Allow('hr:viewer')
  addPasskey(
    @Hr() caller: HrCaller, @Args('answer') answer: string, @Args('name') name: string,
  ): Promise<PasskeysChanged> {
    const read = readInput(newPasskey, { answer, name });
    return this.passkeys.add(caller, read.answer, read.name);
  }

  @Mutation(() => PasskeysResult, { description: 'Call one of one\'s own passkeys something else.' })
  @Allow('hr:viewer')
  renamePasskey(
    @Hr() caller: HrCaller, @Args('id', { type: () => ID }) which: string,
    @Args('name') name: string,
  ): Promise<PasskeysChanged> {
    const read = readInput(namedPasskey, { id: which, name });
    return this.passkeys.rename(caller, read.id, read.name);
  }

  @Mutation(() => PasskeysResult, {
    description: 'Remove one of one\'s own passkeys, by the password and a code or a passkey.',
  })
  @Allow('hr:viewer')
  removePasskey(
    @Hr() caller: HrCaller, @Exchange() { req }: RequestContext,
    @Args('id', { type: () => ID }) which: string, @Args('password') password: string,
    @Args('code', { type: () => String, nullable: true }) code: string | null,
    @Args('passkey', { type: () => String, nullable: true }) passkey: string | null,
  ): Promise<PasskeysChanged | FactorNeeded> {
    const read = readInput(removedPasskey, { id: which, password, code, passkey });
    return this.tries.counted(caller, () => this.places.ofUser(req.ip, caller.userId, () =>
      this.passkeys.remove(caller, read.id, read)));
  }
}
