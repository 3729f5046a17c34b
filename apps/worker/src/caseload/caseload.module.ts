import { Module } from '@nestjs/common';
import { ReferralsModule } from '../referrals/referrals.module.ts';
import { SessionsModule } from '../sessions/sessions.module.ts';
import { CaseloadResolver } from './caseload.resolver.ts';
import { CaseloadService } from './caseload.service.ts';

/** Therapists' answers to referrals. */
@Module({
  imports: [ReferralsModule, SessionsModule],
  providers: [CaseloadResolver, CaseloadService],
})
export class CaseloadModule {}
