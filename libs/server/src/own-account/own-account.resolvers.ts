import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { line } from '#platform/text/line';
import { factorCode, passkeyAnswer, proof, type inputReader } from '../input.ts';
import type { PasskeyBegun, PasskeysChanged } from '../passkeys.ts';
import type { Enrolment, Recovery, SwitchedOff } from '../second-factor.ts';
import type { OpenSignIn } from '../sign-ins.ts';
import { OwnApp } from './own-app.ts';
import { OwnPasskeys } from './own-passkeys.ts';
import { OwnSignIns } from './own-sign-ins.ts';
import type { SignedIn } from './owner.ts';
import { BeginPasskeyResult, PasskeysResult } from './passkeys.graphql.ts';
import type { FactorNeeded } from './present-factor.ts';
import {
  BeginSecondFactorResult, ConfirmSecondFactorResult, SwitchOffSecondFactorResult,
} from './second-factor.graphql.ts';
import { OwnSignIn } from './sign-ins.graphql.ts';

/** How a server lets somebody at what is her own. */
export interface OwnDoor {
  /** Its `@Allow` of who has an account there. */
  readonly Allowed: MethodDecorator;
  /** The parameter that is who has signed in. */
  readonly Own: () => ParameterDecorator;
  readonly readInput: ReturnType<typeof inputReader>;
  readonly id: z.ZodType<string>;
}

/** A code, or what a passkey has signed, where one is given. */
const Maybe = (name: string) => Args(name, { type: () => String, nullable: true });
const passkeyName = line(60);
const newPasskey = z.object({ answer: passkeyAnswer, name: passkeyName });

/** The fields of one's own sign-ins, the same in both schemas. */
export function signInsResolver({ Allowed, Own, readInput, id }: OwnDoor) {
  const named = z.object({ id });

  @Resolver({ isAbstract: true })
  abstract class SignInsFields {
    constructor(private readonly own: OwnSignIns) {}

    @Query(() => [OwnSignIn], { description: 'The caller\'s own open sign-ins, hers of now first.' })
    @Allowed
    signIns(@Own() who: SignedIn): Promise<OpenSignIn[]> {
      return this.own.list(who);
    }

    @Mutation(() => [OwnSignIn], { description: 'End one of one\'s own sign-ins; those that are left.' })
    @Allowed
    async endSignIn(
      @Own() who: SignedIn, @Args('id', { type: () => ID }) which: string,
    ): Promise<OpenSignIn[]> {
      await this.own.end(who, readInput(named, { id: which }).id);
      return this.own.list(who);
    }

    @Mutation(() => [OwnSignIn], { description: 'End all of one\'s own sign-ins but this one.' })
    @Allowed
    async endOtherSignIns(@Own() who: SignedIn): Promise<OpenSignIn[]> {
      await this.own.endOthers(who);
      return this.own.list(who);
    }
  }
  return SignInsFields;
}

/** The fields of one's own authenticator app, the same in both schemas. */
export function secondFactorResolver<Who extends SignedIn>({ Allowed, Own, readInput }: OwnDoor) {
  @Resolver({ isAbstract: true })
  abstract class SecondFactorFields {
    constructor(private readonly app: OwnApp<Who>) {}

    @Mutation(() => BeginSecondFactorResult, {
      description: 'Make a secret for an authenticator, by the password and what second factor there is.',
    })
    @Allowed
    beginSecondFactor(
      @Own() who: Who, @Args('password') password: string,
      @Maybe('code') code: string | null, @Maybe('passkey') passkey: string | null,
    ): Promise<Enrolment | FactorNeeded> {
      return this.app.begin(who, readInput(proof, { password, code, passkey }));
    }

    @Mutation(() => ConfirmSecondFactorResult, { description: 'Switch it on by its first code.' })
    @Allowed
    confirmSecondFactor(@Own() who: Who, @Args('code') code: string): Promise<Recovery> {
      return this.app.confirm(who, readInput(factorCode, code));
    }

    @Mutation(() => ConfirmSecondFactorResult, {
      description: 'Fresh recovery codes, by a code of the app.' })
    @Allowed
    renewRecoveryCodes(@Own() who: Who, @Args('code') code: string): Promise<Recovery> {
      return this.app.renewRecovery(who, readInput(factorCode, code));
    }

    @Mutation(() => SwitchOffSecondFactorResult, {
      description: 'Switch it off, by the password and a code or a passkey.',
    })
    @Allowed
    switchOffSecondFactor(
      @Own() who: Who, @Args('password') password: string,
      @Maybe('code') code: string | null, @Maybe('passkey') passkey: string | null,
    ): Promise<SwitchedOff | FactorNeeded> {
      return this.app.switchOff(who, readInput(proof, { password, code, passkey }));
    }
  }
  return SecondFactorFields;
}

/** The fields of one's own passkeys, the same in both schemas. */
export function passkeysResolver<Who extends SignedIn>({ Allowed, Own, readInput, id }: OwnDoor) {
  const namedPasskey = z.object({ id, name: passkeyName });
  const removedPasskey = proof.extend({ id });

  @Resolver({ isAbstract: true })
  abstract class PasskeysFields {
    constructor(protected readonly passkeys: OwnPasskeys<Who>) {}

    @Mutation(() => BeginPasskeyResult, {
      description: 'Begin to add a passkey, by the password and what second factor there is.',
    })
    @Allowed
    beginPasskey(
      @Own() who: Who, @Args('password') password: string,
      @Maybe('code') code: string | null, @Maybe('passkey') passkey: string | null,
    ): Promise<PasskeyBegun | FactorNeeded> {
      return this.passkeys.begin(who, readInput(proof, { password, code, passkey }));
    }

    @Mutation(() => PasskeysResult, { description: 'Keep the passkey that the browser has made.' })
    @Allowed
    addPasskey(
      @Own() who: Who, @Args('answer') answer: string, @Args('name') name: string,
    ): Promise<PasskeysChanged> {
      const read = readInput(newPasskey, { answer, name });
      return this.passkeys.add(who, read.answer, read.name);
    }

    @Mutation(() => PasskeysResult, { description: 'Call one of one\'s own passkeys something else.' })
    @Allowed
    renamePasskey(
      @Own() who: Who, @Args('id', { type: () => ID }) which: string, @Args('name') name: string,
    ): Promise<PasskeysChanged> {
      const read = readInput(namedPasskey, { id: which, name });
      return this.passkeys.rename(who, read.id, read.name);
    }

    @Mutation(() => PasskeysResult, {
      description: 'Remove one of one\'s own passkeys, by the password and a code or a passkey.',
    })
    @Allowed
    removePasskey(
      @Own() who: Who, @Args('id', { type: () => ID }) which: string,
      @Args('password') password: string,
      @Maybe('code') code: string | null, @Maybe('passkey') passkey: string | null,
    ): Promise<PasskeysChanged | FactorNeeded> {
      const read = readInput(removedPasskey, { id: which, password, code, passkey });
      return this.passkeys.remove(who, read.id, read);
    }
  }
  return PasskeysFields;
}
