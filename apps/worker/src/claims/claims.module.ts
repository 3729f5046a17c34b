import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ClaimFixResolver, ClaimsResolver } from './claims.resolver.ts';
import { ClaimsService } from './claims.service.ts';
import { ClaimsStore } from './claims.store.ts';
import { ConfirmationService } from './confirmation.service.ts';
import { MissedSessionsService } from './missed-sessions.service.ts';
import { OutcomesResolver } from './outcomes.resolver.ts';
import { OutcomesService } from './outcomes.service.ts';

/** Claims of therapists, adjudicated as they come in. */
@Module({
  imports: [LedgerModule],
  providers: [
    ClaimsResolver, ClaimFixResolver, ConfirmationService, ClaimsService, ClaimsStore,
    MissedSessionsService, OutcomesResolver, OutcomesService,
  ],
  exports: [ClaimsStore, MissedSessionsService],
})
export class ClaimsModule {}
