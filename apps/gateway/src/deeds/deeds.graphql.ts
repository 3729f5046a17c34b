import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What an operator did here, or was refused.' })
export class OperatorDeed {
  @Field(() => Int, { description: 'Running number without gaps.' }) number!: number;
  @Field({ description: 'By the name of the token; "unknown": by a token that nobody has.' })
  operator!: string;
  @Field({ description: 'Name of the field that was called.' }) deed!: string;
  @Field({ description: 'Id of a customer, programme or request, or number of an invoice.' }) subject!: string;
  @Field(() => String, {
    nullable: true, description: 'DONE, or the code of the refusal; null: it was broken off.' })
  outcome!: string | null;
  @Field({ description: 'Day, YYYY-MM-DD.' }) at!: string;
}
