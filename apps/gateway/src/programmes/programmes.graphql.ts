import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Money } from '../ledger/money.graphql.ts';
import { LAST_DAY_WORDS, REFUSAL_WORDS, STATUS_WORDS } from './period-status.ts';

@ObjectType({ description: 'A department with its headcount.' })
export class Department {
  @Field() name!: string;
  @Field(() => Int) headcount!: number;
}

@ObjectType({ description: 'A site with its departments.' })
export class Site {
  @Field() name!: string;
  @Field(() => [Department]) departments!: Department[];
}

@ObjectType({ description: 'A reporting block: at least 60 people, planned from headcounts alone.' })
export class Block {
  @Field() block!: string;
  @Field() label!: string;
  @Field(() => Int) headcount!: number;
}

@ObjectType({ description: 'A benefit period. Days are YYYY-MM-DD.' })
export class Period {
  @Field({ description: 'First month of a programme year, such as 2026-10.' }) label!: string;
  @Field() opens!: string;
  @Field({ description: 'The first day after.' }) closes!: string;
  @Field(() => String, { nullable: true, description: LAST_DAY_WORDS }) lastDay!: string | null;
  @Field({ description: 'The day on which the last of its numbers are released.' }) releases!: string;
  @Field({ description: STATUS_WORDS }) status!: string;
  @Field(() => String, { nullable: true, description: REFUSAL_WORDS }) refusal!: string | null;
  @Field({ description: 'Day on which its terms were proposed to the vault.' }) proposedOn!: string;
  @Field({ description: 'Day by which they are to be confirmed.' }) confirmBy!: string;
  @Field(() => String, {
    nullable: true,
    description: 'OPERATOR: one at the vault has compared them with the contract; AUTOMATIC: nobody has.',
  })
  confirmedBy!: string | null;
  @Field(() => String, { nullable: true, description: 'Day on which HR took its terms back.' })
  withdrawnOn!: string | null;
  @Field(() => Money, { nullable: true,
    description: 'Flat price of a seat for the whole year; null: it is paid by sessions.' })
  seatPrice!: Money | null;
  @Field(() => [Block]) blocks!: Block[];
  @Field(() => Int, { description: 'Seats of it, those for people who join included.' })
  seats!: number;
}

@ObjectType({ description: 'A benefit programme of the caller\'s employer.' })
export class Programme {
  @Field(() => ID) id!: string;
  @Field() name!: string;
  @Field() currency!: string;
  @Field(() => Int) sessionsPerMember!: number;
  @Field(() => Money, { nullable: true,
    description: 'Flat price of a seat, of years that are opened from now on; null: paid by sessions.' })
  seatPrice!: Money | null;
  @Field(() => Int) k!: number;
  @Field(() => String, { nullable: true,
    description: 'Announced last day of its credits, YYYY-MM-DD; null: no end is announced.' })
  endsOn!: string | null;
  @Field(() => [Site]) sites!: Site[];
  @Field(() => [Period]) periods!: Period[];
  @Field(() => [Block], { description: 'Blocks of the latest period.' }) blocks!: Block[];
}

@InputType({ description: 'A department with its headcount.' })
export class DepartmentInput {
  @Field() name!: string;
  @Field(() => Int) headcount!: number;
}

@InputType({ description: 'A site with its departments.' })
export class SiteInput {
  @Field() name!: string;
  @Field(() => [DepartmentInput]) departments!: DepartmentInput[];
}

@InputType({ description: 'A new benefit programme.' })
export class CreateProgrammeInput {
  @Field() name!: string;
  @Field(() => Int, { description: 'Session credits for each member and period.' })
  sessionsPerMember!: number;
  @Field(() => Int, {
    nullable: true, description: 'Smallest group to publish; may be raised from 10, never lowered.',
  })
  k?: number | null;
  @Field(() => [SiteInput]) sites!: SiteInput[];
}

@ObjectType({ description: 'The programme exists.' })
class ProgrammeCreated {
  readonly kind!: 'created';
  @Field(() => Programme) programme!: Programme;
}

@ObjectType({ description: 'The programme was not created.' })
class ProgrammeRefused {
  readonly kind!: 'refused';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'Each person gets so many in the years that are opened from now on.' })
class SessionsChanged {
  readonly kind!: 'sessions-changed';
  @Field(() => Programme) programme!: Programme;
}

@ObjectType({ description: 'Nothing was changed.' })
class SessionsNotChanged {
  readonly kind!: 'sessions-not-changed';
  @Field({ description: 'YEAR_STANDS: one is proposed or confirmed with what it says.' })
  code!: string;
  @Field() message!: string;
}

/** Outcome of correcting the sessions of each person. */
export const ChangeSessionsResult = resultUnion(
  'ChangeSessionsResult', 'Outcome of correcting the sessions of each person.',
  { 'sessions-changed': SessionsChanged, 'sessions-not-changed': SessionsNotChanged },
);

/** Outcome of creating a programme. */
export const CreateProgrammeResult = resultUnion(
  'CreateProgrammeResult', 'Outcome of creating a programme.',
  { created: ProgrammeCreated, refused: ProgrammeRefused },
);
