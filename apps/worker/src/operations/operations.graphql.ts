import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { MoneyAmount } from '../graphql/terms.graphql.ts';

@ObjectType({ description: 'The vault\'s book in one currency.' })
class CurrencyLedger {
  @Field() readonly currency!: string;
  @Field(() => Int) readonly entries!: number;
  @Field() readonly debitsMinor!: string;
  @Field() readonly creditsMinor!: string;
  @Field() readonly openHoldsMinor!: string;
}

@ObjectType({ description: 'The vault\'s book in the currency in which most was posted.' })
class VaultLedger extends CurrencyLedger {
  @Field(() => [CurrencyLedger], { description: 'Every currency by itself, this one too.' })
  readonly currencies!: CurrencyLedger[];
  @Field(() => Int, { description: 'Ways in which the book is wrong; 0: it is sound.' })
  readonly problems!: number;
}

@ObjectType({ description: 'Alarm: a benefit period that is due and could not be closed.' })
class PeriodNotClosed {
  @Field(() => ID) readonly programme!: string;
  @Field() readonly period!: string;
  @Field({ description: 'Name and code of the last error.' }) readonly reason!: string;
  @Field({ description: 'Day of the last try.' }) readonly failedOn!: string;
  @Field(() => Int) readonly tries!: number;
}

@ObjectType({ description: 'Counts over the whole vault; nothing about anybody.' })
export class VaultOperations {
  @Field(() => Int) readonly cases!: number;
  @Field(() => Int) readonly referrals!: number;
  @Field(() => Int, { description: 'Sessions booked by cases, cancelled ones too.' })
  readonly booked!: number;
  @Field(() => Int) readonly cancelled!: number;
  @Field(() => Int, { description: 'Sessions whose claim was paid.' }) readonly delivered!: number;
  @Field(() => Int, { description: 'Bearer credits redeemed.' }) readonly bearer!: number;
  @Field(() => Int) readonly claimsSubmitted!: number;
  @Field(() => Int) readonly claimsPaid!: number;
  @Field(() => Int) readonly claimsRejected!: number;
  @Field(() => Int) readonly payouts!: number;
  @Field(() => MoneyAmount, { description: 'In the currency in which most was paid.' })
  readonly payoutTotal!: MoneyAmount;
  @Field(() => Int) readonly spentEntry!: number;
  @Field(() => Int) readonly spentSession!: number;
  @Field(() => Int, { description: 'Alarms: issuer keys that the vault refused to mirror.' })
  readonly refusedKeys!: number;
  @Field(() => Int, { description: 'Alarms: terms that the vault refused.' })
  readonly refusedTerms!: number;
  @Field(() => Int, {
    description: 'Alarms: fundings of which a part is beyond the confirmed terms, and waits.' })
  readonly fundingsBeyond!: number;
  @Field(() => Int, { description: 'Terms that wait for an operator: `terms list`.' })
  readonly termsWaiting!: number;
  @Field(() => Int, { description: 'Of them, those that were to be confirmed by now.' })
  readonly termsOverdue!: number;
  @Field(() => Int, {
    description: 'Alarms: periods, each once a day, of which more credits came than were issued.' })
  readonly creditsBeyondIssued!: number;
  @Field(() => Int, { description: 'Alarms: programmes whose care is lent: they have not paid it.' })
  readonly lentProgrammes!: number;
  @Field(() => Int, { description: 'Payout runs that wait for a second operator.' })
  readonly payoutsWaiting!: number;
  @Field(() => Int, {
    description: 'Alarms: payouts that are not the sum of their claims, or not what the book sent.' })
  readonly payoutsAmiss!: number;
  @Field(() => [PeriodNotClosed], { description: 'Alarms: they are tried again by themselves.' })
  readonly periodsNotClosed!: PeriodNotClosed[];
  @Field(() => Int, { description: 'Alarms: kinds of jobs that the gateway had not signed so.' })
  readonly refusedJobs!: number;
  @Field(() => VaultLedger) readonly ledger!: VaultLedger;
}
