import { Inject } from '@nestjs/common';
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { WorkerConfig } from '#platform/settings/config';
import {
  passkeysResolver, secondFactorResolver, signInsResolver,
} from '#server/own-account/own-account.resolvers';
import { OwnPasskeys } from '#server/own-account/own-passkeys';
import type { SignedIn } from '#server/own-account/owner';
import { Passkey } from '#server/own-account/passkeys.graphql';
import { Allow, Own } from '../access/allow.ts';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { readInput, uuid } from '../graphql/input.ts';

const DOOR = { Allowed: Allow('provider'), Own, readInput, id: uuid };

@ObjectType('OwnPasskeys', { description: 'The therapist\'s own passkeys, and where they are good.' })
class PasskeysAndHost {
  @Field(() => String, { nullable: true, description: 'A host name; null: nowhere.' })
  readonly host!: string | null;
  @Field(() => [Passkey]) readonly passkeys!: Passkey[];
}

@Resolver()
export class SignInsResolver extends signInsResolver(DOOR) {}

@Resolver()
export class SecondFactorResolver extends secondFactorResolver<SignedIn>(DOOR) {}

@Resolver()
export class PasskeysResolver extends passkeysResolver<SignedIn>(DOOR) {
  constructor(
    @Inject(WORKER_CONFIG) private readonly config: WorkerConfig, passkeys: OwnPasskeys<SignedIn>,
  ) {
    super(passkeys);
  }

  /** The therapist's own passkeys. */
  @Query(() => PasskeysAndHost)
  @Allow('provider')
  async providerPasskeys(@Own() me: SignedIn): Promise<PasskeysAndHost> {
    return {
      host: this.config.passkeys?.rpId ?? null, passkeys: await this.passkeys.list(me) };
  }
}
