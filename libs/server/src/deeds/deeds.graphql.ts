import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What an operator did here, or was refused.' })
export class OperatorDeed {
  @Field(() => Int, { description: 'Running number without gaps.' }) readonly number!: number;
  @Field({ description: 'By the name of the token; "unknown": by a token that nobody has; '
    + '"nobody": by the domain itself, which knew again after a restore what it had confirmed.' })
  readonly operator!: string;
  @Field({ description: 'Name of the field that was called.' }) readonly deed!: string;
  @Field({ description: 'What it was done to, by its id, number or login; empty: none has one.' })
  readonly subject!: string;
  @Field(() => String, {
    nullable: true, description: 'DONE, or the code of the refusal; null: it was broken off.' })
  readonly outcome!: string | null;
  @Field({ description: 'Day, YYYY-MM-DD.' }) readonly at!: string;
}
