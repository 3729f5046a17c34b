import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Standing } from '#server/operators/restore-standing';
import { MoneyAmount } from '../graphql/terms.graphql.ts';

@ObjectType({ description: 'Whether this domain takes anything new, after a restore or a restart.' })
export class RestoreStanding extends Standing {
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
