import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DECLINE_REASONS } from '#contracts/refusals';
import { MoneyAmount } from '../graphql/terms.graphql.ts';
import { resultUnion } from '#server/result-union';

@ObjectType({ description: 'A department, by its number.' })
class TermsDepartment {
  @Field(() => Int) readonly number!: number;
  @Field(() => Int) readonly site!: number;
  @Field(() => Int) readonly people!: number;
}

@ObjectType({ description: 'A reporting block as this vault plans it.' })
class TermsBlock {
  @Field() readonly block!: string;
  @Field(() => Int) readonly people!: number;
  @Field(() => Int, { description: 'Seats in it for people who join.' })
  readonly spare!: number;
  @Field(() => Int, { nullable: true, description: 'Null where it reaches over several.' })
  readonly site!: number | null;
  @Field(() => [Int], { description: 'Its departments, by number.' })
  readonly departments!: readonly number[];
}

@ObjectType({ description: 'Terms that the gateway proposed, with what follows from them.' })
export class ProposedTerms {
  @Field({ description: 'Number of the contract to compare them with.' }) readonly contract!: string;
  @Field(() => ID) readonly programme!: string;
  @Field() readonly period!: string;
  @Field({ description: 'Version of the plan\'s rules.' }) readonly rules!: string;
  @Field({ description: 'WAITING, OVERDUE, TOO_LATE, CALLED_OFF, CONFIRMED, DECLINED or WITHDRAWN.' })
  readonly state!: string;
  @Field(() => String, { nullable: true,
    description: 'By which she confirms just these; null of what came to nothing.' })
  readonly checkNumber!: string | null;
  @Field({ description: 'Day on which they came.' }) readonly proposedOn!: string;
  @Field({ description: 'Day by which they are to be confirmed.' }) readonly confirmBy!: string;
  @Field(() => String, { nullable: true }) readonly confirmedOn!: string | null;
  @Field(() => String, { nullable: true, description: 'operator, or automatic: by nobody.' })
  readonly confirmedBy!: string | null;
  @Field(() => String, { nullable: true, description: 'Day on which it was declined or withdrawn.' })
  readonly endedOn!: string | null;
  @Field(() => String, { nullable: true, description: 'What was not the contract\'s.' })
  readonly declinedFor!: string | null;
  @Field() readonly opens!: string;
  @Field({ description: 'Last day of its credits.' }) readonly last!: string;
  @Field(() => String, { nullable: true,
    description: 'Announced last day of its programme, which goes before; null: none.' })
  readonly endsOn!: string | null;
  @Field({ description: 'The day on which its numbers are released.' }) readonly releases!: string;
  @Field(() => Int, { description: 'Of everybody, and for who joins.' }) readonly seats!: number;
  @Field(() => Int, { description: 'Everybody, as the contract has them.' })
  readonly people!: number;
  @Field(() => Int, { description: 'Seats for who joins.' }) readonly spareSeats!: number;
  @Field(() => Int) readonly sessionsPerMember!: number;
  @Field(() => MoneyAmount, { description: 'Of one session, at most.' })
  readonly price!: MoneyAmount;
  @Field(() => MoneyAmount, { nullable: true,
    description: 'Flat price of a seat for the whole year; null: it is paid by sessions.' })
  readonly seatPrice!: MoneyAmount | null;
  @Field(() => MoneyAmount, { description: 'Of all sessions, or the flat price of all seats.' })
  readonly total!: MoneyAmount;
  @Field(() => Int, { description: 'Smallest group that is published.' }) readonly k!: number;
  @Field(() => Int, { description: 'Stated rate of use in a year, basis points.' })
  readonly rateBps!: number;
  @Field(() => [TermsDepartment]) readonly departments!: readonly TermsDepartment[];
  @Field(() => [TermsBlock]) readonly blocks!: readonly TermsBlock[];
  @Field(() => Int, { description: 'Alarms: kinds of other terms that were refused for it.' })
  readonly refusals!: number;
}

@InputType({ description: 'Terms as the contract has them: what is proposed must say the same.' })
export class ConfirmTermsInput {
  @Field() readonly contract!: string;
  @Field() readonly period!: string;
  @Field({ description: 'Of the proposal that was read, as it was shown with it.' })
  readonly checkNumber!: string;
  @Field(() => Int) readonly people!: number;
  @Field(() => Int, { description: 'Seats for who joins.' }) readonly spareSeats!: number;
  @Field(() => Int) readonly sessionsPerMember!: number;
  @Field({ description: 'Price of a session, minor units, decimal.' }) readonly priceMinor!: string;
  @Field(() => String, { nullable: true,
    description: 'Flat price of a seat for the whole year, minor units; left out: by sessions.' })
  readonly seatPriceMinor?: string | null;
  @Field({ description: 'ISO 4217.' }) readonly currency!: string;
  @Field(() => Int, { description: 'Smallest group that is published.' }) readonly k!: number;
  @Field(() => Int, { description: 'Stated rate of use in a year, basis points.' })
  readonly rateBps!: number;
  @Field(() => Boolean, { nullable: true,
    description: 'That the contract has this period for another programme as well.' })
  readonly also?: boolean | null;
}

@ObjectType({ description: 'The terms hold from now on; confirming them again says the same.' })
class TermsConfirmed {
  readonly kind!: 'terms-confirmed';
  @Field(() => ProposedTerms) readonly terms!: ProposedTerms;
}

@ObjectType({ description: 'Nothing was confirmed.' })
class TermsNotConfirmed {
  readonly kind!: 'terms-not-confirmed';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@InputType({ description: 'Terms that are not what the contract says.' })
export class DeclineTermsInput {
  @Field() readonly contract!: string;
  @Field() readonly period!: string;
  @Field(() => ID, { nullable: true, description: 'Where the contract has several programmes.' })
  readonly programmeId?: string | null;
  @Field({ description: `What is not as the contract has it: ${DECLINE_REASONS.join(', ')}.` })
  readonly reason!: string;
}

@ObjectType({ description: 'They wait no more; the customer reads why and proposes others.' })
class TermsDeclined {
  readonly kind!: 'terms-declined';
  @Field() readonly contract!: string;
  @Field(() => ID) readonly programme!: string;
  @Field() readonly period!: string;
}

@ObjectType({ description: 'Nothing was declined.' })
class TermsNotDeclined {
  readonly kind!: 'terms-not-declined';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

/** Outcome of declining terms. */
export const DeclineTermsResult = resultUnion('DeclineTermsResult', {
  'terms-declined': TermsDeclined, 'terms-not-declined': TermsNotDeclined,
});

/** Outcome of confirming terms. */
export const ConfirmTermsResult = resultUnion('ConfirmTermsResult', {
  'terms-confirmed': TermsConfirmed, 'terms-not-confirmed': TermsNotConfirmed,
});
