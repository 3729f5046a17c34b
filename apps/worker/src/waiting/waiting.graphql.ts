import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

/** What can wait for an operator of the vault. */
export enum WaitingKind {
  TERMS = 'TERMS',
  TERMS_OVERDUE = 'TERMS_OVERDUE',
  FIRST_PASSWORDS = 'FIRST_PASSWORDS',
  THERAPISTS_WITHOUT_FACTOR = 'THERAPISTS_WITHOUT_FACTOR',
  LICENCES_ENDING = 'LICENCES_ENDING',
  PERIODS_NOT_CLOSED = 'PERIODS_NOT_CLOSED',
  REFUSED_KEYS = 'REFUSED_KEYS',
  CREDITS_BEYOND = 'CREDITS_BEYOND',
  FUNDINGS_BEYOND = 'FUNDINGS_BEYOND',
  PAYOUTS = 'PAYOUTS',
  JOBS = 'JOBS',
}
registerEnumType(WaitingKind, { name: 'WaitingKind', description: 'What waits for an operator.' });

@ObjectType({ description: 'Something that waits, over the whole vault: how many, and no person.' })
export class Waiting {
  @Field(() => WaitingKind) readonly kind!: WaitingKind;
  @Field(() => Int) readonly count!: number;
  @Field(() => String, {
    nullable: true,
    description: 'The first day of them, YYYY-MM-DD: on which one ends or began; null: none.',
  })
  readonly day!: string | null;
}
