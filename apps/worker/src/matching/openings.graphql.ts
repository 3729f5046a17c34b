import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Slot } from '../slots/slots.graphql.ts';

@ObjectType({ description: 'A time that a therapist of the directory has free.' })
export class TherapistOpening {
  @Field(() => ID) readonly providerId!: string;
  @Field(() => Slot) readonly slot!: Slot;
}
