import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { readInput, uuid } from '../graphql/input.ts';
import { KeyChain, PublishKeysInput, PublishKeysResult } from './therapist-keys.graphql.ts';
import { TherapistKeysService, type Publishing } from './therapist-keys.service.ts';

const signature = z.string().regex(/^[\w-]{86}$/, 'must be a signature of 64 bytes, base64url');
const PUBLISHED = z.object({
  body: z.string().max(600),
  signature,
  vouch: signature.nullish().transform((given) => given ?? null),
});
const WHOSE = z.object({ providerId: uuid });

@Resolver()
export class TherapistKeysResolver {
  constructor(private readonly keys: TherapistKeysService) {}

  /** Publish the keys to which clients seal what they write, or the next version of them. */
  @Mutation(() => PublishKeysResult)
  @Allow('provider')
  publishKeys(
    @Me() me: ProviderCaller, @Args('input') input: PublishKeysInput,
  ): Promise<Publishing> {
    return this.keys.publish(me.providerId, readInput(PUBLISHED, input));
  }

  /** The keys of a therapist, every version, each as it was signed. */
  @Query(() => KeyChain)
  @Allow('public')
  async therapistKeys(
    @Args('providerId', { type: () => ID }) given: string,
  ): Promise<KeyChain> {
    const { providerId } = readInput(WHOSE, { providerId: given });
    return { providerId, versions: await this.keys.chain(providerId) };
  }
}
