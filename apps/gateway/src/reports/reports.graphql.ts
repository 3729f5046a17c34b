import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Change } from './chance-range.ts';
import type { ListName } from './list-view.ts';
import type { StepStatus } from './year-view.ts';

const TURNS = 'Periods of the year, 1 to 4.';

@ObjectType({ description: 'The very same periods of the year before.' })
class ReportedBefore {
  @Field(() => Int) people!: number;
  @Field(() => Int) covered!: number;
  @Field(() => Int, { description: 'Basis points.' }) shareBps!: number;
  @Field(() => String, {
    description: 'How this year compares: more or less, where chance would not do it; else alike.',
  })
  change!: Change;
}

@ObjectType({ description: 'People who used it, of periods that are told, against people covered.' })
class ReportedUse {
  @Field(() => Int, { description: 'Counted once a year, in the period of a first session.' })
  people!: number;
  @Field(() => [Int], { description: TURNS }) turns!: readonly number[];
  @Field(() => Int, { description: 'Basis points; of a year only where all four periods are in it.' })
  shareBps!: number;
  @Field(() => Int, { description: 'From so many basis points on, chance alone would explain it.' })
  leastBps!: number;
  @Field(() => Int, { description: 'Up to so many.' }) mostBps!: number;
  @Field(() => ReportedBefore, { nullable: true }) before!: ReportedBefore | null;
}

@ObjectType({ description: 'The median wait for a first session, as a band of days.' })
class ReportedWait {
  @Field({ description: 'Days, such as 2–5.' }) band!: string;
  @Field(() => [Int], { description: TURNS }) turns!: readonly number[];
}

@ObjectType({ description: 'Periods that are told together, or cannot be told.' })
class ReportedStep {
  @Field(() => [Int], { description: TURNS }) turns!: readonly number[];
  @Field(() => String, {
    description: 'told; joined: with periods that could not be told; waiting: cannot be told, and is '
      + 'joined to the next; untold: cannot be told for good; ahead: not released yet.',
  })
  status!: StepStatus;
  @Field(() => Int, { nullable: true }) people!: number | null;
  @Field(() => ReportedBefore, { nullable: true }) before!: ReportedBefore | null;
}

@ObjectType({ description: 'The share of a site; basis points.' })
class ReportedShare {
  @Field(() => Int) shareBps!: number;
  @Field(() => Int, { description: 'From so many on, chance alone would explain it.' })
  leastBps!: number;
  @Field(() => Int, { description: 'Up to so many.' }) mostBps!: number;
}

@ObjectType({ description: 'A group of a list, as finely as it is told.' })
class ReportedGroup {
  @Field({ description: 'The plan\'s name of it.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'Of sites: what they are called.' })
  label!: string | null;
  @Field(() => [String], { description: 'What it holds, by the plan\'s names.' })
  members!: readonly string[];
  @Field(() => Int) people!: number;
  @Field(() => Int, { nullable: true, description: 'Of sites: people in it when the year began.' })
  covered!: number | null;
  @Field(() => ReportedShare, { nullable: true, description: 'Of sites.' })
  use!: ReportedShare | null;
  @Field({ description: 'Whether its parts cannot all be told, so that none is.' })
  isWhole!: boolean;
}

@ObjectType({ description: 'A list as it was told of some periods.' })
class ReportedEdition {
  @Field(() => [Int], { description: TURNS }) turns!: readonly number[];
  @Field(() => Int) people!: number;
  @Field(() => [ReportedGroup]) groups!: readonly ReportedGroup[];
}

@ObjectType({ description: 'A list of a year.' })
class ReportedList {
  @Field(() => String, { description: 'sites, concerns, modalities or bands (sessions).' })
  list!: ListName;
  @Field(() => Int, { description: 'Fewest people of a group.' }) least!: number;
  @Field(() => [ReportedEdition], {
    description: 'All that was told of it; where that was more than once, each after it.',
  })
  editions!: readonly ReportedEdition[];
  @Field(() => Int, { nullable: true, description: 'The period at whose end it is told next.' })
  next!: number | null;
}

@ObjectType({ description: 'A release as the vault signed it. Never revised.' })
class SignedReport {
  @Field({ description: 'Label of the reporting period, such as 2026-10.1.' }) report!: string;
  @Field({ description: 'YYYY-MM-DD.' }) releasedOn!: string;
  @Field({ description: 'Canonical JSON in UTF-8, base64url.' }) body!: string;
  @Field({ description: 'Ed25519, base64url.' }) signature!: string;
}

@ObjectType({ description: 'All that is ever told about a programme year, so far.' })
export class YearReport {
  @Field({ description: 'Label of the year, such as 2026-10.' }) period!: string;
  @Field(() => Int, { description: 'People covered when the year began.' }) covered!: number;
  @Field(() => Int, { description: 'Fewest people of a number.' }) k!: number;
  @Field(() => Int, { description: 'Fewest people of how and how often.' }) kHow!: number;
  @Field(() => Int, { description: 'Sessions beyond each person\'s first settle in steps of so many.' })
  lot!: number;

  @Field({ description: 'Whether no session is ever settled.' }) isFlat!: boolean;
  @Field({ description: 'Whether anything was released of the year before.' }) hasBefore!: boolean;
  @Field(() => Int, { description: 'Reports so far, of four.' }) released!: number;
  @Field(() => ReportedUse, { nullable: true, description: 'Null where nothing can be told so far.' })
  use!: ReportedUse | null;
  @Field(() => Int, { nullable: true, description: 'Sessions; null at a flat price.' })
  settled!: number | null;
  @Field(() => ReportedWait, { nullable: true }) wait!: ReportedWait | null;
  @Field(() => [ReportedStep]) course!: readonly ReportedStep[];
  @Field(() => [ReportedList]) lists!: readonly ReportedList[];
  @Field(() => [SignedReport], { description: 'In order.' }) statements!: readonly SignedReport[];
}

@ObjectType({ description: 'Session credits as reports tell of them; care does not move it.' })
export class Balance {
  @Field(() => Int, { description: 'Sessions of paid invoices.' }) purchased!: number;
  @Field(() => Int, { description: 'Purchased less what reports have settled, down to none.' })
  displayed!: number;
  @Field(() => Int, { description: 'Sessions that reports have settled beyond what was purchased: '
    + 'invoiced with the year\'s last report, if they are not ordered before.' })
  shortfall!: number;
  @Field(() => Int, { description: 'Of those, sessions that invoices ask for which are to be paid.' })
  shortfallInvoiced!: number;
  @Field(() => String, { nullable: true, description: 'Reporting period of the latest report.' })
  asOfRelease!: string | null;
  @Field(() => String, { nullable: true, description: 'Its day, YYYY-MM-DD.' })
  releasedOn!: string | null;
  @Field(() => String, { nullable: true,
    description: 'Last day of the years whose flat price is paid, YYYY-MM-DD; null: none is.' })
  paidUntil!: string | null;
}

@ObjectType({ description: 'How many therapists offer a language or a way of meeting.' })
class Offered {
  @Field({ description: 'ISO 639-1, or VIDEO, PHONE, IN_PERSON.' }) name!: string;
  @Field(() => Int) count!: number;
}

@ObjectType({ description: 'Whom people can turn to; not made of use, and of no free times.' })
export class AccessFacts {
  @Field(() => Int, { description: 'Therapists of the directory with a licence that is valid today.' })
  count!: number;
  @Field(() => [Offered], { description: 'Most first.' }) languages!: readonly Offered[];
  @Field(() => [Offered], { description: 'Ways of meeting, most first.' }) ways!: readonly Offered[];
}
