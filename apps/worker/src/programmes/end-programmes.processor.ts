import { Injectable } from '@nestjs/common';
import { programmeEnds } from '#contracts/jobs';
import { Database } from '#platform/database';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { ProgrammeEndsStore } from './programme-ends.store.ts';

/** Hears until which day the credits of a programme are good. */
@Injectable()
@Handles(programmeEnds)
export class EndProgrammesProcessor implements JobProcessor<PayloadOf<typeof programmeEnds>> {
  constructor(private readonly db: Database, private readonly store: ProgrammeEndsStore) {}

  /** Naturally repeatable, in any order: the highest number stands. */
  process(announced: PayloadOf<typeof programmeEnds>): Promise<void> {
    return this.db.transaction('end-programme', (tx) => this.store.keep(tx, announced));
  }
}
