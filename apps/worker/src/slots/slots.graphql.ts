import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Modality } from '../graphql/terms.graphql.ts';
import { resultUnion } from '#server/result-union';

@InputType()
export class SlotInput {
  @Field({ description: 'ISO 8601 with a zone, on a whole minute.' }) readonly startsAt!: string;
  @Field(() => Int) readonly minutes!: number;
  @Field(() => Modality) readonly modality!: Modality;
}

@ObjectType({ description: 'A time that can be booked.' })
export class Slot {
  @Field(() => ID) readonly id!: string;
  @Field({ description: 'UTC.' }) readonly startsAt!: string;
  @Field(() => Int) readonly minutes!: number;
  @Field(() => Modality) readonly modality!: Modality;
}

@ObjectType()
class SlotsPublished {
  readonly kind!: 'slots-published';
  @Field(() => Int, { description: 'Slots of this request that are published now.' })
  readonly count!: number;
}

@ObjectType({ description: 'None of the slots was published.' })
class SlotsRefused {
  readonly kind!: 'slots-refused';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const PublishSlotsResult = resultUnion('PublishSlotsResult', {
  'slots-published': SlotsPublished, 'slots-refused': SlotsRefused,
});
