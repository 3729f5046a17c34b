import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ClaimsResolver } from './claims.resolver.ts';
import { ClaimsService } from './claims.service.ts';
import { ClaimsStore } from './claims.store.ts';

/** Claims of therapists, adjudicated as they come in. */
@Module({
  imports: [LedgerModule],
  providers: [ClaimsResolver, ClaimsService, ClaimsStore],
  exports: [ClaimsStore],
})
export class ClaimsModule {}
