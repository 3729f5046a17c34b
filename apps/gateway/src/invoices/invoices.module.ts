import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { InvoicesStore } from './invoices.store.ts';
import { IssuingService } from './issuing.service.ts';

/** Rows of orders and payments, for whoever adds them up, and how an invoice is issued. */
@Module({
  imports: [LedgerModule],
  providers: [InvoicesStore, IssuingService],
  exports: [InvoicesStore, IssuingService],
})
export class InvoicesModule {}
