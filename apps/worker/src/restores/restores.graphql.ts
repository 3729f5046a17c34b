import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MoneyAmount } from '../graphql/terms.graphql.ts';

@ObjectType({ description: 'Whether this domain takes anything new, after a restore or a restart.' })
export class RestoreStanding {
  @Field({
    description: 'open; unheard: the other domain has not answered yet; restored; partner-restored.',
  })
  readonly state!: string;
  @Field(() => Int, { description: 'What may be used a second time if it goes on, at most.' })
  readonly atMost!: number;
  @Field({
    description: 'Whether the gateway has told again all that atMost is counted of; not yet: wait.',
  })
  readonly isKnown!: boolean;
  @Field({ description: 'Whether the clock pays nobody until the operator has run payouts.' })
  readonly payoutsHeld!: boolean;
  @Field(() => [MoneyAmount], { description: 'What is due to therapists, as far as is known here.' })
  readonly payoutsDue!: readonly MoneyAmount[];
}

@ObjectType({ description: 'The running periods have ended for spending.' })
export class PeriodsEnded {
  @Field({ description: 'As in RestoreStanding.' }) readonly state!: string;
  @Field(() => Int, { description: 'Running periods that have ended.' }) readonly periods!: number;
  @Field(() => Int, { description: 'Credits that are worthless now, at most.' })
  readonly worthless!: number;
}
