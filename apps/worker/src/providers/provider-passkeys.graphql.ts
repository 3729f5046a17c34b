import { Field, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { ProviderCodeNeeded, SecondFactorRefused } from './provider-factor.graphql.ts';

@ObjectType({ description: 'A passkey of the therapist\'s own.' })
export class ProviderPasskey {
  @Field(() => ID) readonly id!: string;
  @Field({ description: 'What its owner calls it.' }) readonly name!: string;
  @Field({ description: 'YYYY-MM-DD.' }) readonly addedOn!: string;
  @Field(() => String, { nullable: true, description: 'Day of its last use; null: never.' })
  readonly usedOn!: string | null;
}

@ObjectType({ description: 'The therapist\'s own passkeys, and where they are good.' })
export class OwnPasskeys {
  @Field(() => String, { nullable: true, description: 'A host name; null: nowhere.' })
  readonly host!: string | null;
  @Field(() => [ProviderPasskey]) readonly passkeys!: ProviderPasskey[];
}

@ObjectType({ description: 'Give the options to the browser, and what it answers to addPasskey.' })
class PasskeyBegun {
  readonly kind!: 'passkey-begun';
  @Field({ description: 'PublicKeyCredentialCreationOptionsJSON; good once, for five minutes.' })
  readonly options!: string;
}

@ObjectType({ description: 'Done; these are the therapist\'s passkeys now.' })
class PasskeysChanged {
  readonly kind!: 'passkeys-changed';
  @Field(() => [ProviderPasskey]) readonly passkeys!: ProviderPasskey[];
}

export const BeginPasskeyResult = resultUnion('BeginPasskeyResult', {
  'passkey-begun': PasskeyBegun, 'refused': SecondFactorRefused,
  'code-needed': ProviderCodeNeeded,
});

export const PasskeysResult = resultUnion('PasskeysResult', {
  'passkeys-changed': PasskeysChanged, 'refused': SecondFactorRefused,
  'code-needed': ProviderCodeNeeded,
});
