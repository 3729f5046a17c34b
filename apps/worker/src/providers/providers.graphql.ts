import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Concern, Gender, Modality } from '../graphql/terms.graphql.ts';
import { resultUnion } from '../graphql/result-union.ts';
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
}

@ObjectType()
class PasswordReset {
  readonly kind!: 'password-reset';
  @Field(() => String, { nullable: true, description: 'Shown once: null when this request is repeated.' })
  readonly password!: string | null;
}

@ObjectType({ description: 'Nobody has this login.' })
class ProviderNotFound {
  readonly kind!: 'provider-not-found';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const KeepLicenceResult = resultUnion('KeepLicenceResult', {
  'licence-kept': LicenceKept, 'provider-not-found': ProviderNotFound,
});

export const ResetProviderPasswordResult = resultUnion('ResetProviderPasswordResult', {
  'password-reset': PasswordReset, 'provider-not-found': ProviderNotFound,
});

@ObjectType({ description: 'Send the token as `authorization: Provider <token>`.' })
class ProviderSession {
  readonly kind!: 'signed-in';
  @Field() readonly token!: string;
  @Field() readonly expiresAt!: string;
}

@InputType({ description: 'The answer to a challenge of ProviderSignInProofNeeded.' })
export class SignInProofInput {
  @Field() readonly challenge!: string;
  @Field(() => Int, { description: 'SHA-256 of "<challenge>.<answer>" begins with so many zero bits.' })
  readonly answer!: number;
}

@ObjectType({ description: 'Send the same again with the answer to this; good once, for ten minutes.' })
class ProviderSignInProofNeeded {
  readonly kind!: 'sign-in-proof-needed';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
  @Field() readonly challenge!: string;
  @Field(() => Int, { description: 'Leading zero bits that are asked for.' }) readonly bits!: number;
}

@ObjectType({ description: 'Login or password is wrong.' })
class SignInRefused {
  readonly kind!: 'sign-in-refused';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const ProviderSignInResult = resultUnion('ProviderSignInResult', {
  'signed-in': ProviderSession,
  'sign-in-refused': SignInRefused,
  'sign-in-proof-needed': ProviderSignInProofNeeded,
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
class Licence {
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
}

@ObjectType()
class ProfileUpdated {
  readonly kind!: 'profile-updated';
  @Field(() => ProviderAccount) readonly provider!: ProviderAccount;
}

@ObjectType({ description: 'The profile can\'t be kept so; nothing was changed.' })
class ProfileRefused {
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
