import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ClientReferral } from '../referrals/referrals.graphql.ts';
import { resultUnion } from '#server/result-union';

/** What a therapist says to a referral. */
export enum ReferralAnswer { ACCEPT = 'ACCEPT', DECLINE = 'DECLINE' }

registerEnumType(ReferralAnswer, { name: 'ReferralAnswer' });

@InputType()
export class AnswerReferralInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly referralId!: string;
  @Field(() => ReferralAnswer) readonly answer!: ReferralAnswer;
}

@ObjectType()
class ReferralAnswered {
  readonly kind!: 'referral-answered';
  @Field(() => ClientReferral) readonly referral!: ClientReferral;
  @Field(() => Int, { description: 'Sessions to come that went back to the client.' })
  readonly returnedSessions!: number;
}

@ObjectType({ description: 'It was declined or closed before, which is for good.' })
class ReferralSettled {
  readonly kind!: 'referral-settled';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const AnswerReferralResult = resultUnion('AnswerReferralResult', {
  'referral-answered': ReferralAnswered, 'referral-settled': ReferralSettled,
});
