import { Field, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '../door/result-union.ts';
import { Block } from '../programmes/programmes.graphql.ts';

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
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of opening a period. */
export const OpenPeriodResult = resultUnion('OpenPeriodResult', 'Outcome of opening a period.', {
  opened: PeriodOpened, refused: PeriodRefused,
});
