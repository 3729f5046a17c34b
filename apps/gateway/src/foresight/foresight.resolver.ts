import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { planTerms } from '#disclosure/terms';
import { reportTermsOf } from '#disclosure/year/report-terms';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow } from '../http/allow.ts';
import { CodedError } from '#server/coded-error';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LastYearsStore } from '../periods/last-years.store.ts';
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
    private readonly lastYears: LastYearsStore,
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
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      // The plan of reports is the same in whatever month its year begins.
      const label = today(this.clock).slice(0, 7);
      const last = await this.lastYears.find(tx, programme.id, label);
      return termsOf(programme, label, await this.programmes.units(tx, programme.id), last).terms;
    });
    const plan = planTerms(terms);
    return plan.kind === 'refused' ? null
      : await this.foresights.of(
        caller.employerId, reportTermsOf(terms, plan.blocks)) as Foresight | null;
  }
}
