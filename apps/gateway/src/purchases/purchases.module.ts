import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { CorrectionsService } from './corrections.service.ts';
import { ChargeCardProcessor } from './charge-card.processor.ts';
import { FlatInvoices } from './flat-invoices.ts';
import { InvoiceDocuments } from './invoice-documents.ts';
import { InvoicesModule } from '../invoices/invoices.module.ts';
import { OrderableStore } from './orderable.store.ts';
import { PaymentsService } from './payments.service.ts';
import { PaymentsStore } from './payments.store.ts';
import { PurchasesResolver } from './purchases.resolver.ts';
import { PurchasesService } from './purchases.service.ts';
import { ReceivablesResolver } from './receivables.resolver.ts';
import { ReceivablesStore } from './receivables.store.ts';
import { ReversalsService } from './reversals.service.ts';
import { SandboxCards } from './sandbox-cards.ts';

/** Orders, invoices and payments. */
@Module({
  imports: [AuditModule, LedgerModule, ProgrammesModule, ReleasesModule, InvoicesModule],
  providers: [
    SandboxCards, PaymentsService, PurchasesService, PurchasesResolver, ChargeCardProcessor,
    InvoiceDocuments, PaymentsStore, ReceivablesStore, CorrectionsService, ReversalsService,
    ReceivablesResolver, OrderableStore, FlatInvoices,
  ],
  exports: [InvoiceDocuments, FlatInvoices],
})
export class PurchasesModule {}
