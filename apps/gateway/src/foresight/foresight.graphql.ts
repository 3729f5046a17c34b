import { Field, Int, ObjectType } from '@nestjs/graphql';
import { NUMBER_WORDS } from './foresight.ts';

@ObjectType({ description: 'A number of a report, and how likely it is told.' })
class ForeseenNumber {
  @Field({ description: NUMBER_WORDS }) name!: string;
  @Field(() => Int, { description: 'Times a year: 1, 2 or 4.' }) timesAYear!: number;
  @Field(() => [Int], { description: 'In how many of a hundred it is told, for each of the uses.' })
  percent!: number[];
}

@ObjectType({ description: 'A use of a year, and the credits that it needs.' })
class ForeseenUse {
  @Field(() => Int, { description: 'Share of the people, in basis points.' }) useBps!: number;
  @Field(() => Int, { description: 'Sessions on average.' }) sessions!: number;
  @Field(() => Int, { description: 'In nine of ten years at most.' }) sessionsAtMost!: number;
  @Field(() => Int, { description: 'To buy ahead: half as many again.' }) credits!: number;
}

@ObjectType({
  description: 'What reports will show of a year as it would be planned today: headcounts and '
    + 'assumptions, and nothing that happened.',
})
export class Foresight {
  @Field(() => Int) people!: number;
  @Field(() => Int, { description: 'Stated use, from which reports are planned; basis points.' })
  rateBps!: number;
  @Field(() => Int) k!: number;
  @Field({ description: 'Fewer than 20 people are expected to use it in a year.' })
  isSmall!: boolean;
  @Field(() => [ForeseenNumber]) numbers!: ForeseenNumber[];
  @Field(() => [ForeseenUse]) uses!: ForeseenUse[];
}
