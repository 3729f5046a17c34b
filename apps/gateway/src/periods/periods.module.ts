import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { CodesModule } from '../codes/codes.module.ts';
import { KeysModule } from '../keys/keys.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { PurchasesModule } from '../purchases/purchases.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { LastYearsStore } from './last-years.store.ts';
import { PeriodsResolver } from './periods.resolver.ts';
import { PeriodsService } from './periods.service.ts';
import { TermsConfirmedProcessor } from './terms-confirmed.processor.ts';
import { TermsRefusedProcessor } from './terms-refused.processor.ts';
import { Withdrawals } from './withdrawals.ts';
import { YearPlans } from './year-plans.ts';

/** Benefit periods: what is frozen when one opens. */
@Module({
  imports: [
    AuditModule, ProgrammesModule, KeysModule, CodesModule, StatementsModule, PurchasesModule,
    ReleasesModule,
  ],
  providers: [
    PeriodsService, LastYearsStore, YearPlans, Withdrawals, PeriodsResolver,
    TermsConfirmedProcessor, TermsRefusedProcessor,
  ],
  exports: [LastYearsStore],
})
export class PeriodsModule {}
