import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '../graphql/result-union.ts';
import { Modality, MoneyAmount } from '../graphql/terms.graphql.ts';

@InputType()
class FeeInput {
  @Field({ description: 'Minor units, decimal.' }) readonly minor!: string;
  @Field({ description: 'ISO 4217.' }) readonly currency!: string;
}

@InputType()
export class SubmitClaimInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field() readonly authorisationNumber!: string;
  @Field({ description: 'Day of the session, YYYY-MM-DD.' }) readonly serviceDate!: string;
  @Field(() => Int) readonly units!: number;
  @Field({ description: 'CPT: 90791, 90834 or 90837.' }) readonly serviceCode!: string;
  @Field(() => Modality) readonly modality!: Modality;
  @Field() readonly fee!: FeeInput;
}

@ObjectType({ description: 'Why less was paid than billed (X12 claim adjustment reason codes).' })
class ClaimAdjustment {
  @Field({ description: 'CO: contractual; OA: other.' }) readonly group!: string;
  @Field({ description: 'CARC.' }) readonly code!: string;
  @Field({ description: 'In words, with what to do next.' }) readonly text!: string;
  @Field() readonly amount!: MoneyAmount;
}

@ObjectType({ description: 'A claim with its adjudication.' })
export class Claim {
  @Field(() => ID) readonly id!: string;
  @Field() readonly authorisationNumber!: string;
  @Field() readonly serviceDate!: string;
  @Field() readonly serviceCode!: string;
  @Field({ description: 'PAID or DENIED; a denied claim can be mended and sent again.' })
  readonly status!: string;
  @Field() readonly billed!: MoneyAmount;
  @Field({ description: 'What the therapist is paid: allowed less the platform\'s share.' })
  readonly paid!: MoneyAmount;
  @Field(() => [ClaimAdjustment]) readonly adjustments!: readonly ClaimAdjustment[];
  @Field() readonly submittedOn!: string;
  @Field(() => ID, { nullable: true }) readonly payoutId!: string | null;
}

@ObjectType()
class ClaimAdjudicated {
  readonly kind!: 'claim-adjudicated';
  @Field() readonly claim!: Claim;
}

@ObjectType({ description: 'No authorisation of the caller\'s has this number.' })
class AuthorisationNotFound {
  readonly kind!: 'authorisation-not-found';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const SubmitClaimResult = resultUnion('SubmitClaimResult', {
  'claim-adjudicated': ClaimAdjudicated,
  'authorisation-not-found': AuthorisationNotFound,
});
