import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { ChargeCardProcessor } from './charge-card.processor.ts';
import { InvoicesModule } from './invoices.module.ts';
import { PaymentsService } from './payments.service.ts';
import { PurchasesResolver } from './purchases.resolver.ts';
import { PurchasesService } from './purchases.service.ts';
import { SandboxCards } from './sandbox-cards.ts';

/** Orders, invoices and payments. */
@Module({
  imports: [LedgerModule, ProgrammesModule, ReleasesModule, InvoicesModule],
  providers: [
    SandboxCards, PaymentsService, PurchasesService, PurchasesResolver, ChargeCardProcessor,
  ],
  exports: [ChargeCardProcessor],
})
export class PurchasesModule {}
