import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { planTerms, type Terms } from '#disclosure/terms';
import { LEAST_K, type ReportTerms } from '#disclosure/year/plan';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow } from '../door/allow.ts';
import { ApiError } from '../door/api-error.ts';
import { Hr, type HrCaller } from '../door/caller.ts';
import { id, readInput } from '../door/input.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { termsOf } from '../periods/propose.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { Foresight } from './foresight.graphql.ts';
import { Foresights } from './foresights.ts';

const asked = z.object({ programmeId: id });

@Resolver()
export class ForesightResolver {
  constructor(
    private readonly db: Database,
    private readonly programmes: ProgrammesStore,
    private readonly foresights: Foresights,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => Foresight, {
    nullable: true,
    description: 'What reports will show, by headcounts as they are; null for too few people.',
  })
  @Allow('hr:billing')
  async foresight(
    @Hr() caller: HrCaller, @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<Foresight | null> {
    const wanted = readInput(asked, { programmeId });
    const terms = await this.db.read('foresight', async (tx) => {
      const programme = await this.programmes.find(tx, wanted.programmeId, caller.employerId);
      if (!programme) throw new ApiError('NOT_FOUND', 'You have no such programme.');
      // The plan of reports is the same in whatever month its year begins.
      const label = today(this.clock).slice(0, 7);
      return termsOf(programme, label, await this.programmes.units(tx, programme.id)).terms;
    });
    const planned = reportTermsOf(terms);
    return planned && await this.foresights.of(planned) as Foresight | null;
  }
}

/** What a year's reports are planned from: its key blocks, each of one site or by itself. */
function reportTermsOf(terms: Terms): ReportTerms | null {
  const plan = planTerms(terms);
  if (plan.kind === 'refused') return null;
  const k = Math.max(terms.k, LEAST_K);
  return {
    departments: plan.blocks.map(({ people, site }, at) =>
      ({ number: at + 1, site: site ?? terms.departments.length + at + 1, people })),
    rateBps: terms.rateBps, k, kHow: Math.ceil(k / 2), sessionsPerMember: terms.sessionsPerMember,
  };
}
