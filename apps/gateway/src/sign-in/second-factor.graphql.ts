import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

@ObjectType({ description: 'Show the code to an authenticator app, then confirm its first code.' })
class SecondFactorBegun {
  readonly kind!: 'begun';
  @Field({ description: 'otpauth: address, for a QR code.' }) uri!: string;
  @Field({ description: 'The same secret in base32, to type.' }) typed!: string;
}

@ObjectType({ description: 'The second factor is on. The recovery codes are told this once.' })
class SecondFactorOn {
  readonly kind!: 'on';
  @Field(() => [String]) recoveryCodes!: string[];
}

@ObjectType({ description: 'The second factor is off.' })
class SecondFactorOff {
  readonly kind!: 'off';
  @Field(() => Boolean, { description: 'False: it is not asked for any more.' })
  secondFactor!: boolean;
}

@ObjectType({ description: 'The password is right: send the same with the second factor as well.' })
export class SecondFactorNeeded {
  readonly kind!: 'second-factor-needed';
  @Field() message!: string;
  @Field({ description: 'Whether a code of an app, or a recovery code, is taken.' })
  authenticator!: boolean;
  @Field(() => String, {
    nullable: true, description: 'PublicKeyCredentialRequestOptionsJSON for the browser, good once, '
      + 'for five minutes; null: she has no passkey that is good here.' })
  passkey!: string | null;
}

@ObjectType({ description: 'Nothing was changed.' })
export class SecondFactorRefused {
  readonly kind!: 'refused';
  @Field({ description: 'WRONG_CODE, WRONG_PASSWORD, ALREADY_ON, NOT_ON, WRONG_PASSKEY, '
    + 'UNKNOWN_PASSKEY, TOO_MANY, TOO_LARGE or NOT_HERE.' }) code!: string;
  @Field() message!: string;
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
