import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { PasswordRefused, SecondFactorNeeded } from '#server/own-account/second-factor.graphql';
import { resultUnion } from '#server/result-union';

@ObjectType({ description: 'Send the token as `authorization: Provider <token>`.' })
class ProviderSession {
  readonly kind!: 'signed-in';
  @Field() readonly token!: string;
  @Field() readonly expiresAt!: string;
  @Field(() => Int, { description: 'A session that is not used for so many minutes ends.' })
  readonly idleMinutes!: number;
  @Field({ description: 'Whether she must set up a second factor before anything else.' })
  readonly secondFactorMissing!: boolean;
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

@ObjectType({ description: 'Login or password is wrong, or the second factor is.' })
class SignInRefused {
  readonly kind!: 'refused';
  @Field({ description: 'SIGN_IN_REFUSED, WRONG_CODE or WRONG_PASSKEY.' }) readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description: 'A first password: sign in again with one of her own as newPassword.' })
class ProviderNewPasswordNeeded {
  readonly kind!: 'new-password-needed';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const ProviderSignInResult = resultUnion('ProviderSignInResult', {
  'signed-in': ProviderSession,
  'refused': SignInRefused,
  'sign-in-proof-needed': ProviderSignInProofNeeded,
  'new-password-needed': ProviderNewPasswordNeeded,
  'second-factor-needed': SecondFactorNeeded,
  'password-refused': PasswordRefused,
});

export const ChangeProviderPasswordResult = resultUnion('ChangeProviderPasswordResult', {
  'signed-in': ProviderSession,
  'refused': SignInRefused,
  'second-factor-needed': SecondFactorNeeded,
  'password-refused': PasswordRefused,
});
