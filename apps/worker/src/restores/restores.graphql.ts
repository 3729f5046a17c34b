import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Whether this domain takes anything new, after a restore or a restart.' })
export class RestoreStanding {
  @Field({
    description: 'open; unheard: the other domain has not answered yet; restored; partner-restored.',
  })
  readonly state!: string;
  @Field(() => Int, { description: 'What may be used a second time if it goes on, at most.' })
  readonly atMost!: number;
}

@ObjectType({ description: 'The running periods have ended for spending.' })
export class PeriodsEnded {
  @Field({ description: 'As in RestoreStanding.' }) readonly state!: string;
  @Field(() => Int, { description: 'Running periods that have ended.' }) readonly periods!: number;
  @Field(() => Int, { description: 'Credits that are worthless now, at most.' })
  readonly worthless!: number;
}
