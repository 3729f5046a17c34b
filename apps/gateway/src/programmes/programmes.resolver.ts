import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { LEAST_K } from '#disclosure/year/plan';
import { isGarbled } from './garbled.ts';
import { line } from '#platform/text/line';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';
import { MOST_PEOPLE, MOST_UNITS } from './headcounts-csv.ts';
import {
  ChangeSessionsResult, CreateProgrammeInput, CreateProgrammeResult, Programme,
} from './programmes.graphql.ts';
import {
  ProgrammesService, type ProgrammeOutcome, type SessionsOutcome,
} from './programmes.service.ts';
import { Spellings, type Doubt } from './spellings.ts';

const DOUBTS: Record<Doubt, string> = {
  TWICE: 'must name each department of a site once',
  WRITTEN_OTHERWISE: 'must write each site in one way',
  LOOKS_ALIKE: 'must differ from each other in more than dashes, spaces and look-alike letters',
};

const GARBLED = 'must have its letters as they are meant: they were read in a wrong encoding, '
  + 'such as Ã¼ for ü';

const department = z.object({ name: line(100), headcount: z.int().min(0).max(MOST_PEOPLE) });
const site = z.object({ name: line(100), departments: z.array(department).min(1).max(MOST_UNITS) });
const sessionsPerMember = z.int().min(1).max(40);
const correction = z.object({ programmeId: id, sessionsPerMember });
const newProgramme = z.object({
  name: line(200),
  sessionsPerMember,
  k: z.int().min(LEAST_K, `must be ${LEAST_K} or more: it may be raised, never lowered`)
    .max(100).nullish()
    .transform((k) => k ?? LEAST_K),
  sites: z.array(site).min(1).max(MOST_UNITS)
    .transform((sites) => sites.flatMap(({ name, departments }) =>
      departments.map((unit) =>
        ({ site: name, department: unit.name, headcount: unit.headcount }))))
    .refine((units) => units.length <= MOST_UNITS, 'must have fewer departments')
    .refine((units) => units.reduce((sum, unit) => sum + unit.headcount, 0) <= MOST_PEOPLE,
      'must have fewer people: make several programmes of them')
    .superRefine((units, context) => {
      const spelt = new Spellings();
      for (const [index, unit] of units.entries()) {
        for (const column of ['site', 'department'] as const) {
          if (!isGarbled(unit[column])) continue;
          context.addIssue({ code: 'custom', path: [index, column], message: GARBLED });
        }
        const doubt = spelt.doubt(unit);
        if (doubt === null) continue;
        const [column, code] = doubt;
        context.addIssue({ code: 'custom', path: [index, column], message: DOUBTS[code] });
      }
    }),
}).transform(({ sites: units, ...rest }) => ({ ...rest, units }));

@Resolver()
export class ProgrammesResolver {
  constructor(private readonly programmes: ProgrammesService) {}

  @Query(() => [Programme], {
    name: 'programmes', description: 'Programmes of the caller\'s employer.',
  })
  @Allow('hr:viewer')
  list(@Hr() caller: HrCaller): Promise<Programme[]> {
    return this.programmes.list(caller);
  }

  @Mutation(() => CreateProgrammeResult, { description: 'Create a benefit programme.' })
  @Allow('hr:admin')
  createProgramme(
    @Hr() caller: HrCaller, @Args('input') input: CreateProgrammeInput,
  ): Promise<ProgrammeOutcome> {
    return this.programmes.create(caller, readInput(newProgramme, input));
  }

  @Mutation(() => ChangeSessionsResult, {
    description: 'Correct the sessions of each person, before a year is proposed with them.',
  })
  @Allow('hr:admin')
  changeSessions(
    @Hr() caller: HrCaller,
    @Args('programmeId', { type: () => ID }) programmeId: string,
    @Args('sessionsPerMember', { type: () => Int }) sessions: number,
  ): Promise<SessionsOutcome> {
    const input = readInput(correction, { programmeId, sessionsPerMember: sessions });
    return this.programmes.changeSessions(caller, input.programmeId, input.sessionsPerMember);
  }
}
