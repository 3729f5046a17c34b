import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

/** Why spare letters are ordered. */
export enum SpareReason { LOST = 'LOST', JOINED = 'JOINED' }
registerEnumType(SpareReason, { name: 'SpareReason', description: 'Why spare letters are ordered.' });

@ObjectType({ description: 'Letters that a department gets at once: how many, and no code of them.' })
export class LetterBatch {
  @Field(() => ID) id!: string;
  @Field() site!: string;
  @Field() department!: string;
  @Field(() => Int) letters!: number;
  @Field({ description: 'EVERYBODY, as the period opened; LOST or JOINED: spare ones.' })
  reason!: string;
  @Field(() => String, { nullable: true, description: 'Day on which spare ones were ordered.' })
  orderedOn!: string | null;
  @Field(() => String, { nullable: true, description: 'Day on which they were made; null: not yet.' })
  madeOn!: string | null;
  @Field(() => String, {
    nullable: true, description: 'Of the printer\'s key, the only one that opens their file.' })
  keyFingerprint!: string | null;
  @Field(() => Boolean, { description: 'Whether they were made to be folded, without a printer.' })
  isFolded!: boolean;
  @Field(() => String, { nullable: true, description: 'Day on which HR marked them handed out.' })
  handedOutOn!: string | null;
  @Field(() => Int, { description: 'Spare letters that its group has left.' }) spare!: number;
}

@InputType({ description: 'Spare letters for a department, for nobody by name.' })
export class OrderLettersInput {
  @Field(() => ID, { description: 'The department\'s letters of the opening.' }) batchId!: string;
  @Field(() => Int) letters!: number;
  @Field(() => SpareReason) reason!: SpareReason;
  @Field(() => Int, {
    description: 'Spare letters that were left when this was decided: with another number nothing '
      + 'is ordered, so that an order which is sent again is taken once.' })
  spareSeen!: number;
}

@ObjectType({ description: 'Done; these are the period\'s letters now.' })
class LettersChanged {
  readonly kind!: 'changed';
  @Field(() => [LetterBatch]) batches!: LetterBatch[];
}

@ObjectType({ description: 'Nothing was changed.' })
class LettersNotChanged {
  readonly kind!: 'refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of marking or ordering letters. */
export const LettersResult = resultUnion('LettersResult', 'Outcome of marking or ordering letters.',
  { changed: LettersChanged, refused: LettersNotChanged });
