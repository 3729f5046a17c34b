import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { loginAsMade } from '#server/first-password';
import type { SignedIn } from '#server/own-account/owner';
import { BrowserName } from '#server/own-account/sign-ins.graphql';
import { BROWSERS, type Browser } from '#server/sign-ins';
import { Allow, Own } from '../access/allow.ts';
import { printable, readInput } from '../graphql/input.ts';
import {
  ChangeProviderPasswordResult, ProviderSignInResult, SignInProofInput,
} from './sign-in.graphql.ts';
import { factorCode, maybe, passkeyAnswer, password } from '#server/input';
import { SignInService, type SignIn } from './sign-in.service.ts';

const SIGN_IN = z.object({
  login: printable(64), password, newPassword: maybe(password), code: maybe(factorCode),
  passkey: maybe(passkeyAnswer),
  browser: z.enum(BROWSERS).nullish().transform((name) => name ?? 'OTHER'),
  proof: maybe(z.object({ challenge: z.string().max(120), answer: z.int().min(0) })),
});
const CHANGE = z.object({
  current: password, next: password, code: maybe(factorCode), passkey: maybe(passkeyAnswer) });

@Resolver()
export class SignInResolver {
  constructor(private readonly sessions: SignInService) {}

  /** Without a proof it answers with a challenge; nothing is looked at before that is answered. */
  @Mutation(() => ProviderSignInResult)
  @Allow('public')
  providerSignIn(
    @Args('login') login: string, @Args('password') given: string,
    @Args('proof', { nullable: true, type: () => SignInProofInput }) proof?: SignInProofInput,
    @Args('code', { nullable: true, type: () => String }) code?: string,
    @Args('newPassword', { nullable: true, type: () => String }) newPassword?: string,
    @Args('browser', { nullable: true, type: () => BrowserName }) browser?: Browser,
    @Args('passkey', { nullable: true, type: () => String }) passkey?: string,
  ): Promise<SignIn> {
    const read = readInput(SIGN_IN, {
      login, password: given, proof, code, newPassword, browser, passkey });
    return this.sessions.signIn({ ...read, login: loginAsMade(read.login) });
  }

  /** A therapist changes her password; her session goes on with a new token, others end. */
  @Mutation(() => ChangeProviderPasswordResult)
  @Allow('provider')
  changeProviderPassword(
    @Own() me: SignedIn, @Args('current') current: string, @Args('next') next: string,
    @Args('code', { nullable: true, type: () => String }) code?: string,
    @Args('passkey', { nullable: true, type: () => String }) passkey?: string,
  ): Promise<SignIn> {
    const read = readInput(CHANGE, { current, next, code, passkey });
    return this.sessions.changePassword(
      me, read.current, read.next, { code: read.code, passkey: read.passkey });
  }

  @Mutation(() => Boolean)
  @Allow('provider')
  providerSignOut(@Own() me: SignedIn): Promise<boolean> {
    return this.sessions.signOut(me.tokenHash);
  }
}
