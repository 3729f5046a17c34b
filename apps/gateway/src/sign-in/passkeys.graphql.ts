import { Field, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { SecondFactorNeeded, SecondFactorRefused } from './second-factor.graphql.ts';

@ObjectType({ description: 'A passkey of the caller\'s own.' })
export class HrPasskey {
  @Field(() => ID) id!: string;
  @Field({ description: 'What its owner calls it.' }) name!: string;
  @Field({ description: 'YYYY-MM-DD.' }) addedOn!: string;
  @Field(() => String, { nullable: true, description: 'Day of its last use; null: never.' })
  usedOn!: string | null;
}

@ObjectType({ description: 'Give the options to the browser, and what it answers to addPasskey.' })
class PasskeyBegun {
  readonly kind!: 'passkey-begun';
  @Field({ description: 'PublicKeyCredentialCreationOptionsJSON; good once, for five minutes.' })
  options!: string;
}

@ObjectType({ description: 'Done; these are the caller\'s passkeys now.' })
class PasskeysChanged {
  readonly kind!: 'passkeys-changed';
  @Field(() => [HrPasskey]) passkeys!: HrPasskey[];
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
