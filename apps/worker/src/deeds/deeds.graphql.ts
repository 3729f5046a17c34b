import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What an operator did at the vault, or was refused.' })
export class OperatorDeed {
  @Field(() => Int, { description: 'Running number without gaps.' }) readonly number!: number;
  @Field({ description: 'By the name of the token; "unknown": by a token that nobody has; ' +
    '"nobody": by the vault itself, which knew again after a restore what it had confirmed.' })
  readonly operator!: string;
  @Field({ description: 'Name of the field that was called.' }) readonly deed!: string;
  @Field({ description: 'Login of a therapist, or key of a run.' }) readonly subject!: string;
  @Field(() => String, {
    nullable: true, description: 'DONE, or the code of the refusal; null: it was broken off.' })
  readonly outcome!: string | null;
  @Field({ description: 'Day.' }) readonly at!: string;
}
