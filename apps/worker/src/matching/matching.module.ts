import { Module } from '@nestjs/common';
import { FreeTimes } from './free-times.service.ts';
import { FreeTimesStore } from './free-times.store.ts';
import { OpeningsResolver } from './openings.resolver.ts';

/** What clients are shown of therapists' free times. */
@Module({
  providers: [FreeTimes, FreeTimesStore, OpeningsResolver], exports: [FreeTimes, FreeTimesStore],
})
export class MatchingModule {}
