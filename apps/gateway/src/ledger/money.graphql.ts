import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'An amount of money.' })
export class Money {
  @Field({ description: 'Whole minor units (cents) as a decimal string.' }) minor!: string;
  @Field({ description: 'ISO 4217 code.' }) currency!: string;
}
