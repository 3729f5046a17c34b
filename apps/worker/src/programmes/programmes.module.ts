import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { LogModule } from '../log/log.module.ts';
import { OpenPeriodProcessor } from './open-period.processor.ts';
import { PeriodsBook } from './periods-book.service.ts';
import { ProgrammePeriodsStore } from './programme-periods.store.ts';

/** What the vault knows of programmes: their periods, prices and blocks. */
@Module({
  imports: [LedgerModule, LogModule],
  providers: [ProgrammePeriodsStore, PeriodsBook, OpenPeriodProcessor],
  exports: [PeriodsBook],
})
export class ProgrammesModule {}
