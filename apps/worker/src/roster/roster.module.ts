import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.ts';
import { MeetingModule } from '../meeting/meeting.module.ts';
import { ProvidersModule } from '../providers/providers.module.ts';
import { ReferralsModule } from '../referrals/referrals.module.ts';
import { SessionsModule } from '../sessions/sessions.module.ts';
import { RosterResolver } from './roster.resolver.ts';
import { RosterService } from './roster.service.ts';
import { RosterStore } from './roster.store.ts';

/** Therapists and payouts over all of them, for operators. */
@Module({
  imports: [DirectoryModule, MeetingModule, ProvidersModule, ReferralsModule, SessionsModule],
  providers: [RosterStore, RosterService, RosterResolver],
})
export class RosterModule {}
