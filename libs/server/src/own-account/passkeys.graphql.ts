import { Field, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '../result-union.ts';
import { SecondFactorNeeded, SecondFactorRefused } from './second-factor.graphql.ts';

@ObjectType({ description: 'A passkey of the caller\'s own.' })
export class Passkey {
  @Field(() => ID) readonly id!: string;
  @Field({ description: 'What its owner calls it.' }) readonly name!: string;
  @Field({ description: 'YYYY-MM-DD.' }) readonly addedOn!: string;
  @Field(() => String, { nullable: true, description: 'Day of its last use; null: never.' })
  readonly usedOn!: string | null;
}

@ObjectType({ description: 'Give the options to the browser, and what it answers to addPasskey.' })
class PasskeyBegun {
  readonly kind!: 'passkey-begun';
  @Field({ description: 'PublicKeyCredentialCreationOptionsJSON; good once, for five minutes.' })
  readonly options!: string;
}

@ObjectType({ description: 'Done; these are the caller\'s passkeys now.' })
class PasskeysChanged {
  readonly kind!: 'passkeys-changed';
  @Field(() => [Passkey]) readonly passkeys!: Passkey[];
}

/** Outcome of beginning to add a passkey. */
export const BeginPasskeyResult = resultUnion(
  'BeginPasskeyResult', 'Outcome of beginning to add a passkey.',
  {
    'passkey-begun': PasskeyBegun, 'refused': SecondFactorRefused,
    'second-factor-needed': SecondFactorNeeded,
  },
);

/** Outcome of a change of one's passkeys. */
export const PasskeysResult = resultUnion(
  'PasskeysResult', 'Outcome of a change of one\'s own passkeys.',
  {
    'passkeys-changed': PasskeysChanged, 'refused': SecondFactorRefused,
    'second-factor-needed': SecondFactorNeeded,
  },
);
