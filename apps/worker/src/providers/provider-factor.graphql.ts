import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '../graphql/result-union.ts';

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

@ObjectType({ description: 'Nothing was changed.' })
export class SecondFactorRefused {
  readonly kind!: 'refused';
  @Field({ description: 'WRONG_CODE, WRONG_PASSWORD, ALREADY_ON, NOT_ON, WRONG_PASSKEY, '
    + 'UNKNOWN_PASSKEY, TOO_MANY, TOO_LARGE or NOT_HERE.' })
  readonly code!: string;
  @Field() readonly message!: string;
}

export const BeginSecondFactorResult = resultUnion('BeginSecondFactorResult', {
  begun: SecondFactorBegun, refused: SecondFactorRefused,
});

export const ConfirmSecondFactorResult = resultUnion('ConfirmSecondFactorResult', {
  on: SecondFactorOn, refused: SecondFactorRefused,
});

export const SwitchOffSecondFactorResult = resultUnion('SwitchOffSecondFactorResult', {
  off: SecondFactorOff, refused: SecondFactorRefused,
});
