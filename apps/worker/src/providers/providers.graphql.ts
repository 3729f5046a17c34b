import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Concern, Gender, Modality } from '../graphql/terms.graphql.ts';
import { resultUnion } from '#server/result-union';
import { MeetingDetailsInput } from '../meeting/meeting.graphql.ts';

@InputType()
class LicenceInput {
  @Field({ description: 'ISO 3166 code: DE, US-CA.' }) readonly jurisdiction!: string;
  @Field() readonly number!: string;
  @Field({ description: 'Last valid day.' }) readonly expires!: string;
}

@InputType()
export class RegisterProviderInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field() readonly name!: string;
  @Field(() => [String], { description: 'ISO 639-1.' }) readonly languages!: string[];
  @Field(() => [Concern]) readonly specialities!: Concern[];
  @Field(() => [Modality]) readonly modalities!: Modality[];
  @Field(() => Gender) readonly gender!: Gender;
  @Field(() => [LicenceInput]) readonly licences!: LicenceInput[];
  @Field({ description: 'IANA name, such as Europe/Berlin.' }) readonly timeZone!: string;
  @Field(() => MeetingDetailsInput) readonly meeting!: MeetingDetailsInput;
}

@ObjectType()
class ProviderRegistered {
  readonly kind!: 'provider-registered';
  @Field(() => ID) readonly providerId!: string;
  @Field() readonly login!: string;
  @Field(() => String, { nullable: true, description: 'Shown once: null when this request is repeated.' })
  readonly initialPassword!: string | null;
  @Field(() => String, { nullable: true, description: 'Whole address of her page; null: it was not told.' })
  readonly signInAt!: string | null;
}

@ObjectType({ description: 'The registration lacks something that is required.' })
class RegistrationRefused {
  readonly kind!: 'registration-refused';
  @Field({ description: 'REGISTRATION_REFUSED: no licence; others say what is wrong with `field`.' })
  readonly code!: string;
  @Field(() => String, { nullable: true, description: 'Such as meeting.phone.' })
  readonly field!: string | null;
  @Field() readonly message!: string;
}

export const RegisterProviderResult = resultUnion('RegisterProviderResult', {
  'provider-registered': ProviderRegistered, 'registration-refused': RegistrationRefused,
});

@InputType()
export class KeepLicenceInput {
  @Field() readonly login!: string;
  @Field(() => LicenceInput) readonly licence!: LicenceInput;
}

@ObjectType()
class LicenceKept {
  readonly kind!: 'licence-kept';
  @Field(() => ID) readonly providerId!: string;
  @Field({ description: 'Last day of her licences: later nobody is referred to her.' })
  readonly licensedUntil!: string;
}

@ObjectType()
class PasswordReset {
  readonly kind!: 'password-reset';
  @Field(() => String, { nullable: true, description: 'Shown once: null when this request is repeated.' })
  readonly password!: string | null;
  @Field(() => String, { nullable: true, description: 'Whole address of her page; null: it was not told.' })
  readonly signInAt!: string | null;
}

@ObjectType({ description: 'Nobody has this login.' })
export class ProviderNotFound {
  readonly kind!: 'provider-not-found';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const KeepLicenceResult = resultUnion('KeepLicenceResult', {
  'licence-kept': LicenceKept, 'provider-not-found': ProviderNotFound,
});

@ObjectType({ description: 'The password alone opens the account now; she is signed out.' })
class SecondFactorReset {
  readonly kind!: 'second-factor-reset';
  @Field({ description: 'False: there was none.' }) readonly hadOne!: boolean;
}

export const ResetProviderFactorResult = resultUnion('ResetProviderFactorResult', {
  'second-factor-reset': SecondFactorReset, 'provider-not-found': ProviderNotFound,
});

export const ResetProviderPasswordResult = resultUnion('ResetProviderPasswordResult', {
  'password-reset': PasswordReset, 'provider-not-found': ProviderNotFound,
});

@InputType({ description: 'What a therapist says of her own practice; licences are the operator\'s.' })
export class UpdateProfileInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => [String], { description: 'ISO 639-1.' }) readonly languages!: string[];
  @Field(() => [Concern]) readonly specialities!: Concern[];
  @Field(() => [Modality]) readonly modalities!: Modality[];
  @Field(() => Gender) readonly gender!: Gender;
  @Field({ description: 'IANA name, such as Europe/Berlin.' }) readonly timeZone!: string;
  @Field(() => MeetingDetailsInput) readonly meeting!: MeetingDetailsInput;
}

@ObjectType({ description: 'A licence to practise, as the operator has seen it.' })
export class Licence {
  @Field() readonly jurisdiction!: string;
  @Field() readonly number!: string;
  @Field({ description: 'Last valid day.' }) readonly expires!: string;
}

@ObjectType({ description: 'The signed-in therapist.' })
export class ProviderAccount {
  @Field(() => ID) readonly id!: string;
  @Field() readonly login!: string;
  @Field() readonly name!: string;
  @Field() readonly timeZone!: string;
  @Field(() => [String]) readonly languages!: readonly string[];
  @Field(() => [Concern]) readonly specialities!: readonly string[];
  @Field(() => [Modality]) readonly modalities!: readonly string[];
  @Field(() => Gender) readonly gender!: string;
  @Field(() => [Licence]) readonly licences!: readonly Licence[];
  @Field({ description: 'Whether her authenticator is on.' }) readonly secondFactor!: boolean;
  @Field(() => Int, { description: 'Recovery codes that are left.' }) readonly recoveryCodes!: number;
}

@ObjectType()
class ProfileUpdated {
  readonly kind!: 'profile-updated';
  @Field(() => ProviderAccount) readonly provider!: ProviderAccount;
}

@ObjectType({ description: 'The profile can\'t be kept so; nothing was changed.' })
export class ProfileRefused {
  readonly kind!: 'profile-refused';
  @Field({ description: 'PROFILE_REFUSED: the hours need more; others say what is wrong with `field`.' })
  readonly code!: string;
  @Field(() => String, { nullable: true, description: 'Such as meeting.phone.' })
  readonly field!: string | null;
  @Field() readonly message!: string;
}

export const UpdateProfileResult = resultUnion('UpdateProfileResult', {
  'profile-updated': ProfileUpdated, 'profile-refused': ProfileRefused,
});
