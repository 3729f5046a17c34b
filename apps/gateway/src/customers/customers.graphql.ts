import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Money } from '../ledger/money.graphql.ts';
import { LAST_DAY_WORDS, REFUSAL_WORDS, STATUS_WORDS } from '../programmes/period-status.ts';
import { EmployerName } from '../employers/hr-user.graphql.ts';

@ObjectType({ description: 'A customer, as operators see it. Days are YYYY-MM-DD.' })
export class Customer {
  @Field(() => ID) id!: string;
  @Field({ description: 'Name on invoices.' }) name!: string;
  @Field({ description: 'By which the vault\'s operator finds the contract.' })
  contractNumber!: string;
  @Field({ description: 'ISO 3166-1 alpha-2 code of the seat.' }) country!: string;
  @Field({ description: 'ISO 4217 code; one for the whole contract.' }) currency!: string;
  @Field(() => Money, { description: 'One for the whole contract.' }) sessionPrice!: Money;
  @Field(() => Money, { nullable: true,
    description: 'Flat price of a seat for a whole year; null: years are paid by sessions.' })
  seatPrice!: Money | null;
  @Field({ description: 'E-mail of who is asked about invoices.' }) contact!: string;
  @Field() createdOn!: string;
  @Field(() => String, { nullable: true, description: 'Null while the contract runs.' })
  deactivatedOn!: string | null;
  @Field(() => String, {
    nullable: true, description: 'Announced last day of its programmes; null: no end is announced.' })
  endsOn!: string | null;
  @Field(() => Int, { description: 'Who has joined its HR team and is in it.' }) people!: number;
  @Field(() => Int) programmes!: number;
}

@InputType({ description: 'The end of all programmes of a customer, for all members alike.' })
export class AnnounceEndInput {
  @Field(() => ID) employerId!: string;
  @Field(() => String, { nullable: true,
    description: 'Last day on which credits can be used, YYYY-MM-DD; left out: there is no end.' })
  lastDay?: string | null;
}

@InputType({ description: 'What may be changed of a customer; what is left out stays.' })
export class ChangeCustomerInput {
  @Field(() => ID) employerId!: string;
  @Field(() => String, { nullable: true, description: 'On invoices that are issued from now on.' })
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'E-mail of who is asked about invoices.' })
  contact?: string | null;
  @Field(() => String, {
    nullable: true, description: 'Price of a session, minor units, while nothing was sold at another.' })
  sessionPriceMinor?: string | null;
  @Field(() => String, {
    nullable: true, description: 'Flat price of a seat, minor units, for years that are opened from now '
      + 'on; 0: they are paid by sessions.' })
  seatPriceMinor?: string | null;
}

@ObjectType({ description: 'This is the customer now.' })
class CustomerChanged {
  readonly kind!: 'customer-changed';
  @Field(() => Customer) customer!: Customer;
}

@ObjectType({ description: 'Nothing was changed.' })
class CustomerRefused {
  readonly kind!: 'customer-refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of a change of a customer. */
export const CustomerResult = resultUnion('CustomerResult', 'Outcome of a change of a customer.', {
  'customer-changed': CustomerChanged, 'customer-refused': CustomerRefused,
});

@ObjectType({ description: 'A programme of any customer\'s. Headcounts and sales, never use.' })
export class ListedProgramme {
  @Field(() => ID) id!: string;
  @Field() name!: string;
  @Field(() => EmployerName) employer!: EmployerName;
  @Field(() => Int) sessionsPerMember!: number;
  @Field(() => Int, { description: 'Smallest group that is published.' }) k!: number;
  @Field(() => Int, { description: 'People, by HR\'s word.' }) headcount!: number;
  @Field(() => Int, { description: 'Sessions of paid invoices.' }) purchased!: number;
  @Field({ description: 'YYYY-MM-DD.' }) createdOn!: string;
}

@ObjectType({ description: 'A period of any customer\'s programme. Days are YYYY-MM-DD.' })
export class ListedPeriod {
  @Field(() => ID) programmeId!: string;
  @Field() programme!: string;
  @Field(() => EmployerName) employer!: EmployerName;
  @Field({ description: 'First month of a programme year, such as 2026-10.' }) label!: string;
  @Field({ description: STATUS_WORDS }) status!: string;
  @Field({ description: 'Of its contract.' }) contractNumber!: string;
  @Field({ description: 'Day on which its terms were proposed.' }) proposedOn!: string;
  @Field({ description: 'Day by which they are to be confirmed.' }) confirmBy!: string;
  @Field(() => String, { nullable: true, description: REFUSAL_WORDS }) refusal!: string | null;
  @Field() opens!: string;
  @Field({ description: 'The first day after.' }) closes!: string;
  @Field(() => String, { nullable: true, description: LAST_DAY_WORDS }) lastDay!: string | null;
  @Field(() => String, { nullable: true, description: 'Its customer\'s announced end; null: none.' })
  endsOn!: string | null;
  @Field() releases!: string;
  @Field(() => Int, { description: 'People in its blocks, frozen.' }) headcount!: number;
}
