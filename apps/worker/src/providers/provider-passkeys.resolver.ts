import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { line } from '#platform/text/line';
import type { PasskeyBegun, PasskeysChanged } from '#server/passkeys';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { BeginPasskeyResult, OwnPasskeys, PasskeysResult } from './provider-passkeys.graphql.ts';
import { ProviderPasskeys } from './provider-passkeys.service.ts';
import type { FactorNeeded } from './present-factor.ts';
import { passkeyAnswer, proof } from '#server/input';

const NEW = z.object({ answer: passkeyAnswer, name: line(60) });
const NAMED = z.object({ id: uuid, name: line(60) });
const REMOVED = proof.extend({ id: uuid });

@Resolver()
export class ProviderPasskeysResolver {
  constructor(private readonly passkeys: ProviderPasskeys) {}

  /** The therapist's own passkeys. */
  @Query(() => OwnPasskeys)
  @Allow('provider')
  providerPasskeys(@Me() me: ProviderCaller): Promise<OwnPasskeys> {
    return this.passkeys.list(me.providerId);
  }

  /** Begin to add a passkey, by the password and what second factor there is. */
  @Mutation(() => BeginPasskeyResult)
  @Allow('provider')
  beginPasskey(
    @Me() me: ProviderCaller, @Args('password') password: string,
    @Args('code', { nullable: true, type: () => String }) code?: string,
    @Args('passkey', { nullable: true, type: () => String }) passkey?: string,
  ): Promise<PasskeyBegun | FactorNeeded> {
    return this.passkeys.begin(me.providerId, readInput(proof, { password, code, passkey }));
  }

  /** Keep the passkey that the browser has made. */
  @Mutation(() => PasskeysResult)
  @Allow('provider')
  addPasskey(
    @Me() me: ProviderCaller, @Args('answer') answer: string, @Args('name') name: string,
  ): Promise<PasskeysChanged> {
    const read = readInput(NEW, { answer, name });
    return this.passkeys.add(me.providerId, read.answer, read.name);
  }

  /** Call one of one's own passkeys something else. */
  @Mutation(() => PasskeysResult)
  @Allow('provider')
  renamePasskey(
    @Me() me: ProviderCaller, @Args('id', { type: () => ID }) id: string,
    @Args('name') name: string,
  ): Promise<PasskeysChanged> {
    const read = readInput(NAMED, { id, name });
    return this.passkeys.rename(me.providerId, read.id, read.name);
  }

  /** Remove one of one's own passkeys, by the password and a code or a passkey. */
  @Mutation(() => PasskeysResult)
  @Allow('provider')
  removePasskey(
    @Me() me: ProviderCaller, @Args('id', { type: () => ID }) id: string,
    @Args('password') password: string,
    @Args('code', { nullable: true, type: () => String }) code?: string,
    @Args('passkey', { nullable: true, type: () => String }) passkey?: string,
  ): Promise<PasskeysChanged | FactorNeeded> {
    const read = readInput(REMOVED, { id, password, code, passkey });
    return this.passkeys.remove(me.providerId, read.id, read);
  }
}
