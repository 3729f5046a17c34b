import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Claim } from '../claims/claims.graphql.ts';
import { resultUnion } from '#server/result-union';
import { MoneyAmount } from '../graphql/terms.graphql.ts';

@ObjectType({ description: 'A lump sum to the therapist.' })
export class Payout {
  @Field(() => ID) readonly id!: string;
  @Field({ description: 'Pay date.' }) readonly sentOn!: string;
  @Field({ description: 'IN_FLIGHT, CONFIRMED or FAILED.' }) readonly status!: string;
  @Field() readonly amount!: MoneyAmount;
}

@ObjectType({ description: 'What a payout paid, as data.' })
export class RemittanceAdvice {
  @Field(() => ID) readonly payoutId!: string;
  @Field() readonly sentOn!: string;
  @Field() readonly amount!: MoneyAmount;
  @Field(() => [Claim]) readonly lines!: readonly Claim[];
}

/** How remittance advice is downloaded. */
export enum RemittanceFormat { CSV = 'CSV', PDF = 'PDF' }

registerEnumType(RemittanceFormat, { name: 'RemittanceFormat' });

@ObjectType({ description: 'Remittance advice as a file.' })
export class RemittanceFile {
  @Field() readonly name!: string;
  @Field() readonly mediaType!: string;
  @Field({ description: 'base64.' }) readonly content!: string;
}

@ObjectType({ description: 'The run took place, now or before under the same key, or waits.' })
export class PayoutsRun {
  readonly kind!: 'payouts-run';
  @Field(() => Int) readonly count!: number;
  @Field(() => [MoneyAmount], { description: 'One for each currency.' })
  readonly totals!: readonly MoneyAmount[];
  @Field(() => [MoneyAmount], {
    description: 'Not paid in by employers, or above the set sum of a week. While there is any '
      + 'nothing is paid: a second operator approves the run by its key.' })
  readonly toApprove!: readonly MoneyAmount[];
}

@ObjectType({ description: 'A run that waits for a second operator.' })
export class WaitingPayouts {
  @Field(() => ID) readonly runId!: string;
  @Field({ description: 'Name of the operator, or the clock.' }) readonly askedBy!: string;
  @Field() readonly askedOn!: string;
  @Field(() => [MoneyAmount]) readonly toApprove!: readonly MoneyAmount[];
}

@ObjectType({ description: 'Nothing was paid.' })
class PayoutsRefused {
  readonly kind!: 'payouts-refused';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const ApprovePayoutsResult = resultUnion('ApprovePayoutsResult', {
  'payouts-run': PayoutsRun, 'payouts-refused': PayoutsRefused,
});
