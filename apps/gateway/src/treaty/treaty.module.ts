import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.ts';
import { PeriodsModule } from '../periods/periods.module.ts';
import { PurchasesModule } from '../purchases/purchases.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { RestoresModule } from '../restores/restores.module.ts';
import { StatementsModule } from '../statements/statements.module.ts';
import { JobHandlers } from './job-handlers.ts';

/** The jobs that the gateway handles, gathered. */
@Module({
  imports: [
    KeysModule, PeriodsModule, StatementsModule, ReleasesModule, PurchasesModule, RestoresModule,
  ],
  providers: [JobHandlers],
  exports: [JobHandlers],
})
export class TreatyModule {}
