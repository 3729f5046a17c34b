import { Module } from '@nestjs/common';
import { CaseMeetingsResolver } from './meeting.resolver.ts';
import { MeetingStore } from './meeting.store.ts';

/** How sessions are held: where to go, which number to call, which link to open. */
@Module({
  providers: [CaseMeetingsResolver, MeetingStore],
  exports: [MeetingStore],
})
export class MeetingModule {}
