import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { line } from '#platform/text/line';
import { canonicalZone } from '#platform/text/time-zones';
import { Allow, Me } from '../access/allow.ts';
import type { ProviderCaller } from '../access/caller.ts';
import { day, jurisdiction, language, readInput, uuid } from '../graphql/input.ts';
import { meetingFaults, type WrittenDetails } from '../meeting/meeting-details.ts';
import { ProfilesService, type ProfileVerdict } from './profiles.service.ts';
import {
  ProviderAccount, RegisterProviderInput, RegisterProviderResult, UpdateProfileInput,
  UpdateProfileResult,
} from './providers.graphql.ts';
import { ProvidersService, type Registering, type Registration } from './providers.service.ts';
import { ProvidersStore } from './providers.store.ts';

const few = <T extends z.ZodType>(item: T) =>
  z.array(item).min(1).max(16).refine((list) => new Set(list).size === list.length, 'repeats');

/** Each text is read on its own, with errors of its own. */
const text = z.string().max(2_000);
const MEETING: z.ZodType<WrittenDetails> = z.object({
  inPerson: z.object({ address: text, directions: text.nullish(), atTheDoor: text }).nullish(),
  phone: text.nullish(), videoLink: text.nullish(),
});

/** What is said of a practice, by its therapist or by an operator. */
export const PROFILE = z.object({
  idempotencyKey: uuid,
  languages: few(language),
  specialities: few(z.string()),
  modalities: few(z.string()),
  gender: z.string(),
  timeZone: z.string().max(64)
    .refine((name) => canonicalZone(name), 'must be an IANA time zone such as Europe/Berlin')
    .transform((name) => canonicalZone(name) ?? name),
  meeting: MEETING,
});

const REGISTRATION: z.ZodType<Registration> = PROFILE.extend({
  name: line(120),
  licences: z.array(z.object({
    jurisdiction, number: line(40), expires: day,
  })).min(1).max(60).refine((licences) =>
    new Set(licences.map((licence) => licence.jurisdiction)).size === licences.length,
  'must have one licence for each jurisdiction'),
});

@Resolver()
export class ProvidersResolver {
  constructor(
    private readonly db: Database,
    private readonly providers: ProvidersService,
    private readonly store: ProvidersStore,
    private readonly profiles: ProfilesService,
  ) {}

  /** Register a therapist whose licences the operator has checked. */
  @Mutation(() => RegisterProviderResult)
  @Allow('operator')
  registerProvider(@Args('input') input: RegisterProviderInput): Promise<Registering> {
    const { meeting, modalities } = input;
    return this.providers.register(
      readInput(REGISTRATION, input, meetingFaults(meeting, modalities)));
  }

  /** A therapist changes what the directory says of her; her slots follow her time zone. */
  @Mutation(() => UpdateProfileResult)
  @Allow('provider')
  updateProfile(
    @Me() me: ProviderCaller, @Args('input') input: UpdateProfileInput,
  ): Promise<ProfileVerdict> {
    const { idempotencyKey, ...profile } = readInput(
      PROFILE, input, meetingFaults(input.meeting, input.modalities));
    return this.profiles.update(me.providerId, idempotencyKey, profile);
  }

  /** The signed-in therapist's own account. */
  @Query(() => ProviderAccount)
  @Allow('provider')
  provider(@Me() me: ProviderCaller): Promise<ProviderAccount> {
    return this.db.read('provider-account', (tx) => this.store.account(tx, me.providerId));
  }
}
