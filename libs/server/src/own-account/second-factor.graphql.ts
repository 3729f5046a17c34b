import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '../result-union.ts';

@ObjectType({ description: 'Show the code to an authenticator app, then confirm its first code.' })
class SecondFactorBegun {
  readonly kind!: 'begun';
  @Field({ description: 'otpauth: address, for a QR code.' }) readonly uri!: string;
  @Field({ description: 'The same secret in base32, to type.' }) readonly typed!: string;
}

@ObjectType({ description: 'The second factor is on. The recovery codes are told this once.' })
class SecondFactorOn {
  readonly kind!: 'on';
  @Field(() => [String]) readonly recoveryCodes!: string[];
}

@ObjectType({ description: 'The second factor is off.' })
class SecondFactorOff {
  readonly kind!: 'off';
  @Field(() => Boolean, { description: 'False: it is not asked for any more.' })
  readonly secondFactor!: boolean;
}

@ObjectType({ description: 'The password is right: send the same with the second factor as well.' })
export class SecondFactorNeeded {
  readonly kind!: 'second-factor-needed';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
  @Field({ description: 'Whether a code of an app, or a recovery code, is taken.' })
  readonly authenticator!: boolean;
  @Field(() => String, {
    nullable: true, description: 'PublicKeyCredentialRequestOptionsJSON for the browser, good once, '
      + 'for five minutes; null: she has no passkey that is good here.' })
  readonly passkey!: string | null;
}

@ObjectType({ description: 'Nothing was changed.' })
export class SecondFactorRefused {
  readonly kind!: 'refused';
  @Field({ description: 'WRONG_CODE, WRONG_PASSWORD, ALREADY_ON, NOT_ON, WRONG_PASSKEY, '
    + 'UNKNOWN_PASSKEY, TOO_MANY, TOO_LARGE or NOT_HERE.' })
  readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description: 'This password may not be set: its rule, and what to do.' })
export class PasswordRefused {
  readonly kind!: 'password-refused';
  @Field({ description: 'TOO_SHORT, TOO_LONG, NOT_TYPEABLE, OWN_WORDS, REPEATED, IN_A_ROW, COMMON '
    + 'or UNCHANGED.' }) readonly code!: string;
  @Field() readonly message!: string;
}

/** Outcome of beginning to set up a second factor. */
export const BeginSecondFactorResult = resultUnion(
  'BeginSecondFactorResult', 'Outcome of beginning to set up a second factor.',
  {
    'begun': SecondFactorBegun, 'refused': SecondFactorRefused,
    'second-factor-needed': SecondFactorNeeded,
  },
);

/** Outcome of switching a second factor on, or of renewing its recovery codes. */
export const ConfirmSecondFactorResult = resultUnion(
  'ConfirmSecondFactorResult', 'Outcome of switching on, or of renewing recovery codes.',
  { on: SecondFactorOn, refused: SecondFactorRefused },
);

/** Outcome of switching a second factor off. */
export const SwitchOffSecondFactorResult = resultUnion(
  'SwitchOffSecondFactorResult', 'Outcome of switching a second factor off.',
  {
    'off': SecondFactorOff, 'refused': SecondFactorRefused,
    'second-factor-needed': SecondFactorNeeded,
  },
);
