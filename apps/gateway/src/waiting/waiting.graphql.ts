import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

/** What can wait for an operator of the gateway. */
export enum WaitingKind {
  INVITATIONS = 'INVITATIONS',
  ADMINS_WITHOUT_FACTOR = 'ADMINS_WITHOUT_FACTOR',
  LET_IN_REQUESTS = 'LET_IN_REQUESTS',
  OVERDUE_INVOICES = 'OVERDUE_INVOICES',
  PERIODS_TO_CONFIRM = 'PERIODS_TO_CONFIRM',
  PERIODS_OVERDUE = 'PERIODS_OVERDUE',
  PERIODS_REFUSED = 'PERIODS_REFUSED',
  PERIODS_AT_VAULT = 'PERIODS_AT_VAULT',
  YEARS_ENDING = 'YEARS_ENDING',
  REPORTS_REFUSED = 'REPORTS_REFUSED',
  REPORTS_WAITING = 'REPORTS_WAITING',
  LETTERS = 'LETTERS',
  SURPLUS = 'SURPLUS',
  ORDERS_BEYOND = 'ORDERS_BEYOND',
  SHORTFALLS = 'SHORTFALLS',
  JOBS = 'JOBS',
}
registerEnumType(WaitingKind, { name: 'WaitingKind', description: 'What waits for an operator.' });

@ObjectType({ description: 'Something that waits, over all customers: how many, and no person.' })
export class Waiting {
  @Field(() => WaitingKind) readonly kind!: WaitingKind;
  @Field(() => Int) readonly count!: number;
  @Field(() => String, {
    nullable: true,
    description: 'The first day of them, YYYY-MM-DD: on which one ends, was due or began; null: none.',
  })
  readonly day!: string | null;
}
