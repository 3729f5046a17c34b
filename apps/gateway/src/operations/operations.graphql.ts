import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What the gateway\'s book adds up to.' })
export class LedgerSums {
  @Field(() => Int) entries!: number;
  @Field() debitsMinor!: string;
  @Field() creditsMinor!: string;
}

@ObjectType({ description: 'Counts for the operator: of the whole gateway, never of an employer.' })
export class GatewayOperations {
  @Field(() => Int, { description: 'Sessions of paid invoices.' }) purchasedCredits!: number;
  @Field(() => Int, { description: 'Claimed codes.' }) members!: number;
  @Field(() => Int) issuedEntry!: number;
  @Field(() => Int) issuedSession!: number;
  @Field(() => Int) openedPeriods!: number;
  @Field(() => Int, { description: 'Periods that wait for the vault\'s operator: `period list`.' })
  periodsWaiting!: number;
  @Field(() => Int, { description: 'Of them, those that were to be confirmed by now.' })
  periodsOverdue!: number;
  @Field(() => Int, { description: 'Alarms: kinds of jobs that the vault had not signed so.' })
  refusedJobs!: number;
  @Field(() => LedgerSums) ledger!: LedgerSums;
}
