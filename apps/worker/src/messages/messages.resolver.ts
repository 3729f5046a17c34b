import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { MESSAGE_LENGTH } from '#messages/sealed-message';
import { Allow, Me } from '../access/allow.ts';
import type { CaseCaller, ProviderCaller } from '../access/caller.ts';
import { Case } from '../cases/cases.graphql.ts';
import { digest, readInput, uuid } from '../graphql/input.ts';
import { ProviderAccount } from '../providers/providers.graphql.ts';
import {
  Message, OfferKeyInput, OfferKeyResult, WriteMessageInput, WriteMessageResult,
} from './messages.graphql.ts';
import { MessagesService, type Offering, type Writing } from './messages.service.ts';
import type { KeptMessage } from './messages.store.ts';

/** Messages in one answer, which is some pieces of what is sealed. */
const MOST_AT_ONCE = 8;

const WRITTEN = z.object({
  referralId: uuid,
  sealed: z.base64url().max(MESSAGE_LENGTH * 2)
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine(({ length }) => length === MESSAGE_LENGTH, `must be ${MESSAGE_LENGTH} bytes, base64url`),
});
const OFFERED = z.object({ referralId: uuid, key: digest });
const AFTER = z.object({ after: z.int().min(0) });

@Resolver()
export class MessagesResolver {
  constructor(private readonly messages: MessagesService) {}

  /** Write to one's therapist. */
  @Mutation(() => WriteMessageResult)
  @Allow('case')
  writeToTherapist(
    @Me() me: CaseCaller, @Args('input') input: WriteMessageInput,
  ): Promise<Writing> {
    const { referralId, sealed } = readInput(WRITTEN, input);
    return this.messages.write({ is: 'client', id: me.caseId }, referralId, sealed);
  }

  /** Write to a client of one's own. */
  @Mutation(() => WriteMessageResult)
  @Allow('provider')
  writeToClient(
    @Me() me: ProviderCaller, @Args('input') input: WriteMessageInput,
  ): Promise<Writing> {
    const { referralId, sealed } = readInput(WRITTEN, input);
    return this.messages.write({ is: 'therapist', id: me.providerId }, referralId, sealed);
  }

  /** Say to which key a therapist seals what she writes to this client. */
  @Mutation(() => OfferKeyResult)
  @Allow('case')
  offerKey(@Me() me: CaseCaller, @Args('input') input: OfferKeyInput): Promise<Offering> {
    const { referralId, key } = readInput(OFFERED, input);
    return this.messages.offerKey(me.caseId, referralId, key);
  }
}

@Resolver(() => Case)
export class CaseMessagesResolver {
  constructor(private readonly service: MessagesService) {}

  @ResolveField(() => [Message], { description: 'The next ones after a place, in order.' })
  messages(
    @Parent() { caseId }: Case, @Args('after', { type: () => Int }) after: number,
  ): Promise<KeptMessage[]> {
    return this.service.after(
      { is: 'client', id: caseId }, readInput(AFTER, { after }).after, MOST_AT_ONCE);
  }
}

@Resolver(() => ProviderAccount)
export class ProviderMessagesResolver {
  constructor(private readonly service: MessagesService) {}

  @ResolveField(() => [Message], { description: 'The next ones after a place, in order.' })
  messages(
    @Parent() { id }: ProviderAccount, @Args('after', { type: () => Int }) after: number,
  ): Promise<KeptMessage[]> {
    return this.service.after(
      { is: 'therapist', id }, readInput(AFTER, { after }).after, MOST_AT_ONCE);
  }
}
