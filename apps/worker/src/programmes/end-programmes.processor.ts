import { Inject, Injectable } from '@nestjs/common';
import { daysAfter } from '#calendar/days';
import { END_NOTICE_DAYS } from '#contracts/end-notice';
import { programmeEnds } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { readStanding } from '#platform/restores/standing-store';
import { CLOCK } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { ProgrammeEndsStore } from './programme-ends.store.ts';

/** Hears until which day the credits of a programme are good. */
@Injectable()
@Handles(programmeEnds)
export class EndProgrammesProcessor implements JobProcessor<PayloadOf<typeof programmeEnds>> {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: ProgrammeEndsStore,
  ) {}

  /** Naturally repeatable, in any order: the highest number stands. */
  process(announced: PayloadOf<typeof programmeEnds>): Promise<void> {
    return this.db.transaction('end-programme', async (tx) => {
      // A vault that was restored is told what it had heard of in time.
      const isToldAgain = (await readStanding(tx)).closed === 'restored';
      await this.store.keep(tx, announced,
        isToldAgain ? null : daysAfter(today(this.clock), END_NOTICE_DAYS));
    });
  }
}
