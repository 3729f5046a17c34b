import { Field, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Block, Programme, Site } from './programmes.graphql.ts';

@ObjectType({ description: 'Why a line of a file cannot be taken.' })
export class HeadcountFault {
  @Field(() => Int, { description: 'Line of the file, from 1.' }) line!: number;
  @Field(() => String, { nullable: true, description: 'site, department or headcount.' })
  column!: string | null;
  @Field({ description: 'A stable code, such as NOT_A_NUMBER; never what was written there.' }) code!: string;
  @Field(() => String, {
    nullable: true, description: 'For UNPRINTABLE and STRAY_MARK the character, such as U+1F600.',
  })
  character!: string | null;
}

@ObjectType({ description: 'What would change in a programme.' })
export class HeadcountChange {
  @Field() site!: string;
  @Field() department!: string;
  @Field(() => Int, { nullable: true, description: 'Null for a new department.' })
  before!: number | null;
  @Field(() => Int, { nullable: true, description: 'Null for one that goes.' })
  after!: number | null;
}

@ObjectType({ description: 'A dry run: nothing was stored.' })
export class HeadcountCheck {
  @Field(() => Int) people!: number;
  @Field(() => Int) departments!: number;
  @Field(() => [Site]) sites!: Site[];
  @Field(() => [Block], { description: 'Reporting blocks of the next period; none if too small.' })
  blocks!: Block[];
  @Field(() => Int, { description: 'Fewest people that a programme covers.' }) minimum!: number;
  @Field(() => [HeadcountFault], { description: 'At most 50; fix these first.' })
  faults!: HeadcountFault[];
  @Field(() => [HeadcountChange]) changes!: HeadcountChange[];
}

@ObjectType({ description: 'Stored; the next period that opens goes by it.' })
class HeadcountsReplaced {
  readonly kind!: 'replaced';
  @Field(() => Programme) programme!: Programme;
}

@ObjectType({ description: 'Nothing was stored: the file is not sound as a whole.' })
class HeadcountsRefused {
  readonly kind!: 'headcounts-refused';
  @Field() code!: string;
  @Field() message!: string;
  @Field(() => [HeadcountFault]) faults!: HeadcountFault[];
}

/** Outcome of replacing headcounts. */
export const ReplaceHeadcountsResult = resultUnion(
  'ReplaceHeadcountsResult', 'Outcome of replacing headcounts.',
  { 'replaced': HeadcountsReplaced, 'headcounts-refused': HeadcountsRefused },
);
