import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Money } from '../ledger/money.graphql.ts';
import { Block } from '../programmes/programmes.graphql.ts';

/** Why a year is not opened; the page has words for each. */
export enum YearRefusal {
  WRONG_PERIOD = 'WRONG_PERIOD', OPENED = 'OPENED', CONTRACT_ENDS = 'CONTRACT_ENDS',
  TOO_SMALL = 'TOO_SMALL', TOO_LARGE = 'TOO_LARGE', ODD_TERMS = 'ODD_TERMS',
  UNKNOWN_RULES = 'UNKNOWN_RULES', BEING_WITHDRAWN = 'BEING_WITHDRAWN',
}
registerEnumType(YearRefusal, { name: 'YearRefusal', description: 'Why a year is not opened.' });

@ObjectType({ description: 'The period is open; letters exist. Opening it again says the same.' })
class PeriodOpened {
  readonly kind!: 'opened';
  @Field() period!: string;
  @Field(() => [Block]) blocks!: Block[];
  @Field(() => Int, { description: 'Issuer keys that the vault has still to mirror.' })
  keysPending!: number;
}

@ObjectType({ description: 'The period was not opened.' })
class PeriodRefused {
  readonly kind!: 'refused';
  @Field(() => YearRefusal) code!: YearRefusal;
  @Field() message!: string;
}

/** Outcome of opening a period. */
export const OpenPeriodResult = resultUnion('OpenPeriodResult', 'Outcome of opening a period.', {
  opened: PeriodOpened, refused: PeriodRefused,
});

@ObjectType({
  description: 'It is taken back; the vault answers whether it was confirmed before: then it holds.',
})
class PeriodWithdrawn {
  readonly kind!: 'withdrawn';
  @Field() period!: string;
}

@ObjectType({ description: 'Nothing was taken back.' })
class PeriodNotWithdrawn {
  readonly kind!: 'not-withdrawn';
  @Field({ description: 'NOT_WAITING: no proposal of it waits.' }) code!: string;
  @Field() message!: string;
}

/** Outcome of taking a proposal back. */
export const WithdrawPeriodResult = resultUnion(
  'WithdrawPeriodResult', 'Outcome of taking a proposal back.',
  { 'withdrawn': PeriodWithdrawn, 'not-withdrawn': PeriodNotWithdrawn });

@ObjectType({ description: 'A block of a year to come.' })
class PlannedBlock extends Block {
  @Field(() => Int, { description: 'Seats in it for people who join, in no headcount.' })
  spare!: number;
}

@ObjectType({ description: 'What is closed and released at once. Days are YYYY-MM-DD.' })
class PlannedReport {
  @Field({ description: 'Such as 2026-10.2.' }) label!: string;
  @Field() opens!: string;
  @Field({ description: 'Its last day.' }) last!: string;
  @Field({ description: 'The day on which its numbers appear.' }) releases!: string;
}

@ObjectType({ description: 'What a year would be; nothing is proposed. Days are YYYY-MM-DD.' })
class YearPreview {
  readonly kind!: 'year-preview';
  @Field() opens!: string;
  @Field({ description: 'The first day after.' }) closes!: string;
  @Field({ description: 'First day on which members can have its credits, and book its days.' })
  startsBooking!: string;
  @Field({ description: 'Day by which it is to be confirmed, if it is opened today.' })
  confirmBy!: string;
  @Field(() => [PlannedReport]) reports!: PlannedReport[];
  @Field(() => Int) people!: number;
  @Field(() => Int, { description: 'For people who join: a tenth of each block.' })
  spareSeats!: number;
  @Field(() => Int, { description: 'Both together.' }) seats!: number;
  @Field(() => Int) sessionsPerMember!: number;
  @Field(() => Int, { description: 'Most sessions that can be used.' }) sessions!: number;
  @Field(() => Money, { description: 'As the contract has it, before tax.' }) sessionPrice!: Money;
  @Field(() => Money, { nullable: true,
    description: 'Flat price of a seat for the whole year; null: it is paid by sessions.' })
  seatPrice!: Money | null;
  @Field(() => Money, {
    description: 'All of its sessions, or the flat price of all seats, before tax.' })
  total!: Money;
  @Field(() => [PlannedBlock]) blocks!: PlannedBlock[];
}

/** Outcome of looking at a year before it is opened. */
export const PreviewYearResult = resultUnion('PreviewYearResult', 'What a year would be.', {
  'year-preview': YearPreview, 'refused': PeriodRefused,
});
