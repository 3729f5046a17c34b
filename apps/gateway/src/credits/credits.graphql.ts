import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

@InputType({ description: 'A blinded message and the key to sign it with.' })
export class BlindedCredit {
  @Field() keyId!: string;
  @Field({ description: '256 bytes, base64url.' }) blinded!: string;
}

@InputType({ description: 'The whole allowance in one batch: everyone\'s has one size.' })
export class IssueCreditsInput {
  @Field() period!: string;
  @Field(() => BlindedCredit) entry!: BlindedCredit;
  @Field(() => [BlindedCredit]) sessions!: BlindedCredit[];
}

@ObjectType({ description: 'Blind signatures of 256 bytes, base64url, in the order asked for.' })
class IssuedCredits {
  readonly kind!: 'issued';
  @Field() entry!: string;
  @Field(() => [String]) sessions!: string[];
}

@ObjectType({ description: 'Another batch was issued for this period.' })
class AllowanceUsed {
  readonly kind!: 'allowance-used';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The batch is not one entry credit of the block and all sessions.' })
class WrongBatch {
  readonly kind!: 'wrong-batch';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The keys of the period are not in use now.' })
class KeyNotActive {
  readonly kind!: 'key-not-active';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of asking for credits. */
export const IssueCreditsResult = resultUnion(
  'IssueCreditsResult', 'Outcome of asking for credits.',
  {
    'issued': IssuedCredits, 'allowance-used': AllowanceUsed, 'wrong-batch': WrongBatch,
    'key-not-active': KeyNotActive,
  },
);
