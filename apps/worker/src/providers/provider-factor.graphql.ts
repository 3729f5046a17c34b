import { Field, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

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
export class ProviderCodeNeeded {
  readonly kind!: 'code-needed';
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

export const BeginSecondFactorResult = resultUnion('BeginSecondFactorResult', {
  'begun': SecondFactorBegun, 'refused': SecondFactorRefused, 'code-needed': ProviderCodeNeeded,
});

export const ConfirmSecondFactorResult = resultUnion('ConfirmSecondFactorResult', {
  on: SecondFactorOn, refused: SecondFactorRefused,
});

export const SwitchOffSecondFactorResult = resultUnion('SwitchOffSecondFactorResult', {
  'off': SecondFactorOff, 'refused': SecondFactorRefused, 'code-needed': ProviderCodeNeeded,
});
