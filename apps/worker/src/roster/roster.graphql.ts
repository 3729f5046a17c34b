import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Concern, Gender, Modality, MoneyAmount } from '../graphql/terms.graphql.ts';
import { MeetingDetailsInput } from '../meeting/meeting.graphql.ts';
import { Licence, ProfileRefused, ProviderNotFound } from '../providers/providers.graphql.ts';

@ObjectType({ description: 'A therapist, as operators see her.' })
export class RosterEntry {
  @Field(() => ID) readonly id!: string;
  @Field() readonly login!: string;
  @Field() readonly name!: string;
  @Field({ description: 'False: not in the directory, not booked, cannot sign in.' })
  readonly active!: boolean;
  @Field() readonly registeredOn!: string;
  @Field(() => [String]) readonly languages!: readonly string[];
  @Field(() => [Concern]) readonly specialities!: readonly string[];
  @Field(() => [Modality]) readonly modalities!: readonly string[];
  @Field(() => Gender) readonly gender!: string;
  @Field() readonly timeZone!: string;
  @Field(() => [Licence]) readonly licences!: readonly Licence[];
}

@InputType({ description: 'What changes of a therapist; what is left out stays.' })
export class ChangeProviderInput {
  @Field() readonly login!: string;
  @Field(() => String, { nullable: true }) readonly name?: string | null;
  @Field(() => [String], { nullable: true, description: 'ISO 639-1.' })
  readonly languages?: string[] | null;
  @Field(() => [Concern], { nullable: true }) readonly specialities?: Concern[] | null;
  @Field(() => [Modality], { nullable: true }) readonly modalities?: Modality[] | null;
  @Field(() => Gender, { nullable: true }) readonly gender?: Gender | null;
  @Field(() => String, { nullable: true, description: 'IANA name, such as Europe/Berlin.' })
  readonly timeZone?: string | null;
  @Field(() => MeetingDetailsInput, {
    nullable: true, description: 'Of the ways that are named in it; the others stay.' })
  readonly meeting?: MeetingDetailsInput | null;
}

@ObjectType()
class ProviderChanged {
  readonly kind!: 'provider-changed';
  @Field(() => RosterEntry) readonly provider!: RosterEntry;
}

/** Outcome of a change of what is said of a therapist. */
export const ChangeProviderResult = resultUnion('ChangeProviderResult', {
  'provider-changed': ProviderChanged, 'provider-not-found': ProviderNotFound,
  'profile-refused': ProfileRefused,
});

@ObjectType()
class ProviderActiveSet {
  readonly kind!: 'provider-active-set';
  @Field() readonly login!: string;
  @Field() readonly active!: boolean;
  @Field(() => Int, { description: 'Sessions to come that went back to their clients.' })
  readonly returnedSessions!: number;
  @Field(() => Int, { description: 'Authorised sessions that are not claimed.' })
  readonly unclaimedSessions!: number;
  @Field({ description: 'Last day of her licences: later nobody is referred to her.' })
  readonly licensedUntil!: string;
}

/** Outcome of taking a therapist out, or in again. */
export const SetProviderActiveResult = resultUnion('SetProviderActiveResult', {
  'provider-active-set': ProviderActiveSet, 'provider-not-found': ProviderNotFound,
});

@ObjectType({ description: 'A lump sum to a therapist, as operators see it.' })
export class SentPayout {
  @Field(() => ID) readonly id!: string;
  @Field(() => ID) readonly runId!: string;
  @Field() readonly login!: string;
  @Field({ description: 'The name that she is paid under.' }) readonly name!: string;
  @Field(() => MoneyAmount) readonly amount!: MoneyAmount;
  @Field(() => Int, { description: 'Claims in it.' }) readonly claims!: number;
  @Field({ description: 'IN_FLIGHT, CONFIRMED or FAILED.' }) readonly status!: string;
  @Field({ description: 'Pay date.' }) readonly sentOn!: string;
}
